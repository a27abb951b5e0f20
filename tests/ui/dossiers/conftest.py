"""An office with two dossiers, and the Dossiers page that shows them."""

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.places import Scope
from comms_desk.planning.dossiers.model import Dossier, NewDossier
from comms_desk.ui.dossiers.page import DossiersPage
from comms_desk.ui.frame.errands import Errands


@pytest.fixture
def snow(office: Office) -> Dossier:
    office.dossiers.add(NewDossier(code="PISCINES", name="Piscines extérieures"))
    return office.dossiers.add(
        NewDossier(code="NEIGE", name="Déneigement", scope=Scope.of_boroughs(["VDN", "VMA"]))
    )


@pytest.fixture
def page(qtbot: QtBot, errands: Errands) -> DossiersPage:
    made = DossiersPage(errands)
    qtbot.addWidget(made)
    made.resize(1104, 772)
    made.show()
    return made
