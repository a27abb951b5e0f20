"""A field of an open review, or of an item of it, changed: with its lock and its undo."""

from collections.abc import Callable

from comms_desk.changes import Change, Ref, Subject
from comms_desk.media.reviews import store
from comms_desk.media.reviews.edition import HIGHLIGHT_LENGTH, HIGHLIGHTS_MOST
from comms_desk.media.reviews.model import (
    LINE_LENGTH,
    LINES_MOST,
    SUMMARY_LENGTH,
    ItemId,
    ItemState,
    Order,
    check_lines,
    order_of,
)
from comms_desk.storage import edits
from comms_desk.storage.database import Transaction
from comms_desk.storage.errors import EditConflict, NotFound
from comms_desk.storage.model import Act, Edit, FieldChange
from comms_desk.text.lines import on_one_line

ORDER = "order"
OF_ITEMS = frozenset({"summary", "wants_excerpt", "state"})
"""Fields of an item, whose number follows: "summary 12"."""


def change(transaction: Transaction, row: store.ReviewRow, wanted: FieldChange) -> Edit:
    """Change a field of *row* or of an item of it.

    Raises:
        ValueError: No such field is edited.
        TooManyLines, LineTooLong: What it may not be.
        EditConflict: It no longer holds what the writer had read.
        NotFound: The item was taken out meanwhile.
    """
    if wanted.field == ORDER:
        return _arrange(transaction, row, wanted)
    if wanted.name in OF_ITEMS:
        return _change_item(transaction, row, wanted)
    after = _OF_REVIEWS[wanted.field](wanted.after)
    return edits.apply(transaction, row.ref, row, FieldChange(wanted.field, wanted.before, after))


def _lines(most: int, longest: int) -> Callable[[object], object]:
    def read(value: object) -> object:
        if not isinstance(value, list | tuple):
            raise TypeError(value)
        lines = tuple(on_one_line(str(each)) for each in value)
        check_lines(lines, most=most, longest=longest)
        return lines

    return read


_OF_REVIEWS: dict[str, Callable[[object], object]] = {
    "highlights": _lines(HIGHLIGHTS_MOST, HIGHLIGHT_LENGTH),
    "agenda": _lines(LINES_MOST, LINE_LENGTH),
    "closes_at": lambda value: value,
}
"""How what is typed in a field of a review is kept."""

EDITED = frozenset({ORDER, *OF_ITEMS, *_OF_REVIEWS})


def _change_item(transaction: Transaction, row: store.ReviewRow, wanted: FieldChange) -> Edit:
    item = transaction.session.get(store.ItemRow, int(wanted.field.partition(" ")[2] or 0))
    if item is None or item.review_id != row.id:
        raise NotFound(row.ref)
    if wanted.name == "summary":
        said = on_one_line(str(wanted.after))
        check_lines((said,), most=1, longest=SUMMARY_LENGTH)
        wanted = FieldChange(wanted.field, wanted.before, said)
    edit = _noted(transaction, row.ref, wanted, stored=edits.plain(getattr(item, wanted.name)))
    after = ItemState(str(wanted.after)) if wanted.name == "state" else wanted.after
    setattr(item, wanted.name, after)
    if item.section not in row.sections:
        row.sections = (*row.sections, item.section)
    transaction.session.flush()
    return edit


def _arrange(transaction: Transaction, row: store.ReviewRow, wanted: FieldChange) -> Edit:
    """Order the sections and their items as *wanted*, though others came or went meanwhile."""
    kept = {
        ItemId(each.id): each
        for each in store.items(transaction, [row.id])
        if each.state is ItemState.KEPT
    }
    stored = tuple(
        (name, tuple(each for each, item in kept.items() if item.section == name))
        for name in row.sections
    )
    before, typed = order_of(wanted.before), order_of(wanted.after)
    named = ((on_one_line(name).strip(), items) for name, items in typed)
    after = tuple(each for each in named if each[0])
    check_lines(tuple(name for name, _items in after), most=len(after), longest=LINE_LENGTH)
    known = {each for _name, items in before for each in items}
    if _of(stored, known) not in (_of(before, set(kept)), _of(after, set(kept))):
        raise EditConflict(row.ref, ORDER, edits.plain(stored), edits.plain(after))
    placed = [(each, name) for name, items in after for each in items if each in kept]
    there = {each for each, _name in placed}
    placed += [(each, item.section) for each, item in kept.items() if each not in there]
    for place, (each, name) in enumerate(placed, start=1):
        kept[each].section, kept[each].position = name, place
    sections = (name for name, _items in after)
    row.sections = tuple(dict.fromkeys((*sections, *(name for _each, name in placed))))
    transaction.session.flush()
    transaction.announce(Change.of(Subject.REVIEW, [row.id]))
    return edits.note(transaction, row.ref, Act.EDITED, ORDER, before=before, after=after)


def _of(order: Order, among: set[ItemId]) -> list[tuple[str, list[ItemId]]]:
    """Return *order* of the items *among* which one asks, without what is empty."""
    left = [(name, [each for each in items if each in among]) for name, items in order]
    return [each for each in left if each[1]]


def _noted(transaction: Transaction, ref: Ref, wanted: FieldChange, *, stored: object) -> Edit:
    """Note an edit of what is no column of the thing itself.

    Raises:
        EditConflict: It no longer holds what the writer had read.
    """
    after = edits.plain(wanted.after)
    if stored not in (edits.plain(wanted.before), after):
        raise EditConflict(ref, wanted.field, theirs=stored, yours=after)
    transaction.announce(Change.of(ref.kind, [ref.id]))
    return edits.note(transaction, ref, Act.EDITED, wanted.field, before=stored, after=after)
