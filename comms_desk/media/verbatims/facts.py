"""The facts of a verbatim, as its card, its list and its commands have them."""

from collections.abc import Iterable

from comms_desk.facts import DAY, Fact, Facts
from comms_desk.i18n import N_
from comms_desk.planning.dossiers.facts import one_dossier
from comms_desk.planning.dossiers.model import Dossier


def facts(dossiers: Iterable[Dossier] = ()) -> Facts:
    """Return the facts of a verbatim; *dossiers* are those that may have it."""
    return (
        Fact("name", N_("Name"), is_title=True, is_listed=True),
        Fact("day", N_("Day"), DAY, is_under=True, is_listed=True, hint=N_("YYYY-MM-DD")),
        Fact("speaker", N_("Speaker"), is_under=True, is_listed=True),
        Fact("dossier", N_("Dossier"), one_dossier(dossiers)),
        Fact("text", N_("What was said"), hint=N_("Paste here."), lines=6, is_body=True),
    )
