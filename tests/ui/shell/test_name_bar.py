"""Nobody is known by a login: whoever sits at the desk is asked their name, over the page."""

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.across import same_person
from comms_desk.across.office import Office
from comms_desk.media.inquiries.model import InquiryId, NewInquiry
from comms_desk.media.inquiries.moments import Channel, Holder, MomentKind, NewMoment
from comms_desk.planning.people.model import NewPerson, Person, PersonId
from comms_desk.ui.inquiries.moments import MomentRecording
from comms_desk.ui.shell.window import Window
from tests.support.windows import held_answers
from tests.ui.keys import click, type_words


@pytest.fixture
def asked(qtbot: QtBot, window: Window) -> Window:
    window.naming.read()
    qtbot.waitUntil(window.naming.isVisible)
    return window


def called(office: Office) -> str:
    return office.people.get(PersonId(office.database.actor or 0)).name


def test_one_whom_only_a_login_names_is_asked_their_name(
    qtbot: QtBot, asked: Window, office: Office
) -> None:
    assert "anne" not in asked.naming.said.text()
    assert not asked.naming.line.hasFocus()
    assert not asked.naming.keep.isEnabled()

    type_words(asked.naming.line, "Anne Tremblay")
    click(asked.naming.keep)

    qtbot.waitUntil(asked.naming.isHidden)
    qtbot.waitUntil(lambda: asked.errands.is_idle)
    assert called(office) == "Anne Tremblay"
    asked.naming.read()
    qtbot.waitUntil(lambda: asked.errands.is_idle)
    assert asked.naming.isHidden()


def test_a_login_is_no_answer(asked: Window) -> None:
    type_words(asked.naming.line, "Anne")
    assert not asked.naming.keep.isEnabled()


def test_it_can_wait(asked: Window, office: Office) -> None:
    click(asked.naming.later)

    assert asked.naming.isHidden()
    assert called(office) == "anne"


def test_who_has_a_name_is_not_asked(qtbot: QtBot, window: Window, office: Office) -> None:
    office.people.rename(PersonId(office.database.actor or 0), "Anne Tremblay")

    window.naming.read()

    qtbot.waitUntil(lambda: window.errands.is_idle)
    assert window.naming.isHidden()


def test_a_name_given_elsewhere_is_not_asked_for_any_more(
    qtbot: QtBot, asked: Window, office: Office
) -> None:
    office.people.rename(PersonId(office.database.actor or 0), "Anne Tremblay")
    asked.stirred.emit()

    qtbot.waitUntil(asked.naming.isHidden)


def eve(office: Office, email: str = "") -> Person:
    return office.people.add(NewPerson(name="Ève Lavoie", email=email))


def test_a_colleague_who_was_named_before_is_asked_by_name_whether_that_is_them(
    qtbot: QtBot, asked: Window, office: Office
) -> None:
    named = eve(office)
    inquiry = handed(office, named)

    type_words(asked.naming.line, "Eve Lavoie")
    click(asked.naming.keep)
    qtbot.waitUntil(asked.naming.is_me.isVisible)
    assert "Ève Lavoie" in asked.naming.said.text()
    assert not asked.naming.line.isVisible()
    assert called(office) == "anne"
    click(asked.naming.is_me)

    qtbot.waitUntil(asked.naming.isHidden)
    assert called(office) == "Ève Lavoie"
    assert office.inquiries.get(inquiry).holder.person == office.database.actor
    assert [each.name for each in office.people.every(active_only=False)] == ["Ève Lavoie"]


def test_who_has_the_name_of_a_colleague_and_is_not_them_keeps_it_apart(
    qtbot: QtBot, asked: Window, office: Office
) -> None:
    named = eve(office)
    type_words(asked.naming.line, "Ève Lavoie")
    click(asked.naming.keep)
    qtbot.waitUntil(asked.naming.is_other.isVisible)

    click(asked.naming.is_other)

    qtbot.waitUntil(asked.naming.isHidden)
    assert called(office) == "Ève Lavoie"
    assert office.people.get(named.id).logins == ()


@pytest.mark.parametrize("is_me", [True, False])
def test_who_takes_the_name_of_a_colleague_in_the_settings_is_asked_too(
    qtbot: QtBot, window: Window, office: Office, *, is_me: bool
) -> None:
    me = PersonId(office.database.actor or 0)
    office.people.rename(me, "Anne Tremblay")
    named = eve(office)
    inquiry = handed(office, named)
    window.naming.read()
    qtbot.waitUntil(lambda: window.errands.is_idle)
    assert window.naming.isHidden()

    office.people.rename(me, "Eve Lavoie")
    qtbot.waitUntil(window.naming.is_me.isVisible)
    window.stirred.emit()
    qtbot.waitUntil(lambda: window.errands.is_idle)
    assert "Ève Lavoie" in window.naming.said.text()
    click(window.naming.is_me if is_me else window.naming.is_other)

    qtbot.waitUntil(window.naming.isHidden)
    qtbot.waitUntil(lambda: window.errands.is_idle)
    assert called(office) == ("Ève Lavoie" if is_me else "Eve Lavoie")
    assert office.inquiries.get(inquiry).holder.person == (me if is_me else named.id)


def test_what_was_read_before_the_name_was_given_does_not_ask_for_it_again(
    qtbot: QtBot, asked: Window, office: Office
) -> None:
    eve(office)
    with held_answers(same_person, "signed_in") as read:
        asked.naming.read()
        qtbot.waitUntil(read.is_set)
        type_words(asked.naming.line, "Eve Lavoie")
        click(asked.naming.keep)
        qtbot.waitUntil(asked.naming.is_other.isVisible)

    qtbot.waitUntil(lambda: asked.errands.is_idle)
    assert asked.naming.is_other.isVisible()


def test_a_login_that_begins_the_address_of_a_colleague_asks_at_once(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    eve(office, "anne@ville.example")

    window.naming.read()
    qtbot.waitUntil(window.naming.is_me.isVisible)
    click(window.naming.is_other)

    qtbot.waitUntil(window.naming.line.isVisible)
    assert called(office) == "anne"


def test_who_left_it_for_later_is_asked_again_once_something_bears_their_name(
    qtbot: QtBot, asked: Window, office: Office
) -> None:
    click(asked.naming.later)
    inquiry = office.inquiries.add(NewInquiry(title="Neige")).id
    recording = MomentRecording(asked.errands, asked)
    qtbot.waitUntil(lambda: asked.errands.is_idle)
    assert asked.naming.isHidden()

    recording.record(inquiry, NewMoment(what=MomentKind.ACKNOWLEDGED, how=Channel.PHONE), said="")

    qtbot.waitUntil(asked.naming.isVisible)


def handed(office: Office, to: Person) -> InquiryId:
    inquiry = office.inquiries.add(NewInquiry(title="Neige")).id
    office.inquiries.record(inquiry, NewMoment(what=MomentKind.HANDED, holder=Holder(person=to.id)))
    return inquiry
