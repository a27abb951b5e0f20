"""A number is given to one text, once, whatever becomes of that."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest

from comms_desk.i18n import Language
from comms_desk.media.drafting.desk import DraftDesk
from comms_desk.media.drafting.model import (
    Draft,
    DraftKind,
    NewDraft,
    NumberKept,
    NumberTaken,
)
from comms_desk.storage.bin import Bin
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.media.dispatches.sent import Press, to
from tests.support.years import live_on


def numbered(desk: DraftDesk, number: str, title: str = "Neige", **given: object) -> Draft:
    return desk.add(NewDraft(kind=DraftKind.RELEASE, title=title, number=number, **given))  # type: ignore[arg-type]


@pytest.fixture
def desk(database: Database) -> DraftDesk:
    return DraftDesk(database)


def test_a_number_is_given_to_one_text_however_it_is_typed(desk: DraftDesk) -> None:
    numbered(desk, "2026-041", "Neige")
    rain = numbered(desk, "", "Pluie")

    for again in ("2026-041", "nᵒ 2026–041", " 2026 041 "):
        with pytest.raises(NumberTaken) as refused:
            desk.edit(rain.id, FieldChange("number", "", again))
        assert (refused.value.number, refused.value.title) == (again.strip(), "Neige")
    with pytest.raises(NumberTaken):
        numbered(desk, "2026-041", "Eau")

    assert desk.get(rain.id).number == ""
    assert [each.title for each in desk.search().rows] == ["Pluie", "Neige"]


def test_the_offices_own_series_is_taken_as_it_is_and_what_is_no_number_on_several(
    desk: DraftDesk,
) -> None:
    series = (
        "C-12",
        "26/118",
        "nᵒ 7",
        "SIM-2026.4",
        "",
        "",
        "à venir",
        "2026-à venir",
        "2026-à venir",
    )

    assert [numbered(desk, each).number for each in series] == list(series)


def test_the_english_version_may_have_the_number_of_its_french(desk: DraftDesk) -> None:
    numbered(desk, "2026-041")
    english = numbered(desk, "2026-041", "Snow", language=Language.ENGLISH)

    with pytest.raises(NumberTaken):
        desk.edit(english.id, FieldChange("language", Language.ENGLISH, Language.FRENCH))
    assert desk.get(english.id).language is Language.ENGLISH


def test_a_text_that_went_nowhere_gives_up_a_number_typed_wrong(desk: DraftDesk) -> None:
    snow, rain = numbered(desk, "2026-14"), numbered(desk, "", "Pluie")

    edit = desk.edit(snow.id, FieldChange("number", "2026-14", "2026-41"))
    desk.edit(rain.id, FieldChange("number", "", "2026-14"))

    with pytest.raises(NumberTaken):
        desk.edit(snow.id, edit.change.inverse())
    assert (desk.get(snow.id).number, desk.get(rain.id).number) == ("2026-41", "2026-14")


def test_neither_the_bin_nor_what_empties_it_gives_a_number_back(
    desk: DraftDesk, database: Database
) -> None:
    gone, other = numbered(desk, "2026-041"), numbered(desk, "", "Pluie")
    change = FieldChange("number", "", "2026-041")
    desk.put_in_bin(gone.id)
    with pytest.raises(NumberTaken):
        desk.edit(other.id, change)

    live_on(database, timedelta(days=31))
    assert Bin(database).purge() == 1

    with pytest.raises(NumberTaken) as refused:
        desk.edit(other.id, change)
    assert refused.value.title == "2026-041"


@pytest.mark.parametrize("has_left", [True, False])
def test_what_left_or_is_about_to_keeps_its_number(database: Database, *, has_left: bool) -> None:
    press = Press(database)
    draft = press.draft()
    press.desk.send(draft, to("zoe@journal.example"))
    if has_left:
        press.worker().carry()
    number = press.drafts.get(draft).number

    for other in ("2026-999", ""):
        with pytest.raises(NumberKept):
            press.drafts.edit(draft, FieldChange("number", number, other))
    press.drafts.edit(draft, FieldChange("language", Language.FRENCH, Language.ENGLISH))

    with pytest.raises(NumberTaken):
        numbered(press.drafts, number)
    assert press.drafts.get(draft).number == number


def test_two_who_give_the_same_number_at_once_give_it_once(database: Database) -> None:
    desks = [DraftDesk(database) for _each in range(8)]
    drafts = [numbered(desks[0], "", str(place)) for place in range(8)]

    def give(place: int) -> bool:
        with suppress(NumberTaken):
            desks[place].edit(drafts[place].id, FieldChange("number", "", "2026-041"))
            return True
        return False

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(give, range(8))) == 1
    assert sum(each.number == "2026-041" for each in desks[0].search().rows) == 1
