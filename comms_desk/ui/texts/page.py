"""The Texts page: releases and speeches at the left, the one being written at the right."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, override

from PySide6.QtCore import QMimeData, QRect, Slot

from comms_desk.across import Office, things
from comms_desk.changes import Change, Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, current, format_number, ngettext
from comms_desk.media.dispatches.model import DispatchKind
from comms_desk.media.drafting.model import Draft, DraftId, DraftKind, NewDraft, draft_ref
from comms_desk.storage.errors import NotFound, StorageUnreachable
from comms_desk.storage.model import Archived
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.ui.frame import putting_away, toasts
from comms_desk.ui.frame.commands import Command
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.list_page import ListPage, Reading, file_in, written
from comms_desk.ui.frame.pages import CoverageOf
from comms_desk.ui.frame.putting_away import ARCHIVED, PutAwayWay
from comms_desk.ui.kit.layout import TwoPanes
from comms_desk.ui.kit.new_button import NewButton
from comms_desk.ui.kit.notices import BriefUndo
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.texts import words
from comms_desk.ui.texts.reading import OpenedText, read_opened
from comms_desk.ui.texts.sitting import Typing
from comms_desk.wording.drafting import draft_called

if TYPE_CHECKING:
    from comms_desk.media.drafting.arrival import Arrival
    from comms_desk.ui.texts.arrival_card import ArrivalCard, ArrivalChoice
    from comms_desk.ui.texts.sending.stage import SendingStage
    from comms_desk.ui.texts.text_card import TextCard

LIST_WIDTH_PX = 310
FILE_ENDINGS = frozenset({".docx", ".md", ".txt"})


class TextsPage(ListPage[Rows[Row]]):
    """What the office writes."""

    KEY = "texts"
    SHOWS = frozenset({Subject.DRAFT, Subject.EMBARGO, Subject.DOSSIER})

    def __init__(self, errands: Errands) -> None:
        """Build the page; it reads when it is first shown."""
        super().__init__(
            errands,
            _("Title or number…"),
            first=_("Begin a release"),
            lesson=_("No text here. Begin a release or a speech, or drop a Word file here."),
        )
        self._binning: deque[DraftId] = deque()
        self._binning_together: deque[tuple[Ref, ...]] = deque()
        self._asked: DraftId | None = None
        self._starts_with_title = False
        self.column.add_chip(_("All"), None, checked=True)
        self.column.add_chip(_("Releases"), DraftKind.RELEASE)
        self.column.add_chip(_("Speeches"), DraftKind.SPEECH)
        self.column.add_chip(putting_away.chip_words(), ARCHIVED)
        self.new_one = NewButton(
            _("New text"),
            (_("New release"), self._new_release),
            (_("New speech"), self._new_speech),
        )
        self.column.add_to_head(self.new_one)
        self.column.keeps_filters_on_one_line = True
        self._panes = TwoPanes(self.column, self.right, list_width_px=LIST_WIDTH_PX)
        self.fill(self._panes)
        self.bind_keys("Ctrl+Return", "Ctrl+Enter", does=self._send)

    @cached_property
    def card(self) -> "TextCard":
        """The text being written."""
        from comms_desk.ui.texts.text_card import TextCard

        card = self.beside(TextCard(self.errands))
        card.undoable.connect(self.undoable)
        card.file_made.connect(self.file_made)
        card.bin_wanted.connect(self._bin)
        card.archive_wanted.connect(self._put_away)
        card.reopen_wanted.connect(self._read_again)
        card.texts.saved.connect(self._count_typed)
        card.send_wanted.connect(self.send_to_media)
        return card

    @cached_property
    def sending(self) -> "SendingStage":
        """What takes the place of the text while it is sent: made once one is to be."""
        from comms_desk.ui.texts.sending.stage import SendingStage

        stage = SendingStage(self.errands)
        stage.left.connect(self._back_to_text)
        stage.said.connect(self._say)
        stage.undoable.connect(self.undoable)
        stage.file_made.connect(self.file_made)
        stage.coverage_wanted.connect(self._show_coverage)
        self.fill(stage)
        stage.hide()
        return stage

    @override
    def first_beside(self) -> "TextCard":
        return self.card

    @override
    def beside_list(self) -> QRect:
        """Return what is beside the list, over the foot of the text: its length, and the bin."""
        foot_px = self.card.length.height() if "card" in vars(self) else 0
        return super().beside_list().adjusted(0, 0, 0, -foot_px)

    @property
    def kind(self) -> DraftKind | None:
        """The kind that the list is narrowed to."""
        return self.column.filter if isinstance(self.column.filter, DraftKind) else None

    @Slot()
    @override
    def new(self) -> None:
        """Begin a text of the kind that the list shows, and go to its title."""
        self._begin(self.kind or DraftKind.RELEASE)

    @Slot()
    def _new_release(self) -> None:
        self._begin(DraftKind.RELEASE)

    @Slot()
    def _new_speech(self) -> None:
        self._begin(DraftKind.SPEECH)

    def _begin(self, kind: DraftKind) -> None:
        new = NewDraft(kind=kind, language=current())
        self.card.leave()
        self.errands.write(None, lambda office: office.drafts.add(new), self._began)

    @override
    def open(self, ref: Ref) -> None:
        """Show the text that *ref* points at."""
        if self.is_sending and self.sending.draft != ref.id:
            self._back_to_text()
        self.column.check(None)
        self._leave_unless(ref.id)
        self.put_in_front(self.card)
        self.want(ref)
        self._ask_text(DraftId(ref.id))

    @property
    @override
    def shown_thing(self) -> Ref | None:
        shown = self.card.draft if "card" in vars(self) else None
        return None if shown is None else shown.ref

    @override
    def leaving(self) -> None:
        """Save what was typed, and keep a revision."""
        if "card" in vars(self):
            self.card.leave()

    # To the media

    @Slot()
    def _show_coverage(self) -> None:
        if self.card.draft is not None:
            self.open_wanted.emit(CoverageOf(Subject.DRAFT, self.card.draft.id))

    @property
    def is_sending(self) -> bool:
        """Whether the last screen is in front."""
        return "sending" in self.__dict__ and self.sending.isVisibleTo(self)

    @Slot(object)
    def send_to_media(self, amends: DispatchKind | None = None) -> None:
        """Show what would leave of the text, what became of it, or its correction (Ctrl+Enter)."""
        opened = self.card.opened
        if opened is not None and opened.standing.archived is None and not self.is_sending:
            self.card.leave()
            self._panes.hide()
            self.sending.show()
            self.sending.open(opened.manuscript.draft, was_sent=bool(opened.sent), amends=amends)

    @override
    def commands(self) -> tuple[Command, ...]:
        """Name what has no button in sight: the embargo, and the coverage of what was sent."""
        if "card" not in self.__dict__ or not self.card.send.isVisible():
            return super().commands()
        place = self.card.details.embargo.place.accessibleName()
        beside = [Command(place, "", self.card.to_embargo)]
        if self.card.opened is not None and self.card.opened.sent:
            beside.append(Command(_("Coverage of this text"), "", self._show_coverage))
        return (*super().commands(), *beside)

    @Slot()
    def _back_to_text(self) -> None:
        self.sending.hide()
        self._panes.show()
        self.card.editor.setFocus()
        self.read_card()

    @Slot(str)
    def _say(self, said: str) -> None:
        self.undoable.emit(said, None)

    @override
    def changed(self, change: Change) -> None:
        """Hear of letters too, where the text shown has some."""
        super().changed(change)
        opened = self.card.opened
        is_sent = opened is not None and bool(opened.sent)
        if change.subject in {Subject.LETTER, Subject.FREEZE} and (self.is_sending or is_sent):
            self.refresh_soon()

    @override
    def focus_search(self) -> None:
        """Go to the search of the list, or to the field of the last screen (/)."""
        if self.is_sending:
            self.sending.focus_search()
        else:
            super().focus_search()

    @Slot()
    def _send(self) -> None:
        """Show the last screen before the text leaves; from there, ask whether to send."""
        if self.is_sending:
            self.sending.ask()
        else:
            self.send_to_media()

    # The list

    @override
    def question(self, searched: str, *, after: object | None, limit: int) -> Reading[Rows[Row]]:
        kind, narrowed_to = self.kind, self.column.filter

        def job(office: Office) -> Rows[Row]:
            now, where = office.database.clock.now(), putting_away.where(narrowed_to)
            found = office.drafts.search(searched, kind=kind, where=where, after=after, limit=limit)
            return written(found, lambda draft: words.row(draft, now))

        return job

    @override
    def how_many(self, number: int) -> str:
        return ngettext("{count} text", "{count} texts", number)

    @override
    def none_match(self, searched: str) -> str:
        if self.column.filter == ARCHIVED and not searched:
            return putting_away.nothing_archived()
        return _("No text matches.") if searched or self.kind else ""

    @override
    def choose_row(self, found: Rows[Row]) -> None:
        """Choose the text that is wanted until it is read, then the one shown; else the first."""
        shown = self.wanted or (self.card.draft.ref if self.card.draft else None)
        if shown is not None:
            self.column.list.choose(shown.id)
        elif found.rows:
            first = found.rows[0].key
            if self.column.list.chosen == first:
                self._picked(first)
            else:  # to choose it picks it: asked for twice, it would be read in two threads
                self.column.list.choose(first)

    @override
    def pick(self, key: int) -> None:
        self._leave_unless(key)
        self.put_in_front(self.card)
        self.wanted = Ref(Subject.DRAFT, key)
        self._ask_text(DraftId(key))

    @Slot(object)
    def _count_typed(self, typing: Typing) -> None:
        """Say in its row how many words a text has now; the list is not read for each key."""
        opened, rows = self.card.opened, self.column.list.list.rows
        row = rows.row(rows.position_of(typing.draft))
        if row is None or opened is None or opened.manuscript.draft.id != typing.draft:
            return
        draft = replace(opened.manuscript.draft, words=typing.words)
        self.column.list.update_row(replace(row, detail=words.detail(draft, opened.now)))

    # The text

    @override
    def read_card(self) -> None:
        """Read the text that is wanted, or the one shown, and whom it would go to."""
        if self.is_sending:
            self.sending.refresh()
        if self._expected is not None:
            self._ask_text(self._expected)

    @property
    def _expected(self) -> DraftId | None:
        """The text that is wanted, else the one shown: no answer about another is heard."""
        if self.wanted is not None:
            return DraftId(self.wanted.id)
        return None if self.card.draft is None else self.card.draft.id

    @Slot(object)
    def _read_again(self, draft: DraftId) -> None:
        """Read the text shown again, unless another is wanted or it is going to the bin."""
        if draft == self._expected and not self._is_going(draft):
            self._ask_text(draft)

    def _ask_text(self, draft: DraftId) -> None:
        self._asked = draft

        def job(office: Office) -> OpenedText:
            return read_opened(office, draft)

        self.errands.read("text", job, self._show_text, self._not_read, fresh=True)

    def _leave_unless(self, draft: int) -> None:
        """Leave the text shown, unless it is *draft*."""
        if self.card.draft is None or self.card.draft.id != draft:
            self.card.leave()

    @Slot(object)
    def _show_text(self, opened: OpenedText) -> None:
        if opened.manuscript.draft.id != self._expected:
            return
        self.wanted = None
        self.card.show_opened(opened)
        if self._starts_with_title:
            self._starts_with_title = False
            self.card.title.setFocus()

    @Slot(object)
    def _not_read(self, error: CommsDeskError) -> None:
        """Say why a text cannot be read; one that a colleague put in the bin is put away.

        Of one that goes to the bin from here, the answer of the bin says so.
        """
        if self._asked != self._expected or self._is_going(self._asked):
            return
        self.wanted = None
        shown = self.card.draft
        if isinstance(error, StorageUnreachable):
            return  # the window says it, and reads again
        if not isinstance(error, NotFound):
            say = self.errands.failed.emit if shown is None else self.card.show_error
            say(error)
            return
        self.card.show_opened(None)
        if shown is None:
            self.refresh_soon()  # what was remembered is gone: the first one takes its place
        elif shown.ref == error.ref:
            self.undoable.emit(
                _(
                    "Someone put this text in the bin, with what you typed in it. “Undo” puts"
                    " it back."
                ),
                partial(self.take_out_of_bin, shown.id),
            )

    @Slot(object)
    def _began(self, draft: Draft) -> None:
        self._starts_with_title = True
        self.open(draft.ref)
        undo = BriefUndo(partial(self._take_back, draft.id))
        self.undoable.emit(_("Text created"), undo)

    # The bin

    @Slot(object)
    def _bin(self, draft: DraftId) -> None:
        """Put the text shown in the bin, with those that are chosen together with it."""
        self.focus_list()  # else Enter, pressed again, would take the next one
        self.card.leave()
        together = self.chosen_with(draft_ref(draft))
        if len(together) > 1:
            self._bin_together(together)
        else:
            self._ask_to_bin(draft, self._was_binned)

    def _bin_together(self, refs: tuple[Ref, ...]) -> None:
        self._binning_together.append(refs)

        def job(office: Office) -> None:
            things.put_in_bin(office, refs)

        self.errands.write(None, job, self._were_binned, self._were_not_binned)

    @Slot(object)
    def _were_not_binned(self, error: CommsDeskError) -> None:
        self._binning_together.popleft()
        self.show_error(error)

    @Slot(object)
    def _were_binned(self, _answer: object) -> None:
        refs = self._binning_together.popleft()
        self._show_no_more(*refs)
        count = self.how_many(len(refs)).format(count=format_number(len(refs)))
        self.undoable.emit(toasts.several_binned(count), partial(self._take_out_together, refs))

    def _show_no_more(self, *refs: Ref) -> None:
        if self.wanted in refs:
            self.wanted = None
        if self.shown_thing in refs:
            self.card.show_opened(None)

    def _take_out_together(self, refs: tuple[Ref, ...]) -> None:
        def job(office: Office) -> Draft:
            things.take_out_of_bin(office, refs)
            return office.drafts.get(DraftId(refs[0].id))

        self.errands.write(None, job, self._came_back)

    def _is_going(self, draft: DraftId | None) -> bool:
        """Whether *draft* is on its way to the bin, alone or with others."""
        together = (ref.id for refs in self._binning_together for ref in refs)
        return draft is not None and (draft in self._binning or draft in together)

    def _take_back(self, draft: DraftId) -> None:
        """Undo a beginning; the page may have gone with its window by then."""
        self._ask_to_bin(draft, self._was_taken_back)

    def _ask_to_bin(self, draft: DraftId, then: Callable[[Draft], None]) -> None:
        self._binning.append(draft)
        self.errands.write(None, partial(_put_in_bin, draft), then, self._was_not_binned)

    @Slot(object)
    def _was_not_binned(self, error: CommsDeskError) -> None:
        self._binning.popleft()
        self.show_error(error)

    @Slot(object)
    def _was_binned(self, removed: Draft) -> None:
        """Offer to take it out again."""
        self._was_taken_back(removed)
        undo = partial(self.take_out_of_bin, removed.id)
        self.undoable.emit(toasts.binned(removed.title), undo)

    @Slot(object)
    def _was_taken_back(self, _removed: Draft) -> None:
        """Show it no longer; another text that was opened meanwhile stays."""
        self._show_no_more(draft_ref(self._binning.popleft()))

    def take_out_of_bin(self, draft: DraftId) -> None:
        """Undo the removal of *draft*; the page may have gone with its window by then."""
        self.errands.write(
            None, lambda office: office.drafts.take_out_of_bin(draft), self._came_back
        )

    @Slot(object)
    def _came_back(self, draft: Draft) -> None:
        self.open(draft.ref)

    # The archive

    @Slot(object, object)
    def _put_away(self, draft: DraftId, way: PutAwayWay) -> None:
        """Archive what was sent, or take it out of the archive."""
        if way is PutAwayWay.OUT:
            self._take_out_of_archive(draft_ref(draft))
            return
        self.focus_list()
        self.card.leave()
        self.errands.write(
            None, lambda office: office.archive.put_in(draft_ref(draft)), self._was_archived
        )

    @Slot(object)
    def _was_archived(self, archived: Archived) -> None:
        """Offer to take it out again; another text that was opened meanwhile stays."""
        self._show_no_more(archived.ref)
        self.undoable.emit(
            toasts.archived(archived.name), partial(self._take_out_of_archive, archived.ref)
        )

    def _take_out_of_archive(self, ref: Ref) -> None:
        def job(office: Office) -> Draft:
            office.archive.take_out(ref)
            return office.drafts.get(DraftId(ref.id))

        self.errands.write(None, job, self._came_back)

    # Files

    def bring_in(self, file: Path) -> None:
        """Read a file of Word, Markdown or plain text, and ask what there is to ask of it."""
        self.error.hide()
        if self.is_sending:
            self._back_to_text()
        self.card.leave()
        self.errands.read("arrival", partial(_arrived, file), self._has_come)

    @cached_property
    def arrival(self) -> "ArrivalCard":
        """What is asked of a file that was brought in: made once there is something to ask."""
        from comms_desk.ui.texts.arrival_card import ArrivalCard

        card = self.beside(ArrivalCard())
        card.chosen.connect(self._take_in)
        card.left.connect(self._leave_arrival)
        return card

    @Slot(object)
    def _has_come(self, come: "tuple[Arrival, datetime]") -> None:
        from comms_desk.ui.texts.arrival_card import ArrivalChoice

        arrival, now = come
        if not arrival.asks:
            self._take_in(ArrivalChoice(arrival))
            return
        self.arrival.show_arrival(arrival, now)
        self.put_in_front(self.arrival)

    @Slot()
    def _leave_arrival(self) -> None:
        self.put_in_front(self.card)

    @Slot(object)
    def _take_in(self, chosen: "ArrivalChoice") -> None:
        self.put_in_front(self.card)
        if chosen.is_return:
            self.errands.write(None, partial(_brought_back, chosen), self._came_back_from_word)
            return
        kind = self.kind or DraftKind.RELEASE
        self.errands.write(None, partial(_brought_in, chosen, kind), self._began)

    @Slot(object)
    def _came_back_from_word(self, back: tuple[Draft, bool]) -> None:
        """Show the text; what came back is set aside, to be compared."""
        draft, is_new = back
        self.open(draft.ref)
        called = draft_called(draft)
        said = (
            _("The return of {text} is set aside, beside the text: compare them.")
            if is_new
            else _("Nothing has changed in the return of {text}.")
        )
        self.undoable.emit(said.format(text=called), None)

    @override
    def dropping(self, data: QMimeData) -> Callable[[], None] | None:
        """Take one file that may be a text."""
        file = file_in(data, FILE_ENDINGS)
        return None if file is None else partial(self.bring_in, file)


def _put_in_bin(draft: DraftId, office: Office) -> Draft:
    """Put *draft* in the bin, and return it as it was."""
    removed = office.drafts.get(draft)
    office.drafts.put_in_bin(draft)
    return removed


def _arrived(file: Path, office: Office) -> "tuple[Arrival, datetime]":
    """Read *file*, and say when that was; in a reading thread."""
    from comms_desk.media.drafting.arrival import arrive

    now = office.database.clock.now()
    return arrive(office.drafts, file, now=now), now


def _brought_back(chosen: "ArrivalChoice", office: Office) -> tuple[Draft, bool]:
    """Set a return aside; return its draft, and whether it says anything new."""
    from comms_desk.media.drafting.arrival import bring_back

    arrival = chosen.arrival
    revision = bring_back(
        office.drafts, arrival, how=chosen.how, until=chosen.until, is_free=chosen.is_free
    )
    if arrival.origin is None:
        raise ValueError("a file of no draft")
    return office.drafts.get(arrival.origin.draft.id), revision is not None


def _brought_in(chosen: "ArrivalChoice", kind: DraftKind, office: Office) -> Draft:
    """Begin a draft of a file; in the writing thread.

    Raises:
        NoSuchDossier: Its head names a dossier that is not on this desk.
    """
    from comms_desk.media.drafting.arrival import begin

    arrival, code = chosen.arrival, chosen.arrival.read.dossier
    tied = office.dossiers.by_code(code).id if code else None
    over: dict[str, Any] = {"until": chosen.until, "is_free": chosen.is_free}
    over |= {} if arrival.knows_kind else {"kind": kind}
    return begin(office.drafts, arrival, how=chosen.how, dossier=tied, **over)
