"""Tab follows the eye through a bulletin, whatever was added, moved or written meanwhile."""

from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.internal.bulletins.model import BulletinBlockKind, Link, NewBlock
from comms_desk.ui.bulletins.block_card import BlockCard
from comms_desk.ui.bulletins.page import BulletinsPage
from comms_desk.ui.kit.rich_field import RichField
from tests.ui.bulletins.shown import NEW, TEXT, hire, kinds, lines_of, open_account, shown
from tests.ui.keys import click, tabs_from, type_words

BUTTON = NewBlock(kind=BulletinBlockKind.BUTTON, text="Horaire", address="https://un.example")


def ends_in_the_adders(page: BulletinsPage, last: BlockCard) -> bool:
    """Whether Tab goes from the last field of *last* to what adds a block, in order."""
    stops = [last.fields[-1].editor, *page.card.blocks.adders.values()]
    return tabs_from(stops[0], most=len(stops)) == stops


def test_tab_goes_from_the_last_block_to_what_adds_one(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    bulletin = office.bulletins.add(NEW, [TEXT, BUTTON]).id
    _text, button = shown(page, qtbot, bulletin, blocks=2)
    qtbot.waitUntil(lambda: ends_in_the_adders(page, button))

    click(page.card.blocks.adders[BulletinBlockKind.BUTTON])

    qtbot.waitUntil(lambda: kinds(page) == ["text", "button", "button"])
    added = list(page.card.blocks.cards.values())[-1]
    qtbot.waitUntil(lambda: ends_in_the_adders(page, added))
    ends = [button.fields[-1].editor, added.up, added.bin, *(each.editor for each in added.fields)]
    assert tabs_from(ends[0], most=5) == ends


def test_tab_follows_a_block_that_moved(page: BulletinsPage, office: Office, qtbot: QtBot) -> None:
    bulletin = office.bulletins.add(NEW, [TEXT, BUTTON]).id
    text, button = shown(page, qtbot, bulletin, blocks=2)
    qtbot.waitUntil(lambda: ends_in_the_adders(page, button))

    click(button.up)

    qtbot.waitUntil(lambda: kinds(page) == ["button", "text"])
    qtbot.waitUntil(lambda: ends_in_the_adders(page, text))
    assert tabs_from(button.fields[-1].editor, most=2)[-1] is text.up


def test_tab_goes_through_the_bar_the_heading_and_then_the_marks_of_a_text(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    hire(office)
    open_account(office)
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    (text,) = shown(page, qtbot, bulletin)
    card, field = page.card, text.fields[0]
    assert isinstance(field, RichField)
    qtbot.waitUntil(card.account.open.isVisible)
    qtbot.waitUntil(lambda: ends_in_the_adders(page, text))

    walked = tabs_from(card.preview, most=17)

    assert walked[:11] == [
        card.preview,
        card.history.button,
        card._bin,
        card.test,
        card.send,
        card.sheet.headline,
        card.sheet.under,
        card.sheet.add,
        card.bring_in,
        card.account.open,
        text.bin,
    ]
    assert [field.marks.isAncestorOf(each) for each in walked[11:]] == [True] * 6
    assert tabs_from(walked[-1], most=2)[-1] is field.editor


def test_tab_goes_on_to_the_link_that_is_offered_as_one_writes(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    links = NewBlock(kind=BulletinBlockKind.LINKS, links=(Link("Un", "https://un.example"),))
    bulletin = office.bulletins.add(NEW, [links, BUTTON]).id
    card, _button = shown(page, qtbot, bulletin, blocks=2)
    qtbot.waitUntil(lambda: len(lines_of(card)) == 4)

    type_words(lines_of(card)[3], "deux.example")
    qtbot.waitUntil(lambda: len(lines_of(card)) == 6)

    lines = lines_of(card)
    qtbot.waitUntil(
        lambda: [each for each in tabs_from(lines[0], most=8) if each in lines] == lines
    )
