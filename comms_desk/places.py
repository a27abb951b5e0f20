"""The city, the agglomeration, the nineteen boroughs, and what of them a thing concerns.

Names are the City's own (311 knowledge bank): compound names take an en dash (U+2013).
Ville-Marie has no borough mayor of its own.  Nothing here knows a map or a population.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from comms_desk.errors import N_, CommsDeskError


class UnknownPlace(CommsDeskError):
    """A word that names neither the city, the agglomeration nor a borough."""

    what = N_("“{word}” is neither the city, the agglomeration nor a borough.")
    way_out = N_("Write city, agglomeration, or borough codes such as VDN,VMA.")

    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Borough:
    """A borough: our own *code*, its official name, and how it follows *arrondissement*."""

    code: str
    name: str
    after_borough: str

    @property
    def full_name(self) -> str:
        """Return « arrondissement du Sud-Ouest », as written in running text."""
        return f"arrondissement {self.after_borough}"


def _borough(code: str, name: str, after_borough: str) -> Borough:
    return Borough(code=code, name=name, after_borough=after_borough)


BOROUGHS: tuple[Borough, ...] = (
    _borough("AHC", "Ahuntsic-Cartierville", "d’Ahuntsic-Cartierville"),
    _borough("ANJ", "Anjou", "d’Anjou"),
    _borough(
        "CDN", "Côte-des-Neiges–Notre-Dame-de-Grâce", "de Côte-des-Neiges–Notre-Dame-de-Grâce"
    ),
    _borough("LAC", "Lachine", "de Lachine"),
    _borough("LAS", "LaSalle", "de LaSalle"),
    _borough("PMR", "Le Plateau-Mont-Royal", "du Plateau-Mont-Royal"),
    _borough("LSO", "Le Sud-Ouest", "du Sud-Ouest"),
    _borough("IBG", "L’Île-Bizard–Sainte-Geneviève", "de L’Île-Bizard–Sainte-Geneviève"),
    _borough("MHM", "Mercier–Hochelaga-Maisonneuve", "de Mercier–Hochelaga-Maisonneuve"),
    _borough("MTN", "Montréal-Nord", "de Montréal-Nord"),
    _borough("OUT", "Outremont", "d’Outremont"),
    _borough("PRX", "Pierrefonds-Roxboro", "de Pierrefonds-Roxboro"),
    _borough(
        "RDP",
        "Rivière-des-Prairies–Pointe-aux-Trembles",
        "de Rivière-des-Prairies–Pointe-aux-Trembles",
    ),
    _borough("RPP", "Rosemont–La Petite-Patrie", "de Rosemont–La Petite-Patrie"),
    _borough("SLR", "Saint-Laurent", "de Saint-Laurent"),
    _borough("SLN", "Saint-Léonard", "de Saint-Léonard"),
    _borough("VDN", "Verdun", "de Verdun"),
    _borough("VMA", "Ville-Marie", "de Ville-Marie"),
    _borough(
        "VSP",
        "Villeray–Saint-Michel–Parc-Extension",
        "de Villeray–Saint-Michel–Parc-Extension",
    ),
)

_BY_CODE = {borough.code: borough for borough in BOROUGHS}


class Reach(StrEnum):
    """How far a thing reaches; the values are stored."""

    CITY = "city"
    AGGLOMERATION = "agglomeration"
    BOROUGHS = "boroughs"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a thing concerns: the city, the agglomeration, or one or more boroughs."""

    reach: Reach = Reach.CITY
    boroughs: tuple[Borough, ...] = ()

    def __post_init__(self) -> None:
        """Refuse boroughs without the boroughs' reach, and the reverse."""
        if (self.reach is Reach.BOROUGHS) != bool(self.boroughs):
            raise ValueError("boroughs are named when, and only when, the scope is theirs")

    @classmethod
    def of_boroughs(cls, codes: Iterable[str]) -> "Scope":
        """Build the scope of the boroughs with those codes, in the official order.

        Raises:
            UnknownPlace: A code is none of the nineteen.
        """
        wanted = set(codes)
        for code in sorted(wanted):
            if code not in _BY_CODE:
                raise UnknownPlace(code)
        return cls(Reach.BOROUGHS, tuple(each for each in BOROUGHS if each.code in wanted))

    def meets(self, other: "Scope") -> bool:
        """Whether the two are one, or have a borough in common: the city is not each of its."""
        if self.reach is not other.reach:
            return False
        return self.reach is not Reach.BOROUGHS or not set(self.boroughs).isdisjoint(other.boroughs)

    def to_text(self) -> str:
        """Return the stored form: ``city``, ``agglomeration`` or ``VDN,VMA``."""
        if self.reach is Reach.BOROUGHS:
            return ",".join(borough.code for borough in self.boroughs)
        return self.reach.value

    @classmethod
    def from_text(cls, text: str) -> "Scope":
        """Read what `to_text` wrote; spaces and semicolons are accepted too.

        Raises:
            UnknownPlace: A word is none of the known places.
        """
        words = [word for word in re.split(r"[,;\s]+", text.strip()) if word]
        if not words or words == [Reach.CITY.value]:
            return CITY
        if words == [Reach.AGGLOMERATION.value]:
            return AGGLOMERATION
        return cls.of_boroughs(word.upper() for word in words)


CITY = Scope()
AGGLOMERATION = Scope(Reach.AGGLOMERATION)
