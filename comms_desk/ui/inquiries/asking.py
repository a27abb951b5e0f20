"""What a verb asks before it does anything, between the bar and the card; Escape gives it up."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, override

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.embargo.model import SharedWords
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.media.inquiries.model import InquiryId
from comms_desk.media.inquiries.moments import Moment
from comms_desk.media.inquiries.reply.model import PlannedLetter
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.passage_exceptions import PassageSigning
from comms_desk.ui.frame.picker import Find, Picker
from comms_desk.ui.frame.whole_letter import WholeLetter
from comms_desk.ui.inquiries.moments import MomentRecording
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.bar import COLUMN_SIDE_PX
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.flow import FlowLayout
from comms_desk.ui.kit.menus import Line
from comms_desk.wording import say
from comms_desk.wording.inquiries import answered_all_the_same

if TYPE_CHECKING:
    from comms_desk.media.inquiries.reply.desk import ReplyDesk

LINE_WIDTH_PX = 300
type Letters = tuple[PlannedLetter, ...]


class InquiryDialog(QWidget):
    """A question about the inquiry shown.

    One with a *verb* says what is `missing` on it, and does what `do` says.

    Signals:
        left: It is done, or given up.
    """

    left = Signal()

    def __init__(self, title: str = "", verb: str = "") -> None:
        """Build it hidden, with nothing to fill in yet."""
        super().__init__()
        self.view: InquiryView | None = None
        """The inquiry that is asked about."""
        self.title = Label(title, "card-title")
        self.verb = Button(verb, role="primary", does=self.finish)
        self.give_up = Button(_("Back"), role="quiet", hint=_("Esc"), does=self.leave)
        self.row = FlowLayout(row_px=tokens.FIELD_HEIGHT_PX)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(
            COLUMN_SIDE_PX, tokens.SPACE_3_PX, COLUMN_SIDE_PX, tokens.SPACE_2_PX
        )
        self.column.addWidget(self.title)
        self.hide()

    def have(self, *controls: QWidget, more: tuple[Button, ...] = ()) -> None:
        """Build a row of *controls*, then the verb, *more* verbs and the way back."""
        for each in (*controls, self.verb, *more, self.give_up):
            self.row.add(each)
            if isinstance(each, Line):
                each.textChanged.connect(self.judge)
                each.returnPressed.connect(self.finish)
        self.column.addLayout(self.row)

    def begin(self, view: InquiryView) -> None:
        """Ask it of an inquiry."""
        self.view = view
        self.judge()
        self.show()

    @property
    def missing(self) -> str:
        """What is to be said first, in a word; "" where all is."""
        return ""

    def do(self, view: InquiryView) -> None:
        """Do what the verb says.  For the question to say."""
        raise NotImplementedError

    @Slot()
    def judge(self) -> None:
        """Say on the verb what is missing."""
        if missing := self.missing:
            self.verb.forbid(missing)
        else:
            self.verb.allow()

    @Slot()
    def finish(self) -> None:
        """Do it, if nothing is missing."""
        if self.view is not None and not self.missing:
            self.do(self.view)
            self.leave()

    @Slot()
    def leave(self) -> None:
        """Ask no more."""
        self.hide()
        self.left.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the lines that the controls need at this width."""
        super().resizeEvent(event)
        self.row.activate()


class Picking(InquiryDialog):
    """One of several things, found by a few letters and taken by Enter."""

    def __init__(
        self, errands: Errands, find: Find, title: str, *, asks: str, offers: str, none_match: str
    ) -> None:
        """Build it hidden; it offers what *find* returns."""
        super().__init__(title)
        self.picker = Picker(errands, find, asks=asks, offers=offers, none_match=none_match)
        self.picker.chosen.connect(self._chosen)
        self.picker.left.connect(self.leave)
        self.column.addWidget(self.picker)
        self.setMaximumWidth(tokens.COLUMN_MAX_PX)

    @override
    def begin(self, view: InquiryView) -> None:
        self.view = view
        self.show()
        self.picker.ask()

    def take(self, view: InquiryView, key: object) -> None:
        """Take what has *key*.  For the question to say."""
        raise NotImplementedError

    @override
    def leave(self) -> None:
        self.picker.forget()
        super().leave()

    @Slot(object)
    def _chosen(self, key: object) -> None:
        self.leave()
        if self.view is not None:
            self.take(self.view, key)


class LetterPanel[Wanted](InquiryDialog):
    """A letter to the journalist, shown as it would leave, and sent; or said by phone instead."""

    def __init__(
        self,
        errands: Errands,
        recording: MomentRecording,
        title: str,
        *,
        plan: "Callable[[ReplyDesk, InquiryId, Wanted], Letters]",
        send: "Callable[[ReplyDesk, InquiryId, Wanted, Letters | None], Moment]",
    ) -> None:
        """Build it hidden; *plan* returns what leaves, *send* sends that or notes what was said."""
        super().__init__(title, _("Send"))
        self._errands = errands
        self._recording = recording
        self._plan, self._send = plan, send
        self._shown: Wanted | None = None
        """What the letter shown would say; None: none is shown."""
        self._letters: Letters = ()
        self._is_refused = False
        self.letter = WholeLetter()
        self.depends = Label("", "word-amber", wraps=True)
        self.depends.hide()
        self.passage = PassageSigning(errands)
        self.passage.signed.connect(self.ask_letter)
        self.passage.undoable.connect(recording.undoable)
        self.phone = Button(_("Told by phone"), hint=_("Note that they were told; nothing leaves"))
        self.phone.clicked.connect(self._note_phone)

    @override
    def begin(self, view: InquiryView) -> None:
        self.passage.hide()
        super().begin(view)

    @property
    @override
    def missing(self) -> str:
        if self._shown is not None:
            return _("words under embargo") if has_held_words(self._letters) else ""
        return _("it cannot leave") if self._is_refused else _("the letter is being made")

    def wanted(self, *, by_phone: bool = False) -> Wanted | None:
        """Return what is to be said; None while that is not known.  For the letter to say."""
        raise NotImplementedError

    def said(self, *, by_phone: bool) -> str:
        """Return what to say once it is done.  For the letter to say."""
        raise NotImplementedError

    @Slot()
    def ask_letter(self) -> None:
        """Ask for the letter that says what is wanted now."""
        wanted, view, self._shown = self.wanted(), self.view, None
        self._is_refused = False
        self.judge()
        if wanted is None or view is None:
            return
        asked, plan = wanted, self._plan

        def job(office: Office) -> tuple[Wanted, Letters, str]:
            from comms_desk.across.unattended import leave_it_on

            letters = plan(office.replies, view.inquiry.id, asked)
            return asked, letters, leave_it_on(office, letters=len(letters))

        self._errands.read("letter", job, self._show, self._refuse, fresh=True)

    @override
    def do(self, view: InquiryView) -> None:
        self._do(view, by_phone=False)

    def _do(self, view: InquiryView, *, by_phone: bool) -> None:
        send, wanted = self._send, self.wanted(by_phone=by_phone)
        shown = None if by_phone else self._letters
        if wanted is not None:
            self._recording.act(
                lambda office: (send(office.replies, view.inquiry.id, wanted, shown),),
                said=self.said(by_phone=by_phone),
            )

    @Slot()
    def _note_phone(self) -> None:
        if self.view is not None:
            self._do(self.view, by_phone=True)
            self.leave()

    @Slot(object)
    def _show(self, answer: tuple[Wanted, Letters, str]) -> None:
        """Show what leaves, if it is still what is wanted."""
        wanted, letters, depends = answer
        if wanted == self.wanted() and letters:
            warned = [answered_all_the_same(each) for one in letters for each in one.barred]
            self.letter.show_letters(letters, warned=warned)
            self._say_depends(depends)
            self._shown, self._letters = wanted, letters
            self.passage.show_first(shared_by(letters))
            self.judge()

    @Slot(object)
    def _refuse(self, error: CommsDeskError) -> None:
        self.letter.say(say(error).whole)
        self._say_depends("")
        self.passage.hide()
        self._is_refused = True
        self.judge()

    def _say_depends(self, until: str) -> None:
        """Say *until* when this computer is to be left on for it; "": no need."""
        self.depends.setText(until)
        self.depends.setVisible(bool(until))


def shared_by(letters: Letters) -> Iterator[tuple[SharedWords, Ref]]:
    """Yield what each of *letters* shares with texts under embargo, and its inquiry."""
    for each in letters:
        yield each.shared, Ref(Subject.INQUIRY, each.inquiry)


def has_held_words(letters: Letters) -> bool:
    """Whether one of *letters* may not leave, for the words that it has."""
    return any(each.shared.words is not None for each in letters)


def asking_line(asks: str) -> Line:
    """Return a line that says what it *asks* for while it is empty."""
    line = Line()
    line.setPlaceholderText(asks)
    line.setAccessibleName(asks)
    line.setFixedWidth(LINE_WIDTH_PX)
    return line


def accessible() -> Label:
    """Return what stands beside a reason that somebody types: anybody may ask to read it."""
    return Label(_("accessible document"), "detail")
