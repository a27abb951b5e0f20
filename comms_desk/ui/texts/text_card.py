"""One text: its title, the page it is written on, and what it says beside its text.

What is typed is saved 600 ms after the last key and at least every 2 s; a revision is kept
on leaving.  What the database says never replaces what is being typed here: when somebody
else's revision has become the text, the card says so, and both are kept.
"""

from collections import deque
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, override

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QStackedLayout, QWidget

from comms_desk.across import Office
from comms_desk.changes import Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, pgettext
from comms_desk.media.dispatches.model import DispatchKind
from comms_desk.media.drafting.boilerplate import file_name
from comms_desk.media.drafting.facts import KIND
from comms_desk.media.drafting.model import Draft, DraftId, Manuscript
from comms_desk.storage.model import FieldChange
from comms_desk.text.markdown import Document
from comms_desk.ui.frame.editing import FieldSaver
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.exported_files import FileMade
from comms_desk.ui.frame.putting_away import PutAwayWay
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.bar import COLUMN_SIDE_PX, PageBar
from comms_desk.ui.kit.controls import Button, Label, Rule, ShortenedLabel, Tag
from comms_desk.ui.kit.fields import Typed, TypingPause
from comms_desk.ui.kit.file_dialog import save_dialog
from comms_desk.ui.kit.flow import lay_out_now
from comms_desk.ui.kit.layout import scrolled
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.notices import EmptyState, ErrorBar
from comms_desk.ui.kit.open_file import open_file
from comms_desk.ui.kit.plain import plain
from comms_desk.ui.kit.stacks import abreast, filling, stacked
from comms_desk.ui.kit.text_editor import TextEditor
from comms_desk.ui.texts import words
from comms_desk.ui.texts.choice_card import ChoiceCard
from comms_desk.ui.texts.details_panel import WIDTH_PX, DetailsPanel
from comms_desk.ui.texts.head import TextHead
from comms_desk.ui.texts.notices_in_text import NoticesInText
from comms_desk.ui.texts.past_card import PastCard
from comms_desk.ui.texts.reading import DocumentExport, OpenedText, PastText, read_past
from comms_desk.ui.texts.saving import RefusedTyping, TextSaver
from comms_desk.ui.texts.sitting import PersonAtText, RevisionKept, Typing
from comms_desk.wording import say

if TYPE_CHECKING:
    from comms_desk.across.history import Past

DETAILS_FROM_PX = 780
"""The width from which the details stand beside the text by themselves."""


class TextCard(QWidget):
    """The writing surface and all that belongs to one text.

    Signals:
        undoable: What was just done, and a bound callable that undoes it.
        file_made: What was made of the text, and the `Path` of its file.
        bin_wanted: The draft is to be put in the bin; carries its id.
        archive_wanted: It was sent, and is to be archived or taken out; carries its id and the
            `PutAwayWay`.
        reopen_wanted: The draft is to be read again; carries its id.
        send_wanted: It is to be sent to the media, or corrected (`DispatchKind`).
    """

    undoable = Signal(str, object)
    file_made = Signal(str, object)
    bin_wanted = Signal(object)
    archive_wanted = Signal(object, object)
    reopen_wanted = Signal(object)
    send_wanted = Signal(object)

    def __init__(self, errands: Errands) -> None:
        """Build the card, with nothing open."""
        super().__init__()
        self.setProperty("role", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._errands = errands
        self._work: PersonAtText | None = None
        self._opened: OpenedText | None = None
        self._text = ""
        self._exporting: deque[DocumentExport] = deque()
        self._dialog: QFileDialog | None = None
        self._dirty = False
        self._comparing = self._not_saved_is_said = False
        self._details_wanted: bool | None = None
        self._build()
        self._listen()

    # What is shown

    @property
    def draft(self) -> Draft | None:
        """The draft shown."""
        return self._opened.manuscript.draft if self._opened else None

    @property
    def opened(self) -> OpenedText | None:
        """The text shown, as it was last read."""
        return self._opened

    def show_opened(self, opened: OpenedText | None) -> None:
        """Show a text, or news of the one that is being written."""
        draft = opened.manuscript.draft.id if opened is not None else None
        if self._work is not None and self._work.draft != draft:
            self.leave()
            self._work, self._dirty, self._comparing = None, False, False
            self._say_nothing_of_the_last()
            self._stack.setCurrentWidget(self._card)
        if opened is None:
            self._opened = self._work = None
            self._stack.setCurrentWidget(self._nothing)
            return
        manuscript = opened.manuscript
        self._opened = opened
        self.details.show_opened(opened)
        shown = manuscript.draft
        head = {"title": shown.title, "subtitle": shown.subtitle}
        self.saver.show_card(shown.id, head, of=shown.title)
        self.editor.language = shown.language.value
        self.head.write_in(shown.language.value)
        self._show_text(opened)
        self._say_state(opened)
        self._say_length(opened.words)
        self.notices.look(self._opened)
        if not self._is_choosing:
            self._stack.setCurrentWidget(self._card)
        if self._comparing:
            self._go_on_comparing(manuscript)

    def _say_nothing_of_the_last(self) -> None:
        """Take away what was said of the text that was shown before."""
        self._not_saved_is_said = False
        self.error.hide()

    def _show_text(self, opened: OpenedText) -> None:
        """Show the words, unless the page has some that are not in the database yet."""
        manuscript = opened.manuscript
        unwritten = self.texts.unwritten(manuscript.draft.id)
        if self._work is not None and (self._dirty or unwritten is not None):
            return
        if unwritten is not None:
            self._work, self._text = unwritten.work, manuscript.text
            self._dirty = unwritten.refused or not unwritten.keeps
            self.editor.show_text(unwritten.document)
            self.head.recovered.say("")
            return
        if self._work is None or manuscript.text != self._text:
            self._text, self._dirty = manuscript.text, manuscript.recovered_at is not None
            self.editor.show_text(opened.text)
            self.head.recovered.say(words.recovered(manuscript.recovered_at))
        self._work = PersonAtText.at(manuscript)

    def _say_state(self, opened: OpenedText) -> None:
        manuscript, draft = opened.manuscript, opened.manuscript.draft
        self.kind.setText(KIND.say(draft.kind))
        lock = draft.embargo
        held = words.holds(draft, opened.now)
        self.lock.say(_("under embargo") if held else "", Hue.AMBER)
        until = words.embargo(lock.until) if lock is not None and held else ""
        self.lock.setToolTip(plain(until))
        self.head.until.setText(until)
        self.head.until.setVisible(held)
        self.status.say(*words.standing(draft))
        self.head.say_company(manuscript)
        self.head.say_archived(opened.standing)
        self.head.kept.say(opened.kept)
        self.head.say_sent(opened)
        self.send.rename(_("Follow the sending") if opened.sent else _("Send to the media"))
        self.send.setVisible(opened.standing.archived is None)
        self.editor.setReadOnly(opened.standing.archived is not None)

    def _say_length(self, number: int) -> None:
        draft = self.draft
        if draft is not None:
            self.length.setText(words.length(number, draft.language.value, draft.version))

    # Saving

    @Slot()
    def save_now(self) -> None:
        """Save what was typed without waiting for a pause."""
        if self._opened is not None:
            self.pause.now()
            self.saver.save_now()
            self.details.saver.save_now()

    @Slot()
    def leave(self) -> None:
        """Save, and keep a revision: the text is being left."""
        self.save_now()
        if self._work is not None and self._dirty:
            self._dirty = False
            self.texts.keep(self._work, self.editor.text())

    @Slot()
    def _typed(self) -> None:
        self._dirty = True
        self.pause.key()

    @Slot()
    def _save(self) -> None:
        if self._work is not None:
            self.texts.save(self._work, self.editor.text())

    @Slot(object)
    def _saved(self, typing: Typing) -> None:
        if self._work is None or typing.draft != self._work.draft:
            return
        self._say_again(None)
        self._text = typing.text
        self._say_length(typing.words)
        self.notices.look(self._opened)
        if self._opened is not None and self._opened.sent:
            self.reopen_wanted.emit(typing.draft)  # it may not be what was sent any more
        self.head.overtaken.say(
            _(
                "Someone else has changed this text meanwhile. Your version will be set aside, and"
                " you can compare the two."
            )
            if typing.saved.overtaken
            else ""
        )

    @Slot(object)
    def _not_saved(self, refused: RefusedTyping) -> None:
        """Say why, here or above all pages; what was typed is not forgotten."""
        if self._work is None or refused.draft != self._work.draft:
            self._errands.failed.emit(refused.error)
            return
        self._dirty = self._dirty or not refused.again
        self._comparing = self._comparing and refused.again
        self._say_again(refused.error)

    def _say_again(self, error: CommsDeskError | None) -> None:
        """Say why saving does not succeed; or take it away, once it has."""
        if error is not None:
            self.show_error(error)
        elif self._not_saved_is_said:
            self.error.hide()
        self._not_saved_is_said = error is not None

    @Slot(object)
    def _kept(self, kept: RevisionKept) -> None:
        if self._work is not None and kept.draft == self._work.draft:
            self._say_again(None)
            self._text = kept.text
            self.head.recovered.say("")
            self.head.overtaken.say("")
            self.reopen_wanted.emit(kept.draft)

    def show_error(self, error: CommsDeskError) -> None:
        """Show the sentence for *error* above the text, or above the choice between two.

        A Word file that could not be written may be put elsewhere.
        """
        from comms_desk.documents.errors import FileNotWritten

        sentence = say(error)
        bar = self.choice.error if self._is_choosing else self.error
        act = _("Save as…") if isinstance(error, FileNotWritten) else ""
        bar.say(sentence.what, sentence.way_out, details=str(error), act=act)

    # Word

    @Slot()
    def open_in_word(self) -> None:
        """Make the Word file, and open it with whatever opens Word files here."""
        if self.draft is not None:
            self._export(DocumentExport(self.draft.id))

    @Slot()
    def save_as(self) -> None:
        """Let the person choose where the document goes, and its form: Word, or PDF.

        It is not opened by itself there.
        """
        if self._opened is None:
            return
        name = file_name(self._opened.manuscript.draft, self._opened.now, ".docx")
        forms = ";;".join((_("Word files") + " (*.docx)", _("PDF files") + " (*.pdf)"))
        dialog = save_dialog(self, _("Save as"), forms, name)
        dialog.filterSelected.connect(self._form_chosen)
        dialog.setProperty("draft", self._opened.manuscript.draft.id)
        dialog.fileSelected.connect(self._place_chosen)
        dialog.open()
        self._dialog = dialog

    @Slot(str)
    def _form_chosen(self, form: str) -> None:
        """Give a name without an ending that of the form."""
        if self._dialog is not None:
            self._dialog.setDefaultSuffix("pdf" if "*.pdf" in form else "docx")

    @Slot(str)
    def _place_chosen(self, file: str) -> None:
        draft = self.sender().property("draft")
        self._export(DocumentExport(DraftId(draft), Path(file)))

    def _export(self, export: DocumentExport) -> None:
        """Save what was typed, and make the file of it."""
        self.save_now()
        self.error.hide()
        self._exporting.append(export)
        self._errands.write(
            None,
            export,
            self._exported,
            self._not_exported,
            dropped=self._not_exported_by_a_bug,
        )

    @Slot(object)
    def _not_exported(self, error: CommsDeskError) -> None:
        """Say why above the text that it befell; above all pages where another is shown now."""
        draft = self._exporting.popleft().draft
        if self.draft is not None and self.draft.id == draft:
            self.show_error(error)
        else:
            self._errands.failed.emit(error)

    @Slot()
    def _not_exported_by_a_bug(self) -> None:
        self._exporting.popleft()

    @Slot(object)
    def _exported(self, made: FileMade) -> None:
        if self._exporting.popleft().chosen is None:
            open_file(made.file)
        self.file_made.emit(made.said(), made.file)

    # Two texts

    @Slot()
    def compare(self) -> None:
        """Keep what was typed, then show the text of now beside the one set aside."""
        draft = self.draft
        self._comparing = draft is not None
        if draft is not None:
            self.leave()
            if self.texts.unwritten(draft.id) is None:
                self.reopen_wanted.emit(draft.id)

    def _go_on_comparing(self, manuscript: Manuscript) -> None:
        """Show both texts, once all that was typed is in one of them."""
        self.leave()
        if self.texts.unwritten(manuscript.draft.id) is not None:
            return
        self._comparing = False
        if manuscript.asides:
            self.choice.show_choice(manuscript)
            self._stack.setCurrentWidget(self.choice)

    @Slot()
    def _settled(self) -> None:
        self._stack.setCurrentWidget(self._card)
        if self._work is not None:
            self.reopen_wanted.emit(self._work.draft)

    # An earlier text

    @Slot()
    def _history_toggled(self) -> None:
        """Save what was typed until now, for the history to tell."""
        if self.details.history.button.isChecked():
            self.leave()

    @Slot(object)
    def _see(self, past: "Past") -> None:
        """Read the text that stood there before what was done."""
        self.leave()
        self._errands.read("past", partial(read_past, past.edit), self._show_past, self.show_error)

    @Slot(object)
    def _show_past(self, past: PastText) -> None:
        if self.draft is None or self.draft.id != past.revision.draft:
            return
        may_take = not self.editor.isReadOnly()
        self.past.show_past(past.revision, past.text, self.editor.text(), may_take=may_take)
        self._stack.setCurrentWidget(self.past)
        self.past.back.setFocus()

    @Slot(object)
    def _put_back(self, text: Document) -> None:
        """Make an earlier text the text again, over what is kept of the one of now."""
        self.leave()
        self._show_the_text()
        self.editor.put(text)
        self.leave()

    @Slot()
    def _show_the_text(self) -> None:
        self._stack.setCurrentWidget(self._card)
        self.editor.setFocus()

    # Building

    @cached_property
    def past(self) -> PastCard:
        """An earlier text beside the one of now: made once one is asked for."""
        past = PastCard()
        past.put_back.connect(self._put_back)
        past.left.connect(self._show_the_text)
        self._stack.addWidget(past)
        return past

    @cached_property
    def choice(self) -> ChoiceCard:
        """The choice between two texts: made once two people wrote in one."""
        choice = ChoiceCard(self._errands)
        choice.settled.connect(self._settled)
        self._stack.addWidget(choice)
        return choice

    @property
    def _is_choosing(self) -> bool:
        return self._stack.currentWidget() not in (self._nothing, self._card)

    def _build(self) -> None:
        self.kind = Label("", "card-title")
        self.lock = Tag()
        self.status = Tag()
        self.word = Button(_("Open in Word"), icon="out", hint=_("Make a Word file and open it"))
        save_as = _("Save as…")
        self.elsewhere = Button("", role="quiet", icon="save", name=save_as, hint=save_as)
        kind = _("Kind, dossier, embargo…")
        self.more = Button(_("Details"), role="quiet", icon="more", hint=kind)
        self.more.setCheckable(True)
        self.bar = PageBar()
        self.bar.left(self.kind, self.lock, self.status)
        self.send = Button(
            _("Send to the media"),
            role="primary",
            hint=_("Send to the media (Ctrl+Enter)"),
            brief=pgettext("text", "Sending"),
        )
        self.bar.right(self.more, self.elsewhere, self.word, self.send)
        self.error = ErrorBar(spans=True)
        self.editor = TextEditor(_("Text"))
        self.head = TextHead(self.editor)
        self.title, self.subtitle = self.head.title, self.head.subtitle
        self.length = ShortenedLabel("", "detail")
        self.pause = TypingPause(self)
        self.texts = TextSaver(self._errands, self)
        self.saver = FieldSaver(
            self._errands, Subject.DRAFT, _save_title, (self.title, self.subtitle)
        )
        sheet = QWidget()
        sheet.setMaximumWidth(tokens.COLUMN_MAX_PX + 2 * COLUMN_SIDE_PX)
        stacked(self.head, filling(self.editor), Rule(), self.length, inside=sheet, gap_px=0)
        self.details = DetailsPanel(self._errands)
        self.notices = NoticesInText(self.editor, self.head.embargo, self.details.embargo)
        self._beside = scrolled(self.details)
        self._beside.setFixedWidth(WIDTH_PX)
        whole = abreast(filling(sheet), self._beside, gap_px=0)
        whole.addStretch()  # on a wide screen the details stand beside the page, not far from it
        self._card = QWidget()
        stacked(self.bar, self.error, filling(whole), inside=self._card, gap_px=0)
        self._nothing = EmptyState(_("Choose a text, or begin one with Ctrl+N."))
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self._card)

    def _listen(self) -> None:
        self.editor.typed.connect(self._typed)
        self.editor.column_moved.connect(self._align)
        self.pause.due.connect(self._save)
        self.texts.saved.connect(self._saved)
        self.texts.kept.connect(self._kept)
        self.texts.refused.connect(self._not_saved)
        self.title.finished.connect(self.subtitle.setFocus)
        self.subtitle.finished.connect(self.editor.setFocus)
        self.saver.saved.connect(self._field_saved)
        self.details.saver.saved.connect(self._field_saved)
        self.details.bin.wanted.connect(self._put_away)
        self.notices.undoable.connect(self.undoable)
        self.notices.hour_wanted.connect(self.to_embargo)
        self.details.english.asked.connect(self.leave)
        self.details.english.said.connect(self._was_said)
        self.word.clicked.connect(self.open_in_word)
        self.elsewhere.clicked.connect(self.save_as)
        self.send.clicked.connect(self._send)
        self.head.sent.acted.connect(self._correct)
        self.error.acted.connect(self.save_as)
        self.more.toggled.connect(self._show_details)
        self.details.history.button.toggled.connect(self._history_toggled)
        self.details.history.text_wanted.connect(self._see)
        self.head.aside.acted.connect(self.compare)
        self.head.archived.acted.connect(self._take_out)

    @Slot(object)
    def _field_saved(self, typed: Typed) -> None:
        if typed.field in ("kind", "language") and self.draft is not None:
            self.reopen_wanted.emit(self.draft.id)

    @Slot(str)
    def _was_said(self, said: str) -> None:
        self.undoable.emit(said, None)

    @Slot()
    def _send(self) -> None:
        self.send_wanted.emit(None)

    @Slot()
    def _correct(self) -> None:
        self.send_wanted.emit(DispatchKind.CORRECTION)

    @Slot(object)
    def _put_away(self, way: PutAwayWay) -> None:
        if self.draft is not None and way is PutAwayWay.BIN:
            self.bin_wanted.emit(self.draft.id)
        elif self.draft is not None:
            self.archive_wanted.emit(self.draft.id, way)

    @Slot()
    def _take_out(self) -> None:
        self._put_away(PutAwayWay.OUT)

    @Slot()
    def to_embargo(self) -> None:
        """Go to the hour of the embargo, which may have been put away with the details."""
        self.more.setChecked(True)
        self.details.history.button.setChecked(False)
        self.details.embargo.until.ask()

    @Slot(bool)
    def _show_details(self, shown: bool) -> None:  # noqa: FBT001 - the signal's
        self._details_wanted = shown
        self._beside.setVisible(shown)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the details beside the text where there is room, unless the person chose."""
        super().resizeEvent(event)
        if self._details_wanted is None:
            shown = self.width() >= DETAILS_FROM_PX
            self.more.blockSignals(True)
            self.more.setChecked(shown)
            self.more.blockSignals(False)
            self._beside.setVisible(shown)
        for row in (self.bar, self.head.toolbar):
            lay_out_now(row, self)

    @Slot(int)
    def _align(self, side: int) -> None:
        """Align the titles, and the length at the foot, with the text."""
        self.length.setContentsMargins(side, tokens.SPACE_1_PX, side, tokens.SPACE_2_PX)
        self.head.align(side)


def _save_title(office: Office, draft: DraftId, typed: Typed) -> object:
    return office.drafts.edit(draft, FieldChange(typed.field, typed.before, typed.after))
