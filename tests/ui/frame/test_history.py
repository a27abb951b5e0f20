"""The history of a card: who changed what, from what to what, and the way back."""

from datetime import date

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.internal.bulletins.model import BulletinBlockKind, NewBlock
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.planning.dossiers.model import Dossier, NewDossier
from comms_desk.storage.model import FieldChange
from comms_desk.ui.bulletins.page import BulletinsPage
from comms_desk.ui.directory.page import DirectoryPage
from comms_desk.ui.dossiers.page import DossiersPage
from comms_desk.ui.frame.history import MOST_SHOWN, History, _PutBack
from comms_desk.ui.shell.window import Window
from tests.internal.written import png
from tests.ui.directory.showing import camille
from tests.ui.keys import click

DAY = date(2026, 11, 24)


def snow(office: Office) -> Dossier:
    added = office.dossiers.add(NewDossier(code="NEIGE", name="Neige"))
    office.dossiers.edit(added.id, FieldChange("name", "Neige", "Déneigement"))
    office.dossiers.edit(added.id, FieldChange("status", "open", "dormant"))
    office.dossiers.edit(added.id, FieldChange("name", "Déneigement", "Déneiger"))
    return added


def opened(window: Window, qtbot: QtBot, dossier: Dossier) -> History:
    window.open(Ref(Subject.DOSSIER, dossier.id))
    page = window.page
    assert isinstance(page, DossiersPage)
    qtbot.waitUntil(lambda: page.card.ref is not None)
    click(page.card.history.button)
    qtbot.waitUntil(lambda: bool(words(page.card.history)))
    return page.card.history


def words(history: History) -> list[str]:
    """Return what is said of each thing that was done."""
    return [
        label.text()
        for label in history.findChildren(QLabel)
        if label.isVisible() and (": " in label.text() or "bin" in label.text())
    ]


def backs(history: History) -> list[_PutBack]:
    return [each for each in history.findChildren(_PutBack) if each.isVisible()]


def test_a_card_says_what_was_changed_from_what_to_what_the_latest_first(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    history = opened(window, qtbot, snow(office))

    assert words(history) == [
        "Name: Déneigement → Déneiger",
        "Status: Open → Dormant",
        "Name: Neige → Déneigement",
    ]
    assert [back.text() for back in backs(history)] == [
        "Put back: Déneigement",
        "Put back: Open",
        "Put back: Neige",
    ]


def test_what_stood_there_before_is_put_back_whatever_was_typed_since(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    dossier = snow(office)
    history = opened(window, qtbot, dossier)

    click(backs(history)[2])

    qtbot.waitUntil(lambda: len(words(history)) == 4)
    assert office.dossiers.get(dossier.id).name == "Neige"
    assert words(history)[0] == "Name: Déneiger → Neige"
    assert len(backs(history)) == 3, "what stands there is not offered"

    window.undoing.undo()
    qtbot.waitUntil(lambda: office.dossiers.get(dossier.id).name == "Déneiger")
    qtbot.waitUntil(lambda: window.errands.is_idle)


def test_the_history_of_a_contact_has_the_edits_of_their_positions(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    contact = camille(office)
    (position,) = office.contacts.get(contact).positions
    office.contacts.edit_position(position.id, FieldChange("title", "journaliste", "chroniqueuse"))
    window.open(Ref(Subject.CONTACT, contact))
    page = window.page
    assert isinstance(page, DirectoryPage)
    qtbot.waitUntil(lambda: page.contact_card.ref is not None)
    history = page.contact_card.history

    click(history.button)
    qtbot.waitUntil(lambda: words(history) == ["Job title: journaliste → chroniqueuse"])
    click(backs(history)[0])

    qtbot.waitUntil(lambda: office.contacts.get(contact).positions[0].title == "journaliste")
    qtbot.waitUntil(lambda: len(words(history)) == 2)
    qtbot.waitUntil(lambda: window.errands.is_idle)


def test_another_card_begins_with_its_history_closed(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    other = office.dossiers.add(NewDossier(code="EAU", name="Eau"))
    history = opened(window, qtbot, snow(office))

    window.open(Ref(Subject.DOSSIER, other.id))

    qtbot.waitUntil(history.isHidden)
    assert not history.button.isChecked()


def test_a_long_history_says_how_much_of_it_is_shown(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    dossier = office.dossiers.add(NewDossier(code="EAU", name="0"))
    for number in range(MOST_SHOWN + 5):
        office.dossiers.edit(dossier.id, FieldChange("name", str(number), str(number + 1)))

    history = opened(window, qtbot, dossier)

    assert len(words(history)) == MOST_SHOWN
    assert history.count.text() == "50 of 55"


def test_the_outlets_of_a_position_are_said_by_their_names(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    contact = camille(office)
    (position,) = office.contacts.get(contact).positions
    here, there = position.outlet, office.outlets.add(NewOutlet(name="Le Soir")).id
    assert here is not None
    office.contacts.edit_position(position.id, FieldChange("outlet", here, there))
    office.outlets.put_in_bin(here)
    window.open(Ref(Subject.CONTACT, contact))
    page = window.page
    assert isinstance(page, DirectoryPage)
    qtbot.waitUntil(lambda: page.contact_card.ref is not None)
    history = page.contact_card.history

    click(history.button)

    qtbot.waitUntil(lambda: words(history) == [f"Outlet: {position.outlet_name} → Le Soir"])
    qtbot.waitUntil(lambda: window.errands.is_idle)


def test_what_was_done_to_the_blocks_of_a_bulletin_is_said_and_put_back(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    bulletin = office.bulletins.add_next(name="Bulletin", day=DAY).id
    hello = office.bulletins.add_block(
        bulletin, NewBlock(kind=BulletinBlockKind.TEXT, text="Bonjour")
    )
    image = office.bulletins.add_block(
        bulletin, NewBlock(kind=BulletinBlockKind.IMAGE, image=png(), image_name="parc.png")
    )
    office.bulletins.set_picture(image, png("#B3261E"), name="pont.png")
    office.bulletins.edit_block(image, FieldChange("position", 2, 1))
    window.open(Ref(Subject.BULLETIN, bulletin))
    page = window.page
    assert isinstance(page, BulletinsPage)
    qtbot.waitUntil(lambda: len(page.card.blocks.cards) == 2)
    history = page.card.history
    click(history.button)
    qtbot.waitUntil(lambda: len(words(history)) == 4)
    assert words(history) == [
        "Place among the blocks: 2 → 1",
        "Image: parc.png → pont.png",
        "Block added: Image",
        "Block added: Text, Bonjour",
    ]
    assert [back.text() for back in backs(history)] == ["Put back: 2", "Put back: parc.png"]

    click(backs(history)[1])
    qtbot.waitUntil(lambda: words(history)[:1] == ["Image: pont.png → parc.png"])
    page.card.blocks.cards[hello].bin.click()
    qtbot.waitUntil(lambda: words(history)[:1] == ["Block removed: Text, Bonjour"])
    assert backs(history)[0].text() == "Put back: Text, Bonjour"
    click(backs(history)[0])
    qtbot.waitUntil(lambda: words(history)[:1] == ["Block added: Text, Bonjour"])
    qtbot.waitUntil(lambda: hello in page.card.blocks.cards and window.errands.is_idle)

    whole = office.bulletins.get(bulletin)
    assert [block.id for block in whole.blocks] == [image, hello]
    assert [picture.name for picture in whole.pictures] == ["parc.png"]


def test_what_was_done_last_to_the_blocks_is_undone_by_ctrl_z(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    bulletin = office.bulletins.add_next(name="Bulletin", day=DAY).id
    first = office.bulletins.add_block(
        bulletin, NewBlock(kind=BulletinBlockKind.TEXT, text="Bonjour")
    )
    window.open(Ref(Subject.BULLETIN, bulletin))
    page = window.page
    assert isinstance(page, BulletinsPage)
    qtbot.waitUntil(lambda: first in page.card.blocks.cards)
    click(page.card.blocks.adders[BulletinBlockKind.BUTTON])
    qtbot.waitUntil(lambda: len(page.card.blocks.cards) == 2)
    qtbot.waitUntil(lambda: window.errands.is_idle)
    click(page.card.blocks.cards[first].down)
    qtbot.waitUntil(lambda: office.bulletins.get(bulletin).blocks[0].id != first)
    qtbot.waitUntil(lambda: window.errands.is_idle)

    window.undoing.undo()
    qtbot.waitUntil(lambda: office.bulletins.get(bulletin).blocks[0].id == first)
    qtbot.waitUntil(lambda: window.errands.is_idle)
    window.undoing.undo()

    qtbot.waitUntil(lambda: list(page.card.blocks.cards) == [first])
    assert [block.id for block in office.bulletins.get(bulletin).blocks] == [first]
    qtbot.waitUntil(lambda: window.errands.is_idle)


def test_what_was_empty_before_is_emptied_again(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    added = office.dossiers.add(NewDossier(code="NEIGE", name="Neige"))
    office.dossiers.edit(added.id, FieldChange("about", "", "L’hiver"))

    history = opened(window, qtbot, added)

    assert [back.text() for back in backs(history)] == ["Empty it"]


def test_what_was_put_in_the_bin_is_said_in_french_as_done(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    i18n.use("fr")
    dossier = snow(office)
    office.dossiers.put_in_bin(dossier.id)
    office.dossiers.take_out_of_bin(dossier.id)
    window.open(Ref(Subject.DOSSIER, dossier.id))
    page = window.page
    assert isinstance(page, DossiersPage)
    qtbot.waitUntil(lambda: page.card.ref is not None)

    click(page.card.history.button)

    def said() -> list[str]:
        return [label.text() for label in page.card.history.findChildren(QLabel)]

    qtbot.waitUntil(lambda: "Mis à la corbeille" in said())
