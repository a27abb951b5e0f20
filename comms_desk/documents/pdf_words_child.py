"""The process in which a PDF is read: its words, page after page.

Its standard input is the file; it writes the words in UTF-8.  A page that is a picture has none.
A file that is damaged, or locked by a password, ends it without an answer.
"""

import re
import sys
from io import BytesIO

from pypdf import PdfReader

_CUT = re.compile(r"(?<=\w)[-\u2010]\s*\n\s*(?=\w)")
"""A word that goes on at the next line; it may have its hyphen by itself."""


def main() -> None:
    """Answer at the standard output."""
    sys.stdout.buffer.write(words_of_pdf(sys.stdin.buffer.read()).encode("utf-8", "replace"))


def words_of_pdf(content: bytes) -> str:
    """Return the words of a PDF; once more with those whole that a line cuts, where one does."""
    said = "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    whole = _CUT.sub("", said)
    return said if whole == said else f"{said}\n{whole}"


if __name__ == "__main__":
    main()
