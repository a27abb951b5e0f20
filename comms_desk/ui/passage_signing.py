"""Words of a text under embargo in something that is to leave, and who lets them through.

Both places are shown.  One passage is signed at a time, with a name and a reason, for this thing
alone: the rest of the text stays held.
"""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from comms_desk.changes import Ref
from comms_desk.embargo.model import PassageNotSigned, WordsUnderEmbargo
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.menus import Line
from comms_desk.ui.kit.stacks import STRETCH, abreast, stacked
from comms_desk.wording import say
from comms_desk.wording.mail import both_places

if TYPE_CHECKING:
    from comms_desk.across import Office


class PassageSigning(QWidget):
    """The first passage that is held, with its two places, and the name and reason to sign it."""

    def __init__(self, errands: Errands) -> None:
        """Stay hidden until words are held."""
        super().__init__()
        self._errands = errands
        self._held: WordsUnderEmbargo | None = None
        self._inside: Ref | None = None
        self.said = Label("", wraps=True)
        self.signed_by, self.reason = Line(), Line()
        for line, asks in (
            (self.signed_by, _("Who lets them through")),
            (self.reason, _("Why these words may leave")),
        ):
            line.setPlaceholderText(asks)
            line.setAccessibleName(asks)
            line.setMinimumWidth(0)
            line.returnPressed.connect(self.sign_now)
        self.sign = Button(_("Let these words through"), does=self.sign_now)
        self.refused = Label("", "word-red", wraps=True)
        self.refused.hide()
        column = stacked(inside=self, gap_px=tokens.SPACE_2_PX)
        column.addWidget(self.said)
        column.addLayout(abreast(self.signed_by, self.reason, gap_px=tokens.SPACE_2_PX))
        column.addWidget(self.refused)
        column.addLayout(abreast(self.sign, STRETCH, gap_px=tokens.SPACE_2_PX))
        self.hide()

    def show_held(self, held: WordsUnderEmbargo | None, inside: Ref) -> None:
        """Show what is held *inside* a thing; None: nothing is."""
        passage = None if held is None else held.words[0]
        if self._held is None or passage != self._held.words[0] or inside != self._inside:
            self.reason.clear()
            self.refused.hide()
        self._held, self._inside = held, inside
        self.setVisible(held is not None)
        if held is not None:
            self.said.setText("\n".join(both_places(held, 1)))

    @Slot()
    def sign_now(self) -> None:
        """Let the passage that is shown leave with this thing."""
        if self._held is not None and self._inside is not None:
            sign = partial(
                _sign, self._held, self._inside, self.signed_by.text(), self.reason.text()
            )
            self._errands.write(None, sign, self._signed, self._not_signed)

    @Slot(object)
    def _signed(self, _done: object) -> None:
        self.refused.hide()
        self.reason.clear()

    @Slot(object)
    def _not_signed(self, error: CommsDeskError) -> None:
        if not isinstance(error, PassageNotSigned):
            self._errands.failed.emit(error)
            return
        self.refused.setText(say(error).whole)
        self.refused.show()


def _sign(
    held: WordsUnderEmbargo, inside: Ref, signed_by: str, reason: str, office: "Office"
) -> None:
    office.embargoes.let_through(
        held.ref, held.words[0], inside=inside, signed_by=signed_by, reason=reason
    )
