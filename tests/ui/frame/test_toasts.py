"""What went to the bin, and the dossier that something was tied to, are named in few words."""

from comms_desk import i18n
from comms_desk.places import CITY
from comms_desk.planning.dossiers.model import Dossier, DossierId, DossierStatus
from comms_desk.ui.frame import toasts


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


def test_what_was_done_is_no_verb_to_press() -> None:
    i18n.use("fr")

    assert toasts.somebody_binned("Zoé Çelik") == "Zoé Çelik est à la corbeille"
    assert toasts.binned("Entre nous") == "«\u00a0Entre nous\u00a0» est à la corbeille"


def test_a_long_title_is_cut_and_a_missing_one_is_said() -> None:
    said = toasts.binned("La Ville dépose un budget équilibré pour la septième année de suite")

    assert said == "“La Ville dépose un budget équilibré pour la…” is in the bin"
    assert toasts.binned("") == "“Untitled” is in the bin"


def test_a_name_keeps_the_spaces_at_which_no_line_breaks() -> None:
    assert toasts.binned("Déneigement\u00a0: 4\u00a0M$") == (
        "“Déneigement\u00a0: 4\u00a0M$” is in the bin"
    )
    long = toasts.binned("La Ville investit pour le déneigement des rues 44\u00a0M$ de plus")

    assert long == "“La Ville investit pour le déneigement des rues…” is in the bin"


def test_the_dossier_is_named_by_its_code_and_its_name() -> None:
    snow = dossier("Déneigement")
    assert toasts.tied(snow) == "Linked to NEIGE-27 · Déneigement"
    i18n.use("fr")

    assert toasts.tied(snow) == "Lié au dossier NEIGE-27 · Déneigement"
    assert toasts.untied(snow) == "Retiré du dossier NEIGE-27 · Déneigement"


def test_of_a_long_name_the_beginning_is_said() -> None:
    said = toasts.untied(dossier("Déneigement des rues, des trottoirs et des pistes cyclables"))

    assert said == "Unlinked from NEIGE-27 · Déneigement des rues, des trottoirs et des…"


def test_of_a_long_name_without_spaces_the_beginning_is_said_too() -> None:
    said = toasts.tied(dossier("除雪" * 40))

    assert said == f"Linked to NEIGE-27 · {('除雪' * 40)[:47]}…"
