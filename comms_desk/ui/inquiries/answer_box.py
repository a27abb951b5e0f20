"""The reply to an inquiry, written as any text is, saved as one types; what left is only read.

Under it stands what was approved of it: the words that are approved are those that were read, and
a letter that is changed since takes the approval away.  Where the mail asks for its reply elsewhere
than at its sender's, a person says to which address it goes, and nothing leaves before: the author
of « Reply-To » may be somebody else.
"""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame

from comms_desk.across import Office, things
from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _
from comms_desk.mail.address import Address
from comms_desk.media.inquiries.facts import ATTRIBUTION, RESOLUTION
from comms_desk.media.inquiries.model import InquiryId
from comms_desk.media.inquiries.moments import MomentKind
from comms_desk.storage.model import FieldChange
from comms_desk.text.markdown import read_markdown
from comms_desk.ui.frame.editing import FieldSaver
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.inquiries import words
from comms_desk.ui.inquiries.moments import MomentRecording
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import PART, Button, Label, give_role
from comms_desk.ui.kit.fields import Typed
from comms_desk.ui.kit.flow import FlowLayout
from comms_desk.ui.kit.layout import Section, empty_out
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.rich_field import RichField
from comms_desk.ui.kit.stacks import abreast, stacked
from comms_desk.ui.kit.tabs import put_in_order
from comms_desk.wording.waiting import said_when

ANSWER = "answer"
TITLE_TOP_PX = 6
"""The title stands on the line of the marks."""


class AnswerBox(Section):
    """What the City says.

    Signals:
        typed: Something was typed in it.
    """

    typed = Signal()

    def __init__(self, errands: Errands) -> None:
        """Build it empty."""
        super().__init__(_("Reply"))
        self._stored = ""
        self.field = RichField(ANSWER, _("Reply"), edged=True)
        self.field.text_editor.setPlaceholderText(_("Write what the City answers."))
        self.field.text_editor.typed.connect(self.typed)
        self.said = Label("", "detail", wraps=True)
        under = abreast(self.said)
        head = abreast(edges_px=(tokens.HANG_PX, 0, 0, 0))
        self.title.setContentsMargins(0, TITLE_TOP_PX, 0, 0)
        head.addWidget(self.title, 1, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.field.marks)
        self.body.insertLayout(0, head)
        self.stand(self.field)
        self.stand(under)
        self.body.setSpacing(tokens.SPACE_1_PX)
        self.saver = FieldSaver(errands, Subject.INQUIRY, _save, (self.field,))

    @property
    def text(self) -> str:
        """The reply as it stands here, Markdown: as it is stored, where it says the same."""
        typed = self.field.value
        is_stored = read_markdown(typed) == read_markdown(self._stored)
        return self._stored if is_stored else typed

    def show_view(self, view: InquiryView) -> None:
        """Show the reply as it stands, or the words that left."""
        inquiry, left = view.inquiry, view.answered
        text = inquiry.answer if left is None else left.text
        self.field.write_in(inquiry.language.value)
        self._stored = text
        self.saver.show_card(inquiry.id, {ANSWER: text}, of=inquiry.title)
        self.field.text_editor.setReadOnly(view.is_frozen)
        self.field.marks.setVisible(not view.is_frozen)
        self.setVisible(bool(text.strip()) or not view.is_frozen)
        self._say(view)

    def put(self, text: str) -> None:
        """Write *text*, Markdown, over what is there: Ctrl+Z takes it back."""
        self.field.text_editor.put(read_markdown(text))
        self.field.setFocus()

    def quote(self, text: str) -> None:
        """Write *text*, with its source, after what is there, and go on after it."""
        before = self.field.value.rstrip()
        self.put(f"{before}\n\n{text}" if before else text)
        self.field.text_editor.go_on()

    def save_now(self) -> None:
        """Save what was typed without waiting for a pause."""
        self.saver.save_now()

    def _say(self, view: InquiryView) -> None:
        """Say who approved it and when, or how it left."""
        said, role = _approved(view), "detail"
        if view.answered is not None:
            said = _left(view)
        elif said and view.course.approved_at is None:
            said, role = _lapsed(view), "remark"
        give_role(self.said, role)
        self.said.setText(said)
        self.said.setVisible(bool(said))


def _approved(view: InquiryView) -> str:
    """Return that somebody approved it, the words that stand or others; "" where nobody did."""
    approvals = [each for each in view.standing_moments if each.what is MomentKind.APPROVED]
    if not approvals:
        return ""
    last = approvals[-1]
    by = "" if last.by is None else view.names.get(last.by, "")
    when = said_when(last.at, view.now)
    said = _("Approved by {name}").format(name=by) if by else _("Approved")
    return PART.join(filter(None, (said, when, last.reason)))


def _lapsed(view: InquiryView) -> str:
    """Return why what was approved is to be approved anew."""
    texts = [each.text for each in view.standing_moments if each.what is MomentKind.APPROVED]
    if texts[-1] == view.inquiry.answer:
        return _("Reopened since it was approved")
    return _("Changed since it was approved")


def _left(view: InquiryView) -> str:
    """Return how, when and on whose behalf the answer left."""
    left = view.answered
    if left is None:
        return ""
    how = words.said_how(left.how)
    attributed = "" if left.attribution is None else ATTRIBUTION.say(left.attribution)
    resolved = "" if left.resolution is None else RESOLUTION.say(left.resolution)
    when = said_when(left.at, view.now)
    return PART.join(filter(None, (resolved, when, how, left.who, attributed)))


def _save(office: Office, inquiry: InquiryId, typed: Typed) -> object:
    change = FieldChange(typed.field, typed.before, typed.after)
    return things.change(office, Ref(Subject.INQUIRY, inquiry), change)


class ReplyPlace(QFrame):
    """Asks to which of several addresses a reply goes; hidden where there is nothing to ask."""

    def __init__(self, recording: MomentRecording) -> None:
        """Build it hidden; what is chosen is said and undone by *recording*."""
        super().__init__()
        self._recording = recording
        self._inquiry: InquiryId | None = None
        self._before: Address | None = None
        self._choices: tuple[Address, ...] = ()
        self.buttons: list[Button] = []
        give_role(self, f"notice-{Hue.AMBER.value}")
        self.said = Label(
            _(
                "This mail asks for its reply at another address than its sender’s. "
                "Where does it go?"
            ),
            wraps=True,
        )
        self._row = FlowLayout(row_px=tokens.BUTTON_HEIGHT_PX)
        column = stacked(
            inside=self,
            gap_px=tokens.SPACE_2_PX,
            edges_px=(tokens.SPACE_4_PX, tokens.SPACE_3_PX, tokens.SPACE_4_PX, tokens.SPACE_3_PX),
        )
        column.addWidget(self.said)
        column.addLayout(self._row)
        self.hide()

    def show_view(self, view: InquiryView) -> None:
        """Ask it of an inquiry that is open."""
        inquiry = view.inquiry
        choices = () if view.is_frozen else inquiry.reply_choices
        if (inquiry.id, choices) != (self._inquiry, self._choices):
            self._inquiry, self._choices = inquiry.id, choices
            writes_from = {each.email.key for each in inquiry.reporters if each.email is not None}
            empty_out(self._row)
            self.buttons = []
            for each in choices:
                came = _("{address}, the sender").format(address=each.bare)
                button = Button(came if each.key in writes_from else each.bare)
                button.setProperty("place", len(self.buttons))
                button.clicked.connect(self._choose)
                self._row.add(button)
                self.buttons.append(button)
            put_in_order(self, *self.buttons)
        self._before = inquiry.reply_to
        self.setVisible(bool(choices))

    @Slot()
    def _choose(self) -> None:
        button = self.sender()
        if not isinstance(button, Button) or self._inquiry is None or self._before is None:
            return
        to = self._choices[button.property("place")]
        do = partial(_set_reply_to, self._inquiry, to, ())
        undo = partial(_set_reply_to, self._inquiry, self._before, self._choices)
        self._recording.change(
            do, undo, said=_("The reply goes to {address}").format(address=to.bare)
        )


def _set_reply_to(
    inquiry: InquiryId, to: Address, choices: tuple[Address, ...], office: Office
) -> None:
    office.replies.set_reply_to(inquiry, to, choices=choices)
