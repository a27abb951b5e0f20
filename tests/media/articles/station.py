"""A newsroom whose feeds are served from this machine, and polled as the worker polls them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html import escape

from comms_desk.across.search import Search
from comms_desk.media.articles.desk import ArticleDesk
from comms_desk.media.feeds.desk import FeedDesk
from comms_desk.media.feeds.model import FeedId, NewFeed
from comms_desk.settings import ALLOWED_NETWORKS
from comms_desk.storage.database import Database
from comms_desk.storage.desk_settings import DeskSettings
from comms_desk.text.fold import tokens
from comms_desk.worker.answer_writer import Round
from comms_desk.worker.polling import Polling
from tools.tour import feed_server as serving
from tools.tour.feed_server import FeedServer

UNE, AUTRE = "/une", "/autre"


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as a feed writes it; without *key* it has no id of its own."""

    title: str
    key: str = ""
    link: str = ""
    text: str = ""
    at: str = ""

    def written(self, look: int) -> str:
        """Return it in RSS; another *look* changes its bytes and none of its words."""
        guid = f"<guid isPermaLink='false'>{escape(self.key)}</guid>" if self.key else ""
        link = f"<link>{escape(self.link)}</link>" if self.link else ""
        text = f"<description>{escape(self.text)}</description>" if self.text else ""
        at = f"<pubDate>{self.at}</pubDate>" if self.at else ""
        title = f"<title>{escape(self.title)}</title>"
        return f"<item>{title}{guid}{link}{text}{at}<n>{look}</n></item>"


def document(items: Sequence[Item], *, look: int = 0) -> str:
    """Return *items* as a feed: the first is the newest."""
    written = "".join(item.written(look) for item in items)
    return f"<rss version='2.0'><channel><title>La Une</title>{written}</channel></rss>"


@dataclass(slots=True)
class Station:
    """A desk that polls the feeds of one server."""

    database: Database
    server: FeedServer
    feeds: FeedDesk = field(init=False)
    articles: ArticleDesk = field(init=False)
    known: dict[str, FeedId] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Let the desk ask this machine."""
        DeskSettings(self.database).set(ALLOWED_NETWORKS, ("127.0.0.0/8",))
        self.feeds = FeedDesk(self.database)
        self.articles = ArticleDesk(self.database)

    def poll(self, *items: Item, feed: str = UNE, look: int = 0) -> Round:
        """Serve *items* as *feed*'s document, and poll that feed."""
        address = self.server.serve(feed, serving.feed(document(items, look=look)))
        if feed not in self.known:
            self.known[feed] = self.feeds.add(NewFeed(address=address)).id
        polling = Polling(feeds=self.feeds, articles=self.articles)
        return replace(polling.run(only=[self.known[feed]]))

    def titles(self) -> list[str]:
        """Return the latest title of every article, in alphabetical order."""
        return sorted(article.title for article in self.articles.search(limit=500).rows)

    def found(self, words: str) -> list[str]:
        """Return the titles of the articles that a search of *words*, all of them, finds."""
        query = " ".join(f'"{word}"' for word in tokens(words))
        return [article.title for article in Search(self.database).articles(query).rows]
