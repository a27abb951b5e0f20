"""What was typed and refused is not lost without a word, wherever one goes."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.internal.bulletins.model import BulletinBlockKind, NewBlock
from comms_desk.media.contacts.model import ContactId, NewContact
from comms_desk.planning.dossiers.model import DossierId, NewDossier
from comms_desk.storage.model import FieldChange
from comms_desk.ui.bulletins.page import BulletinsPage
from comms_desk.ui.directory.contact_card import PositionCard
from comms_desk.ui.directory.page import DirectoryPage
from comms_desk.ui.dossiers.page import DossiersPage
from comms_desk.ui.frame.unsaved import FieldPlace, Unsaved
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.fields import CardField
from comms_desk.ui.shell.window import Window
from tests.support.years import live_on
from tests.ui.directory.showing import camille, chosen, shown
from tests.ui.keys import click, press, type_words

DAY = date(2026, 11, 24)
WORDS = "c.theoret@"


def type_over(field: CardField, words: str) -> None:
    editor = field.editor
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    if words:
        type_words(editor, words)
    else:
        press(editor, Qt.Key.Key_Backspace)
    press(editor, Qt.Key.Key_Return)


@pytest.fixture
def directory(window: Window, office: Office, qtbot: QtBot) -> DirectoryPage:
    """The directory with two contacts; Camille's position has an address that was refused."""
    contact = camille(office)
    office.contacts.add(NewContact(family_name="Nguyen"))
    window.go_to("directory")
    page = window.page
    assert isinstance(page, DirectoryPage)
    shown(page, qtbot, 2)
    chosen(page, qtbot, contact)
    position(page).sheet.open_all()
    type_over(position(page).fields["emails"], WORDS)
    qtbot.waitUntil(lambda: position(page).fields["emails"].refusal != "")
    return page


def refuse_day(page: DirectoryPage, qtbot: QtBot) -> None:
    day = position(page).fields["started_on"]
    type_over(day, "longtemps")
    qtbot.waitUntil(lambda: day.refusal != "")


def position(page: DirectoryPage) -> PositionCard:
    (card,) = page.contact_card.positions.values()
    return card


def said(window: Window) -> str:
    """What the bar of the window says."""
    return " ".join(label.text() for label in window.away.findChildren(QLabel))


def contact_of(page: DirectoryPage) -> ContactId:
    return ContactId(page.contact_card.thing.id)


def test_an_address_that_was_refused_waits_on_its_position_for_who_went_to_somebody_else(
    window: Window, directory: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    contact = contact_of(directory)
    reason = position(directory).fields["emails"].refusal
    chosen(directory, qtbot, office.contacts.search("nguyen").rows[0].id)
    window.go_to("today")

    window.open(Ref(Subject.CONTACT, contact))
    qtbot.waitUntil(lambda: directory.contact_card.saver.id == contact)

    field = position(directory).fields["emails"]
    assert (field.value, field.refusal) == (WORDS, reason)
    assert field.isVisible()
    read_above = position(directory).sheet.under.text()
    assert "c.theoret@metro.example" in read_above
    type_over(field, "c.theoret@metro.example")
    qtbot.waitUntil(lambda: not field.refusal)
    assert window.close()


def test_an_outlet_that_is_half_typed_waits_on_its_contact_until_it_is_added(
    window: Window, directory: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    contact, other = contact_of(directory), office.contacts.search("nguyen").rows[0].id
    type_over(position(directory).fields["emails"], "camille@metro.example")
    card = directory.contact_card
    type_words(card.outlet, "Radio Ri")

    chosen(directory, qtbot, other)
    assert card.outlet.text() == ""
    assert not window.close()
    assert "Camille Théorêt-Roy, “Outlet of the new position”: Radio Ri." in said(window)
    chosen(directory, qtbot, contact)
    assert card.outlet.text() == "Radio Ri"

    type_words(card.outlet, "ve")
    press(card.outlet, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(card.positions) == 2 and window.errands.is_idle)
    assert card.outlet.text() == ""
    assert not window.away.isVisible()
    assert window.close()


def test_a_window_says_what_was_refused_before_it_closes_over_it(
    window: Window, directory: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    chosen(directory, qtbot, office.contacts.search("nguyen").rows[0].id)

    assert not window.close()

    assert window.isVisible()
    assert window.away.isVisible()
    assert f"This is not saved: Camille Théorêt-Roy, “E-mail”: {WORDS}. Close" in said(window)
    click(_button(window.away, "Close anyway"))
    assert not window.isVisible()


def test_a_window_that_was_to_be_closed_asks_again_once_all_is_mended(
    window: Window, directory: DirectoryPage, qtbot: QtBot
) -> None:
    assert not window.close()

    type_over(position(directory).fields["emails"], "c.theoret@metro.example")

    qtbot.waitUntil(lambda: not window.away.isVisible())
    assert window.close()


def test_a_window_names_all_that_it_would_lose_and_goes_once_all_of_it_was_said(
    window: Window, directory: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    refuse_day(directory, qtbot)
    window.go_to("today")

    assert not window.close()

    named = "Camille Théorêt-Roy, “E-mail”: c.theoret@; Camille Théorêt-Roy, “Since”: longtemps."
    assert named in said(window)
    window.go_to("directory")
    type_over(position(directory).fields["emails"], "c.theoret@metro.example")
    qtbot.waitUntil(lambda: "E-mail" not in said(window))
    assert "“Since”: longtemps." in said(window)
    assert window.close()


def test_a_window_says_what_is_refused_since_it_asked_before_it_goes(
    window: Window, directory: DirectoryPage, qtbot: QtBot
) -> None:
    assert not window.close()
    refuse_day(directory, qtbot)

    assert not window.close()

    assert "“Since”: longtemps." in said(window)
    assert window.close()


def test_a_long_value_is_named_with_its_end_and_beyond_three_fields_they_are_counted(
    window: Window, directory: DirectoryPage
) -> None:
    addresses = ",".join(f"camille.theoret{number}@metro.example" for number in range(4))
    for number, name in enumerate(("a", "b", "c", "d", "e")):
        window.errands.unsaved.keep(
            FieldPlace(Subject.DOSSIER, number, name), Unsaved(name, "", f"{addresses},omar@", None)
        )

    assert not window.close()

    words = said(window)
    assert "; “b”: camille.theoret0@metro.example…" in words
    assert ",omar@; 3 more. Close" in words


def name_emptied(window: Window, dossier: DossierId, qtbot: QtBot) -> DossiersPage:
    """The page of the dossiers, where the name of *dossier* was emptied, and refused."""
    window.open(Ref(Subject.DOSSIER, dossier))
    page = window.page
    assert isinstance(page, DossiersPage)
    qtbot.waitUntil(lambda: page.card.saver.id == dossier)
    page.card.edit_name()
    name = page.card.fields["name"]
    type_over(name, "")
    qtbot.waitUntil(lambda: name.refusal != "")
    return page


def test_a_name_that_was_emptied_waits_on_the_card_of_a_dossier(
    window: Window, office: Office, qtbot: QtBot
) -> None:
    water = office.dossiers.add(NewDossier(code="EAU", name="Eau"))
    snow = office.dossiers.add(NewDossier(code="NEIGE", name="Neige"))
    page = name_emptied(window, water.id, qtbot)
    name = page.card.fields["name"]
    window.open(Ref(Subject.DOSSIER, snow.id))
    qtbot.waitUntil(lambda: page.card.saver.id == snow.id)
    assert page.card.sheet.headline.isVisible()

    window.open(Ref(Subject.DOSSIER, water.id))
    qtbot.waitUntil(lambda: page.card.saver.id == water.id)

    assert name.isVisible()
    assert (name.value, bool(name.refusal)) == ("", True)
    type_over(name, "Eau potable")
    qtbot.waitUntil(lambda: window.errands.is_idle and not name.is_unsaved)


def test_nothing_is_asked_about_a_dossier_that_is_gone_for_good(
    window: Window, office: Office, qtbot: QtBot
) -> None:
    water = office.dossiers.add(NewDossier(code="EAU", name="Eau"))
    name = name_emptied(window, water.id, qtbot).card.fields["name"]
    refused = name.refusal
    office.dossiers.put_in_bin(water.id)
    live_on(office.database, timedelta(days=31))
    assert office.bin.purge() == 1

    type_over(name, "Eau potable")

    qtbot.waitUntil(lambda: name.refusal not in {"", refused})
    assert window.close()


def test_a_conflict_waits_in_the_block_of_a_bulletin_that_was_left(
    window: Window, office: Office, qtbot: QtBot
) -> None:
    first = office.bulletins.add_next(name="Bulletin", day=DAY)
    block = office.bulletins.add_block(first.id, NewBlock(kind=BulletinBlockKind.BUTTON))
    second = office.bulletins.add_next(name="Bulletin", day=DAY)
    window.open(Ref(Subject.BULLETIN, first.id))
    page = window.page
    assert isinstance(page, BulletinsPage)
    qtbot.waitUntil(lambda: block in page.card.blocks.cards)
    office.bulletins.edit_block(block, FieldChange("text", "", "Horaire"))
    type_over(page.card.blocks.cards[block].fields[0], "Inscription")
    qtbot.waitUntil(lambda: page.card.blocks.cards[block].fields[0].has_objection)
    window.open(Ref(Subject.BULLETIN, second.id))
    qtbot.waitUntil(lambda: page.card.bulletin == second.id)
    qtbot.waitUntil(lambda: window.errands.is_idle)

    window.open(Ref(Subject.BULLETIN, first.id))
    qtbot.waitUntil(lambda: block in page.card.blocks.cards)

    field = page.card.blocks.cards[block].fields[0]
    assert field.value == "Inscription"
    click(_button(field, "Take their version"))
    assert field.value == "Horaire"
    assert window.close()


def _button(field: QWidget, words: str) -> QWidget:
    return next(each for each in field.findChildren(Button) if each.text() == words)
