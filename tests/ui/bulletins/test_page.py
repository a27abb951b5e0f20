"""The Bulletins page: bulletins begun, found, edited, copied and put in the bin."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.internal.bulletins.model import (
    BulletinBlockKind,
    BulletinId,
    NewBlock,
    NewBulletin,
)
from comms_desk.keys import Keys
from comms_desk.mail.model import LetterState
from comms_desk.storage.database import Database
from comms_desk.storage.errors import StorageBusy
from comms_desk.ui.bulletins import bulletin_card
from comms_desk.ui.bulletins.page import BulletinsPage
from comms_desk.ui.frame.whole_letter import letters_tone
from comms_desk.ui.kit.look import Hue
from tests.support.windows import held_answers, held_writes
from tests.ui.bulletins.shown import (
    NEW,
    TEXT,
    drop,
    hire,
    open_account,
    shown,
    words_of,
)
from tests.ui.keys import click, press, type_words


def test_an_empty_page_teaches_the_first_thing_to_do(page: BulletinsPage, qtbot: QtBot) -> None:
    page.shown()

    qtbot.waitUntil(page.column.empty.isVisible)

    assert page.column.empty.first.isVisible()
    qtbot.waitUntil(page.column.empty.sample.isVisible)


def test_a_new_bulletin_follows_the_last_one_and_waits_for_its_subject(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    office.bulletins.add(NEW)
    page.shown()

    page.new()

    qtbot.waitUntil(lambda: page.card.fields["number"].value == "42")
    qtbot.waitUntil(page.card.fields["subject"].editor.hasFocus)
    assert page.card.fields["name"].value == "Entre nous"


def test_the_subject_is_saved_as_it_is_typed(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    shown(page, qtbot, bulletin)
    editor = page.card.fields["subject"].editor
    assert isinstance(editor, QLineEdit)

    editor.selectAll()
    type_words(editor, "Le budget")
    press(editor, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: office.bulletins.get(bulletin).subject == "Le budget")
    qtbot.waitUntil(lambda: page.column.list.list.rows.rows()[0].title == "Le budget")


def test_a_number_that_is_none_says_so_in_its_field(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    shown(page, qtbot, bulletin)
    editor = page.card.fields["number"].editor
    assert isinstance(editor, QLineEdit)

    editor.selectAll()
    type_words(editor, "beaucoup")
    press(editor, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: "is not a number" in words_of(page.card.fields["number"]))
    assert office.bulletins.get(bulletin).number == 41


def test_the_day_is_saved(page: BulletinsPage, office: Office, qtbot: QtBot) -> None:
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    shown(page, qtbot, bulletin)

    editor = page.card.fields["day"].editor
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "November 25, 2026"
    editor.selectAll()
    type_words(editor, "2026-12-02")
    press(editor, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: office.bulletins.get(bulletin).day == date(2026, 12, 2))
    qtbot.waitUntil(lambda: page.card.fields["day"].value == "December 2, 2026")
    editor.selectAll()
    type_words(editor, "demain")
    page.leaving()
    qtbot.waitUntil(lambda: "is not a date" in words_of(page.card.fields["day"]))


def test_a_sent_bulletin_is_copied_to_be_corrected(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    open_account(office)
    hire(office)
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    office.bulletins.send(bulletin)
    shown(page, qtbot, bulletin)

    page.card.notice.acted.emit()

    qtbot.waitUntil(lambda: page.card.fields["number"].value == "42")
    qtbot.waitUntil(page.card.fields["subject"].isEnabled)
    assert not page.card.notice.isVisible()


def test_a_bulletin_put_in_the_bin_comes_back(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    shown(page, qtbot, bulletin)

    with qtbot.waitSignal(page.undoable) as done:
        click(page.card._bin)
    qtbot.waitUntil(page.column.empty.isVisible)
    assert done.args[0] == "“Entre nous, no.\u00a041” is in the bin"
    done.args[1]()

    qtbot.waitUntil(lambda: page.card.bulletin == bulletin and page.column.list.isVisible())


def hundred(office: Office) -> list[BulletinId]:
    """Write more bulletins than the list reads at a time; return their ids, the oldest first."""
    return [
        office.bulletins.add(replace(NEW, number=number)).id
        for number in range(1, BulletinsPage.FIRST_ROWS + 2)
    ]


def test_a_bulletin_that_the_list_does_not_reach_is_shown_all_the_same_and_wanted_no_more(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    first, *_others, last = hundred(office)
    shown(page, qtbot, last, blocks=0)

    page.open(Ref(Subject.BULLETIN, first))
    qtbot.waitUntil(lambda: page.card.bulletin == first)
    qtbot.waitUntil(lambda: page.errands.is_idle)
    page.refresh()
    qtbot.waitUntil(lambda: page.errands.is_idle)
    assert page.card.bulletin == first

    page.pick(last)
    page.column.search.setText("Entre nous 1")
    qtbot.waitUntil(lambda: page.column.list.shown < page.FIRST_ROWS)
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert page.card.bulletin == last
    assert page.column.list.chosen != first


def test_a_bulletin_taken_out_of_the_bin_is_shown_where_the_list_does_not_reach_it(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    first, *_others, last = hundred(office)
    office.bulletins.put_in_bin(first)
    shown(page, qtbot, last, blocks=0)

    page._take_out_of_bin(Ref(Subject.BULLETIN, first))
    qtbot.waitUntil(lambda: page.card.bulletin == first)
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert page.wanted is None


def test_a_bulletin_read_before_the_bin_is_not_shown_after(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = office.bulletins.add(NEW).id
    shown(page, qtbot, bulletin, blocks=0)
    qtbot.waitUntil(lambda: page.errands.is_idle)

    with held_answers(bulletin_card, "read_shown") as read:
        page.read_card()
        qtbot.waitUntil(read.is_set)
        with qtbot.waitSignal(page.undoable):
            click(page.card._bin)
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert page.card.bulletin is None


def test_a_bulletin_chosen_while_another_goes_to_the_bin_stays(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    kept, binned = office.bulletins.add(NEW).id, office.bulletins.add(replace(NEW, number=42)).id
    shown(page, qtbot, binned, blocks=0)

    with qtbot.waitSignal(page.undoable), held_writes(page.errands):
        click(page.card._bin)
        page.column.list.choose(kept)
        qtbot.waitUntil(lambda: page.card.bulletin == kept)
    assert page.card.bulletin == kept
    qtbot.waitUntil(lambda: page.column.list.shown == 1)
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert page.card.bulletin == kept


def test_a_bulletin_that_is_on_its_way_is_not_overtaken_by_the_one_shown(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    first, second = office.bulletins.add(NEW).id, office.bulletins.add(replace(NEW, number=42)).id
    shown(page, qtbot, second, blocks=0)

    page.column.list.choose(first)
    page.refresh()
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert page.card.bulletin == first


def test_a_bulletin_that_cannot_be_read_again_stays_and_the_page_says_why(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = office.bulletins.add(NEW).id
    shown(page, qtbot, bulletin, blocks=0)

    page._gone(StorageBusy(waited_s=5))

    assert page.card.bulletin == bulletin
    assert page.error.isVisible()


def test_employees_come_in_once_their_file_was_shown_and_go_again(
    page: BulletinsPage, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    shown(page, qtbot, bulletin)
    file = tmp_path / "employes.csv"
    file.write_bytes("Nom;Courriel\nRoy;roy@ville.example\nDiallo;non\n".encode("cp1252"))

    drop(page, file)
    qtbot.waitUntil(page.panel.accept.hasFocus)
    assert "1 new person · 1 refused" in page.panel.summary.text()
    first, _roy = page.panel.list.list.rows.rows()
    assert (first.title, first.detail.partition(" · ")[0]) == ("Diallo", "line 3")
    assert office.audience.search().total == 0
    with qtbot.waitSignal(page.undoable) as done:
        click(page.panel.accept)

    assert done.args[0] == "1 employee imported · 1 row left out"
    qtbot.waitUntil(lambda: page.card.readers.text() == "1 recipient")
    assert page.card.isVisible()
    done.args[1]()
    qtbot.waitUntil(lambda: office.audience.search().total == 0)


def test_a_file_of_journalists_is_not_of_employees_by_one_key(
    page: BulletinsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    page.shown()
    file = tmp_path / "contacts.csv"
    file.write_text(
        "Prénom,Nom,Courriel,Média,Téléphone\nLuc,Roy,roy@radio.example,CKUT,514-555-0100\n",
        encoding="utf-8",
    )

    drop(page, file)

    qtbot.waitUntil(lambda: "Média" in page.panel.error.words)
    qtbot.waitUntil(page.panel.leave.hasFocus)
    with qtbot.waitSignal(page.page_wanted) as wanted:
        page.panel.error.acted.emit()
    assert wanted.args == ["directory"]


def test_a_damaged_workbook_given_for_employees_says_what_to_do(
    page: BulletinsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    page.shown()
    file = tmp_path / "employes.csv"
    file.write_bytes(b"PK\x03\x04[Content_Types].xml")

    page.plan_import(file)

    qtbot.waitUntil(lambda: "No worksheet can be read" in page.panel.error.words)


def test_bulletins_are_found_as_one_types(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    office.bulletins.add(NEW)
    office.bulletins.add(NewBulletin(name="Flash", number=3, day=NEW.day))
    page.shown()
    qtbot.waitUntil(lambda: len(page.column.list.list.rows.rows()) == 2)

    page.focus_search()
    type_words(page.column.search, "fla")

    qtbot.waitUntil(
        lambda: [row.title for row in page.column.list.list.rows.rows()] == ["Flash, no.\u00a03"]
    )
    page.column.search.setText("zzz")
    qtbot.waitUntil(page.column.empty.isVisible)
    assert not page.column.empty.first.isVisible()


def test_everything_that_takes_the_focus_has_a_name(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    blocks = [NewBlock(kind=kind) for kind in BulletinBlockKind]
    bulletin = office.bulletins.add(NEW, blocks).id
    shown(page, qtbot, bulletin, blocks=4)

    nameless = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not widget.focusProxy()
    ]

    assert nameless == []


def test_an_account_added_by_another_process_is_noticed(
    page: BulletinsPage, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    hire(office)
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    shown(page, qtbot, bulletin)
    qtbot.waitUntil(lambda: page.card.send.text() == "Send · no sending account")
    assert not page.card.test.isEnabled()
    assert page.card.test.accessibleName() == "Send me a test"
    elsewhere = Database(f"sqlite:///{tmp_path / 'desk.sqlite3'}", clock=office.database.clock)
    open_account(Office(elsewhere, paths=office.paths, settings=office.settings, keys=Keys()))
    elsewhere.dispose()

    page.changed_elsewhere()

    qtbot.waitUntil(page.card.send.isEnabled)
    assert page.card.test.isEnabled()


def test_a_bulletin_whose_letters_all_left_is_calm_and_offers_no_change(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    open_account(office)
    hire(office)
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    office.bulletins.send(bulletin)

    (card,) = shown(page, qtbot, bulletin)

    assert page.card.notice.property("role") == "notice-accent"
    assert letters_tone({LetterState.SENT: 2}) is Hue.GREEN
    assert letters_tone({LetterState.SENT: 2, LetterState.REFUSED: 1}) is Hue.AMBER
    assert not any(button.isVisible() for button in (card.up, card.down, card.bin))
