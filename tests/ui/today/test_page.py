"""Today's page: each line opens its thing, letters are decided there, an empty desk teaches."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.i18n import format_day, format_weekday
from comms_desk.mail.address import Address
from comms_desk.mail.departures import Departures
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import SignInOver
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import Decision, LetterState, NewAccount, Recipient
from comms_desk.mail.stops import note_stop
from comms_desk.media.articles.model import Delivery
from comms_desk.media.dispatches.model import SendingTime
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.media.feeds.errors import Unreachable
from comms_desk.media.feeds.left_out import LeftOutEntries, LeftOutReason
from comms_desk.media.feeds.model import NewFeed, Poll
from comms_desk.storage.database import Database
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.line import LineButton
from comms_desk.ui.shell.rail import RailButton
from comms_desk.ui.shell.window import Window
from comms_desk.ui.today.page import TodayPage
from comms_desk.ui.today.words import FAILING_SHOWN
from tests.media.dispatches.sent import to
from tests.support.mornings import spoil
from tests.support.releases import FOOT
from tests.support.samples import bring_sample
from tests.ui.keys import click, press


@pytest.fixture
def page(qtbot: QtBot, errands: Errands) -> TodayPage:
    made = TodayPage(errands)
    qtbot.addWidget(made)
    made.resize(1104, 772)
    return made


def shown(qtbot: QtBot, page: TodayPage) -> TodayPage:
    page.show()
    with qtbot.waitSignal(page.rows_shown):
        page.shown()
    return page


def titles(lines: list[LineButton]) -> list[str]:
    return [line.line.title for line in lines]


def headings(page: TodayPage) -> list[str]:
    labels = [each for each in page.findChildren(Label) if each.property("role") == "group"]
    return [each.text() for each in labels if each.isVisible()]


def test_an_empty_desk_offers_the_sample_and_the_first_thing(qtbot: QtBot, page: TodayPage) -> None:
    shown(qtbot, page)

    assert page.empty.isVisible()
    assert page.day.isVisible()
    with qtbot.waitSignal(page.sample_wanted):
        click(page.empty.sample)
    with qtbot.waitSignal(page.first_thing_wanted) as wanted:
        click(page.empty.first)
    assert wanted.args == ["directory"]


def test_all_that_waits_is_on_the_page_and_counted(
    qtbot: QtBot, page: TodayPage, office: Office, clock: StillClock
) -> None:
    spoil(office, clock)

    with (
        qtbot.waitSignal(page.counted) as counted,
        qtbot.waitSignal(page.counted_elsewhere) as elsewhere,
    ):
        shown(qtbot, page)

    assert len(page.now.all()) == 2
    assert [tag.text for line in page.now.all() for tag in line.line.tags] == [
        "to confirm",
        "refused",
    ]
    assert len(page.mentions.all()) == 6
    assert titles(page.troubles.all()) == [
        "Watch gap: Le Matin",
        "Feed: Journal des voisins",
        "1 byline to check in the directory",
    ]
    assert counted.args == [4]
    assert elsewhere.args == ["watch", 6]


def test_unread_mentions_that_are_not_shown_are_counted_and_those_of_a_day_before_say_it(
    qtbot: QtBot, page: TodayPage, office: Office, clock: StillClock
) -> None:
    bring_sample(office)
    shown(qtbot, page)
    unread = office.told_once.figures().unread
    assert page.mentions.all()[-1].line.title == f"6 of {unread}"
    of_this_day = page.mentions.all()[0].line.detail

    clock.advance(timedelta(days=1))
    page.refresh()

    qtbot.waitUntil(lambda: page.mentions.all()[0].line.detail != of_this_day)
    day = format_day(clock.now() - timedelta(days=1))
    assert page.mentions.all()[0].line.detail == of_this_day.replace(" · ", f" · {day}, ")


def test_no_count_is_said_where_every_unread_mention_is_shown(
    qtbot: QtBot, page: TodayPage, office: Office, clock: StillClock
) -> None:
    spoil(office, clock)

    shown(qtbot, page)

    assert len(page.mentions.all()) == office.told_once.figures().unread


def test_a_mention_and_a_feed_open_where_they_live(
    qtbot: QtBot, page: TodayPage, office: Office, clock: StillClock
) -> None:
    spoil(office, clock)
    shown(qtbot, page)
    opened: list[Ref] = []
    page.open_wanted.connect(opened.append)

    click(page.mentions.all()[0])
    click(page.troubles.all()[1])

    assert [ref.kind for ref in opened] == [Subject.MENTION, Subject.FEED]


def test_feeds_not_taken_in_whole_are_named_with_how_much_was_left_out(
    qtbot: QtBot, page: TodayPage, office: Office
) -> None:
    for name, left_out in (("Le Matin", 2), ("Le Soir", 1)):
        address = f"https://{left_out}.example/rss"
        feed = office.feeds.add(NewFeed(address=address, title=name)).id
        (due,) = office.feeds.due(only=[feed])
        cut = LeftOutEntries.of([LeftOutReason.TOO_LARGE] * left_out)
        office.articles.take_in([Delivery(poll=Poll(feed=due, body_hash=b"h", left_out=cut))])

    shown(qtbot, page)

    (line,) = page.troubles.all()
    assert line.line.title == "2 feeds not taken in whole"
    assert line.line.detail == ("3 articles left out: larger than 1\u00a0MB · Le Matin, Le Soir")


def test_feeds_that_fail_alike_are_named_on_one_line(
    qtbot: QtBot, page: TodayPage, office: Office, clock: StillClock
) -> None:
    names = ("Le Matin", "Le Soir", "La Nuit", "Le Midi", "L’Aube")
    for number, name in enumerate(names):
        address = f"https://{number}.example/rss"
        feed = office.feeds.add(NewFeed(address=address, title=name)).id
        (due,) = office.feeds.due(only=[feed])
        poll = Poll(feed=due, trouble=Unreachable(address, reason=""))
        office.articles.take_in([Delivery(poll=poll)])
    shown(qtbot, page)

    (line,) = page.troubles.all()

    assert line.line.title == "5 feeds do not answer"
    assert line.line.detail == "Le Matin, Le Soir, La Nuit and 2 others"


def test_a_feed_that_has_moved_onto_another_is_no_failure_and_says_what_it_is(
    qtbot: QtBot, page: TodayPage, office: Office
) -> None:
    there, here = (f"https://{host}.example/rss" for host in ("la", "ici"))
    office.feeds.add(NewFeed(address=there, title="Le Matin"))
    feed = office.feeds.add(NewFeed(address=here, title="Le Soir")).id
    (due,) = office.feeds.due(only=[feed])
    office.articles.take_in([Delivery(poll=Poll(feed=due, body_hash=b"h", moved_to=there))])
    shown(qtbot, page)

    (line,) = page.troubles.all()

    assert line.line.title == "Feed: Le Soir"
    assert line.line.detail == f"{here} has moved to {there}, where another feed of this desk is"
    assert [tag.text for tag in line.line.tags] == ["twice"]


def test_an_uncertain_letter_is_decided_on_the_page(
    qtbot: QtBot, page: TodayPage, office: Office, clock: StillClock
) -> None:
    spoil(office, clock)
    shown(qtbot, page)
    click(page.now.all()[0])
    qtbot.waitUntil(lambda: page.letter.letters.chosen is not None)

    click(page.letter.leave)

    qtbot.waitUntil(lambda: len(page.now.all()) == 1)
    qtbot.waitUntil(page.letter.isHidden)
    waiting = office.outbox.letters(undecided=True).rows
    assert {letter.state for letter in waiting} == {LetterState.REFUSED}


def test_a_refused_letter_goes_again_when_a_person_says_so(
    qtbot: QtBot, page: TodayPage, office: Office, clock: StillClock
) -> None:
    spoil(office, clock)
    shown(qtbot, page)
    click(page.now.all()[1])
    qtbot.waitUntil(lambda: page.letter.letters.rows.rowCount() == 2)

    click(page.letter.again)

    qtbot.waitUntil(lambda: page.letter.letters.rows.rowCount() == 1)
    assert office.outbox.counts()[LetterState.QUEUED] == 1


def test_a_letter_decided_elsewhere_meanwhile_is_said(
    qtbot: QtBot, page: TodayPage, office: Office, clock: StillClock, tmp_path: Path
) -> None:
    spoil(office, clock)
    shown(qtbot, page)
    click(page.now.all()[0])
    qtbot.waitUntil(lambda: page.letter.letters.chosen is not None)
    letter = next(
        each
        for each in office.outbox.letters(undecided=True).rows
        if each.state is LetterState.UNCERTAIN
    )
    elsewhere = Database(f"sqlite:///{tmp_path / 'desk.sqlite3'}", clock=clock)
    OutboxDesk(elsewhere).decide(letter.id, Decision.LEAVE)
    elsewhere.dispose()

    click(page.letter.leave)

    qtbot.waitUntil(page.letter.error.isVisible)


def test_the_lines_are_walked_with_j_and_k(
    qtbot: QtBot, page: TodayPage, office: Office, clock: StillClock
) -> None:
    spoil(office, clock)
    shown(qtbot, page)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)

    page.next_row()
    page.next_row()
    page.previous_row()

    assert page.now.all()[0].hasFocus()
    press(page.now.all()[0], Qt.Key.Key_Space)
    qtbot.waitUntil(page.letter.isVisible)


def test_the_arrows_walk_the_lines_too(
    qtbot: QtBot, page: TodayPage, office: Office, clock: StillClock
) -> None:
    spoil(office, clock)
    shown(qtbot, page)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.focus_list()

    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        focused = page.window().focusWidget()
        assert focused is not None
        press(focused, key)

    assert page.now.all()[0].hasFocus()


def test_an_embargo_that_lifts_tomorrow_is_not_shown_as_of_today(
    qtbot: QtBot, page: TodayPage, office: Office, clock: StillClock
) -> None:
    tomorrow = clock.now() + timedelta(days=1)
    office.embargoes.place(
        Ref(Subject.BULLETIN, 1), until=tomorrow, ends_when="jusqu’au dépôt du budget"
    )
    shown(qtbot, page)

    (line,) = page.coming.all()

    assert page.later.all() == page.before_noon.all() == []
    assert headings(page) == ["In the coming days"]
    assert format_weekday(tomorrow) in line.line.detail


def test_the_citys_site_is_not_asked_for_before_the_embargo_lifts(
    qtbot: QtBot, page: TodayPage, office: Office, clock: StillClock
) -> None:
    draft = office.drafts.add(
        NewDraft(kind=DraftKind.RELEASE, title="Budget", text="54", **FOOT)
    ).id
    office.embargoes.place(
        Ref(Subject.DRAFT, draft), until=clock.now() + timedelta(days=1), ends_when=""
    )
    account = office.accounts.add(
        NewAccount(
            name="Presse", sender=Address.parse("v@v.example"), facts={"host": "smtp.v.example"}
        )
    )
    wanted = replace(to("zoe@journal.example"), when=SendingTime.WHEN_LIFTED, account=account.id)
    office.dispatches.send(draft, wanted)
    shown(qtbot, page)

    assert [each.line.detail for each in page.now.all()] == ["Newswire: give the order"]
    assert len(page.coming.all()) == 2
    assert page.coming.all()[1].line.detail.endswith("montreal.ca: put the text there")


def test_an_embargo_that_lifts_within_the_week_is_there_on_an_otherwise_empty_desk(
    qtbot: QtBot, page: TodayPage, office: Office, clock: StillClock
) -> None:
    until = clock.now() + timedelta(days=6)
    office.embargoes.place(Ref(Subject.BULLETIN, 1), until=until, ends_when="jusqu’au budget")

    shown(qtbot, page)

    (line,) = page.coming.all()
    assert line.isVisible()
    assert format_weekday(until) in line.line.detail


def test_the_day_is_one_column_before_noon_and_after(
    qtbot: QtBot, page: TodayPage, office: Office, clock: StillClock
) -> None:
    for bulletin, hours in ((1, 1), (2, 8)):
        until = clock.now() + timedelta(hours=hours)
        office.embargoes.place(Ref(Subject.BULLETIN, bulletin), until=until, ends_when="")
    page.resize(1_920 - tokens.RAIL_WIDTH_PX, 1_000)

    shown(qtbot, page)

    assert headings(page) == ["Before noon", "Today"]
    (morning,), (afternoon,) = page.before_noon.all(), page.later.all()
    assert morning.width() == afternoon.width() == tokens.COLUMN_MAX_PX


def test_what_stands_beside_the_column_stands_under_it_where_both_would_be_narrow(
    qtbot: QtBot, page: TodayPage, office: Office
) -> None:
    bring_sample(office)
    shown(qtbot, page)
    column, beside = page.coming.all()[0], page.mentions.all()[0]
    assert beside.mapTo(page, beside.rect().topLeft()).x() > column.width()

    page.resize(1_024 - tokens.RAIL_WIDTH_PX, 612)

    qtbot.waitUntil(lambda: beside.mapTo(page, beside.rect().topLeft()).x() < column.width())
    top, under = (each.mapTo(page, each.rect().topLeft()).y() for each in (column, beside))
    assert top < under


def test_every_line_opens_what_it_names(
    qtbot: QtBot, page: TodayPage, office: Office, clock: StillClock
) -> None:
    bring_sample(office)
    for number in range(FAILING_SHOWN + 1):
        address = f"https://{number}.example/rss"
        feed = office.feeds.add(NewFeed(address=address, title=f"Feed {number}")).id
        (due,) = office.feeds.due(only=[feed])
        clock.advance(timedelta(days=number))  # gaps that do not overlap
        poll = Poll(feed=due, trouble=Unreachable(address, reason=""))
        office.articles.take_in([Delivery(poll=poll)])
    shown(qtbot, page)
    opened: list[Ref] = []
    page.open_wanted.connect(opened.append)
    gone_to: list[str] = []
    page.page_wanted.connect(gone_to.append)

    every = [*page.coming.all(), *page.mentions.all(), *page.troubles.all()]
    for line in every:
        click(line)

    assert len(opened) + len(gone_to) == len(every)
    assert page.mentions.all()[-1].line.title.startswith("6 of ")
    assert gone_to == ["watch"], "the others are not opened one by one: they stay unread"


def test_the_head_counts_as_the_rail_does(
    qtbot: QtBot, window: Window, office: Office, clock: StillClock
) -> None:
    spoil(office, clock)

    window.go_to("today")

    page = window.page
    assert isinstance(page, TodayPage)
    qtbot.waitUntil(lambda: "4 to act on" in page.hour.text())
    (button,) = [each for each in window.rail.findChildren(RailButton) if each.key == "today"]
    assert button.accessibleName() == "Today, 4 to act on"


def test_letters_that_wait_for_the_days_room_are_said_with_when_they_go_on(
    qtbot: QtBot, page: TodayPage, office: Office
) -> None:
    account = office.accounts.add(
        NewAccount(
            name="Presse",
            sender=Address(local="presse", domain="ville.example"),
            facts={"host": "smtp.ville.example"},
            recipients_a_day=1,
        )
    )
    to = [Recipient(to=Address(local=f"r{each}", domain="x.example")) for each in range(3)]
    office.outbox.send(NewMessage(subject="Communiqué", text="Bonjour"), to)
    lease = office.jobs.take("worker")
    claimed = Departures(office.database).claim(lease.token, account.id, most=3)

    shown(qtbot, page)

    assert len(claimed) == 1
    assert titles(page.now.all()) == ["2 e-mails wait: Presse has reached its day’s limit (1)"]
    assert page.now.all()[0].line.detail == (
        "The next one leaves on November 25, 2026, 7:30\u00a0a.m."
    )


def test_a_stop_that_was_seen_is_put_away_and_may_come_back(
    qtbot: QtBot, page: TodayPage, office: Office, clock: StillClock
) -> None:
    office.accounts.add(
        NewAccount(
            name="Presse",
            sender=Address(local="presse", domain="ville.example"),
            facts={"host": "smtp.ville.example"},
        )
    )
    office.outbox.send(
        NewMessage(subject="Communiqué", text="Bonjour"),
        [Recipient(to=Address.parse("zoe@x.example"))],
    )
    slept_at = clock.now()
    clock.advance(timedelta(hours=1))
    note_stop(office.database, office.jobs.take("worker").token, since=slept_at)
    shown(qtbot, page)
    page.activateWindow()
    page.step(1)

    for away in (press_away, click_away):
        with qtbot.waitSignal(page.undoable) as said:
            away(page)
        qtbot.waitUntil(lambda: not page.now.all())
        assert said.args is not None
        said.args[1]()
        qtbot.waitUntil(lambda: len(page.now.all()) == 1)


def press_away(page: TodayPage) -> None:
    press(page.now.all()[0], Qt.Key.Key_Delete)


def click_away(page: TodayPage) -> None:
    """Press the button beside the one line that has one."""
    (button,) = [each for each in page.now.findChildren(Button) if each.isVisible()]
    assert button.accessibleName() == "Seen"
    click(button)


def test_an_account_that_asks_its_person_says_to_sign_in_again(
    qtbot: QtBot, page: TodayPage, office: Office
) -> None:
    account = office.accounts.add(
        NewAccount(
            name="Presse",
            sender=Address(local="presse", domain="ville.example"),
            facts={"host": "smtp.ville.example"},
        )
    )
    Departures(office.database).rest(account.id, SignInOver("rosalie@ville.example", "AADSTS50173"))

    shown(qtbot, page)

    (line,) = page.now.all()
    assert [tag.text for tag in line.line.tags] == ["Sign in again"]
    assert "rosalie@ville.example" in line.line.detail
    with qtbot.waitSignal(page.open_wanted) as wanted:
        click(line)
    assert wanted.args == [Ref(Subject.ACCOUNT, account.id)]


def test_letters_for_outlook_are_handed_over_from_their_line(
    qtbot: QtBot, page: TodayPage, office: Office, tmp_path: Path
) -> None:
    sender = Address(local="presse", domain="ville.example")
    office.accounts.add(NewAccount(name="Outlook", kind="outlook", sender=sender, facts={}))
    to = [Recipient(to=Address(local=f"r{each}", domain="x.example")) for each in range(3)]
    office.outbox.send(NewMessage(subject="Communiqué", text="Bonjour"), to)
    shown(qtbot, page)
    (line,) = page.now.all()
    assert line.line.title == "Communiqué"
    assert line.line.detail == "3 e-mails wait to be handed over to Outlook"
    click(line)
    dialog = page.to_outlook.dialog
    assert dialog is not None
    folder = tmp_path / "given"
    folder.mkdir()

    with qtbot.waitSignal(page.file_made) as made:
        dialog.fileSelected.emit(str(folder))
    dialog.close()

    assert made.args is not None
    assert made.args[0] == "1 draft for Outlook: send it from there."
    assert len(list(made.args[1].glob("*.eml"))) == 1
    assert office.outbox.counts()[LetterState.HANDED_OVER] == 3
    with qtbot.waitSignal(page.rows_shown):
        page.refresh()
    assert page.now.all() == []
