"""A desk with one feed and the watches, to which a test delivers articles."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import count

from comms_desk.across.story_list import ONCE, ToldOnce
from comms_desk.clock import StillClock
from comms_desk.media.articles.desk import ArticleDesk
from comms_desk.media.articles.model import ArticleId, Delivery
from comms_desk.media.feeds.desk import FeedDesk
from comms_desk.media.feeds.model import NewFeed, Poll
from comms_desk.media.feeds.parse import FeedEntry
from comms_desk.media.outlets.desk import OutletDesk
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.media.themes import within
from comms_desk.media.themes.desk import ThemeDesk
from comms_desk.media.themes.lexicon import shipped_lists, shipped_watches
from comms_desk.media.themes.model import Caught, NewTheme, Theme
from comms_desk.media.themes.spikes import Spike
from comms_desk.media.themes.word_lists_desk import WordListDesk
from comms_desk.planning.people.desk import PeopleDesk
from comms_desk.planning.people.model import NewPerson, PersonId
from comms_desk.storage.database import Database

BUDGET = ("La Ville dépose son budget", "La mairesse de Montréal parle à l’hôtel de ville.")
HOCKEY = ("Le Canadien perd", "Les Canadiens de Montréal ont perdu.")


class WatchRoom:
    """Feeds, articles, watches and a person who reads."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.articles = ArticleDesk(database)
        self.watches = ThemeDesk(database)
        self.told_once = ToldOnce(database, is_grouped=True)
        self.reader: PersonId = PeopleDesk(database).add(NewPerson(name="Anne Roy")).id
        self._feeds = FeedDesk(database)
        outlet = OutletDesk(database).add(NewOutlet(name="La Dépêche")).id
        address = "https://depeche.example/rss"
        self.feed = self._feeds.add(NewFeed(address=address, outlet=outlet, language="fr")).id
        self._keys = count(1)
        database.act_as(self.reader)

    def colleague(self) -> PersonId:
        """Another person of the desk."""
        return PeopleDesk(self.database).add(NewPerson(name="Luc Gagnon")).id

    def deliver(self, *told: tuple[str, str], key: str | None = None) -> list[ArticleId]:
        """Have the feed bring these titles and texts; the new articles, in that order."""
        (feed,) = self._feeds.due(only=[self.feed])
        entries = [self._entry(title, text, key) for title, text in told]
        new: list[ArticleId] = []
        for some in _batches(entries):
            poll = Poll(feed=feed, body_hash=b"h", fingerprints=b"12345678")
            taken = self.articles.take_in([Delivery(poll=poll, entries=tuple(reversed(some)))])
            new += taken.new
        return new

    def catch_up(self) -> list[Caught]:
        """Ask the watches until nothing waits."""
        rounds = []
        while True:
            caught = self.watches.catch_up()
            rounds.append(caught)
            if caught.is_done:
                return rounds

    def add_citys(self) -> None:
        """Add the watches that the desk ships, and the lists that they name."""
        for words in shipped_lists("fr"):
            WordListDesk(self.database).add(words)
        for watch in shipped_watches("fr"):
            self.watches.add(watch)

    def spikes(self) -> dict[str, Spike]:
        """Return the spikes of now, by the names of their watches."""
        names = {watch.id: watch.name for watch in self.watches.every()}
        with self.database.snapshot() as snapshot:
            found = within.spikes(snapshot, snapshot.now, ONCE)
        return {names[each.watch]: each for each in found}

    def spike(self, clock: StillClock) -> Theme:
        """Have two articles of a theme come at an hour of eight weeks, then twenty of it now."""
        theme = self.watches.add(NewTheme(name="Neige", query="neige"))
        for week in range(9):
            many = range(2 if week < 8 else 20)
            self.deliver(*[(f"Neige {week} à {number}", "La Ville déneige.") for number in many])
            self.catch_up()
            clock.advance(timedelta(weeks=1) if week < 8 else timedelta())
        return theme

    def _entry(self, title: str, text: str, key: str | None) -> FeedEntry:
        key = key or f"e{next(self._keys)}"
        return FeedEntry(
            key=key,
            title=title,
            link=f"https://depeche.example/{key}",
            summary=text,
            text=text,
            author="Camille Ostiguy-Roy",
            published_at=None,
        )


def _batches(entries: Sequence[FeedEntry], size: int = 50) -> list[tuple[FeedEntry, ...]]:
    return [tuple(entries[start : start + size]) for start in range(0, len(entries), size)]
