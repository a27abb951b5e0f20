"""An article is untied from the dossier whose button is pressed, and the notice names it."""

from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.watch.page import WatchPage
from tests.media.themes.newsroom import WatchRoom
from tests.ui.keys import click
from tests.ui.watch.showing import opened, shown


def test_an_article_is_untied_from_the_dossier_that_is_named_and_tied_again(
    qtbot: QtBot, page: WatchPage, office: Office, room: WatchRoom
) -> None:
    parks = office.dossiers.add(NewDossier(code="PARCS", name="Parcs d’hiver")).id
    budget = office.dossiers.add(NewDossier(code="BUD-27", name="Budget 2027")).id
    shown(qtbot, page)
    article = opened(qtbot, page)
    for dossier in (parks, budget):
        office.themes.link(article, dossier)
    name = "Unlink from PARCS"

    def buttons() -> list[Button]:
        there = page.card.dossiers.links.findChildren(Button)
        return [each for each in there if each.accessibleName() == name]

    qtbot.waitUntil(lambda: bool(buttons()))
    with qtbot.waitSignal(page.undoable) as done:
        click(buttons()[0])

    assert done.args is not None
    assert done.args[0] == "Unlinked from PARCS · Parcs d’hiver"
    assert [each.id for each in room.watches.mention(article).dossiers] == [budget]
    done.args[1]()
    qtbot.waitUntil(lambda: len(room.watches.mention(article).dossiers) == 2)
