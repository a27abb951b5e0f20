"""The card of an outlet, edited in place."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit

from comms_desk.i18n import _
from comms_desk.media.contacts.model import read_day
from comms_desk.media.outlets.model import Outlet
from comms_desk.storage.model import FieldChange
from comms_desk.ui.directory import words
from comms_desk.ui.directory.position_card import as_text, as_value, let_shrink
from comms_desk.ui.editing import FieldSaver
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.fields import CardField, Typed, offer
from comms_desk.ui.kit.layout import CardPane

if TYPE_CHECKING:
    from comms_desk.across.office import Office

NEWSROOM_FIELDS = frozenset({"emails", "phones"})


class OutletCard(CardPane):
    """The outlet chosen in the list.

    Signals:
        bin_wanted: The outlet is to go to the bin; carries its id.
    """

    bin_wanted = Signal(object)

    def __init__(self, errands: Errands) -> None:
        """Build an empty card."""
        super().__init__(_("Choose an outlet to read its card."))
        self._outlet: Outlet | None = None
        self.name = CardField("name", _("Name"), title=True)
        self.fields = (
            self.name,
            CardField("kind", _("Kind"), choices=words.outlet_kinds()),
            CardField("language", _("Language"), choices=words.outlet_languages()),
            CardField("reach", _("Reach"), choices=words.outlet_reaches()),
            CardField("scope", _("Scope"), choices=words.scopes()),
            CardField("owner_group", _("Owner"), placeholder=_("Company or group")),
            CardField("website", _("Site"), placeholder=_("https://…")),
            CardField("emails", _("Newsroom’s e-mail")),
            CardField("phones", _("Newsroom’s telephone")),
            CardField("deadlines", _("Deadlines"), placeholder=_("News closes at 16:00")),
            CardField("review_licence", _("May be copied"), choices=words.licences()),
            CardField("licence_until", _("Licence until"), placeholder=_("year-month-day")),
        )
        let_shrink(self.fields)
        self._bin = Button(_("Put in the bin"), icon="bin")
        self._bin.clicked.connect(self._put_in_bin)
        self.bar.right(self._bin)
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.SPACE_4_PX)
        grid.setVerticalSpacing(tokens.SPACE_3_PX)
        for place, field in enumerate(self.fields[1:]):
            grid.addWidget(field, place // 2, place % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.body.addWidget(self.name)
        self.body.addLayout(grid)
        self.body.addStretch(1)
        self.saver = FieldSaver(errands, _save, self.fields)

    @property
    def outlet(self) -> Outlet | None:
        """The outlet shown, as last read."""
        return self._outlet

    def show_outlet(self, outlet: Outlet | None) -> None:
        """Show *outlet*; of the same one, what is being typed stays."""
        self._outlet = outlet
        self.show_card(shown=outlet is not None)
        if outlet is not None:
            values = {
                "name": outlet.name,
                "kind": outlet.kind.value,
                "language": outlet.language.value,
                "reach": outlet.reach.value,
                "scope": outlet.scope.to_text(),
                "owner_group": outlet.owner_group,
                "website": outlet.website,
                "emails": as_text(outlet.emails),
                "phones": as_text(outlet.phones),
                "deadlines": outlet.deadlines,
                "review_licence": outlet.review_licence.value,
                "licence_until": str(outlet.licence_until or ""),
            }
            offer(self.fields[4], words.scopes_with(outlet.scope))
            self.saver.show_card(outlet.id, values)

    def save_now(self) -> None:
        """Save what was typed without waiting for a pause."""
        self.saver.save_now()

    def edit_name(self) -> None:
        """Go to the name, to type it anew."""
        self.name.setFocus()
        if isinstance(self.name.editor, QLineEdit):
            self.name.editor.selectAll()

    @Slot()
    def _put_in_bin(self) -> None:
        if self._outlet is not None:
            self.bin_wanted.emit(self._outlet.id)


def _save(office: "Office", outlet: Any, typed: Typed) -> object:
    if typed.field in NEWSROOM_FIELDS:
        before, after = (as_value(typed.field, each) for each in (typed.before, typed.after))
        change = FieldChange(typed.field, before, after)
    elif typed.field == "licence_until":
        change = FieldChange(typed.field, read_day(typed.before), read_day(typed.after))
    else:
        change = FieldChange(typed.field, typed.before, typed.after)
    return office.outlets.edit(outlet, change)
