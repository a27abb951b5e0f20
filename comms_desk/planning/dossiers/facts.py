"""The facts of a dossier, as its card, its list and its commands have them."""

from collections.abc import Iterable
from typing import override

from comms_desk.facts import PLACE, Fact, Facts, OneOf
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


class OneDossier(OneOf[int | None]):
    """The dossier of a thing, by its code or its name; or none."""

    def __init__(self, dossiers: Iterable[Dossier]) -> None:
        """Choose among *dossiers*."""
        words: dict[int | None, str] = {None: _("None")}
        self._codes: dict[int | None, str] = {}
        for each in dossiers:
            words[each.id] = f"{each.code} · {each.name}"
            self._codes[each.id] = each.code
        super().__init__(words, are_names=True)

    @override
    def say(self, value: int | None) -> str:
        """Return what it is called; one that is not offered is only said to be there."""
        return super().say(value) if value in self._words else _("Another dossier")

    @override
    def _called(self, value: int | None) -> Iterable[str]:
        return (*super()._called(value), self._codes.get(value, ""))


def facts(people: Iterable[Person] = ()) -> Facts:
    """Return the facts of a dossier that one of *people* may lead."""
    leads: dict[int | None, str] = {None: _("To be assigned")}
    leads |= {each.id: each.name for each in people}
    return (
        Fact("name", N_("Name"), is_title=True, is_listed=True),
        Fact("code", N_("Code"), is_under=True, is_listed=True),
        Fact("status", N_("Status"), STATUS, is_under=True, is_listed=True),
        Fact("lead", N_("Lead"), OneOf(leads, are_names=True)),
        Fact("scope", N_("Scope"), PLACE, is_listed=True),
        Fact(
            "about",
            N_("What it is about"),
            hint=N_("The matter in a few sentences, for whoever takes it over."),
            lines=2,
        ),
    )
