"""What is done to the review from its list: a story moved, put aside, quoted; each has its undo."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from comms_desk.i18n import Language, _
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.reviews import model
from comms_desk.media.reviews.model import Item, ItemId, ItemState, Kept, Review, ReviewId
from comms_desk.storage.model import Edit, FieldChange
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit.notices import Named
from comms_desk.ui.review import reading, words

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
        self, parent: QObject, errands: Errands, chosen: Callable[[], Item | None]
    ) -> None:
        """Change what *chosen* returns, as far as it is a story of the review."""
        super().__init__(parent)
        self._errands, self._chosen = errands, chosen
        self.review: Review | None = None
        """The one that is shown; what was moved stands at its new place before it is read."""
        self.language = Language.FRENCH
        """That in which stories are kept, and the review of today is read."""

    # ── Moved ─────────────────────────────────────────────────────────────────────────

    @Slot(object, str, int)
    def move(self, key: object, section: str, place: int) -> None:
        """Have the story *key* stand at that place under *section*."""
        if self.review is not None and isinstance(key, int):
            self._arrange(model.moved(self.review.order, ItemId(key), section, at=place))

    @Slot(str, int)
    def move_section(self, section: str, place: int) -> None:
        """Have *section* stand after so many others."""
        if self.review is not None:
            self._arrange(words.section_after(self.review.order, section, place))

    @Slot(str)
    def put_under(self, section: str) -> None:
        """Have the story chosen stand last under the heading *section*, a new one it may be."""
        item = self._chosen()
        if self.review is not None and item is not None and section not in {"", item.section}:
            self._arrange(model.moved(self.review.order, item.id, section, at=AT_THE_END))

    @Slot(str)
    def rename(self, section: str) -> None:
        """Have the heading of the story chosen say *section*, for all that stands under it."""
        item = self._chosen()
        if self.review is not None and item is not None and section:
            self._arrange(model.section_renamed(self.review.order, item.section, section))

    def _arrange(self, order: model.Order) -> None:
        """Write another order: what is moved next is moved from there."""
        if self.review is None:
            return
        change = FieldChange("order", self.review.order, order)
        self.review = words.in_order(self.review, order)
        self._edit(self.review, change, self._was_moved)

    @Slot(object)
    def _was_moved(self, edit: Edit) -> None:
        self._offer_back(edit, _("Moved"), _("Put back where it was"))

    # ── Quoted, kept, put aside ───────────────────────────────────────────────────────

    @Slot(bool)
    def quote(self, wanted: bool) -> None:  # noqa: FBT001 - the signal's
        """Have an excerpt go with the story chosen, or none."""
        item = self._chosen()
        if self.review is not None and item is not None:
            change = FieldChange(f"wants_excerpt {item.id}", item.wants_excerpt, wanted)
            self._edit(self.review, change, self._was_quoted)

    @Slot(object)
    def _was_quoted(self, edit: Edit) -> None:
        said = _("An excerpt goes with it") if edit.after else _("No excerpt goes with it")
        self._offer_back(edit, said, _("Excerpt as it was"))

    def keep(self, article: ArticleId) -> None:
        """Keep the story of *article*."""
        self._errands.write(None, partial(reading.keep, self.language, article), self._was_kept)

    @Slot(object)
    def _was_kept(self, kept: Kept) -> None:
        undo = Named(partial(self._take_out, kept, self.language), _("Taken out of the review"))
        self.undoable.emit(_("Kept for the review"), undo if kept.articles else None)
        self.changed.emit()

    def _take_out(self, kept: Kept, language: Language) -> None:
        for article in kept.articles:
            self._errands.write(None, partial(reading.take_out, language, article), self._undone)

    def turn(self, item: Item) -> bool:
        """Put *item* aside, or bring it back; say whether the review lets one."""
        if self.review is None or self.review.is_issued:
            return False
        turned = partial(reading.turn, self.review.id, item)
        self._errands.write(None, turned, self._was_turned)
        return True

    @Slot(object)
    def _was_turned(self, edit: Edit) -> None:
        is_kept = edit.after == ItemState.KEPT
        self._offer_back(
            edit,
            _("Kept for the review") if is_kept else _("Put aside from the review"),
            _("Put aside again") if is_kept else _("Kept again"),
        )
        self.changed.emit()

    # ── Undone ────────────────────────────────────────────────────────────────────────

    def _edit(self, review: Review, change: FieldChange, then: Callable[[Edit], None]) -> None:
        self._errands.write(None, partial(reading.edit, review.id, change), then)

    def _offer_back(self, edit: Edit, done: str, undone: str) -> None:
        self.undoable.emit(done, Named(partial(self._undo, edit), undone))

    def _undo(self, edit: Edit) -> None:
        job = partial(reading.edit, ReviewId(edit.ref.id), edit.change.inverse())
        self._errands.write(None, job, self._undone)

    @Slot(object)
    def _undone(self, _answer: object) -> None:
        self.changed.emit()
