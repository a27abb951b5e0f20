"""A list at the left, the one thing chosen at the right: what most pages of the window are.

`ListPage` reads the rows page by page, drops the answer to a question that another has
overtaken, chooses the row that is wanted once it is there, walks the list and takes what is
dropped.  What to ask, what to say of it and what to show of the row chosen is the page's:

    class FeedsPage(ListPage[Rows[Row]]):
        KEY = "feeds"
        SHOWS = frozenset({Subject.FEED})

        def __init__(self, errands: Errands) -> None:
            super().__init__(
                errands, _("Name…"), first=_("Add a feed"), lesson=_("A feed brings articles.")
            )
            self.fill(TwoPanes(self.column, self.right))

        @cached_property
        def card(self) -> FeedCard:
            return self.beside(FeedCard(self.errands))

        def first_beside(self) -> FeedCard:
            return self.card

        def question(
            self, searched: str, *, after: object | None, limit: int
        ) -> Reading[Rows[Row]]:
            return lambda office: written(
                office.feeds.search(searched, after=after, limit=limit), row
            )

        def how_many(self, number: int) -> str:
            return ngettext("{count} feed", "{count} feeds", number)

        def none_match(self, searched: str) -> str:
            return _("No feed matches.") if searched else ""

        def pick(self, key: int) -> None:
            self.errands.read("card", lambda office: office.feeds.get(FeedId(key)), self._show_card)

A page whose question reads more than rows has it answered by a subclass of `Rows[Row]`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import ClassVar, override

from PySide6.QtCore import QMimeData, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from comms_desk.across import Office
from comms_desk.changes import Ref
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number, format_share
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.memory import PageState
from comms_desk.ui.frame.page import Page
from comms_desk.ui.frame.sample import is_bare
from comms_desk.ui.kit import clipboard
from comms_desk.ui.kit.controls import give_role
from comms_desk.ui.kit.layout import ListColumn
from comms_desk.ui.kit.notices import EmptyState
from comms_desk.ui.kit.rows import Row, table

type Reading[Found] = Callable[[Office], Found]
"""Called in a reading thread: it touches no widget."""

MOST_COPIED = 10_000
"""Rows of a list at once: more are a file, which the commands export."""


@dataclass(frozen=True, slots=True)
class _AllCopied:
    """The rows of a list, those that were not shown too, and what to say of how many they are."""

    written: clipboard.Copied
    rows: int
    total: int
    is_all: bool


class ListPage[Found: Rows[Row]](Page):
    """A list of things, and what the page shows of the one chosen.

    A subclass says `question`, `how_many`, `none_match` and `pick`; what follows them here is
    right for a plain page.
    """

    FILLS_FIELDS: ClassVar[bool] = False
    """Whether what is read with the rows fills fields that are typed in: it is not to be older."""
    FIRST_ROWS: ClassVar[int] = 100
    """How many rows are read at a time."""

    def __init__(self, errands: Errands, placeholder: str, *, first: str, lesson: str = "") -> None:
        """Build the list; the page fills itself with it and what stands beside it.

        Args:
            errands: The window's errands.
            placeholder: What may be searched for.
            first: The verb of the first thing to do on an empty page.
            lesson: What an empty page teaches.
        """
        super().__init__(errands)
        self._lesson = lesson
        self._teaches = False
        self.wanted: Ref | None = None
        """The thing whose row is to be chosen once it is read."""
        self.card_of: Ref | None = None
        """The thing whose card is shown, or is on its way; it may stand in no row."""
        self._left_at = PageState()
        """What is still to be done to have the page as it was left."""
        self._pressed: list[Callable[[], None]] = []
        """What was pressed before the rows were there that it is for."""
        self.column = ListColumn(self.title(), placeholder, empty=EmptyState(verb=first))
        self.column.searched.connect(self.search)
        self.column.filtered.connect(self.narrow)
        self.column.list.picked.connect(self._picked)
        self.column.list.more_wanted.connect(self._read_more)
        self.column.list.list.all_wanted.connect(self._copy_all)
        self.column.list.copies_all = True
        self.column.empty.started.connect(self.do_first_thing)
        self.column.empty.sample_wanted.connect(self.sample_wanted)
        self.right = QStackedWidget()
        give_role(self.right, "surface")
        self._blank = QWidget()
        self.right.addWidget(self._blank)
        self.setAcceptDrops(True)

    # ── What a page says ──────────────────────────────────────────────────────────────

    def question(self, searched: str, *, after: object | None, limit: int) -> Reading[Found]:
        """Return what to ask for at most *limit* rows after the key *after* (None: the first).

        *searched* is what was asked for last, not what is being typed.  The filter is read
        here: this is the window's thread.
        """
        raise NotImplementedError

    def how_many(self, number: int) -> str:
        """Return how so many of them are said: ``{count}`` and their kind."""
        raise NotImplementedError

    def none_match(self, searched: str) -> str:
        """Return what to say where the words *searched*, or a filter, leave no row; else ""."""
        return _("Nothing matches “{words}”.").format(words=searched) if searched else ""

    def pick(self, key: int) -> None:
        """Show the thing of the row that was picked."""
        raise NotImplementedError

    def say_found(self, found: Found) -> None:
        """Say above the first rows how many were *found*."""
        said = self.how_many(found.total).format(count=counted(found)) if found.total else ""
        self.column.count.setText(said)

    def say_none(self, found: Found) -> None:  # noqa: ARG002 - for a page that says by it
        """Say in the place of the rows that none matches, or teach what the page is for."""
        none_match = self.none_match(self.column.search.asked_for)
        if none_match:
            self.say_instead(none_match)
        else:
            self.teach(self._lesson)

    def say_instead(self, sentence: str, *, may_start: bool = False) -> None:
        """Say *sentence* in the place of the rows; it does not mean that the desk is bare."""
        self._teaches = False
        self.column.empty.say(sentence, may_start=may_start)
        self.column.empty.offer_sample(offered=False)

    def teach(self, lesson: str) -> None:
        """Say *lesson* in the place of the rows, and offer the sample desk on a desk found bare."""
        if not self.column.empty.isVisible():
            self.column.empty.offer_sample(offered=False)
        self._teaches = True
        self.column.empty.say(lesson)
        self._ask_if_bare()

    def _ask_if_bare(self) -> None:
        self.errands.read("bare", is_bare, self._offer_sample, self._not_asked)

    @Slot(object)
    def _offer_sample(self, desk_is_bare: object) -> None:
        self.column.empty.offer_sample(offered=self._teaches and bool(desk_is_bare))

    @Slot(object)
    def _not_asked(self, _error: CommsDeskError) -> None:
        """Offer nothing: the rows that could be read say all that can be said."""
        self.column.empty.offer_sample(offered=False)

    @property
    @override
    def shown_thing(self) -> Ref | None:
        return self.card_of if self.shows_card else None

    @property
    def shows_card(self) -> bool:
        """Whether what is beside the list is the card, and nothing in its place."""
        return True

    def read_card(self) -> None:
        """Read again what is shown beside the list."""

    @override
    def kept(self) -> PageState:
        """Return the filter of the list, the thing chosen, and what is searched for."""
        chosen = self.column.list.chosen
        if not isinstance(chosen, int):
            chosen = 0 if self.card_of is None else self.card_of.id
        return PageState(self.left_at, chosen, self.column.search.words)

    @property
    def left_at(self) -> str:
        """The filter of the list, as it is remembered."""
        return self.column.left_at

    @override
    def recall(self, kept: PageState) -> None:
        """Check the filter, and choose the thing once the rows are there."""
        self._left_at = kept
        self.column.search.have(kept.searched)
        self.recall_filter(kept.filter)

    def recall_filter(self, left_at: str) -> bool:
        """Check the filter that was *left_at*; say whether another one was, and rows are shown."""
        return self.column.recall(left_at)

    def recall_chosen(self, key: int) -> None:
        """Show the thing that was chosen, if it is still there."""
        if not self.column.list.choose(key):
            self.pick(key)

    def choose_row(self, found: Found) -> None:  # noqa: ARG002 - for a page that chooses by it
        """Choose a row now that the first ones are shown: the one that is wanted, if it is there.

        It is not wanted any longer: a later list must not open it again by itself.  Where a filter
        hides it, what is listed is everything, and it is chosen there.  Where none
        is wanted nor chosen, that of the card shown is, quietly: a search had left it out.
        """
        if self.wanted is not None:
            is_there = self.column.list.choose(self.wanted.id)
            if is_there or self.column.filter is None or not self.column.check(None):
                self.wanted = None
        elif self.card_of is not None and self.column.list.chosen is None and self.shows_card:
            self.column.list.put_back(self.card_of.id)

    @Slot(object)
    def not_found(self, error: CommsDeskError) -> None:
        """Show why the rows could not be read."""
        self.cannot_read(error)

    def dropping(self, data: QMimeData) -> Callable[[], None] | None:  # noqa: ARG002
        """Return what dropping *data* here does; None where it is not for this page."""
        return None

    # ── What stands beside the list ───────────────────────────────────────────────────

    def first_beside(self) -> QWidget | None:
        """Return what stands beside the list until something is chosen.

        It is asked once the first rows were read: the page is painted without it, and a card is
        dear to import and to make.
        """
        return None

    def _stand_beside(self) -> None:
        """Show what stands beside the list at first, unless something is shown there already."""
        first = self.first_beside()  # made in any case: other parts hear of the list too
        if first is not None and self.right.currentWidget() is self._blank:
            self.put_in_front(first)
            self.grown.emit()

    def beside[Part: QWidget](self, part: Part) -> Part:
        """Put *part* beside the list, behind what is shown there, and return it."""
        self.right.addWidget(part)
        return part

    def put_in_front(self, part: QWidget) -> None:
        """Show *part* beside the list."""
        self.right.setCurrentWidget(part)

    def chosen_with(self, ref: Ref) -> tuple[Ref, ...]:
        """Return what is chosen in the list, where *ref*, which is listed here, is of it."""
        keys = [row.key for row in self.column.list.list.together()]
        if ref.id not in keys:
            return ()
        return tuple(Ref(ref.kind, key) for key in keys if isinstance(key, int))

    # ── The list ──────────────────────────────────────────────────────────────────────

    def want(self, ref: Ref) -> None:
        """Read the first rows again, whatever was searched for, and choose that of *ref*.

        The caller reads its card: the page is not read again for being shown.
        """
        self._stale = False
        self.wanted = ref
        self.column.search.empty()
        self._read_others()

    @Slot()
    @override
    def refresh(self) -> None:
        """Read the list again, as far as it is shown, and the card, if there is one already."""
        self._read_first(max(self.FIRST_ROWS, self.column.list.shown))
        if self.right.count() > 1:  # more than the blank
            self.read_card()

    @override
    def shown(self) -> None:
        """Ask again whether the desk is bare: another page may have filled it."""
        super().shown()
        if self._teaches:
            self._ask_if_bare()

    @Slot(str)
    def search(self, _words: str) -> None:
        """Read the rows that the words in the search box find."""
        self._read_others()

    @Slot(object)
    def narrow(self, _key: object) -> None:
        """Read the rows that the checked filter leaves."""
        self._read_others()

    @override
    def focus_search(self) -> None:
        """Go to the search box, and let its words be typed over."""
        self.column.search.setFocus()
        self.column.search.selectAll()

    @override
    def step(self, by: int) -> None:
        """Choose the next row or the one before, now or once it is read."""
        self.in_turn(partial(self._step, by))

    def in_turn(self, act: Callable[[], None]) -> None:
        """Do *act*, for which a key was pressed, now or after what waits for its rows."""
        if self._pressed:
            self._pressed.append(act)
        else:
            act()

    def _step(self, by: int) -> None:
        if self.column.list.step(by):
            self.column.hand_over()
        elif self._stale or not self.column.list.is_answered:
            self._pressed.append(partial(self._step, by))

    def _do_what_waited(self) -> None:
        """Do what waited for the rows that are there now."""
        waited, self._pressed = self._pressed, []
        for act in waited:
            self.in_turn(act)

    def _read_others(self) -> None:
        """Read what somebody asks for now: it is not as it was left, and no key waits for it."""
        self._left_at = PageState()
        self._pressed.clear()
        self.column.list.start_over()
        self._read_first(self.FIRST_ROWS)

    def _read_first(self, limit: int) -> None:
        self.column.list.expect_first()
        question = self.question(self.column.search.asked_for, after=None, limit=limit)
        self.errands.read(
            "rows", question, self._show_first, self._not_first, fresh=self.FILLS_FIELDS
        )

    @Slot(object)
    def _read_more(self, after: object) -> None:
        searched = self.column.search.asked_for
        question = self.question(searched, after=after, limit=self.FIRST_ROWS)
        self.errands.read("rows", question, self._show_more, self._not_more)

    @Slot(object)
    def _show_first(self, found: Found) -> None:
        self.say_found(found)
        if not found.rows:
            self.say_none(found)
        self.column.show_list(anything=bool(found.rows))
        self.column.list.show_first(
            found.rows, total=found.total, next_key=found.next_key, capped=found.capped
        )
        self._stand_beside()
        self._go_on_as_left()
        self.choose_row(found)
        self.column.hand_over()
        self._do_what_waited()

    @Slot()
    def _copy_all(self) -> None:
        """Copy what the search finds, up to `MOST_COPIED`, as far as it was scrolled or not."""
        ask = self.question(self.column.search.asked_for, after=None, limit=MOST_COPIED)

        def job(office: Office) -> _AllCopied:
            found = ask(office)
            written = clipboard.written_out(table(found.rows))
            return _AllCopied(written, len(found.rows), found.total, found.next_key is None)

        self.errands.read("copy", job, self._copied_all, self.cannot_read)

    @Slot(object)
    def _copied_all(self, copied: _AllCopied) -> None:
        """Say how many were copied, and of how many, where that is not all."""
        clipboard.put(copied.written)
        total, count = max(copied.rows, copied.total), format_number(copied.rows)
        if not copied.is_all:  # of more than were counted, "10,000+"
            count = format_share(copied.rows, total, capped=total == copied.rows)
        said = self.how_many(total).format(count=count)
        self.undoable.emit(_("Copied: {what}").format(what=said), None)

    def _go_on_as_left(self) -> None:
        """Choose what was chosen, unless something else is wanted by now.

        A filter that is there only once the rows are read is checked now, and they are read again.
        """
        kept, self._left_at = self._left_at, PageState()
        if self.recall_filter(kept.filter):
            self.narrow(self.column.filter)
        if kept.chosen and self.wanted is None and self.card_of is None:
            self.recall_chosen(kept.chosen)

    @Slot(object)
    def _show_more(self, found: Found) -> None:
        self.column.list.show_more(
            found.rows, total=found.total, next_key=found.next_key, capped=found.capped
        )
        self._do_what_waited()

    @Slot(object)
    def _not_first(self, error: CommsDeskError) -> None:
        """Say why there is no answer; Enter asks for the same words again."""
        self._pressed.clear()
        self._stand_beside()
        self.column.search.was_not_answered()
        self.not_found(error)

    @Slot(object)
    def _not_more(self, error: CommsDeskError) -> None:
        self._pressed.clear()
        self.column.list.ask_again()
        self.not_found(error)

    @Slot(object)
    def _picked(self, key: object) -> None:
        """Show what was picked; no other one is wanted any longer."""
        if isinstance(key, int):
            if self.wanted is not None and self.wanted.id != key:
                self.wanted = None
            self.pick(key)

    # ── Drops ─────────────────────────────────────────────────────────────────────────

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept what the page knows what to do with."""
        if self.dropping(event.mimeData()) is not None:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Do what the page does with it."""
        drop = self.dropping(event.mimeData())
        if drop is not None:
            event.acceptProposedAction()
            drop()


def written[T](found: Rows[T], row: Callable[[T], Row]) -> Rows[Row]:
    """Return what was *found* with each thing written as a *row*; for a reading thread."""
    return Rows(
        rows=tuple(row(each) for each in found.rows),
        total=found.total,
        capped=found.capped,
        next_key=found.next_key,
    )


def counted(found: Rows[Row]) -> str:
    """Return how many there are in all, in the reader's way: "1,000+" past the cap."""
    return format_number(found.total) + ("+" if found.capped else "")


def file_in(data: QMimeData, endings: frozenset[str]) -> Path | None:
    """Return the one file of *data*, if it is one and its name ends so."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if len(files) == 1 and files[0].suffix.lower() in endings:
        return files[0]
    return None
