"""The Texts page: releases and speeches at the left, the one being written at the right."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, override

from PySide6.QtCore import QMimeData, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, current, format_number
from comms_desk.media.drafting.model import Draft, DraftId, DraftKind, NewDraft
from comms_desk.storage.errors import NotFound
from comms_desk.storage.paging import Page as Rows
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.layout import ListColumn, TwoPanes
from comms_desk.ui.kit.notices import EmptyState
from comms_desk.ui.page import Page
from comms_desk.ui.texts import words
from comms_desk.ui.texts.asking import Opened, read_opened
from comms_desk.ui.texts.text_card import TextCard

if TYPE_CHECKING:
    from comms_desk.across.office import Office

FIRST_ROWS = 100
LIST_WIDTH_PX = 310
FILE_ENDINGS = frozenset({".docx", ".md", ".txt"})

Answer = tuple[Rows[Draft], datetime]


class TextsPage(Page):
    """What the office writes."""

    KEY = "texts"
    SHOWS = frozenset({Subject.DRAFT, Subject.EMBARGO, Subject.DOSSIER})

    def __init__(self, errands: Errands) -> None:
        """Build the page; it reads when it is first shown."""
        super().__init__(errands)
        self.setAcceptDrops(True)
        self._wanted: DraftId | None = None
        self._binned: DraftId | None = None
        self._starts_with_title = False
        self.column = ListColumn(
            self.title(),
            _("Title or number…"),
            empty=EmptyState("", _("Begin a release")),
        )
        self.column.add_chip(_("All"), None, checked=True)
        self.column.add_chip(_("Releases"), DraftKind.RELEASE)
        self.column.add_chip(_("Speeches"), DraftKind.SPEECH)
        self.new_one = Button(
            "", role="quiet", icon="add", name=_("New text"), hint=_("New text (Ctrl+N)")
        )
        self.column.head.addWidget(self.new_one)
        self.card = TextCard(errands)
        self.fill(TwoPanes(self.column, self.card, list_width_px=LIST_WIDTH_PX))
        self._listen()

    @property
    def kind(self) -> DraftKind | None:
        """The kind that the list is narrowed to."""
        return self.column.filter if isinstance(self.column.filter, DraftKind) else None

    @Slot()
    @override
    def refresh(self) -> None:
        """Read the list again, as far as it is shown, and the text."""
        self._ask_rows(max(FIRST_ROWS, len(self.column.list.list.rows.rows())))
        draft = self._wanted or (self.card.draft.id if self.card.draft else None)
        if draft is not None:
            self._ask_text(draft)

    @override
    def new(self) -> None:
        """Begin a text of the kind that the list shows, and go to its title."""
        new = NewDraft(kind=self.kind or DraftKind.RELEASE, language=current())
        self.card.leave()
        self.errands.write(None, lambda office: office.drafts.new(new), self._began)

    @override
    def focus_search(self) -> None:
        """Go to the search box, and let its words be typed over."""
        self.column.search.setFocus()
        self.column.search.selectAll()

    @override
    def step(self, by: int) -> None:
        """Choose the next text or the one before."""
        self.column.list.step(by)

    @override
    def open(self, ref: Ref) -> None:
        """Show the text that *ref* points at."""
        self.column.search.clear()
        self.column.check(None)
        self._choose(DraftId(ref.id))
        self._ask_rows(FIRST_ROWS)

    @override
    def leaving(self) -> None:
        """Save what was typed, and keep a revision."""
        self.card.leave()

    # Questions

    def _ask_rows(self, limit: int, *, after: object | None = None) -> None:
        searched, kind = self.column.search.words, self.kind

        def job(office: "Office") -> Answer:
            found = office.drafts.page(searched, kind=kind, after=after, limit=limit)
            return found, office.database.clock.now()

        if after is None:
            self.errands.read("rows", job, self._show_rows)
        else:
            self.errands.read("rows", job, self._show_more)

    @Slot(object)
    def _ask_text(self, draft: DraftId) -> None:
        self.errands.read(
            "text", lambda office: read_opened(office, draft), self._show_text, self._not_read
        )

    def _choose(self, draft: DraftId) -> None:
        if self.card.draft is None or self.card.draft.id != draft:
            self.card.leave()
        self._wanted = draft
        self._ask_text(draft)

    # Answers

    @Slot(object)
    def _show_rows(self, answer: Answer) -> None:
        page, now = answer
        total = format_number(page.total) + ("+" if page.capped else "")
        self.column.count.setText(words.count(page.total, total) if page.total else "")
        searched = self.column.search.words
        if not page.rows and (searched or self.kind):
            self.column.empty.say(_("No text matches."), may_start=False, sample=False)
        elif not page.rows:
            self.column.empty.say(
                _("Nothing is written yet. Begin a release or a speech, or drop a Word file here.")
            )
        self.column.show_list(anything=bool(page.rows))
        self.column.list.show_first(
            [words.row(each, now) for each in page.rows],
            total=page.total,
            next_key=page.next_key,
            capped=page.capped,
        )
        chosen = self._wanted or (self.card.draft.id if self.card.draft else None)
        if chosen is not None:
            self.column.list.choose(chosen)
        elif page.rows:
            self._choose(page.rows[0].id)
            self.column.list.choose(page.rows[0].id)

    @Slot(object)
    def _show_more(self, answer: Answer) -> None:
        page, now = answer
        self.column.list.show_more(
            [words.row(each, now) for each in page.rows],
            total=page.total,
            next_key=page.next_key,
            capped=page.capped,
        )

    @Slot(object)
    def _show_text(self, opened: Opened) -> None:
        draft = opened.manuscript.draft.id
        if self._wanted is not None and self._wanted != draft:
            return
        self._wanted = None
        self.card.show_opened(opened)
        if self._starts_with_title:
            self._starts_with_title = False
            self.card.title.setFocus()

    @Slot(object)
    def _not_read(self, error: CommsDeskError) -> None:
        """Say why a text cannot be read; one that a colleague put in the bin is put away."""
        self._wanted = None
        shown = self.card.draft
        if not isinstance(error, NotFound):
            say = self.errands.failed.emit if shown is None else self.card.show_error
            say(error)
            return
        self.card.show_opened(None)
        if shown is not None and shown.ref == error.ref:
            self._binned = shown.id
            self.undoable.emit(
                _("Somebody put this text in the bin. What you typed is in it."),
                self.take_out_of_bin,
            )

    @Slot(object)
    def _began(self, draft: Draft) -> None:
        self._starts_with_title = True
        self.open(draft.ref)
        self._binned = draft.id
        self.undoable.emit(_("A text was begun"), self.put_in_bin)

    # The bin

    @Slot(object)
    def _bin(self, draft: DraftId) -> None:
        self.card.leave()
        self._binned = draft
        self.errands.write(None, lambda office: office.drafts.put_in_bin(draft), self._was_binned)

    @Slot(object)
    def _was_binned(self, _nothing: None) -> None:
        self._wanted = None
        self.card.show_opened(None)
        self.undoable.emit(_("Put in the bin"), self.take_out_of_bin)

    @Slot()
    def put_in_bin(self) -> None:
        """Undo the last beginning."""
        if self._binned is not None:
            self._bin(self._binned)

    @Slot()
    def take_out_of_bin(self) -> None:
        """Undo the last removal."""
        draft = self._binned
        if draft is not None:
            self.errands.write(
                None, lambda office: office.drafts.take_out_of_bin(draft), self._came_back
            )

    @Slot(object)
    def _came_back(self, draft: Draft) -> None:
        self.open(draft.ref)

    # Files

    def bring_in(self, file: Path) -> None:
        """Begin a text from a file of Word, Markdown or plain text."""
        kind = self.kind or DraftKind.RELEASE
        self.card.leave()
        self.errands.write(None, lambda office: _brought_in(office, file, kind), self._began)

    # Signals

    def _listen(self) -> None:
        self.column.searched.connect(self._search)
        self.column.filtered.connect(self._filter)
        self.column.list.picked.connect(self._pick)
        self.column.list.more_wanted.connect(self._more)
        self.column.empty.started.connect(self._new)
        self.column.empty.sample_wanted.connect(self.sample_wanted)
        self.new_one.clicked.connect(self._new)
        self.card.undoable.connect(self.undoable)
        self.card.bin_wanted.connect(self._bin)
        self.card.reopen_wanted.connect(self._ask_text)

    @Slot()
    def _new(self) -> None:
        self.new()

    @Slot(str)
    def _search(self, _words: str) -> None:
        self._ask_rows(FIRST_ROWS)

    @Slot(object)
    def _filter(self, _kind: object) -> None:
        self._ask_rows(FIRST_ROWS)

    @Slot(object)
    def _pick(self, key: object) -> None:
        if isinstance(key, int):
            self._choose(DraftId(key))

    @Slot(object)
    def _more(self, after: object) -> None:
        self._ask_rows(FIRST_ROWS, after=after)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept one file that may be a text."""
        if _dropped(event.mimeData()) is not None:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Begin a text from the dropped file."""
        file = _dropped(event.mimeData())
        if file is not None:
            event.acceptProposedAction()
            self.bring_in(file)


def _dropped(data: QMimeData) -> Path | None:
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if len(files) == 1 and files[0].suffix.lower() in FILE_ENDINGS:
        return files[0]
    return None


def _brought_in(office: "Office", file: Path, kind: DraftKind) -> Draft:
    """Begin a draft from *file*; in the writing thread."""
    from comms_desk.media.drafting.importing import read_any

    return office.drafts.new(read_any(file).draft(kind=None if file.suffix == ".md" else kind))
