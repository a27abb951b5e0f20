"""What is done to the review from its list: a story moved, put aside, quoted; each has its undo."""

from collections.abc import Callable, Sequence
from functools import partial, reduce

from PySide6.QtCore import QObject, Signal, Slot

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import Language, _
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.reviews import model
from comms_desk.media.reviews.model import ItemId, ItemState, JustKept, Review, ReviewId, ReviewItem
from comms_desk.storage.model import Edit, FieldChange
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit.notices import NamedUndo
from comms_desk.ui.review import reading, words
from comms_desk.wording.reviews import kept_said, unkept_said

AT_THE_END = 10_000
"""A place after all others of a section."""


class Changing(QObject):
    """Changes the review that is shown.

    Signals:
        undoable: What was done, and its undo; None: there is none.
        changed: It is to be read again, and what waits is to be counted again.
    """

    undoable = Signal(str, object)
    changed = Signal()

    def __init__(
        self, parent: QObject, errands: Errands, chosen: Callable[[], Sequence[ReviewItem]]
    ) -> None:
        """Change what *chosen* returns: the stories of the review that are chosen."""
        super().__init__(parent)
        self._errands, self._chosen = errands, chosen
        self.review: Review | None = None
        """The one that is shown; what was moved stands at its new place before it is read."""
        self._altered: ReviewId | None = None
        """The one that was last said to be altered before it left."""
        self.language = Language.FRENCH
        """That in which stories are kept, and the review of today is read."""

    # ── Moved ─────────────────────────────────────────────────────────────────────────

    @Slot(object, str, int)
    def move(self, key: object, section: str, place: int) -> None:
        """Put the story *key* at that place under *section*."""
        if self.review is not None and isinstance(key, int):
            self._arrange(model.moved(self.review.order, ItemId(key), section, at=place))

    @Slot(str, int)
    def move_section(self, section: str, place: int) -> None:
        """Put *section* after so many others."""
        if self.review is not None:
            self._arrange(words.section_after(self.review.order, section, place))

    @Slot(str)
    def put_under(self, section: str) -> None:
        """Put what is chosen last under the heading *section*, a new one it may be."""
        self._arrange_chosen(
            lambda order, item: model.moved(order, item.id, section, at=AT_THE_END),
            [each for each in self._chosen() if section not in {"", each.section}],
        )

    @Slot(str)
    def rename(self, section: str) -> None:
        """Rename the headings of what is chosen to *section*, for all that stands under them."""
        self._arrange_chosen(
            lambda order, item: model.section_renamed(order, item.section, section),
            [each for each in self._chosen() if section],
        )

    def _arrange_chosen(
        self,
        arranged: Callable[[model.Order, ReviewItem], model.Order],
        items: Sequence[ReviewItem],
    ) -> None:
        if self.review is not None and items:
            self._arrange(reduce(arranged, items, self.review.order))

    def _arrange(self, order: model.Order) -> None:
        """Write another order: what is moved next is moved from there."""
        if self.review is None:
            return
        change = FieldChange("order", self.review.order, order)
        self.review = words.in_order(self.review, order)
        self._edit(self.review, change, self._was_moved)

    @Slot(object)
    def _was_moved(self, edit: Edit) -> None:
        self._offer_back([edit], _("Moved"), _("Put back where it was"))

    # ── Quoted, kept, put aside ───────────────────────────────────────────────────────

    @Slot(bool)
    def quote(self, wanted: bool) -> None:  # noqa: FBT001 - the signal's
        """Put an excerpt with the story chosen, or none."""
        if self.review is not None:
            for item in self._chosen():
                change = FieldChange(f"wants_excerpt {item.id}", item.wants_excerpt, wanted)
                self._edit(self.review, change, self._was_quoted)

    @Slot(object)
    def _was_quoted(self, edit: Edit) -> None:
        said = _("An excerpt goes with it") if edit.after else _("No excerpt goes with it")
        self._offer_back([edit], said, _("Excerpt as it was"))

    def keep(self, articles: Sequence[ArticleId]) -> None:
        """Keep the stories of *articles*, for the day of the review that is shown."""
        day, language = None if self.review is None else self.review.day, self.language
        self._errands.write(
            None,
            lambda office: office.reviews.keep(articles, day=day, language=language),
            self._was_kept,
        )

    @Slot(object)
    def _was_kept(self, kept: JustKept) -> None:
        if kept.articles:  # else it was before, as by a key that is faster than the reading
            undo = NamedUndo(partial(self._unkeep, kept), unkept_said(kept))
            self.undoable.emit(kept_said(kept), undo)
        self.changed.emit()

    def _unkeep(self, kept: JustKept) -> None:
        self._errands.write(None, lambda office: office.reviews.unkeep(kept), self._undone)

    def turn(self) -> bool:
        """Put what is chosen aside, or bring it back; say whether the review lets one."""
        items = self._chosen()
        if self.review is None or self.review.is_issued or not items:
            return False
        turned = partial(reading.turn, self.review.id, items)
        self._errands.write(None, turned, self._was_turned)
        return True

    @Slot(object)
    def _was_turned(self, edits: Sequence[Edit]) -> None:
        is_kept = edits[0].after == ItemState.KEPT
        self._offer_back(
            edits,
            _("Kept for the review") if is_kept else _("Put aside from the review"),
            _("Put aside again") if is_kept else _("Kept again"),
        )
        self.changed.emit()

    def way_out(self, error: CommsDeskError) -> str:
        """Return the verb of `take_up`, where that is the way out of *error*."""
        if not isinstance(error, model.EditionAltered) or error.has_left:
            return ""
        self._altered = error.review
        return _("Take up its stories")

    @Slot()
    def take_up(self) -> None:
        """Keep anew the stories of the one that was altered."""
        if (it := self._altered) is not None:
            self._errands.write(None, lambda office: office.reviews.take_up(it), self._taken_up)

    @Slot(object)
    def _taken_up(self, review: Review) -> None:
        self.language = review.language
        self.undoable.emit(_("Its stories are kept anew"), None)
        self.changed.emit()

    # ── Undone ────────────────────────────────────────────────────────────────────────

    def _edit(self, review: Review, change: FieldChange, then: Callable[[Edit], None]) -> None:
        self._errands.write(None, partial(reading.edit, review.id, change), then)

    def _offer_back(self, edits: Sequence[Edit], done: str, undone: str) -> None:
        """Say what was *done*, unless a key that was faster than the reading had done it before."""
        if any(each.before != each.after for each in edits):
            self.undoable.emit(done, NamedUndo(partial(self._undo, edits), undone))

    def _undo(self, edits: Sequence[Edit]) -> None:
        self._errands.write(None, partial(reading.put_back, edits), self._undone)

    @Slot(object)
    def _undone(self, _answer: object) -> None:
        self.changed.emit()
