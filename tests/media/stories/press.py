"""A desk that listens to several media, to which a test delivers what each of them says."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import count

from comms_desk.media.articles.desk import ArticleDesk
from comms_desk.media.articles.model import ArticleId, Delivery
from comms_desk.media.feeds.desk import FeedDesk
from comms_desk.media.feeds.model import FeedId, NewFeed, Poll
from comms_desk.media.feeds.parse import FeedEntry
from comms_desk.media.outlets.desk import OutletDesk
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.media.stories import within
from comms_desk.media.stories.desk import StoryDesk
from comms_desk.media.stories.model import Brief, Grouped
from comms_desk.media.themes.desk import ThemeDesk
from comms_desk.planning.people.desk import PeopleDesk
from comms_desk.planning.people.model import NewPerson
from comms_desk.storage.database import Database

BUDGET = (
    "La mairesse de Montréal a déposé mardi un budget de 7,7 milliards de dollars, en hausse de "
    "4 % sur un an. La taxe foncière des propriétaires augmentera de 3,1 % en moyenne, sous le "
    "taux d’inflation prévu par la Banque du Canada. L’opposition officielle craint des "
    "compressions dans le déneigement et dans l’entretien des parcs, où 120 postes disparaîtront "
    "par attrition. Le syndicat des cols bleus promet de se faire entendre dès la semaine "
    "prochaine, lors de l’étude publique des crédits à l’hôtel de ville."
)
REWRITTEN = (
    "MONTRÉAL — La mairesse de Montréal a déposé mardi un budget de 7,7 milliards de dollars. "
    "La taxe foncière des propriétaires augmentera de 3,1 % en moyenne, a-t-elle annoncé. "
    "L’opposition officielle craint des compressions dans le déneigement et dans l’entretien des "
    "parcs, où 120 postes disparaîtront. Le syndicat des cols bleus promet de se faire entendre."
)
FIRE = (
    "Un incendie a ravagé dans la nuit un immeuble de douze logements de la rue Ontario, dans "
    "Hochelaga. Une quarantaine de personnes ont été évacuées, et la Croix-Rouge les a prises en "
    "charge. Les pompiers ont combattu les flammes pendant six heures, et la cause du brasier "
    "n’est pas encore connue, selon le Service de sécurité incendie."
)


class Press:
    """Media, their articles, and the desk that groups them; a person reads."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.articles = ArticleDesk(database)
        self.stories = StoryDesk(database)
        self.watches = ThemeDesk(database)
        self.reader = PeopleDesk(database).add(NewPerson(name="Anne Roy")).id
        self._feeds = FeedDesk(database)
        self._outlets = OutletDesk(database)
        self._media: dict[str, FeedId] = {}
        self._numbers = count(1)
        database.act_as(self.reader)

    def publishes(
        self,
        medium: str,
        text: str,
        *,
        title: str = "",
        at: datetime | None = None,
        key: str | None = None,
        author: str = "",
    ) -> ArticleId:
        """Have *medium* publish *text*, or say it anew under the *key* of before."""
        (feed,) = self._feeds.due(only=[self._feed(medium)])
        key = key or f"e{next(self._numbers)}"
        entry = FeedEntry(
            key=key,
            title=title or text.partition(".")[0],
            link=f"https://{feed.id}.example/{key}",
            summary=text,
            text=text,
            author=author,
            published_at=at,
        )
        poll = Poll(feed=feed, body_hash=b"h", fingerprints=b"12345678")
        taken = self.articles.take_in([Delivery(poll=poll, entries=(entry,))])
        (article,) = taken.new or taken.changed
        return article

    def group(self) -> list[Grouped]:
        """Group until nothing waits."""
        rounds = [self.stories.catch_up()]
        while not rounds[-1].is_done:
            rounds.append(self.stories.catch_up())
        return rounds

    def together(self, article: ArticleId) -> frozenset[ArticleId]:
        """Return the articles of the story of *article*; none where it is alone."""
        found = self.briefs([article])
        return frozenset(found[article].articles) if article in found else frozenset()

    def briefs(self, ids: Sequence[ArticleId]) -> Mapping[ArticleId, Brief]:
        """Return the story of each of *ids* that is of one."""
        with self.stories._database.snapshot() as snapshot:
            return within.of(snapshot, ids)

    def _feed(self, medium: str) -> FeedId:
        if medium not in self._media:
            outlet = self._outlets.add(NewOutlet(name=medium)).id
            address = f"https://{len(self._media)}.example/rss"
            new = NewFeed(address=address, outlet=outlet, language="fr")
            self._media[medium] = self._feeds.add(new).id
        return self._media[medium]
