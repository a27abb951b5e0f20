"""What came back from an address, and what somebody decides about it: on a card, and on Today.

Of one address it asks by itself, of several in one list that is decided with one press.
"""

from collections.abc import Collection, Sequence
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.across import Office
from comms_desk.across.bounced_contacts import CameBack, came_back
from comms_desk.i18n import _, format_moment, format_number
from comms_desk.mail.address import Address
from comms_desk.mail.bounces.model import AddressToDecide, BounceDecision
from comms_desk.mail.bounces.report import Nature
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.check import Check
from comms_desk.ui.kit.controls import PART, Button, Label
from comms_desk.ui.kit.flow import FlowLayout
from comms_desk.ui.kit.layout import Card
from comms_desk.ui.kit.notices import ErrorBar
from comms_desk.ui.kit.plain import plain
from comms_desk.ui.kit.stacks import stacked
from comms_desk.wording.bounces import RESOLUTIONS, resolutions_of, said_of

SHOWN_TOGETHER = 50
"""Addresses of one list; the others come up as these are decided."""


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
        self._asked: Sequence[AddressToDecide] = []
        self.error = ErrorBar()
        self.said = Label("", wraps=True)
        self.sentence = Label("", "muted", wraps=True)
        self.choices = {each: Button(RESOLUTIONS[each]()) for each in BounceDecision}
        self.replace = Button(_("Replace the address"), does=self.replace_wanted)
        if not keeps_decided:
            self.replace.hide()
        self.title.setWordWrap(True)
        for widget in (self.error, self.said, self.sentence):
            self.body.addWidget(widget)
        row = FlowLayout(row_px=tokens.BUTTON_HEIGHT_PX)
        row.add(self.choices[BounceDecision.WRITE_AGAIN])
        row.add(self.choices[BounceDecision.EXCLUDE])
        row.add(self.replace)
        row.add(self.choices[BounceDecision.LEAVE])
        self.body.addLayout(row)
        self.choices[BounceDecision.WRITE_AGAIN].clicked.connect(self._write_again)
        self.choices[BounceDecision.EXCLUDE].clicked.connect(self._exclude)
        self.choices[BounceDecision.LEAVE].clicked.connect(self._leave)
        self.hide()

    @property
    def addresses(self) -> frozenset[str]:
        """The addresses that it asks about, in their compared form."""
        return frozenset(each.address for each in self._asked)

    def show_asked(self, asked: Sequence[AddressToDecide]) -> None:
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
    def _show(self, asked: Sequence[AddressToDecide]) -> None:
        self.show_asked(asked)

    @Slot()
    def _write_again(self) -> None:
        self._decide(BounceDecision.WRITE_AGAIN)

    @Slot()
    def _exclude(self) -> None:
        self._decide(BounceDecision.EXCLUDE)

    @Slot()
    def _leave(self) -> None:
        self._decide(BounceDecision.LEAVE)

    def _decide(self, resolution: BounceDecision) -> None:
        if self._asked:
            self.error.hide()
            address = Address.stored(self._asked[0].address)
            job = partial(_decide, address=address, resolution=resolution)
            self._errands.write(None, job, self._decided, self.error.explain)

    @Slot(object)
    def _decided(self, _nothing: object) -> None:
        self.read_again()
        self.decided.emit()


class AllThatCameBack(Card):
    """Every address that somebody must decide about, in one list; hidden where there is none.

    Ticked at first are those that are open and refused, or ask to be left alone: closed with one
    press; and those that are closed, though nothing proves why: opened with one press.

    Signals:
        decided: Somebody decided about some of them.
    """

    decided = Signal()

    def __init__(self, errands: Errands) -> None:
        """Build it hidden."""
        super().__init__(" ")
        self._errands = errands
        self._shown: Sequence[CameBack] = ()
        self.ticks: list[Check] = []
        self.error = ErrorBar()
        self.choices = {each: Button("") for each in BounceDecision}
        self._rows = stacked(gap_px=tokens.SPACE_3_PX)
        self.body.addWidget(self.error)
        self.body.addLayout(self._rows)
        row = FlowLayout(row_px=tokens.BUTTON_HEIGHT_PX)
        for each in (BounceDecision.EXCLUDE, BounceDecision.WRITE_AGAIN, BounceDecision.LEAVE):
            row.add(self.choices[each])
        self.body.addLayout(row)
        self.choices[BounceDecision.EXCLUDE].clicked.connect(self._exclude)
        self.choices[BounceDecision.WRITE_AGAIN].clicked.connect(self._write_again)
        self.choices[BounceDecision.LEAVE].clicked.connect(self._leave)
        self.hide()

    @Slot()
    def read(self) -> None:
        """Ask which there are now."""
        self._errands.read("all that came back", came_back, self._show, self.error.explain)

    @Slot()
    def read_again(self) -> None:
        """Ask again, where it is shown."""
        if self._shown:
            self.read()

    @Slot(object)
    def _show(self, found: Sequence[CameBack]) -> None:
        """Show them, those that were looked at ticked as they were."""
        if found == self._shown and self.isVisible():
            return
        ticked = {
            each.asked: tick.isChecked()
            for each, tick in zip(self._shown, self.ticks, strict=False)
        }
        self.error.hide()
        self._shown = found
        shown = found[:SHOWN_TOGETHER]
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.ticks = []
        for each in shown:
            tick = Check(PART.join(filter(None, (each.name, each.asked.address))))
            tick.setChecked(ticked.get(each.asked, _is_ticked(each.asked)))
            tick.toggled.connect(self._count)
            self.ticks.append(tick)
            said = Label(said_of(each.asked), wraps=True)
            said.setToolTip(plain(format_moment(each.asked.at)))
            one = QWidget()
            rows = stacked(inside=one, gap_px=tokens.SPACE_1_PX)
            rows.addWidget(tick)
            rows.addWidget(said)
            if each.asked.sentence:
                rows.addWidget(Label(each.asked.sentence, "detail", wraps=True))
            self._rows.addWidget(one)
        total = format_number(len(found))
        self.title.setText(
            _("Addresses to decide about: {total}").format(total=total)
            if len(shown) == len(found)
            else _("Addresses to decide about: {n} of {total}").format(
                n=format_number(len(shown)), total=total
            )
        )
        self._count()
        self.setVisible(bool(found))

    @Slot()
    def _count(self) -> None:
        """Say on each button about how many it decides."""
        for resolution, button in self.choices.items():
            count = len(self._chosen(resolution))
            button.setText(PART.join((RESOLUTIONS[resolution](), format_number(count))))
            button.setEnabled(bool(count))

    def _chosen(self, resolution: BounceDecision) -> list[Address]:
        """Return those that are ticked, where that may be decided."""
        return [
            Address.stored(each.asked.address)
            for each, tick in zip(self._shown, self.ticks, strict=False)
            if tick.isChecked() and resolution in resolutions_of(each.asked)
        ]

    @Slot()
    def _exclude(self) -> None:
        self._decide(BounceDecision.EXCLUDE)

    @Slot()
    def _write_again(self) -> None:
        self._decide(BounceDecision.WRITE_AGAIN)

    @Slot()
    def _leave(self) -> None:
        self._decide(BounceDecision.LEAVE)

    def _decide(self, resolution: BounceDecision) -> None:
        self.error.hide()
        chosen = self._chosen(resolution)
        self._errands.write(
            None,
            lambda office: office.bounces.decide_all(chosen, resolution),
            self._decided,
            self.error.explain,
        )

    @Slot(object)
    def _decided(self, _nothing: object) -> None:
        self.read()
        self.decided.emit()


def _is_ticked(asked: AddressToDecide) -> bool:
    """Whether what is usual is decided of it: closed where it is refused, opened if unproven."""
    return asked.nature is not Nature.SOFT if asked.excluded is None else not asked.is_proven


def _decide(office: Office, *, address: Address, resolution: BounceDecision) -> None:
    office.bounces.decide(address, resolution)
