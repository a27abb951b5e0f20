"""Facts declared once: what is typed becomes a value, and each value has its words."""

from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from comms_desk.facts import (
    DAY,
    EMAILS,
    LANGUAGE,
    PHONES,
    PLACE,
    SEVERAL,
    SITE,
    BadDate,
    Fact,
    Facts,
    NotOneOf,
    OneOf,
    complete,
)
from comms_desk.i18n import Language, catalogue
from comms_desk.imports.headings import heard
from comms_desk.internal.audience import facts as employees
from comms_desk.internal.audience.model import Employee
from comms_desk.internal.bulletins import facts as bulletins
from comms_desk.internal.bulletins.model import Bulletin
from comms_desk.media.contacts import facts as contacts
from comms_desk.media.contacts.model import Contact, Position
from comms_desk.media.drafting import facts as drafts
from comms_desk.media.drafting.model import Draft, DraftKind, DraftStatus
from comms_desk.media.outlets import facts as outlets
from comms_desk.media.outlets.model import (
    Outlet,
    OutletKind,
    OutletLanguage,
    OutletReach,
    ReviewLicence,
)
from comms_desk.places import CITY, Scope, UnknownPlace
from comms_desk.planning.dossiers.facts import STATUS
from comms_desk.planning.dossiers.facts import facts as dossier_facts
from comms_desk.planning.dossiers.model import Dossier, DossierStatus

DECLARED: list[tuple[type, Facts]] = [
    (Dossier, dossier_facts()),
    (Outlet, outlets.FACTS),
    (Contact, contacts.FACTS),
    (Position, contacts.POSITION_FACTS),
    (Employee, employees.FACTS),
    (Bulletin, bulletins.FACTS),
    (Draft, drafts.facts()),
]
IN_OTHER_WAYS = {
    "id",
    "positions",
    "outlet",
    "outlet_name",
    "blocks",
    "issue",
    "issued_at",
    "archived_at",
    "unchosen",
    "origins",
} | {
    *("words", "version", "created_by", "created_at", "changed_at", "embargo"),
}
"""Fields that nobody types: where a contact works is chosen as a position is added, the blocks
of a bulletin are edited in their own way, and so is the embargo of a draft."""


@pytest.mark.parametrize(("thing", "facts"), DECLARED)
def test_every_field_of_a_thing_is_a_fact(thing: Any, facts: Facts) -> None:
    assert {fact.field for fact in facts} == {each.name for each in fields(thing)} - IN_OTHER_WAYS


@pytest.mark.parametrize(("_thing", "facts"), DECLARED)
def test_every_fact_has_its_french(_thing: Any, facts: Facts) -> None:
    french = catalogue(Language.FRENCH)

    for words in (each for fact in facts for each in (fact.label, fact.hint) if each):
        assert french.gettext(words) != words or words in SAME_IN_FRENCH


SAME_IN_FRENCH = {
    "Code",
    "Date",
    "Dossier",
    "Note",
    "Occasion",
    "Source",
    "Service",
    "Site",
    "https://…",
}


@pytest.mark.parametrize(
    ("codes", "choice"),
    [
        (DossierStatus, STATUS),
        (Language, LANGUAGE),
        (OutletKind, outlets.KIND),
        (DraftKind, drafts.KIND),
        (DraftStatus, drafts.STATUS),
        (OutletLanguage, outlets.LANGUAGE),
        (OutletReach, outlets.REACH),
        (ReviewLicence, outlets.LICENCE),
        ((True, False), contacts.LETTERS),
    ],
)
def test_every_code_may_be_chosen_by_its_word(codes: Any, choice: OneOf[Any]) -> None:
    assert [choice.read(choice.say(each)) for each in codes] == list(codes)
    assert [choice.read(choice.write(each)) for each in codes] == list(codes)


def test_a_word_means_the_same_in_either_language() -> None:
    assert [LANGUAGE.read(each) for each in ("français", "French", "FR")] == [Language.FRENCH] * 3


def test_a_word_that_means_two_things_is_neither() -> None:
    roys = OneOf({1: "Zoé Roy", 2: "Zoe Roy", 3: "Bao"}, are_names=True)

    assert roys.read("bao") == 3
    with pytest.raises(NotOneOf) as refused:
        roys.read("zoé roy")
    assert refused.value.choices == ("Zoé Roy", "Zoe Roy", "Bao")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", CITY),
        ("city", CITY),
        ("ville de montreal", CITY),
        ("Whole city", CITY),
        ("Toute la ville", CITY),
        ("arrondissement de Verdun", Scope.of_boroughs(["VDN"])),
        ("Verdun", Scope.of_boroughs(["VDN"])),
        ("vdn, VMA", Scope.of_boroughs(["VDN", "VMA"])),
        ("mercier hochelaga maisonneuve", Scope.of_boroughs(["MHM"])),
    ],
)
def test_a_scope_is_typed_by_its_name_or_its_codes(typed: str, meant: Scope) -> None:
    assert PLACE.read(typed) == meant
    assert PLACE.read(PLACE.write(meant)) == meant


def test_a_scope_of_several_boroughs_is_said_by_their_names() -> None:
    assert PLACE.say(Scope.of_boroughs(["VMA", "VDN"])) == "Verdun, Ville-Marie"
    with pytest.raises(UnknownPlace):
        PLACE.read("Laval")


def test_a_day_is_written_as_it_is_typed() -> None:
    assert DAY.read(" 2026-11-24 ") == date(2026, 11, 24)
    assert DAY.read("") is None
    assert [DAY.write(each) for each in (date(2026, 11, 24), None)] == ["2026-11-24", ""]


@pytest.mark.parametrize(
    "said",
    ["24 nov. 2026", "24\u00a0novembre\u00a02026", "Nov 24, 2026", "Tuesday, November 24, 2026"],
)
def test_a_day_is_read_as_the_window_says_it(said: str) -> None:
    assert DAY.read(said) == date(2026, 11, 24)


@pytest.mark.parametrize("said", ["24 novembre", "demain", "24/11/2026", "lundi 24 novembre 2026"])
def test_what_may_be_another_day_is_none(said: str) -> None:
    with pytest.raises(BadDate):
        DAY.read(said)


def test_several_texts_stand_between_commas_or_semicolons() -> None:
    assert SEVERAL.read("budget; housing, , parks ") == ("budget", "housing", "parks")
    assert SEVERAL.write(("budget", "housing")) == "budget, housing"


def test_what_acts_when_it_is_pressed_opens_only_what_it_says() -> None:
    (mail,) = EMAILS.pressed(("o'hara?bcc=x@cite.example",)) or ()
    assert mail.address == "mailto:o%27hara%3Fbcc%3Dx@cite.example"
    (site,) = SITE.pressed("lapresse.example/ville") or ()
    assert site.address == "https://lapresse.example/ville"

    for stranger in ("file:///etc/passwd", "javascript:alert(1)", "à venir", "https://[::1"):
        assert SITE.pressed(stranger) is None
    assert SITE.pressed("") == PHONES.pressed(()) == ()


def test_a_telephone_that_cannot_be_dialled_is_read_with_the_others() -> None:
    assert PHONES.pressed(("514 872-1234", "demander Ève")) is None
    assert [each.said for each in PHONES.pressed(("5148721234", "311")) or ()] == [
        "514 872-1234",
        "311",
    ]


def test_a_field_that_lacks_its_part_is_named() -> None:
    with pytest.raises(LookupError, match="'horoscope' is no field of Contact"):
        complete((Fact("horoscope", "Horoscope"),), Contact)
    others = {each.name for each in fields(Contact)} - {"language"}
    with pytest.raises(LookupError, match=r"Contact\.language is a field without a fact"):
        complete((), Contact, beside=others)
    with pytest.raises(LookupError, match="the fact 'horoscope' has no headings"):
        heard((Fact("horoscope", "Horoscope"),))
