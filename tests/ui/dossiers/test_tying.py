"""Things are tied to a dossier by their names, with the mouse or without."""

from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.media.contacts.model import ContactId, NewContact
from comms_desk.planning.dossiers.model import Dossier
from comms_desk.ui.dossiers.page import DossiersPage, Ties
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.rows import Row
from tests.ui.dossiers.showing import opened, settled, undone
from tests.ui.keys import click, press, type_words


def roys(office: Office) -> list[ContactId]:
    """Add two contacts of one name, in the order in which they are offered."""
    return [
        office.contacts.add(NewContact(family_name="Roy", given_name=given)).id
        for given in ("Zoé", "Alix")
    ]


def looked_for(qtbot: QtBot, page: DossiersPage, dossier: Dossier, words: str) -> Ties:
    opened(qtbot, page, dossier)
    ties = page.card.ties
    ties.picker.search.setFocus()
    type_words(ties.picker.search, words)
    qtbot.waitUntil(lambda: bool(offered(ties)))
    return ties


def offered(ties: Ties) -> list[Row]:
    return ties.picker.list.rows.rows()


def away(ties: Ties) -> list[Button]:
    """Return the buttons that take a thing away from the dossier."""
    return [each for each in ties.lines.findChildren(Button) if each.isVisibleTo(ties)]


def lit(ties: Ties) -> Ref:
    """Return what Enter takes; its row is lit."""
    (row,) = ties.picker.list.together()
    assert row.key == ties.picker.list.chosen
    assert isinstance(row.key, Ref)
    return row.key


def tied(office: Office, dossier: Dossier) -> list[int]:
    return [ref.id for ref in office.dossiers.linked(dossier.id)]


def test_a_contact_is_tied_by_name_and_untied(
    qtbot: QtBot, page: DossiersPage, office: Office, snow: Dossier
) -> None:
    contact = office.contacts.add(NewContact(family_name="Roy", given_name="Zoé")).id
    opened(qtbot, page, snow)
    ties = page.card.ties
    ties.picker.search.setText("roy")
    ties.picker.search.ask()
    settled(qtbot, page)
    assert [row.title for row in offered(ties)] == ["Zoé Roy"]

    undone(qtbot, page, partial(press, ties.picker.search, Qt.Key.Key_Return))
    assert [line.line.title for line in ties.lines.all()] == ["Zoé Roy"]
    assert office.dossiers.linked(snow.id) == (Ref(Subject.CONTACT, contact),)

    (button,) = away(ties)
    undo = undone(qtbot, page, button.click)
    assert office.dossiers.linked(snow.id) == ()

    undo()
    settled(qtbot, page)
    assert [line.line.title for line in ties.lines.all()] == ["Zoé Roy"]


def test_on_the_card_of_a_dossier_what_was_tied_is_named(
    qtbot: QtBot, page: DossiersPage, office: Office, snow: Dossier
) -> None:
    office.contacts.add(NewContact(family_name="Roy", given_name="Zoé"))
    ties = looked_for(qtbot, page, snow, "roy")

    with qtbot.waitSignal(page.undoable) as tying:
        press(ties.picker.search, Qt.Key.Key_Return)
    settled(qtbot, page)
    (button,) = away(ties)
    with qtbot.waitSignal(page.undoable) as untying:
        click(button)

    assert tying.args is not None
    assert tying.args[0] == "Linked: Zoé Roy"
    assert untying.args is not None
    assert untying.args[0] == "Unlinked: Zoé Roy"
    assert [each.args[1].undone for each in (tying, untying)] == ["Link undone", "Removal undone"]


def test_nothing_is_said_of_a_name_that_is_still_being_typed(
    qtbot: QtBot, page: DossiersPage, office: Office, snow: Dossier
) -> None:
    contact = office.contacts.add(NewContact(family_name="Roy", given_name="Zoé")).id
    opened(qtbot, page, snow)
    ties = page.card.ties
    ties.picker.search.blockSignals(True)
    ties.picker.search.setText("zo")
    ties.picker.search.blockSignals(False)

    office.dossiers.link(snow.id, Ref(Subject.CONTACT, contact))
    page.refresh()
    settled(qtbot, page)

    assert [line.line.title for line in ties.lines.all()] == ["Zoé Roy"]
    assert not ties.nothing.isVisible()


def test_a_tied_thing_opens_where_it_lives(
    qtbot: QtBot, page: DossiersPage, office: Office, snow: Dossier
) -> None:
    contact = office.contacts.add(NewContact(family_name="Roy", given_name="Zoé")).id
    office.dossiers.link(snow.id, Ref(Subject.CONTACT, contact))
    opened(qtbot, page, snow)

    with qtbot.waitSignal(page.open_wanted) as wanted:
        click(page.card.ties.lines.all()[0])

    assert wanted.args == [Ref(Subject.CONTACT, contact)]


def test_enter_ties_what_is_offered_first_and_the_next_is_typed_at_once(
    qtbot: QtBot, page: DossiersPage, office: Office, snow: Dossier
) -> None:
    first, _second = roys(office)
    ties = looked_for(qtbot, page, snow, "roy")

    with qtbot.waitSignal(page.undoable):
        press(ties.picker.search, Qt.Key.Key_Return)

    assert tied(office, snow) == [first]
    assert ties.picker.search.hasFocus()
    assert ties.picker.search.words == ""
    assert offered(ties) == []


def test_enter_waits_for_what_answers_the_words_before_it(
    qtbot: QtBot, page: DossiersPage, office: Office, snow: Dossier
) -> None:
    roys(office)
    diallo = office.contacts.add(NewContact(family_name="Diallo", given_name="Ève")).id
    ties = looked_for(qtbot, page, snow, "roy")

    ties.picker.search.selectAll()
    type_words(ties.picker.search, "diallo")
    with qtbot.waitSignal(page.undoable):
        press(ties.picker.search, Qt.Key.Key_Return)

    assert tied(office, snow) == [diallo]


def test_names_typed_one_after_the_other_are_each_tied_by_their_enter(
    qtbot: QtBot, page: DossiersPage, office: Office, snow: Dossier
) -> None:
    haddad, diallo = (
        office.contacts.add(NewContact(family_name=name)).id for name in ("Haddad", "Diallo")
    )
    opened(qtbot, page, snow)
    search = page.card.ties.picker.search
    search.setFocus()

    for name in ("hadad", "diallo"):
        type_words(search, name)
        press(search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tied(office, snow) == [diallo, haddad])
    settled(qtbot, page)

    assert search.text() == ""
    assert search.hasFocus()


def test_a_name_begun_before_the_one_before_it_is_tied_stays_in_the_field(
    qtbot: QtBot, page: DossiersPage, office: Office, snow: Dossier
) -> None:
    haddad = office.contacts.add(NewContact(family_name="Haddad")).id
    office.contacts.add(NewContact(family_name="Diallo"))
    opened(qtbot, page, snow)
    ties = page.card.ties
    ties.picker.search.setFocus()

    type_words(ties.picker.search, "hadad")
    press(ties.picker.search, Qt.Key.Key_Return)
    type_words(ties.picker.search, "dia")
    ties.picker.search.ask()  # the pause of the typing is over
    qtbot.waitUntil(lambda: [row.title for row in offered(ties)] == ["Diallo"])
    settled(qtbot, page)

    assert tied(office, snow) == [haddad]
    assert ties.picker.search.text() == "dia"


def test_escape_after_enter_ties_nothing(
    qtbot: QtBot, page: DossiersPage, office: Office, snow: Dossier
) -> None:
    roys(office)
    opened(qtbot, page, snow)
    search = page.card.ties.picker.search
    search.setFocus()

    type_words(search, "roy")
    press(search, Qt.Key.Key_Return)
    press(search, Qt.Key.Key_Escape)
    settled(qtbot, page)

    assert tied(office, snow) == []


def test_what_matches_nothing_is_said_of_the_words_in_the_field_alone(
    qtbot: QtBot, page: DossiersPage, snow: Dossier
) -> None:
    opened(qtbot, page, snow)
    picker = page.card.ties.picker
    picker.search.setFocus()
    type_words(picker.search, "zzqq")
    qtbot.waitUntil(picker.nothing.isVisible)

    press(picker.search, Qt.Key.Key_Backspace)

    assert not picker.nothing.isVisible()


def test_the_arrows_go_through_what_is_offered_and_enter_ties_the_one_chosen(
    qtbot: QtBot, page: DossiersPage, office: Office, snow: Dossier
) -> None:
    first, second = roys(office)
    ties = looked_for(qtbot, page, snow, "roy")

    keys = ties.picker.search
    assert lit(ties).id == first
    for key, then in ((Qt.Key.Key_Up, first), (Qt.Key.Key_Down, second), (Qt.Key.Key_Down, second)):
        press(keys, key)
        assert lit(ties).id == then
        assert keys.hasFocus()
    with qtbot.waitSignal(page.undoable):
        press(keys, Qt.Key.Key_Return)

    assert tied(office, snow) == [second]
    assert ties.picker.search.hasFocus()


def test_tab_goes_to_what_is_offered(
    qtbot: QtBot, page: DossiersPage, office: Office, snow: Dossier
) -> None:
    first, _second = roys(office)
    ties = looked_for(qtbot, page, snow, "roy")

    press(ties.picker.search, Qt.Key.Key_Tab)
    assert ties.picker.list.hasFocus()
    assert lit(ties).id == first
    with qtbot.waitSignal(page.undoable):
        press(ties.picker.list, Qt.Key.Key_Return)

    assert tied(office, snow) == [first]


def test_escape_leaves_what_is_offered_and_ties_nothing(
    qtbot: QtBot, page: DossiersPage, office: Office, snow: Dossier
) -> None:
    roys(office)
    ties = looked_for(qtbot, page, snow, "roy")
    press(ties.picker.search, Qt.Key.Key_Tab)

    press(ties.picker.list, Qt.Key.Key_Escape)
    settled(qtbot, page)

    assert ties.picker.search.hasFocus()
    assert ties.picker.search.words == ""
    assert offered(ties) == []
    assert tied(office, snow) == []


def test_enter_opens_what_is_tied(
    qtbot: QtBot, page: DossiersPage, office: Office, snow: Dossier
) -> None:
    first, _second = roys(office)
    office.dossiers.link(snow.id, Ref(Subject.CONTACT, first))
    opened(qtbot, page, snow)
    (line,) = page.card.ties.lines.all()
    line.setFocus()

    with qtbot.waitSignal(page.open_wanted) as wanted:
        press(line, Qt.Key.Key_Return)

    assert wanted.args == [Ref(Subject.CONTACT, first)]


def test_ctrl_z_undoes_what_was_tied_and_not_the_words_that_found_it(
    qtbot: QtBot, page: DossiersPage, office: Office, snow: Dossier
) -> None:
    roys(office)
    ties = looked_for(qtbot, page, snow, "roy")
    press(ties.picker.search, Qt.Key.Key_Return)
    settled(qtbot, page)
    assert tied(office, snow)

    undo = QKeyEvent(
        QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier
    )
    undo.ignore()
    QApplication.sendEvent(ties.picker.search, undo)

    assert ties.picker.search.words == ""
    assert not undo.isAccepted()
    type_words(ties.picker.search, "ne")
    undo.ignore()
    QApplication.sendEvent(ties.picker.search, undo)
    assert undo.isAccepted()
