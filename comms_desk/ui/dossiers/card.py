"""The card of a dossier, edited in place, over what is tied to it."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout

from comms_desk.across.dossier_page import DossierView
from comms_desk.i18n import _
from comms_desk.planning.dossiers.model import Dossier
from comms_desk.storage.model import FieldChange
from comms_desk.ui.dossiers import words
from comms_desk.ui.dossiers.ties import Ties
from comms_desk.ui.editing import FieldSaver
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.fields import CardField, Typed, offer
from comms_desk.ui.kit.layout import CardPane

if TYPE_CHECKING:
    from comms_desk.across.office import Office

ABOUT_LINES = 3
SHORTEST_CHOICE_CHARACTERS = 12


class DossierCard(CardPane):
    """The dossier chosen in the list.

    Signals:
        bin_wanted: The dossier is to go to the bin; carries its id.
    """

    bin_wanted = Signal(object)

    def __init__(self, errands: Errands) -> None:
        """Build an empty card."""
        super().__init__(_("Choose a dossier to see all that is tied to it."))
        self.dossier: Dossier | None = None
        self.name = CardField("name", _("Name"), title=True)
        self.code = CardField("code", _("Code"))
        self.status = CardField("status", _("Status"), choices=words.statuses())
        self.lead = CardField("lead", _("Led by"), choices=words.leads(()))
        self.scope = CardField("scope", _("Scope"), choices=words.scopes())
        self.about = CardField(
            "about",
            _("What it is about"),
            lines=ABOUT_LINES,
            placeholder=_("The matter in a few sentences, for whoever takes it over."),
        )
        self.ties = Ties()
        self._bin = Button(_("Put in the bin"), icon="bin")
        self._bin.clicked.connect(self._put_in_bin)
        self.bar.right(self._bin)
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.SPACE_4_PX)
        grid.setVerticalSpacing(tokens.SPACE_3_PX)
        for place, field in enumerate((self.code, self.status, self.lead, self.scope)):
            grid.addWidget(field, place // 2, place % 2)
            _let_shrink(field)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.body.addWidget(self.name)
        self.body.addLayout(grid)
        self.body.addWidget(self.about)
        self.body.addWidget(self.ties)
        self.body.addStretch(1)
        self.saver = FieldSaver(
            errands,
            _save,
            (self.name, self.code, self.status, self.lead, self.scope, self.about),
        )

    def show_view(self, view: DossierView | None) -> None:
        """Show a dossier; of the same one, what is being typed stays."""
        self.show_card(shown=view is not None)
        if view is None:
            self.save_now()
            self.dossier = None
            return
        other = self.dossier is None or self.dossier.id != view.dossier.id
        self.dossier = dossier = view.dossier
        offer(self.lead, words.leads(view.people))
        several = (dossier.scope.to_text(), words.scope(dossier.scope))
        offer(self.scope, dict([*words.scopes(), several]).items())
        self.saver.show_card(
            dossier.id,
            {
                "name": dossier.name,
                "code": dossier.code,
                "status": dossier.status.value,
                "lead": words.NOBODY if dossier.lead is None else str(dossier.lead),
                "scope": dossier.scope.to_text(),
                "about": dossier.about,
            },
        )
        self.ties.show_things(view.things, tied=view.tied)
        if other:
            self.ties.forget_words()

    def edit_name(self) -> None:
        """Go to the name, and let it be typed over."""
        self.name.setFocus()
        select = getattr(self.name.editor, "selectAll", None)
        if select is not None:
            select()

    def save_now(self) -> None:
        """Save what was typed without waiting for a pause."""
        self.saver.save_now()

    @Slot()
    def _put_in_bin(self) -> None:
        if self.dossier is not None:
            self.bin_wanted.emit(self.dossier.id)


def _let_shrink(field: CardField) -> None:
    if isinstance(field.editor, QComboBox):
        field.editor.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        field.editor.setMinimumContentsLength(SHORTEST_CHOICE_CHARACTERS)


def _save(office: "Office", dossier: Any, typed: Typed) -> object:
    change = FieldChange(typed.field, typed.before, typed.after)
    if typed.field == "lead":
        change = FieldChange("lead", _person(typed.before), _person(typed.after))
    return office.dossiers.edit(dossier, change)


def _person(written: str) -> int | None:
    return int(written) if written else None
