"""To which address a reply goes, where the mail asks for it elsewhere than at its sender's.

Nothing leaves before a person says it: the author of « Reply-To » may be somebody else.
"""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame

from comms_desk.across import Office
from comms_desk.i18n import _
from comms_desk.mail.address import Address
from comms_desk.media.inquiries.model import InquiryId
from comms_desk.ui.inquiries.moments import MomentRecording
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label, give_role
from comms_desk.ui.kit.flow import FlowLayout
from comms_desk.ui.kit.layout import empty_out
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.stacks import stacked
from comms_desk.ui.kit.tabs import put_in_order


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
        do = partial(_set, self._inquiry, to, ())
        undo = partial(_set, self._inquiry, self._before, self._choices)
        self._recording.change(
            do, undo, said=_("The reply goes to {address}").format(address=to.bare)
        )


def _set(inquiry: InquiryId, to: Address, choices: tuple[Address, ...], office: Office) -> None:
    office.replies.set_reply_to(inquiry, to, choices=choices)
