"""A clip as it is noted: one line, and under it what is understood, mended where it stands.

What is read in the line fills each field that nobody has touched.  An address is asked for its
title; off-line it is noted with what was typed.  What is typed stays until it is noted, if the
window closes too.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, override

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCompleter, QGridLayout, QWidget

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.clock import Clock, SystemClock
from comms_desk.errors import CommsDeskError
from comms_desk.facts import BadDate
from comms_desk.i18n import _
from comms_desk.media.clips.facts import AIR_TIME, LASTS, facts
from comms_desk.media.clips.line import ClipLine, read_clip
from comms_desk.media.clips.model import ClipTwice
from comms_desk.media.inquiries.reading.directory_index import DirectoryIndex
from comms_desk.storage.model import FormKey, UnfinishedForm, new_form_key
from comms_desk.text.fold import tokens as folded
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.forms import FormKeeper
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.bar import PageBar
from comms_desk.ui.kit.controls import ENTER, Button, Label, give_role
from comms_desk.ui.kit.fields import EnteredLine, TypingPause
from comms_desk.ui.kit.layout import BODY_SIDE_PX, scrolled
from comms_desk.ui.kit.menus import PlainText
from comms_desk.ui.kit.notices import BriefUndo, ErrorBar
from comms_desk.ui.kit.stacks import filling, stacked
from comms_desk.wording import say

if TYPE_CHECKING:
    from comms_desk.across.clip_capture import Completed, Noted

TYPED, TOUCHED = "typed", "touched"
"""The fields of the form under which the line is kept, and what was mended under it."""
SHOW, WHEN, LASTING, TEXT = "outlet_id", "aired_at", "lasts_s", "text"
FORM_PX = 560


class NotePanel(QWidget):
    """A clip that is being noted.

    Signals:
        noted: A clip was noted; the panel is ready for the next one.
        left: The person goes back to the list.
        open_wanted: A `Ref` to show: what is on the desk already.
        undoable: What was just done, and a bound callable that undoes it.
    """

    noted = Signal()
    left = Signal()
    open_wanted = Signal(object)
    undoable = Signal(str, object)

    def __init__(self, errands: Errands, *, clock: Clock | None = None) -> None:
        """Build an empty panel."""
        super().__init__()
        give_role(self, "surface")
        self._errands = errands
        self._clock = clock or SystemClock()
        self._known: DirectoryIndex | None = None
        self._paste = ""
        """A text of several lines; the line shows the first of them."""
        self._touched: set[str] = set()
        """The fields that were typed in: the line fills them no more."""
        self._asked_of = ""
        """The address whose page was asked for last."""
        self._is_asking = self._is_sent = False
        self._key = new_form_key()
        self._taken: UnfinishedForm | None = None
        self._other: Ref | None = None
        self.error = ErrorBar(spans=True)
        self.accept = Button(_("Note the clip"), role="primary")
        self.leave = Button(_("Back"), role="quiet")
        self.line = _Line()
        self.lines = {fact.field: EnteredLine() for fact in facts() if fact.field != TEXT}
        self.text = _Text()
        self.new_show = Label("", "detail", wraps=True)
        self._lay_out()
        self._typing = TypingPause(self)
        self._forms = FormKeeper(self, errands, _unfinished)
        self._listen()

    def start(self) -> None:
        """Get ready to type; what was left half typed is there."""
        self._forms.start()
        self._errands.read("note", _read_known, self._knows, self._does_not_know)
        self.line.setFocus()

    def save_now(self) -> None:
        """Keep what is half typed."""
        self._typing.now()

    # ── What is typed ─────────────────────────────────────────────────────────────────

    @property
    def typed(self) -> ClipLine:
        """What the fields say.

        Raises:
            BadDate: An hour or a length is none.
        """
        said = {name: line.text().strip() for name, line in self.lines.items()}
        return replace(
            self._read(),
            title=said["title"],
            outlet=None,
            outlet_name=said[SHOW],
            aired_at=AIR_TIME.read(said[WHEN]),
            lasts_s=LASTS.read(said[LASTING]),
            speaker=said["speaker"],
            text=self.text.toPlainText().strip(),
            link=said["link"],
        )

    def _read(self) -> ClipLine:
        typed = self._paste or self.line.text()
        return read_clip(typed, now=self._clock.now(), known=self._known or DirectoryIndex())

    @Slot()
    def _line_typed(self) -> None:
        self._paste = ""
        self._fill()

    @Slot(str)
    def _pasted(self, text: str) -> None:
        """Take a text of several lines whole."""
        self.line.setText(" ".join(text.split())[: self.line.maxLength()])
        self._paste = text
        self._fill()

    @Slot()
    def _fill(self) -> None:
        """Fill what nobody has touched with what the line says; ask for the page that it names."""
        read = self._read()
        self._write(read)
        self._typing.key()
        if read.link and not read.title and read.link != self._asked_of:
            self._asked_of, self._is_asking = read.link, True
            job = partial(_complete, read)
            self._errands.read("page", job, self._page_read, self._page_not_read)

    def _write(self, read: ClipLine) -> None:
        written = {
            "title": read.title,
            SHOW: read.outlet_name,
            WHEN: AIR_TIME.write(read.aired_at),
            LASTING: LASTS.write(read.lasts_s),
            "speaker": read.speaker,
            "link": read.link,
        }
        for name, said in written.items():
            if name not in self._touched:
                self.lines[name].setText(said)
        if TEXT not in self._touched and self.text.toPlainText() != read.text:
            self.text.blockSignals(True)
            self.text.setPlainText(read.text)
            self.text.blockSignals(False)
        self._say_new_show()

    @Slot()
    def _touch(self) -> None:
        for name, field in (*self.lines.items(), (TEXT, self.text)):
            if field is self.sender():
                self._touched.add(name)
        self._say_new_show()
        self._typing.key()

    @Slot()
    def _say_new_show(self) -> None:
        """Say that a show that nobody knows comes into the directory with the clip."""
        name = tuple(folded(self.lines[SHOW].text()))
        is_new = self._known is not None and name and name not in self._known.outlets_by_words
        self.new_show.setText(_("New: it comes into the directory.") if is_new else "")

    # ── Noting ────────────────────────────────────────────────────────────────────────

    @Slot()
    def note(self) -> None:
        """Note what is typed, once the page that it leads to was asked for."""
        if self._is_sent:
            return
        try:
            typed = self.typed
        except BadDate as error:
            self.error.explain(error)
            return
        self._is_sent = True
        if not self._is_asking or typed.title:
            self._send(typed)

    def _send(self, typed: ClipLine) -> None:
        self.error.hide()
        job = partial(_note, typed, (self._key, self._taken))
        self._errands.write(None, job, self._was_noted, self._refused, dropped=self._not_sent)

    @Slot(object)
    def _page_read(self, completed: "Completed") -> None:
        if completed.line.link and self._read().link == self._asked_of:
            self._write(completed.line)
        if completed.trouble is not None:
            sentence = say(completed.trouble)
            self.error.say(sentence.what, _("What was typed is kept."))
        self._page_not_read(None)

    @Slot(object)
    def _page_not_read(self, _error: CommsDeskError | None) -> None:
        self._is_asking = False
        if self._is_sent:
            self._send(self.typed)

    @Slot(object)
    def _was_noted(self, noted: "Noted") -> None:
        self._clear()
        undo = partial(self._errands.write, None, partial(_take_back, noted), self._undone)
        self.undoable.emit(_("Clip noted"), BriefUndo(undo, _("Addition undone")))
        self.noted.emit()

    @Slot(object)
    def _refused(self, error: CommsDeskError) -> None:
        self._is_sent = False
        sentence = say(error)
        if isinstance(error, ClipTwice):
            self._other = Ref(Subject.MENTION, error.article)
            self.error.say(sentence.what, act=_("Open the other one"))
        else:
            self.error.say(sentence.what, sentence.way_out)

    @Slot()
    def _not_sent(self) -> None:
        self._is_sent = False

    @Slot()
    def _open_other(self) -> None:
        if self._other is not None:
            self.open_wanted.emit(self._other)

    @Slot(object)
    def _undone(self, _answer: object) -> None:
        """Say nothing: the page hears of the change and reads again."""

    def _clear(self) -> None:
        self._is_sent, self._paste, self._asked_of = False, "", ""
        self._touched.clear()
        self._key, self._taken = new_form_key(), None
        self.line.clear()
        self._write(ClipLine())
        self.line.setFocus()

    # ── What is left half typed ───────────────────────────────────────────────────────

    @Slot()
    def _keep(self) -> None:
        typed = self._paste or self.line.text()
        mended = {name: self._value(name) for name in sorted(self._touched)}
        if self._is_sent:
            return
        if typed.strip() or any(mended.values()):
            fields = {TYPED: typed, TOUCHED: "\n".join(mended), **mended}
            form = UnfinishedForm(
                key=self._key,
                kind=Subject.CLIP,
                changes=None,
                fields=fields,
                before={},
                in_front=True,
            )
            self._forms.keep(form, self._taken)
        else:
            self._forms.forget(self._key, self._taken)

    @Slot(object)
    def _found(self, left: Sequence[UnfinishedForm]) -> None:
        """Go on with what was left, where nothing is typed yet."""
        if not left or self.line.text() or self._touched:
            return
        self._taken = left[0]
        said = left[0].fields
        if "\n" in said.get(TYPED, ""):
            self._pasted(said[TYPED])
        else:
            self.line.setText(said.get(TYPED, ""))
            self._line_typed()
        for name in filter(None, said.get(TOUCHED, "").split("\n")):
            self._touched.add(name)
            if name == TEXT:
                self.text.setPlainText(said[name])
            elif name in self.lines:
                self.lines[name].setText(said[name])
        self._say_new_show()

    def _value(self, name: str) -> str:
        return self.text.toPlainText() if name == TEXT else self.lines[name].text()

    @Slot(object)
    def _knows(self, known: DirectoryIndex) -> None:
        self._known = known
        self._offer(SHOW, [each.name for each in known.outlets])
        self._offer("speaker", [each.name for each in known.reporters])
        if self._paste or self.line.text():
            self._fill()

    @Slot(object)
    def _does_not_know(self, _error: CommsDeskError) -> None:
        """Say nothing: a line is read without the directory too."""

    def _offer(self, name: str, names: list[str]) -> None:
        completer = QCompleter(sorted(names, key=str.casefold), self)
        completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.lines[name].setCompleter(completer)

    def _lay_out(self) -> None:
        bar = PageBar()
        bar.left(self.accept, self.leave)
        inner = QWidget()
        inner.setMaximumWidth(FORM_PX + 2 * BODY_SIDE_PX)
        body = stacked(
            Label(_("Note a clip"), "page-title"),
            self.line,
            inside=inner,
            gap_px=tokens.SPACE_2_PX,
            edges_px=(BODY_SIDE_PX, tokens.SPACE_6_PX, BODY_SIDE_PX, tokens.SPACE_4_PX),
        )
        how = _("Show, hour, length, what it is about, a quote; or an address, or a paste.")
        body.addWidget(Label(how, "detail", wraps=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.SPACE_4_PX)
        grid.setVerticalSpacing(tokens.SPACE_2_PX)
        grid.setColumnStretch(1, 1)
        for fact in facts():
            field = self.text if fact.field == TEXT else self.lines[fact.field]
            label = Label(fact.called, "detail")
            label.setBuddy(field)
            field.setAccessibleName(fact.called)
            field.setPlaceholderText(_(fact.hint) if fact.hint else "")
            row = grid.rowCount()
            top = Qt.AlignmentFlag.AlignTop if fact.field == TEXT else Qt.AlignmentFlag.AlignVCenter
            grid.addWidget(label, row, 0, top)
            grid.addWidget(field, row, 1)
            if fact.field == SHOW:
                grid.addWidget(self.new_show, row + 1, 1)
        self.new_show.setMinimumHeight(tokens.TITLE_LINE_PX)  # nothing moves under the hand
        body.addSpacing(tokens.SPACE_2_PX)
        body.addLayout(grid)
        body.addStretch(1)
        stacked(bar, self.error, filling(scrolled(inner)), inside=self, gap_px=0)

    def _listen(self) -> None:
        self.accept.clicked.connect(self.note)
        self.leave.clicked.connect(self.left)
        self.error.acted.connect(self._open_other)
        self.line.textEdited.connect(self._line_typed)
        self.line.pasted.connect(self._pasted)
        for line in (self.line, *self.lines.values()):
            line.entered.connect(self.note)
            line.left.connect(self.left)
        for line in self.lines.values():
            line.textEdited.connect(self._touch)
        self.text.textChanged.connect(self._touch)
        self.text.entered.connect(self.note)
        self.text.left.connect(self.left)
        self._typing.due.connect(self._keep)
        self._forms.read.connect(self._found)
        self._forms.failed.connect(self.error.explain)


class _Line(EnteredLine):
    """The line.

    Signals:
        pasted: A text of several lines was pasted; carries it.
    """

    pasted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(_("98.5 7:10 4\u00a0min: opposition leader on snow – “a failure”"))
        self.setAccessibleName(_("Note a clip"))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take what is pasted as it stands, its lines too."""
        if event.matches(QKeySequence.StandardKey.Paste):
            text = QGuiApplication.clipboard().text()
            if "\n" in text.strip():
                self.pasted.emit(text)
                return
        super().keyPressEvent(event)


class _Text(PlainText):
    """What was said, in two lines.

    Signals:
        entered: Ctrl+Enter.
        left: Escape.
    """

    entered = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(4 * tokens.TITLE_LINE_PX + 2 * tokens.SPACE_2_PX)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Note it, give it up, or write."""
        if event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _read_known(office: Office) -> DirectoryIndex:
    from comms_desk.across.directory_index import known

    return known(office)


def _complete(read: ClipLine, office: Office) -> "Completed":
    from comms_desk.across.clip_capture import complete

    return complete(office, read)


def _note(typed: ClipLine, ends: tuple[FormKey, UnfinishedForm | None], office: Office) -> "Noted":
    from comms_desk.across.clip_capture import note

    return note(office, typed, ends=ends)


def _take_back(noted: "Noted", office: Office) -> None:
    from comms_desk.across.clip_capture import take_back

    take_back(office, noted)


def _unfinished(office: Office) -> tuple[UnfinishedForm, ...]:
    """Return the clips that were left half typed, the latest first."""
    return office.forms.every(Subject.CLIP)
