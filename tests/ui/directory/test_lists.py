"""Lists in the Directory: filled by picking and pasting, found by a filter, by the keys alone."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from comms_desk.across.history import history, put_back
from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.mail.address import Address
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.lists.conditions import By, Filter, Finds
from comms_desk.media.lists.model import ListId, ListKind, NewList
from comms_desk.media.outlets.model import NewOutlet, OutletKind
from comms_desk.storage.conditions import Condition, Joined
from comms_desk.ui.directory.list_card import ListCard
from comms_desk.ui.directory.page import DirectoryPage
from comms_desk.ui.kit.conditions import Group
from comms_desk.ui.kit.line import LineButton
from tests.ui.directory.showing import camille, shown, titles
from tests.ui.keys import press, type_words

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def done(page: DirectoryPage) -> list[tuple[str, object]]:
    """What was done, and its undo."""
    said: list[tuple[str, object]] = []
    page.undoable.connect(lambda what, undo: said.append((what, undo)))
    return said


def fixed(office: Office, *members: Ref | Address, name: str = "Agences") -> ListId:
    made = office.lists.add(NewList(name=name, rank=2)).id
    office.lists.put_members(made, members)
    return made


def opened(page: DirectoryPage, qtbot: QtBot, of: ListId) -> ListCard:
    page.shown()
    page.open(Ref(Subject.LIST, of))
    card = page.list_card
    qtbot.waitUntil(lambda: card.ref == Ref(Subject.LIST, of) and card.isVisible())
    qtbot.waitUntil(lambda: page.column.list.chosen == of)
    qtbot.waitUntil(lambda: page.errands.is_idle)
    return card


def people(card: ListCard) -> list[str]:
    return [each.line.title for each in card.people.all()]


def undo(done: list[tuple[str, object]]) -> None:
    way = done[-1][1]
    assert callable(way)
    way()


def test_lists_stand_beside_contacts_in_the_order_in_which_they_leave(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    camille(office)
    fixed(office)
    office.lists.add(NewList(name="Copie interne", rank=1, early_minutes=5))
    shown(page, qtbot, 1)

    page.chips[Subject.LIST].click()

    qtbot.waitUntil(lambda: titles(page) == ["Copie interne", "Agences"])
    assert not page.list_of_found.isVisible()
    details = [row.detail for row in page.column.list.list.rows.rows()]
    assert details == ["Fixed list · rank 1 · 5 minutes early", "Fixed list · rank 2"]


def test_a_desk_without_lists_says_how_one_is_made(page: DirectoryPage, qtbot: QtBot) -> None:
    page.shown()
    page.chips[Subject.LIST].click()

    qtbot.waitUntil(
        lambda: page.column.empty.isVisible() and not page.column.empty.first.isVisible()
    )


def test_somebody_is_put_in_by_a_few_letters_and_taken_out_again(
    page: DirectoryPage, office: Office, qtbot: QtBot, done: list[tuple[str, object]]
) -> None:
    camille(office)
    card = opened(page, qtbot, fixed(office))
    assert card.nothing.isVisible()

    card.picker.search.setFocus()
    type_words(card.picker.search, "theoret")
    press(card.picker.search, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: people(card) == ["Camille Théorêt-Roy"])
    qtbot.waitUntil(lambda: bool(done))
    assert card.count.text() == "1 person"
    (row,) = card.people.all()
    assert row.line.away == "Take Camille Théorêt-Roy out of the list"
    card.people.away_wanted.emit(row.line.key)
    qtbot.waitUntil(lambda: people(card) == [])
    qtbot.waitUntil(lambda: len(done) == 2)
    undo(done)
    qtbot.waitUntil(lambda: people(card) == ["Camille Théorêt-Roy"])


def test_an_address_that_nobody_has_is_put_in_as_it_is(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    card = opened(page, qtbot, fixed(office))

    card.picker.search.setFocus()
    type_words(card.picker.search, "fil@agence.example")
    press(card.picker.search, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: people(card) == ["fil@agence.example"])


def test_who_is_left_out_is_said_beside_them(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    held = NewPosition(emails=(Address.parse("abel@avis.example"),))
    abel = office.contacts.add(
        NewContact(family_name="Abel", do_not_contact=True, positions=(held,))
    ).id

    card = opened(page, qtbot, fixed(office, Ref(Subject.CONTACT, abel)))

    (row,) = card.people.all()
    assert [tag.text for tag in row.line.tags] == ["do not contact"]
    assert card.count.text() == "1 person · 1 left out"


def test_addresses_are_pasted_by_the_keys_and_each_is_accounted_for(
    page: DirectoryPage, office: Office, qtbot: QtBot, done: list[tuple[str, object]]
) -> None:
    camille(office)
    card = opened(page, qtbot, fixed(office, Address.parse("deja@b.example")))
    QGuiApplication.clipboard().setText(
        "Théorêt <C.Theoret@metro.example>; Fil <fil@agence.example>\ndeja@b.example, personne"
    )

    card.people.all()[0].setFocus()
    press(card.people.all()[0], Qt.Key.Key_V, CTRL)

    qtbot.waitUntil(lambda: bool(done))
    assert done[0][0] == "Pasted: 1 known, 1 new address, 1 already there, 1 refused"
    qtbot.waitUntil(lambda: people(card) == ["deja@b.example", "Fil", "Camille Théorêt-Roy"])
    assert card.notice.isVisible()
    undo(done)
    qtbot.waitUntil(lambda: people(card) == ["deja@b.example"])


def test_addresses_are_pasted_from_the_row_of_the_list(
    page: DirectoryPage, office: Office, qtbot: QtBot, done: list[tuple[str, object]]
) -> None:
    card = opened(page, qtbot, fixed(office))
    QGuiApplication.clipboard().setText("fil@agence.example")

    press(page.column.list.list, Qt.Key.Key_V, CTRL)

    qtbot.waitUntil(lambda: people(card) == ["fil@agence.example"])


def test_an_empty_clipboard_pastes_nothing_and_says_so(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    card = opened(page, qtbot, fixed(office))
    QGuiApplication.clipboard().clear()

    card.paste.click()

    assert card.notice.isVisible()


def filtered(office: Office, *parts: Condition[By] | Filter) -> ListId:
    new = NewList(name="Quotidiens", kind=ListKind.FILTER, filter=Filter(tuple(parts)))
    return office.lists.add(new).id


def chosen(choice: QComboBox, index: int) -> None:
    choice.setCurrentIndex(index)
    choice.activated.emit(index)


def test_a_filter_is_read_as_words_and_shows_whom_it_finds(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    camille(office)
    outlet = office.outlets.search().rows[0].id

    card = opened(page, qtbot, filtered(office, Condition(By.OUTLET, (outlet,))))

    assert card.words.text() == "Outlet: Métro-Nord"
    assert people(card) == ["Camille Théorêt-Roy"]
    assert not card.picker.isVisible()
    assert not card.paste.isVisible()


def test_a_filter_is_built_by_the_keys(page: DirectoryPage, office: Office, qtbot: QtBot) -> None:
    camille(office)
    office.outlets.add(NewOutlet(name="Radio Rive", kind=OutletKind.RADIO))
    made = filtered(office)
    card = opened(page, qtbot, made)
    qtbot.waitUntil(card.editor.isVisible)
    group = card.editor.group
    assert group is not None

    add = next(each for each in group.add.menu().actions() if each.text() == "Outlet")
    add.trigger()
    condition = group.parts[0]
    assert not isinstance(condition, Group)
    assert condition.picker.search.hasFocus()
    type_words(condition.picker.search, "metro")
    press(condition.picker.search, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: people(card) == ["Camille Théorêt-Roy"])
    assert card.words.text() == "Outlet: Métro-Nord"
    assert card.editor.group is group, "what is built is not built anew"
    assert condition.picker.search.hasFocus()
    press(condition.picker.search, Qt.Key.Key_Escape)
    assert condition.add.hasFocus()


def test_a_condition_is_turned_and_newsrooms_are_found_too(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    camille(office)
    office.outlets.add(NewOutlet(name="Radio Rive", kind=OutletKind.RADIO))
    outlet = office.outlets.search("metro").rows[0].id
    made = filtered(office, Condition(By.OUTLET, (outlet,)))
    card = opened(page, qtbot, made)
    card.edit_filter.click()
    group = card.editor.group
    assert group is not None
    condition = group.parts[0]
    assert not isinstance(condition, Group)

    chosen(card.editor.finds, 2)
    qtbot.waitUntil(lambda: people(card) == ["Métro-Nord", "Camille Théorêt-Roy"])
    chosen(condition.is_not, 1)
    qtbot.waitUntil(lambda: people(card) == ["Radio Rive"])

    said = "Contacts and newsrooms – outlet is not: Métro-Nord"
    qtbot.waitUntil(lambda: card.words.text() == said)
    assert card.editor.group is group, "what is built is not built anew"
    assert not card.editor.note.isVisible()
    turned = Condition(By.OUTLET, (outlet,), is_not=True)
    assert office.lists.get(made).filter == Filter((turned,), finds=Finds.BOTH)


def test_the_editor_says_what_no_newsroom_has(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    card = opened(page, qtbot, filtered(office, Condition(By.BEAT, ("Sports",))))
    card.edit_filter.click()
    assert not card.editor.note.isVisible()

    chosen(card.editor.finds, 1)

    assert card.editor.note.text() == "No newsroom has this, which finds contacts alone: Beat."
    assert card.editor.note.isVisible()


def test_how_long_ago_is_typed_where_a_day_is(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    camille(office)
    made = filtered(office, Condition(By.LETTER_BEFORE, (date(2026, 3, 2),)))
    card = opened(page, qtbot, made)
    card.edit_filter.click()
    group = card.editor.group
    assert group is not None
    condition = group.parts[0]
    assert not isinstance(condition, Group)

    condition.day.clear()
    type_words(condition.day, "30 days")
    press(condition.day, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: card.words.text() == "No letter in the last 30 days")
    assert condition.day.text() == "30 days"


def test_a_filter_is_made_fixed_and_a_filter_again(
    page: DirectoryPage, office: Office, qtbot: QtBot, done: list[tuple[str, object]]
) -> None:
    camille(office)
    outlet = office.outlets.search().rows[0].id
    made = filtered(office, Condition(By.OUTLET, (outlet,)))
    before = office.lists.get(made)
    card = opened(page, qtbot, made)

    card.make_fixed.click()

    qtbot.waitUntil(card.picker.isVisible)
    assert not card.make_fixed.isVisible()
    qtbot.waitUntil(lambda: people(card) == ["Camille Théorêt-Roy"])
    ref = Ref(Subject.LIST, made)
    assert history(office, ref)[0].after == ["Camille Théorêt-Roy"]
    undo(done)
    qtbot.waitUntil(card.make_fixed.isVisible)
    assert office.lists.get(made) == before
    latest = history(office, ref)[0]
    put_back(office, latest)
    assert office.lists.get(made).kind is ListKind.FIXED


def test_a_group_that_asks_for_nothing_yet_changes_nobody(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    camille(office)
    outlet = office.outlets.search().rows[0].id
    made = filtered(office, Condition(By.OUTLET, (outlet,)))
    before = office.lists.get(made)
    card = opened(page, qtbot, made)
    card.edit_filter.click()
    group = card.editor.group
    assert group is not None

    group.add_group.click()
    inner = group.parts[1]
    assert isinstance(inner, Group)
    QGuiApplication.processEvents()
    assert inner.add.hasFocus(), "no part of it was a window of its own for a moment"
    day = next(each for each in inner.add.menu().actions() if each.text().startswith("No signed"))
    day.trigger()
    assert office.lists.get(made) == before
    condition = inner.parts[0]
    assert not isinstance(condition, Group)
    type_words(condition.day, "2026-03-02")
    press(condition.day, Qt.Key.Key_Return)

    asked = Filter(
        (
            Condition(By.OUTLET, (outlet,)),
            Filter((Condition(By.BYLINE_BEFORE, (date(2026, 3, 2),)),), Joined.ANY),
        )
    )
    qtbot.waitUntil(lambda: office.lists.get(made).filter == asked)
    inner.remove.click()
    qtbot.waitUntil(lambda: office.lists.get(made).filter == before.filter)
    assert len(history(office, Ref(Subject.LIST, made))) == 2


def test_what_is_found_becomes_a_list_in_one_key(
    page: DirectoryPage, office: Office, qtbot: QtBot, done: list[tuple[str, object]]
) -> None:
    camille(office)
    office.contacts.add(NewContact(family_name="Nguyen"))
    shown(page, qtbot, 2)
    page.focus_search()
    type_words(page.column.search, "metro")
    qtbot.waitUntil(lambda: len(titles(page)) == 1)

    press(page.column.search, Qt.Key.Key_L, CTRL)

    qtbot.waitUntil(lambda: titles(page) == ["metro"])
    card = page.list_card
    qtbot.waitUntil(lambda: people(card) == ["Camille Théorêt-Roy"])
    assert done[0][0] == "List made: metro"
    undo(done)
    qtbot.waitUntil(lambda: office.lists.every() == ())


def test_the_palette_knows_the_key_that_makes_a_list(page: DirectoryPage, qtbot: QtBot) -> None:
    page.shown()
    qtbot.waitUntil(page.list_of_found.isVisible)

    keys = {each.label: each.keys for each in page.commands()}

    assert keys["Make a list of what is found"] == "Ctrl+L"


def test_a_card_says_in_which_lists_somebody_is_and_adds_another(
    page: DirectoryPage, office: Office, qtbot: QtBot, done: list[tuple[str, object]]
) -> None:
    contact = camille(office)
    outlet = office.outlets.search().rows[0].id
    fixed(office, Ref(Subject.CONTACT, contact))
    fixed(office, name="Presse")
    filtered(office, Condition(By.OUTLET, (outlet,)))
    page.shown()
    page.open(Ref(Subject.CONTACT, contact))
    lists = page.contact_card.in_lists

    def named() -> list[tuple[str, str]]:
        return [(each.line.title, each.line.away) for each in lists.lines.all()]

    qtbot.waitUntil(lambda: named() == [("Agences", "Take out of Agences"), ("Quotidiens", "")])
    lists.add.click()
    assert lists.picker.search.hasFocus()
    type_words(lists.picker.search, "presse")
    press(lists.picker.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [title for title, _away in named()][1] == "Presse")
    qtbot.waitUntil(lambda: done[-1][0] == "Added to the list “Presse”")
    lists.lines.away_wanted.emit(lists.lines.all()[0].line.key)
    qtbot.waitUntil(lambda: [title for title, _away in named()] == ["Presse", "Quotidiens"])
    qtbot.waitUntil(lambda: done[-1][0] == "Taken out of the list “Agences”")
    undo(done)
    qtbot.waitUntil(lambda: len(named()) == 3)


def test_who_is_in_a_list_opens_their_card(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    contact = camille(office)
    card = opened(page, qtbot, fixed(office, Ref(Subject.CONTACT, contact)))

    with qtbot.waitSignal(page.open_wanted) as wanted:
        (row,) = card.people.all()
        assert isinstance(row, LineButton)
        press(row, Qt.Key.Key_Return)

    assert wanted.args == [Ref(Subject.CONTACT, contact)]


def test_the_history_names_who_came_and_who_went(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    contact = camille(office)
    made = fixed(office, Ref(Subject.CONTACT, contact), Address.parse("fil@agence.example"))
    office.lists.take_out_members(made, [Ref(Subject.CONTACT, contact)])
    card = opened(page, qtbot, made)

    card.history.button.click()

    qtbot.waitUntil(lambda: len(card.history._lines) == 2)
    went, came = (each.accessibleName().partition(", ")[0] for each in card.history._lines)
    assert went == "Taken out: Camille Théorêt-Roy"
    assert came == "Put in: Camille Théorêt-Roy"
    back = card.history._lines[0].back
    assert back is not None
    back.click()
    qtbot.waitUntil(lambda: "Camille Théorêt-Roy" in people(card))
