"""The words of a file that goes with a letter, whatever office wrote it.

What Word, LibreOffice, PowerPoint and Excel write is a zip of XML whose paragraphs have names of
their own; what somebody struck out is still in it, and read too.  Of a PDF, a picture or an older
form nothing is read: whoever sends it is told so.
"""

import re
import zipfile
from collections.abc import Collection, Iterator
from io import BytesIO
from pathlib import PurePath

from comms_desk.documents import markup, package
from comms_desk.documents.errors import BrokenTemplate, TemplateTooLarge
from comms_desk.documents.markup import Element
from comms_desk.text.decoding import NotATable, decode
from comms_desk.text.markdown import Document, read_html, read_markdown

MARKDOWN = frozenset((".md", ".markdown"))
PLAIN = MARKDOWN | {".csv", ".srt", ".text", ".tsv", ".txt", ".vtt"}
PAGES = frozenset((".htm", ".html"))
_ZIP = b"PK\x03\x04"
_PARAGRAPHS = frozenset(("p", "h", "si", "is"))
"""Of Word, PowerPoint and LibreOffice, then the shared and the own texts of cells of Excel."""
_OFFICE_TEXTS = frozenset(("t", "delText"))
"""Alone have words in a file of Microsoft's; in one of LibreOffice's each element may."""
_OPEN = "{urn:oasis:names:tc:opendocument"
_SPACES = frozenset(("br", "cr", "line-break", "ptab", "s", "tab"))
_ADDED, _STRUCK = frozenset(("ins", "moveTo")), frozenset(("del", "moveFrom"))
"""Changes of Word that nobody has settled."""


def words_of_file(content: bytes, name: str) -> str | None:
    """Return what the file called *name* says, in lines; None: no words of it can be read."""
    suffix = PurePath(name).suffix.lower()
    try:
        if content.startswith(_ZIP):
            said = "\n".join(_of_office(content, name))
        elif suffix in PLAIN or suffix in PAGES:
            said = _plain(decode(content).text, suffix)
        else:
            return None
    except (BrokenTemplate, TemplateTooLarge, NotATable, *package.BROKEN):
        return None
    return said if said.strip() else None


def _plain(text: str, suffix: str) -> str:
    if suffix in PAGES:
        return _blocks(read_html(text))
    return _blocks(read_markdown(text)) if suffix in MARKDOWN else text


def _blocks(text: Document) -> str:
    """Return the words alone: the address of a link would stand between two of them."""
    return "\n".join(block.text for block in text.blocks)


def _of_office(content: bytes, name: str) -> Iterator[str]:
    """Yield the paragraphs of each part; of tracked changes, as they were and as they would be."""
    package.check_sizes(content, name)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = [each for each in archive.namelist() if each.lower().endswith(".xml")]
        roots = [markup.parse(archive.read(each)) for each in parts]
    for root in roots:
        yield from _paragraphs(root, left_out=_STRUCK)
        if any(_local(each) in _STRUCK for each in root.iter("*")):
            yield from _paragraphs(root, left_out=_ADDED)


def _paragraphs(root: Element, *, left_out: Collection[str]) -> Iterator[str]:
    for element in root.iter("*"):
        if _local(element) in _PARAGRAPHS:
            said = re.sub(r"\s+", " ", "".join(_said(element, left_out))).strip()
            if said:
                yield said


def _said(element: Element, left_out: Collection[str]) -> Iterator[str]:
    """Yield the texts within *element*, but those of the paragraphs inside it."""
    is_open = str(element.tag).startswith(_OPEN)
    if is_open or _local(element) in _OFFICE_TEXTS:
        yield element.text or ""
    for child in element:
        local = _local(child)
        if local in _SPACES:
            yield " "
        elif local not in _PARAGRAPHS and local not in left_out:
            yield from _said(child, left_out)
        if is_open:
            yield child.tail or ""


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
