"""Feeds are added beside the list, and undone."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.media.articles.model import Delivery
from comms_desk.media.feeds.discovery import FoundFeed
from comms_desk.media.feeds.errors import FeedTrouble, Unreachable
from comms_desk.media.feeds.left_out import LeftOutEntries, LeftOutReason
from comms_desk.media.feeds.model import FeedId, NewFeed, Poll
from comms_desk.reasons import Reason
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.elided import ElidedLine
from comms_desk.ui.kit.flow import lay_out_now
from comms_desk.ui.kit.notices import Toast
from comms_desk.ui.shell.window import Window
from comms_desk.ui.watch import feed_rows
from comms_desk.ui.watch.feed_panel import FeedCard, FeedPanel
from comms_desk.ui.watch.page import WatchPage
from tests.ui.keys import click, press, tabs_from, type_words
from tests.ui.watch.showing import shown

OPML = """<opml version="2.0"><body>
<outline text="Une" xmlUrl="https://une.example/rss"/>
<outline text="Deux & trois" xmlUrl="https://deux.example/rss"/>
<outline text="Rien" xmlUrl="nowhere"/></body></opml>"""


def test_an_empty_page_asks_for_a_feed_first_then_for_a_watch(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    shown(qtbot, page)
    assert page.column.empty.first.text() == "Add a feed"
    click(page.column.empty.first)
    assert page.right.currentWidget() is page.feed_panel

    office.feeds.add(NewFeed(address="https://une.example/rss"))

    qtbot.waitUntil(lambda: page.column.empty.first.text() == "Create a watch")
    click(page.column.empty.first)
    assert page.right.currentWidget() is page.theme_panel


@pytest.mark.parametrize("shows", ["new", "_show_feeds", "_show_lists"])
def test_escape_leaves_what_stands_beside_the_mentions(
    qtbot: QtBot, page: WatchPage, shows: str
) -> None:
    shown(qtbot, page)
    getattr(page, shows)()
    assert not page.shows_card
    if shows == "new":
        type_words(page.theme_panel.name, "Neige")

    press(page.theme_panel.name if shows == "new" else page.column.list.list, Qt.Key.Key_Escape)

    qtbot.waitUntil(lambda: page.takes_letters)
    assert page.right.currentWidget() is page.card
    page.new()
    assert page.theme_panel.name.text() == ("Neige" if shows == "new" else "")


def test_plus_names_what_it_makes(qtbot: QtBot, page: WatchPage) -> None:
    shown(qtbot, page)
    watch, feed, feeds, alerts, lists = page.more.menu().actions()
    assert [each.text() for each in (watch, feed, feeds, alerts, lists)] == [
        "New watch",
        "Add a feed",
        "Import a list of feeds",
        "Bring in alerts",
        "Lists of terms",
    ]

    feed.trigger()
    assert page.right.currentWidget() is page.feed_panel
    lists.trigger()
    assert page.right.currentWidget() is page.lists_panel
    watch.trigger()
    assert page.right.currentWidget() is page.theme_panel


def test_a_feed_that_was_added_stays_once_its_toast_has_gone(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    shown(qtbot, page)
    toast = Toast(page)
    page.undoable.connect(toast.offer)
    panel = page.feed_panel
    found = FoundFeed(address="https://une.example/rss", title="Une", language="fr", entries=1)
    panel._show_found((found,))
    (button,) = buttons(panel)
    with qtbot.waitSignal(page.undoable):
        button.click()
    while_shown = toast.may_undo

    toast.close_it()

    assert (while_shown, toast.may_undo) == (True, False)
    assert [feed.title for feed in office.feeds.every()] == ["Une"]


def test_a_feed_that_is_followed_is_shown_as_such_and_not_offered_again(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    une = office.feeds.add(NewFeed(address="https://une.example/rss", title="Une"))
    shown(qtbot, page)
    click(page.sources)
    panel = page.feed_panel
    qtbot.waitUntil(lambda: [row.key for row in panel.feeds.rows.rows()] == [une.id])

    panel._show_found(
        (
            FoundFeed(address="https://une.example/rss", title="La Une", language="fr", entries=1),
            FoundFeed(
                address="https://une.example/sports", title="Sports", language="fr", entries=1
            ),
        )
    )

    def offered() -> list[tuple[str, bool]]:
        return [(each.text(), each.isEnabled()) for each in buttons(panel)]

    assert offered() == [("Follow La Une · already followed", False), ("Follow Sports", True)]
    office.feeds.add(NewFeed(address="https://une.example/sports"))
    office.feeds.put_in_bin(une.id)
    qtbot.waitUntil(
        lambda: offered() == [("Follow La Une", True), ("Follow Sports · already followed", False)]
    )


def test_a_list_of_feeds_is_dropped_on_the_page(
    qtbot: QtBot, page: WatchPage, office: Office, tmp_path: Path
) -> None:
    shown(qtbot, page)
    file = tmp_path / "feeds.opml"
    file.write_text(OPML, encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])

    page.dropEvent(
        QDropEvent(
            QPoint(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )

    refused = "Line 4, left out: nowhere (not the address of a web page)."
    qtbot.waitUntil(lambda: page.feed_panel.said.text() == f"2 feeds added.\n{refused}")
    qtbot.waitUntil(lambda: len(page.feed_panel.feeds.rows.rows()) == 2)
    assert len(office.feeds.every()) == 2


def test_a_file_that_is_no_list_of_feeds_says_so(
    qtbot: QtBot, page: WatchPage, tmp_path: Path
) -> None:
    shown(qtbot, page)
    file = tmp_path / "feeds.opml"
    file.write_bytes(b"\x00\xff")

    page.feed_panel.show()
    page.put_in_front(page.feed_panel)
    page.feed_panel.bring_in(file)

    qtbot.waitUntil(page.feed_panel.error.isVisible)


def test_an_address_that_is_none_says_so(qtbot: QtBot, page: WatchPage) -> None:
    shown(qtbot, page)
    page.put_in_front(page.feed_panel)
    page.feed_panel.start()
    stood = page.feed_panel.address.mapTo(page, QPoint(0, 0))

    type_words(page.feed_panel.address, "pas une adresse")
    press(page.feed_panel.address, Qt.Key.Key_Return)

    qtbot.waitUntil(page.feed_panel.error.isVisible)
    assert page.feed_panel.look.isEnabled()
    lay_out_now(page, page.feed_panel)
    assert page.feed_panel.address.mapTo(page, QPoint(0, 0)) == stood


def opened(qtbot: QtBot, page: WatchPage, feed: FeedId) -> FeedCard:
    """Open the card of *feed* as Today does."""
    page.open(Ref(Subject.FEED, feed))
    qtbot.waitUntil(lambda: page.feed_card.ref == Ref(Subject.FEED, feed))
    return page.feed_card


def test_a_feed_opens_from_elsewhere_goes_to_the_bin_and_comes_back(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    feed = office.feeds.add(NewFeed(address="https://une.example/rss", title="Une"))
    shown(qtbot, page)
    card = opened(qtbot, page, feed.id)

    with qtbot.waitSignal(page.undoable) as done:
        card.bin_wanted.emit(card.ref)

    assert office.feeds.every() == ()
    assert page.right.currentWidget() is page.feed_panel
    assert done.args is not None
    assert done.args[0] == "“Une” is in the bin"
    done.args[1]()
    qtbot.waitUntil(lambda: len(office.feeds.every()) == 1)
    qtbot.waitUntil(lambda: page.right.currentWidget() is card and card.ref is not None)


def test_the_address_of_a_feed_that_fails_is_mended_where_it_stands_and_asked_at_once(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    feed = office.feeds.add(NewFeed(address="https://une.example/rss", title="Une"))
    fail(office, Unreachable(feed.address, Reason.NAME_UNKNOWN))
    shown(qtbot, page)
    card = opened(qtbot, page, feed.id)
    qtbot.waitUntil(card.trouble.isVisible)
    address = card.fields["address"].editor
    assert isinstance(address, QLineEdit)

    address.setFocus()
    address.selectAll()
    type_words(address, "https://une.example/flux")
    qtbot.waitUntil(lambda: page.errands.is_idle)
    assert office.feeds.get(feed.id).address == feed.address
    press(address, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: office.feeds.get(feed.id).address == "https://une.example/flux")
    qtbot.waitUntil(lambda: not card.trouble.isVisible())
    assert [due.id for due in office.feeds.due()] == [feed.id]
    assert [command.ref for command in office.jobs.waiting()] == [Ref(Subject.FEED, feed.id)]
    (edit,) = office.feeds.history(feed.id)
    assert (edit.field, edit.before) == ("address", feed.address)


def test_the_card_of_a_feed_says_its_address_without_its_key(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    feed = office.feeds.add(NewFeed(address="https://une.example/rss?token=s3same"))
    shown(qtbot, page)
    address = opened(qtbot, page, feed.id).fields["address"].editor

    assert isinstance(address, ElidedLine)
    qtbot.waitUntil(lambda: "token=***" in address.said(address.text()))
    assert "s3same" not in address.toolTip()


def fail(office: Office, trouble: FeedTrouble) -> None:
    """Have the feed at the address of *trouble* fail by it."""
    (due,) = (each for each in office.feeds.due() if each.address == trouble.address)
    office.articles.take_in([Delivery(poll=Poll(feed=due, trouble=trouble))])


def test_why_a_feed_fails_is_said_whole_and_its_address_once(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    address = "https://www.un-assez-long-domaine.example/actualites/toutes/rss.xml"
    named = office.feeds.add(NewFeed(address=f"{address}?une", title="Une"))
    bare = office.feeds.add(NewFeed(address=address))
    good = office.feeds.add(NewFeed(address="https://deux.example/rss", title="Deux"))
    for feed in (named, bare):
        fail(office, Unreachable(feed.address, Reason.NAME_UNKNOWN))
    shown(qtbot, page)
    click(page.sources)
    panel = page.feed_panel
    qtbot.waitUntil(lambda: len(panel.feeds.rows.rows()) == len({named.id, bare.id, good.id}))

    listed = {row.key: row for row in panel.feeds.rows.rows()}
    assert (listed[named.id].title, listed[named.id].detail) == (
        "Une",
        "no server has that name",
    )
    assert (listed[bare.id].title, listed[bare.id].detail) == (
        address,
        "no server has that name",
    )
    assert (listed[good.id].title, listed[good.id].detail) == ("Deux", good.address)
    card = opened(qtbot, page, bare.id)
    assert card.trouble.text() == (
        f"{address} cannot be reached: no server has that name. "
        "Check the address and this computer’s connection; it will be tried again."
    )
    assert card.trouble.wordWrap()
    assert card.trouble.text() in listed[bare.id].tooltip

    assert not opened(qtbot, page, good.id).trouble.isVisible()


def test_how_much_was_left_out_of_a_feed_is_said_with_it(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    feed = office.feeds.add(NewFeed(address="https://un.example/rss", title="Une")).id
    (due,) = office.feeds.due()
    cut = LeftOutEntries.of(
        [
            *[LeftOutReason.TOO_MANY] * 3,
            LeftOutReason.TOO_LARGE,
            LeftOutReason.TOO_DEEP,
            LeftOutReason.UNREADABLE,
        ]
    )
    office.articles.take_in([Delivery(poll=Poll(feed=due, body_hash=b"h", left_out=cut))])

    shown(qtbot, page)
    card = opened(qtbot, page, feed)
    click(card.leave)
    panel = page.feed_panel
    qtbot.waitUntil(lambda: len(panel.feeds.rows.rows()) == 1)

    said = (
        "6 articles left out: 3 past the first 2,000, 1 larger than"
        " 1\u00a0MB, 1 too tangled to be read safely, 1 unreadable."
    )
    assert card.left_out.text() == said
    (row,) = panel.feeds.rows.rows()
    assert [tag.text for tag in row.tags] == ["incomplete"]
    assert said in row.tooltip


def found(address: str, title: str = "Le Fleuve", announced_as: str = "") -> FoundFeed:
    return FoundFeed(
        address=address, title=title, language="fr", entries=1, announced_as=announced_as
    )


def test_feeds_of_one_title_are_told_apart_by_what_their_site_calls_them() -> None:
    said = feed_rows.offers(
        (
            found("https://fleuve.example/rss", announced_as="Actualités"),
            found("https://fleuve.example/sports", announced_as="Sports"),
            found("https://autre.example/rss", title="Autre", announced_as="Ailleurs"),
        )
    )

    assert [*said.values()] == [
        "Follow Le Fleuve (Actualités)",
        "Follow Le Fleuve (Sports)",
        "Follow Autre",
    ]


def buttons(panel: FeedPanel) -> list[Button]:
    """Return the buttons of the feeds that were found."""
    found = [each for each in panel.findChildren(Button) if panel.found.indexOf(each) >= 0]
    return sorted(found, key=panel.found.indexOf)


def test_tab_goes_from_the_address_to_the_feeds_found_and_then_to_the_list(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    office.feeds.add(NewFeed(address="https://une.example/rss", title="Une"))
    shown(qtbot, page)
    click(page.sources)
    panel = page.feed_panel

    for _time in range(2):
        panel._show_found((found("https://f.example/rss"), found("https://f.example/atom")))

    first, second = buttons(panel)
    qtbot.waitUntil(second.isVisible)
    qtbot.waitUntil(panel.starter.isVisible)
    assert tabs_from(panel.leave, most=9) == [
        panel.leave,
        panel.import_list,
        panel.export,
        panel.address,
        panel.look,
        first,
        second,
        panel.starter,
        panel.feeds,
    ]


def test_the_focus_goes_from_a_feed_that_was_added_to_the_next_one_then_to_the_address(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    shown(qtbot, page)
    page.put_in_front(page.feed_panel)
    panel = page.feed_panel
    panel.start()
    places = ("rss", "atom", "sports")
    panel._show_found(tuple(found(f"https://f.example/{each}") for each in places))
    first, second, third = buttons(panel)
    qtbot.waitUntil(third.isVisible)

    for pressed, then in ((second, third), (third, first), (first, panel.address)):
        pressed.setFocus()
        press(pressed, Qt.Key.Key_Space)
        qtbot.waitUntil(then.hasFocus)

    qtbot.waitUntil(lambda: buttons(panel) == [])
    assert len(office.feeds.every()) == 3
    assert panel.address.hasFocus()


def test_the_focus_is_at_the_address_while_it_is_looked_up_and_once_it_leads_nowhere(
    qtbot: QtBot, page: WatchPage
) -> None:
    shown(qtbot, page)
    page.put_in_front(page.feed_panel)
    panel = page.feed_panel
    panel.start()
    type_words(panel.address, "pas une adresse")

    panel.look.setFocus()
    press(panel.look, Qt.Key.Key_Space)

    assert panel.address.hasFocus()
    qtbot.waitUntil(panel.error.isVisible)
    assert panel.address.hasFocus()


def test_enter_opens_the_feed_that_is_lit(qtbot: QtBot, page: WatchPage, office: Office) -> None:
    feeds = [office.feeds.add(NewFeed(address=f"https://{each}.example/rss")) for each in "ab"]
    shown(qtbot, page)
    click(page.sources)
    panel = page.feed_panel
    qtbot.waitUntil(lambda: len(panel.feeds.rows.rows()) == len(feeds))
    panel.feeds.setFocus()
    panel.feeds.step(1)
    panel.feeds.step(1)

    press(panel.feeds, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: page.feed_card.ref == Ref(Subject.FEED, feeds[1].id))


@pytest.mark.parametrize(
    ("addresses", "announced_as", "which"),
    [
        (("https://f.example/rss", "https://f.example/atom"), "Fil", ["/rss", "/atom"]),
        (("https://f.example/rss", "https://f.example/atom"), "le  fleuve", ["/rss", "/atom"]),
        (("https://f.example/?a=1", "https://f.example/?a=2"), "", ["/?a=1", "/?a=2"]),
        (
            ("https://f.example/rss", "https://g.example/rss"),
            "",
            ["https://f.example/rss", "https://g.example/rss"],
        ),
    ],
)
def test_feeds_that_their_site_calls_the_same_are_told_apart_by_their_address(
    addresses: tuple[str, ...], announced_as: str, which: list[str]
) -> None:
    said = feed_rows.offers([found(each, announced_as=announced_as) for each in addresses])

    assert [*said.values()] == [f"Follow Le Fleuve ({each})" for each in which]


def test_every_trouble_of_a_feed_has_few_words() -> None:
    facts: dict[str, Any] = {
        "machine": "10.0.0.1",
        "limit_mib": 8,
        "limit_s": 30,
        "limit": 5,
        "status": 403,
    }
    facts |= {"until": None, "found": "html", "reason": "refused", "address": "", "target": ""}

    for kind in FeedTrouble.__subclasses__():
        trouble = kind(**{each.name: facts[each.name] for each in fields(kind)})
        assert 0 < len(feed_rows.why(trouble)) < 60, kind


def test_a_sound_feed_that_has_nothing_yet_says_so(office: Office) -> None:
    feed = office.feeds.add(NewFeed(address="https://une.example/rss")).id
    (due,) = office.feeds.due(only=[feed])

    office.articles.take_in([Delivery(poll=Poll(feed=due, body_hash=b"h"))])

    (row,) = feed_rows.view(office.feeds.every(), office.feeds.standing()).rows
    assert [tag.text for tag in row.tags] == ["nothing yet"]
    assert not row.strong


def test_ctrl_z_in_the_address_takes_back_the_feed_that_was_added(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    window.go_to("watch")
    page = window.page
    assert isinstance(page, WatchPage)
    panel = page.feed_panel
    page.put_in_front(panel)
    panel.address.setFocus()
    type_words(panel.address, "une.example")
    found = FoundFeed(address="https://une.example/rss", title="Une", language="fr", entries=1)
    panel._show_found((found,))
    (button,) = buttons(panel)
    button.click()
    qtbot.waitUntil(lambda: window.toast.may_undo and window.errands.is_idle)
    assert panel.address.text() == ""

    press(panel.address, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: office.feeds.every() == ())
    assert panel.address.text() == ""
    qtbot.waitUntil(lambda: window.errands.is_idle)
