"""Unfinished forms: of one person alone, and no window's typing ever over another's."""

from dataclasses import replace
from datetime import timedelta

import pytest

from comms_desk.changes import Subject
from comms_desk.clock import StillClock
from comms_desk.storage.database import Database
from comms_desk.storage.errors import FormTooLong
from comms_desk.storage.forms import FORM_LENGTH, FormDesk
from comms_desk.storage.model import UnfinishedForm, new_form_key

ANNE, LEA = 7, 8


def form(name: str, *, in_front: bool = False, kind: Subject = Subject.WATCH) -> UnfinishedForm:
    return UnfinishedForm(
        key=new_form_key(),
        kind=kind,
        changes=None,
        fields={"name": name},
        before={},
        in_front=in_front,
    )


def again(taken: UnfinishedForm, name: str) -> UnfinishedForm:
    """Return *taken* as another window goes on with it."""
    return replace(taken, key=new_form_key(), fields={"name": name})


@pytest.fixture
def forms(database: Database) -> FormDesk:
    database.act_as(ANNE)
    return FormDesk(database)


def test_every_field_of_a_form_survives_the_database(forms: FormDesk) -> None:
    kept = UnfinishedForm(
        key=new_form_key(),
        kind=Subject.CONTACT,
        changes=(1 << 63) - 1,
        fields={"name": "Ève", "note": "a\ud83d\0\n«\u00a0b\u00a0»", "empty": ""},
        before={"name": "Eve"},
        in_front=True,
    )

    forms.keep(kept)

    assert forms.every(Subject.CONTACT) == (kept,)
    assert forms.every(Subject.WATCH) == ()


def test_a_form_is_kept_as_it_was_last_and_kept_twice_is_kept_once(forms: FormDesk) -> None:
    kept = form("Hoc")
    forms.keep(kept)
    longer = replace(kept, fields={"name": "Hockey"}, in_front=True)

    forms.keep(longer)
    forms.keep(longer)

    assert forms.every(Subject.WATCH) == (longer,)


def test_those_in_front_come_first_then_the_latest(forms: FormDesk, clock: StillClock) -> None:
    first, second, in_front = form("Hockey"), form("Neige"), form("Ville", in_front=True)
    for each in (in_front, first, second):
        forms.keep(each)
    clock.advance(timedelta(seconds=2))
    forms.keep(first)

    assert forms.every(Subject.WATCH) == (in_front, first, second)


def test_nobody_sees_or_removes_the_form_of_somebody_else(
    forms: FormDesk, database: Database
) -> None:
    of_anne = form("Hockey")
    forms.keep(of_anne)

    for person in (LEA, None):
        database.act_as(person)
        assert forms.every(Subject.WATCH) == ()
        forms.forget(of_anne.key, taken=of_anne)
        forms.keep(replace(of_anne, fields={"name": "Neige"}), taken=of_anne)

    database.act_as(ANNE)
    assert forms.every(Subject.WATCH) == (of_anne,)


def test_a_form_that_is_gone_on_with_takes_the_place_of_what_another_window_left(
    forms: FormDesk,
) -> None:
    left = form("Hoc")
    forms.keep(left)
    mine = again(left, "Hockey")

    forms.keep(mine, taken=left)
    forms.keep(mine, taken=left)

    assert forms.every(Subject.WATCH) == (mine,)


def test_what_another_window_types_meanwhile_stays_beside_what_goes_on_with_it(
    forms: FormDesk,
) -> None:
    left = form("Hoc")
    forms.keep(left)
    theirs, mine = replace(left, fields={"name": "Hochelaga"}), again(left, "Hockey")
    forms.keep(theirs)

    forms.keep(mine, taken=left)
    assert set(names(forms)) == {"Hochelaga", "Hockey"}
    forms.forget(mine.key, taken=left)

    assert names(forms) == ["Hochelaga"]


def test_a_form_that_is_finished_is_gone_with_what_it_went_on_with(forms: FormDesk) -> None:
    left, other = form("Hockey"), form("Neige")
    forms.keep(left)
    forms.keep(other)

    forms.forget(again(left, "Hockey").key, taken=left)
    forms.forget(left.key)

    assert forms.every(Subject.WATCH) == (other,)


def test_a_form_that_no_window_could_show_is_refused_and_what_was_kept_stays(
    forms: FormDesk,
) -> None:
    kept = form("Hockey")
    forms.keep(kept)

    with pytest.raises(FormTooLong):
        forms.keep(replace(kept, fields={"name": "x" * FORM_LENGTH, "query": "x"}))

    assert forms.every(Subject.WATCH) == (kept,)


def names(forms: FormDesk) -> list[str]:
    return [each.fields["name"] for each in forms.every(Subject.WATCH)]


def test_a_form_that_goes_on_with_itself_is_kept(forms: FormDesk) -> None:
    kept = form("Neige")
    forms.keep(kept)

    forms.keep(kept, taken=kept)

    assert forms.every(Subject.WATCH) == (kept,)
