"""The card of a dossier: its facts, over what is tied to it."""

from typing import override

from comms_desk.across.dossier_page import DossierView
from comms_desk.changes import Subject
from comms_desk.i18n import _
from comms_desk.planning.dossiers.facts import facts
from comms_desk.ui.dossiers.ties import Ties
from comms_desk.ui.errands import Errands
from comms_desk.ui.fact_card import FactCard


class DossierCard(FactCard):
    """The dossier chosen in the list."""

    def __init__(self, errands: Errands) -> None:
        """Build an empty card."""
        nothing = _("Choose a dossier to see all that is linked to it.")
        super().__init__(errands, Subject.DOSSIER, facts(), nothing=nothing)
        self.ties = Ties(errands)
        self.more.addWidget(self.ties)

    @override
    def show_view(self, view: DossierView) -> None:
        """Show a dossier, and what is tied to it."""
        self.show_thing(view.dossier, facts(view.people))
        self.ties.show_view(view)
