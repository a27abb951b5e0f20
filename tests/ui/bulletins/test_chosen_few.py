"""A bulletin sent to a chosen few from the window: picked, counted of how many, never twice."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.internal.audience.model import NewEmployee, Segment
from comms_desk.internal.bulletins.model import BulletinId
from comms_desk.mail.address import Address
from comms_desk.mail.model import ExclusionReason
from comms_desk.ui.bulletins.dialogs import SendBulletinDialog
from comms_desk.ui.bulletins.page import BulletinsPage
from tests.ui.bulletins.shown import NEW, TEXT, open_account, shown, words_of
from tests.ui.keys import click, press, type_words


def ready(office: Office) -> BulletinId:
    open_account(office)
    for name, service in (("Roy", "Voirie"), ("Diallo", "Voirie"), ("Nguyen", "Eau")):
        email = Address.parse(f"{name.lower()}@ville.example")
        office.audience.add(NewEmployee(family_name=name, email=email, service=service))
    office.audience.add(NewEmployee(family_name="Tremblay", service="Voirie"))
    return office.bulletins.add(NEW, [TEXT]).id


def asked(page: BulletinsPage, qtbot: QtBot) -> SendBulletinDialog:
    before = page.sending.question
    click(page.card.send)
    qtbot.waitUntil(lambda: page.sending.question is not before)
    question = page.sending.question
    assert isinstance(question, SendBulletinDialog)
    return question


def offered(question: SendBulletinDialog) -> list[str]:
    return [row.title for row in question.few.picker.list.rows.rows()]


def pick(question: SendBulletinDialog, qtbot: QtBot, words: str, first: str) -> None:
    search = question.few.picker.search
    type_words(search, words)
    qtbot.waitUntil(lambda: offered(question)[:1] == [first])
    press(search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: first not in offered(question))


def test_a_service_and_a_person_are_picked_and_counted_of_all(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = ready(office)
    shown(page, qtbot, bulletin)
    question = asked(page, qtbot)
    assert question.title.text() == "Send Entre nous, no.\u00a041 to 3 people?"

    click(question.to_few)
    qtbot.waitUntil(lambda: offered(question)[:2] == ["Eau", "Voirie"])
    qtbot.waitUntil(lambda: question.verb.text() == "Send · nobody to write to")
    pick(question, qtbot, "voi", "Voirie")

    qtbot.waitUntil(question.verb.isEnabled)
    assert question.title.text() == "Send Entre nous, no.\u00a041 to 2 people of 3?"
    assert "1 person will not get it: without an e-mail address." in words_of(question)
    click(question.verb)
    qtbot.waitUntil(lambda: office.outbox.letters().total == 2)
    assert {each.to.local for each in office.outbox.letters().rows} == {"roy", "diallo"}


def test_those_who_were_not_chosen_get_it_later_and_nobody_twice(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = ready(office)
    shown(page, qtbot, bulletin)
    question = asked(page, qtbot)
    click(question.to_few)
    pick(question, qtbot, "roy", "Roy")
    qtbot.waitUntil(question.verb.isEnabled)
    click(question.verb)
    qtbot.waitUntil(lambda: office.outbox.letters().total == 1)

    qtbot.waitUntil(lambda: page.card.readers.text().startswith("2 people not reached yet"))
    qtbot.waitUntil(lambda: page.card.send.text() == "Send to the others")
    question = asked(page, qtbot)
    assert question.title.text() == "Send Entre nous, no.\u00a041 to 2 people?"
    click(question.verb)

    qtbot.waitUntil(lambda: office.outbox.letters().total == 3)
    qtbot.waitUntil(page.card.send.isHidden)


def test_who_was_picked_is_left_out_again_and_everyone_gets_it_after_all(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = ready(office)
    shown(page, qtbot, bulletin)
    question = asked(page, qtbot)
    click(question.to_few)
    pick(question, qtbot, "eau", "Eau")
    qtbot.waitUntil(lambda: question.title.text().endswith("to 1 person of 3?"))

    (chosen,) = question.few.chosen.values()
    assert chosen.accessibleName() == "Leave out Eau"
    click(chosen)
    qtbot.waitUntil(lambda: question.verb.text() == "Send · nobody to write to")
    click(question.to_few)

    qtbot.waitUntil(lambda: question.title.text().endswith("to 3 people?"))
    assert question.verb.isEnabled()
    assert question.to is None


def test_a_bulletin_goes_on_though_all_who_were_chosen_asked_not_to_be_written_to(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = ready(office)
    roy = next(each.id for each in office.audience.search("roy").rows)
    office.bulletins.send(bulletin, to=Segment(people=frozenset({roy})))
    office.outbox.suppress(Address.parse("roy@ville.example"), because=ExclusionReason.ASKED)

    shown(page, qtbot, bulletin)

    qtbot.waitUntil(lambda: page.card.send.isEnabled() and page.card.send.isVisible())
    assert page.card.readers.text().startswith("2 people not reached yet")
