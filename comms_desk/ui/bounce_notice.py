"""What came back from an address, and what somebody decides about it: on a card, and on Today."""

from collections.abc import Collection, Sequence
from functools import partial

from PySide6.QtCore import Signal, Slot

from comms_desk.across import Office
from comms_desk.i18n import _, format_moment
from comms_desk.mail.address import Address
from comms_desk.mail.bounces.model import Asked, Resolution
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.flow import FlowLayout
from comms_desk.ui.kit.layout import Card
from comms_desk.ui.kit.notices import ErrorBar
from comms_desk.ui.kit.plain import plain
from comms_desk.wording.bounces import RESOLUTIONS, resolutions_of, said_of


class BounceNotice(Card):
    """One address after the other from which something came back; hidden where there is none.

    Signals:
        decided: Somebody decided about an address.
        replace_wanted: Another address is to be written in its place.
    """

    decided = Signal()
    replace_wanted = Signal()

    def __init__(self, errands: Errands, *, keeps_decided: bool = False) -> None:
        """Build it hidden.

        On the card of who has the address it *keeps_decided*: it goes on saying that the address
        is refused, and offers to replace it.
        """
        super().__init__(" ")
        self._errands = errands
        self._keeps_decided = keeps_decided
        self._asked: Sequence[Asked] = []
        self.error = ErrorBar()
        self.said = Label("", wraps=True)
        self.sentence = Label("", "muted", wraps=True)
        self.choices = {each: Button(RESOLUTIONS[each]()) for each in Resolution}
        self.replace = Button(_("Replace the address"), does=self.replace_wanted)
        if not keeps_decided:
            self.replace.hide()
        self.title.setWordWrap(True)
        for widget in (self.error, self.said, self.sentence):
            self.body.addWidget(widget)
        row = FlowLayout(row_px=tokens.BUTTON_HEIGHT_PX)
        row.add(self.choices[Resolution.WRITE_AGAIN])
        row.add(self.choices[Resolution.EXCLUDE])
        row.add(self.replace)
        row.add(self.choices[Resolution.LEAVE])
        self.body.addLayout(row)
        self.choices[Resolution.WRITE_AGAIN].clicked.connect(self._write_again)
        self.choices[Resolution.EXCLUDE].clicked.connect(self._exclude)
        self.choices[Resolution.LEAVE].clicked.connect(self._leave)
        self.hide()

    @property
    def addresses(self) -> frozenset[str]:
        """The addresses that it asks about, in their compared form."""
        return frozenset(each.address for each in self._asked)

    def show_asked(self, asked: Sequence[Asked]) -> None:
        """Ask about the first of *asked*, then about the others."""
        asked = [each for each in asked if self._keeps_decided or not each.is_decided]
        if asked != self._asked:
            self.error.hide()
        self._asked = asked
        self.setVisible(bool(asked))
        if not asked:
            return
        first = asked[0]
        offered = resolutions_of(first)
        self.title.setText(first.address)
        self.said.setText(said_of(first))
        self.said.setToolTip(plain(format_moment(first.at)))
        self.sentence.setText(first.sentence)
        self.sentence.setVisible(bool(first.sentence))
        for resolution, button in self.choices.items():
            button.setVisible(resolution in offered)

    @Slot()
    def read_again(self) -> None:
        """Ask again about what is still to be decided of these addresses."""
        if self.addresses:
            self.read(self.addresses)

    def read(self, addresses: Collection[str]) -> None:
        """Ask about those of *addresses* that wait for a decision."""
        self._errands.read(
            "came back",
            lambda office: office.bounces.about(addresses),
            self._show,
            self.error.explain,
        )

    @Slot(object)
    def _show(self, asked: Sequence[Asked]) -> None:
        self.show_asked(asked)

    @Slot()
    def _write_again(self) -> None:
        self._decide(Resolution.WRITE_AGAIN)

    @Slot()
    def _exclude(self) -> None:
        self._decide(Resolution.EXCLUDE)

    @Slot()
    def _leave(self) -> None:
        self._decide(Resolution.LEAVE)

    def _decide(self, resolution: Resolution) -> None:
        if self._asked:
            self.error.hide()
            address = Address.stored(self._asked[0].address)
            job = partial(_decide, address=address, resolution=resolution)
            self._errands.write(None, job, self._decided, self.error.explain)

    @Slot(object)
    def _decided(self, _nothing: object) -> None:
        self.read_again()
        self.decided.emit()


def _decide(office: Office, *, address: Address, resolution: Resolution) -> None:
    office.bounces.decide(address, resolution)
