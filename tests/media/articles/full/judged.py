"""Pages in the style of the sites that we read, with the truth of their text.

What carries ``data-body`` is of the text; of a page that a script makes, a comment holds it.
Both are taken away before the page is read.  `python -m tests.media.articles.full.judged aside`
says how the half fares that nobody tunes on.
"""

import re
import sys
from collections import Counter
from pathlib import Path

import lxml.html

from comms_desk.media.articles.full.child import extract

PAGES = Path(__file__).parent.parent / "pages"
_TOLD = re.compile(r"<!--body\n(.*?)\n-->", re.DOTALL)


def read(path: Path) -> tuple[bytes, str]:
    """Return a page without its marks, and its true text."""
    charset = "cp1252" if "cp1252" in path.name else "utf-8"
    page = path.read_text(charset)
    told = _TOLD.search(page)
    if told is not None:
        truth = told[1]
    else:
        marked = lxml.html.document_fromstring(page).iterfind(".//*[@data-body]")
        truth = "\n".join(str(each.xpath("string()")) for each in marked)
    return _TOLD.sub("", page).replace(" data-body", "").encode(charset), truth


def likeness(found: str, truth: str) -> float:
    """Return how alike two texts are, from 0 to 1: F1 of their words, as often as they stand."""
    words, true_words = (Counter(re.findall(r"\w+", each.lower())) for each in (found, truth))
    common = (words & true_words).total()
    return 2 * common / (words.total() + true_words.total()) if common else 0.0


def judge(half: str) -> dict[str, float]:
    """Return the likeness of what is found on each page of a half."""
    scores = {}
    for path in sorted((PAGES / half).glob("*.html")):
        page, truth = read(path)
        scores[path.stem] = likeness(extract(page, "text/html").text, truth)
    return scores


if __name__ == "__main__":
    found = judge(sys.argv[1])
    for name, score in found.items():
        sys.stdout.write(f"{name:20} {score:.2f}\n")
    sys.stdout.write(f"{'mean':20} {sum(found.values()) / len(found):.3f}\n")
