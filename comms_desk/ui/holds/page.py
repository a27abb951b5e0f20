"""The holds on destruction: those that run, then those that were lifted; placed and lifted here.

It is reached from the palette, and from the card of whatever a hold keeps.
"""

from functools import partial
from typing import override

from PySide6.QtCore import Slot

from comms_desk.across import Office
from comms_desk.across.holds import HoldSeen, every
from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _, format_date, format_moment, ngettext
from comms_desk.storage.model import Hold
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.text.fold import is_called, tokens
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.hold_dialogs import HoldDialog, LiftDialog, said_placed
from comms_desk.ui.frame.list_page import ListPage, Reading
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.dialog import Dialog, is_open
from comms_desk.ui.kit.layout import CardPane, TwoPanes
from comms_desk.ui.kit.new_button import NewButton
from comms_desk.ui.kit.rows import Row


class HoldsPage(ListPage[Rows[Row]]):
    """The holds, those that run first, and what each keeps and why."""

    KEY = "holds"
    SHOWS = frozenset({Subject.HOLD})

    def __init__(self, errands: Errands) -> None:
        """Build the page; it reads when it is first shown."""
        super().__init__(
            errands,
            _("What is kept, reason…"),
            first=_("Suspend destruction"),
            lesson=_(
                "What somebody has asked for may not be destroyed. Suspend the destruction of a"
                " dossier, a person or an outlet from its card, of an address or of days here."
            ),
        )
        self.dialog: Dialog | None = None
        self._shown: HoldSeen | None = None
        self.add = NewButton(_("Suspend destruction"))
        self.add.clicked.connect(self.new)
        self.column.add_to_head(self.add)
        self.lift = Button(_("Lift the hold"), does=self._ask_lift)
        self.show_thing = Button(_("Show what is kept"), does=self._open_thing)
        self.over = Label("", "card-title", wraps=True)
        self.reason = Label("", "text", wraps=True)
        self.placed = Label("", "detail", wraps=True)
        self.lifted = Label("", "text", wraps=True)
        self.card = self.beside(CardPane(_("Choose a hold to see what it keeps, and why.")))
        self.card.bar.right(self.show_thing, self.lift)
        for label in (self.over, self.reason, self.placed, self.lifted):
            self.card.body.addWidget(label)
        self.card.body.addStretch(1)
        self.put_in_front(self.card)
        self.fill(TwoPanes(self.column, self.right))

    @override
    def question(self, searched: str, *, after: object | None, limit: int) -> Reading[Rows[Row]]:
        return partial(_rows, tokens(searched))

    @override
    def how_many(self, number: int) -> str:
        return ngettext("{count} hold", "{count} holds", number)

    @override
    def none_match(self, searched: str) -> str:
        return _("No hold matches “{words}”.").format(words=searched) if searched else ""

    @override
    def pick(self, key: int) -> None:
        self.card_of = Ref(Subject.HOLD, key)
        self.read_card()

    @override
    def read_card(self) -> None:
        if self.card_of is not None:
            self.errands.read("card", partial(_seen, self.card_of.id), self._show_card)

    @property
    @override
    def shown_thing(self) -> Ref | None:
        return None  # a hold is kept by none

    @Slot(object)
    def _show_card(self, seen: HoldSeen | None) -> None:
        if seen is None or self.card_of != Ref(Subject.HOLD, seen.hold.id):
            return
        self._shown, hold = seen, seen.hold
        self.over.setText(seen.over)
        self.reason.setText(hold.reason)
        placed = _("Hold no.\u00a0{number}, placed on {moment} by {name}")
        if not seen.placed_by:
            placed = _("Hold no.\u00a0{number}, placed on {moment}")
        since = format_moment(hold.placed_at)
        self.placed.setText(placed.format(number=hold.id, moment=since, name=seen.placed_by))
        self.lifted.setText(_said_lifted(seen))
        self.lift.setVisible(hold.lifted_at is None)
        self.show_thing.setVisible(isinstance(hold.over, Ref))
        self.card.show_card(shown=True)

    @Slot()
    def _open_thing(self) -> None:
        if self._shown is not None and isinstance(self._shown.hold.over, Ref):
            self.open_wanted.emit(self._shown.hold.over)

    # ── Placing and lifting ───────────────────────────────────────────────────────────

    @Slot()
    @override
    def new(self) -> None:
        """Ask whose address or which days are to be kept, and why."""
        if not is_open(self.dialog):
            self.dialog = HoldDialog(self, None)
            self.dialog.accepted.connect(self._place)
            self.dialog.open()

    @Slot()
    def _place(self) -> None:
        if isinstance(self.dialog, HoldDialog):
            new = self.dialog.wanted()
            self.errands.write(None, lambda office: office.holds.place(new), self._placed)

    @Slot(object)
    def _placed(self, hold: Hold) -> None:
        self.card_of = Ref(Subject.HOLD, hold.id)
        self.read_card()
        self.refresh()
        self.undoable.emit(said_placed(hold), None)

    @Slot()
    def _ask_lift(self) -> None:
        if self._shown is not None and not is_open(self.dialog):
            self.dialog = LiftDialog(self, self._shown)
            self.dialog.accepted.connect(self._lift)
            self.dialog.open()

    @Slot()
    def _lift(self) -> None:
        if isinstance(self.dialog, LiftDialog):
            hold, because = self.dialog.hold, self.dialog.reason.text()
            self.focus_list()  # the button goes away
            self.errands.write(None, lambda office: office.holds.lift(hold, because), self._lifted)

    @Slot(object)
    def _lifted(self, hold: Hold) -> None:
        self.read_card()
        self.refresh()
        said = _("Hold no.\u00a0{number} is lifted: what it kept may be destroyed again")
        self.undoable.emit(said.format(number=hold.id), None)


def _rows(wanted: list[str], office: Office) -> Rows[Row]:
    found = [each for each in every(office) if is_called(f"{each.over} {each.hold.reason}", wanted)]
    return Rows(rows=tuple(map(_row, found)), total=len(found))


def _row(seen: HoldSeen) -> Row:
    hold = seen.hold
    lifted = hold.lifted_at is not None
    return Row(
        key=hold.id,
        title=seen.over,
        detail=" · ".join(filter(None, (_("Lifted") if lifted else "", hold.reason))),
        moment=format_date(hold.placed_at),
        strong=not lifted,
    )


def _seen(number: int, office: Office) -> HoldSeen | None:
    return next((each for each in every(office) if each.hold.id == number), None)


def _said_lifted(seen: HoldSeen) -> str:
    hold = seen.hold
    if hold.lifted_at is None:
        return ""
    said = _("Lifted on {moment} by {name}: {reason}")
    if not seen.lifted_by:
        said = _("Lifted on {moment}: {reason}")
    moment = format_moment(hold.lifted_at)
    return said.format(moment=moment, name=seen.lifted_by, reason=hold.lifted_because)
