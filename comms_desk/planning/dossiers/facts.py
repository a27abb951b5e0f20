"""The facts of a dossier, as its card, its list and its commands have them."""

from collections.abc import Iterable

from comms_desk.facts import PLACE, Fact, Facts, OneOf, OneThing
from comms_desk.i18n import N_, _
from comms_desk.planning.dossiers.model import Dossier, DossierStatus
from comms_desk.planning.people.model import Person

STATUS = OneOf(
    {
        DossierStatus.OPEN: N_("Open"),
        DossierStatus.DORMANT: N_("Dormant"),
        DossierStatus.CLOSED: N_("Closed"),
    }
)


def one_dossier(dossiers: Iterable[Dossier]) -> OneThing:
    """Return how the dossier of a thing is read and said: one of *dossiers*, or none."""
    called = ((each.id, (each.code, each.name)) for each in dossiers)
    return OneThing(called, none=_("None"), other=_("Another dossier"))


def facts(people: Iterable[Person] = ()) -> Facts:
    """Return the facts of a dossier that one of *people* may lead."""
    leads = OneThing(((each.id, (each.called,)) for each in people), none=_("To be assigned"))
    return (
        Fact("name", N_("Name"), is_title=True, is_listed=True),
        Fact("code", N_("Code"), is_under=True, is_listed=True),
        Fact("status", N_("Status"), STATUS, is_under=True, is_listed=True),
        Fact("lead", N_("Lead"), leads),
        Fact("scope", N_("Scope"), PLACE, is_listed=True),
        Fact(
            "about",
            N_("What it is about"),
            hint=N_("The matter in a few sentences, for whoever takes it over."),
            lines=2,
            is_body=True,
        ),
    )
