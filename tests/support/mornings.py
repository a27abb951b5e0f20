"""A desk on a bad morning: letters that wait for a person, feeds that fail, news of the City."""

from datetime import timedelta
from pathlib import Path

from comms_desk.across.office import Office
from comms_desk.clock import StillClock
from comms_desk.jobs.desk import JobDesk
from comms_desk.keys import Keys
from comms_desk.mail.address import Address
from comms_desk.mail.departures import Departures
from comms_desk.mail.errors import LetterRefused, OutcomeUnknown, Stage
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import NewAccount, Recipient
from comms_desk.media.articles.model import Delivery
from comms_desk.media.feeds.errors import FeedGone
from comms_desk.media.feeds.model import FeedId, NewFeed, Poll
from comms_desk.media.feeds.parse import FeedEntry
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.media.themes.model import NewTheme
from comms_desk.paths import Paths
from comms_desk.settings_file import PersonSettings
from comms_desk.storage.database import Database

SLEPT = timedelta(hours=9)
GONE_ADDRESS = "https://anciens.example/rss"


def office_on(database: Database, home: Path) -> Office:
    """Return an office on *database*, whose person is signed in."""
    paths = Paths.under(home)
    settings = PersonSettings.read(paths.settings_file)
    office = Office(database, paths=paths, settings=settings, keys=Keys())
    database.act_as(office.people.recognise("anne").id)
    return office


def spoil(office: Office, clock: StillClock) -> None:
    """Make it a bad morning: one letter uncertain, two refused, a feed gone, a gap, a mention."""
    _letters(office)
    outlet = office.outlets.add(NewOutlet(name="Le Matin")).id
    address = "https://matin.example/rss"
    feed = office.feeds.add(NewFeed(address=address, title="Le Matin", outlet=outlet)).id
    office.themes.add(NewTheme(name="Budget du matin", query="budget"))
    deliver(office, feed, "veille")
    clock.advance(SLEPT)
    deliver(office, feed, "matin")
    while not office.themes.catch_up().is_done:
        pass
    gone = office.feeds.add(NewFeed(address=GONE_ADDRESS, title="Journal des voisins")).id
    (due,) = office.feeds.due(only=[gone])
    poll = Poll(feed=due, trouble=FeedGone(GONE_ADDRESS))
    office.articles.take_in([Delivery(poll=poll)])


def _letters(office: Office) -> None:
    sender = Address(name="Ville", local="presse", domain="ville.example")
    account = office.accounts.add(
        NewAccount(name="Presse", sender=sender, facts={"host": "smtp.ville.example"})
    )
    to = [Address(local=name, domain="journal.example") for name in ("ada", "bao", "camille")]
    message = NewMessage(subject="Convocation : inauguration de la place", text="Bonjour")
    office.outbox.send(message, [Recipient(to=each) for each in to])
    departures = Departures(office.database)
    lease = JobDesk(office.database).take("test")
    first, *others = departures.claim(lease.token, account.id, most=3)
    departures.settle(account.id, first, OutcomeUnknown("smtp.ville.example", "closed"))
    for claim in others:
        refused = LetterRefused(Stage.RECIPIENT, 550, "5.1.1 unknown")
        departures.settle(account.id, claim, refused)


def deliver(office: Office, feed: FeedId, when: str) -> None:
    """Have *feed* bring three articles of that morning or evening."""
    (due,) = office.feeds.due(only=[feed])
    entries = tuple(
        FeedEntry(
            key=f"{when}{number}",
            title=f"La Ville dépose un budget de {number} M$",
            link=f"https://matin.example/{when}/{number}",
            summary="Le budget",
            text="La mairesse a présenté le budget ce matin.",
            author="Camille Ostiguy-Roy",
            published_at=None,
        )
        for number in range(3)
    )
    poll = Poll(feed=due, body_hash=when.encode(), fingerprints=b"12345678")
    office.articles.take_in([Delivery(poll=poll, entries=entries, may_be_gap=True)])
