"""Changes that Word tracks and nobody accepted or refused yet: who made them, and what each leaves.

Which words hold is for a person to say.  Once it is said, the XML is rewritten as Word would
have: what reads it then knows nothing of changes.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from comms_desk.documents.errors import TagPlace
from comms_desk.documents.markup import Element, P, T, W, place_of

_INS, _DEL, _FROM, _TO = (f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_PROPERTIES, _RUN_PROPERTIES = f"{W}pPr", f"{W}rPr"
_ROW, _CELL = f"{W}trPr", f"{W}tcPr"
_CHANGE_OF_FORM = "Change"
_BACK = {f"{W}delText": T, f"{W}delInstrText": f"{W}instrText"}
"""What a deleted text is called, and what it is called where it stays."""


class Settled(StrEnum):
    """What a person chose for all the changes of a file."""

    ACCEPTED = "accept"
    REFUSED = "refuse"


class ChangeKind(StrEnum):
    """What was changed."""

    INSERTED = "inserted"
    DELETED = "deleted"
    MOVED = "moved"
    FORMATTED = "formatted"


@dataclass(frozen=True, slots=True)
class ChangesOf:
    """What one person, "" where Word does not say who, changed: how many changes of each kind."""

    author: str
    counts: Mapping[ChangeKind, int]


_KINDS = {
    _INS: ChangeKind.INSERTED,
    _DEL: ChangeKind.DELETED,
    _FROM: ChangeKind.MOVED,
    f"{W}cellIns": ChangeKind.INSERTED,
    f"{W}cellDel": ChangeKind.DELETED,
    f"{W}cellMerge": ChangeKind.FORMATTED,
}


def changes_in(root: Element) -> tuple[ChangesOf, ...]:
    """Return who changed what in a part: one run of words is one change, as Word counts them."""
    found: dict[str, Counter[ChangeKind]] = {}
    words_changed: dict[tuple[Element, str], bool] = {}
    for element in root.iter(f"{W}*"):
        kind = _kind(element)
        if (
            kind is not None
            and not _goes_on(element)
            and not _is_mark_of_words(element, words_changed)
        ):
            author = (element.get(f"{W}author") or "").strip()
            found.setdefault(author, Counter())[kind] += 1
    return tuple(ChangesOf(author, counts) for author, counts in found.items())


def first_change(root: Element) -> tuple[str, TagPlace] | None:
    """Return of whom the first change is, and where it stands; None: there is none."""
    for element in root.iter(f"{W}*"):
        if _kind(element) is not None:
            around = next(element.iter(P), element)
            return (element.get(f"{W}author") or "").strip(), place_of(around)
    return None


def _kind(element: Element) -> ChangeKind | None:
    tag = element.tag
    if tag.startswith(W) and tag.endswith(_CHANGE_OF_FORM):
        return ChangeKind.FORMATTED
    return _KINDS.get(tag)


def _goes_on(element: Element) -> bool:
    """Whether *element* goes on with the change before it, of the same person."""
    before = element.getprevious()
    author = f"{W}author"
    return (
        before is not None
        and before.tag == element.tag
        and before.get(author) == element.get(author)
        and element.getparent().tag not in (_RUN_PROPERTIES, _PROPERTIES)
    )


def _is_mark_of_words(element: Element, known: dict[tuple[Element, str], bool]) -> bool:
    """Whether it is the mark of a paragraph whose words were changed too: one change.

    What is *known* of a paragraph is asked once, however many marks it has.
    """
    above = element.getparent()
    if above is None or above.tag != _RUN_PROPERTIES:
        return False
    paragraph = next(element.iterancestors(P), None)
    if paragraph is None:
        return False
    asked = paragraph, element.tag
    if asked not in known:
        known[asked] = any(
            each.getparent().tag != _RUN_PROPERTIES for each in paragraph.iter(element.tag)
        )
    return known[asked]


def settle(root: Element, how: Settled) -> None:
    """Rewrite a part as Word does once all its changes are accepted, or all are refused."""
    gone, kept = ((_DEL, _FROM), (_INS, _TO))
    if how is Settled.REFUSED:
        gone, kept = kept, gone
    _put_forms(root, how)
    ends = [p for p in root.iter(P) if any(p.find(_mark(tag)) is not None for tag in gone)]
    cell_gone = f"{W}cellDel" if how is Settled.ACCEPTED else f"{W}cellIns"
    parts = [
        each.getparent() for tag in gone for each in root.iter(_ROW) if each.find(tag) is not None
    ]
    parts += [each.getparent() for each in root.iter(_CELL) if each.find(cell_gone) is not None]
    for element in (*parts, *list(root.iter(*gone))):
        if element.getparent() is not None:
            element.getparent().remove(element)
    for element in list(root.iter(*kept)):
        _unwrap(element)
    if how is Settled.REFUSED:
        for element in root.iter(*_BACK):
            element.tag = _BACK[element.tag]
    for paragraph in reversed(ends):  # the last first: no words are moved twice
        _join_to_next(paragraph)


def _mark(tag: str) -> str:
    return f"{_PROPERTIES}/{_RUN_PROPERTIES}/{tag}"


def _put_forms(root: Element, how: Settled) -> None:
    """Leave the form of now, or that of before the change."""
    for change in [each for each in root.iter(f"{W}*") if each.tag.endswith(_CHANGE_OF_FORM)]:
        above = change.getparent()
        if above is None:
            continue  # of two in one place the first says what was there
        above.remove(change)
        if how is Settled.ACCEPTED or above.tag not in (_PROPERTIES, _RUN_PROPERTIES):
            continue
        before = change.find(above.tag)
        own = [each for each in above if above.tag == _PROPERTIES and each.tag == _RUN_PROPERTIES]
        above[:] = [*([] if before is None else before), *own]


def _unwrap(element: Element) -> None:
    for child in list(element):
        element.addprevious(child)
    element.getparent().remove(element)


def _join_to_next(paragraph: Element) -> None:
    """Let the words of *paragraph*, whose end is gone, begin the next one, which keeps its form."""
    following = paragraph.getnext()
    if following is None or following.tag != P:
        return
    words = [each for each in paragraph if each.tag != _PROPERTIES]
    at = 0 if following.find(_PROPERTIES) is None else 1
    following[at:at] = words
    paragraph.getparent().remove(paragraph)
