"""The dossier that something was tied to is named, in both languages, in few words."""

from comms_desk import i18n
from comms_desk.places import CITY
from comms_desk.planning.dossiers.model import Dossier, DossierId, DossierStatus
from comms_desk.ui import tied


def dossier(name: str) -> Dossier:
    return Dossier(
        id=DossierId(1),
        code="NEIGE-27",
        name=name,
        scope=CITY,
        lead=None,
        status=DossierStatus.OPEN,
        about="",
    )


def test_the_dossier_is_named_by_its_code_and_its_name() -> None:
    snow = dossier("Déneigement")
    assert tied.tied(snow) == "Linked to NEIGE-27 · Déneigement"
    i18n.use("fr")

    assert tied.tied(snow) == "Lié au dossier NEIGE-27 · Déneigement"
    assert tied.untied(snow) == "Retiré du dossier NEIGE-27 · Déneigement"


def test_of_a_long_name_the_beginning_is_said() -> None:
    said = tied.untied(dossier("Déneigement des rues, des trottoirs et des pistes cyclables"))

    assert said == "Unlinked from NEIGE-27 · Déneigement des rues, des trottoirs et des…"


def test_of_a_long_name_without_spaces_the_beginning_is_said_too() -> None:
    said = tied.tied(dossier("除雪" * 40))

    assert said == f"Linked to NEIGE-27 · {('除雪' * 40)[:47]}…"
