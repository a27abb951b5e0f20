"""The pages of articles, read for their full text as their feeds want it.

Sites are asked beside each other and one page of each at a time (`Visitor`), so that one that
drips or rests holds up no other.  What came of a page is stored by itself, in a short
transaction; then the watches are asked, by whoever catches up.  Where no feed wants it this
costs one question to the database.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from time import monotonic

from comms_desk.media.articles.desk import ArticleDesk
from comms_desk.media.articles.full.site_visits import WHOLE_PAGE_S, Visitor
from comms_desk.media.articles.model import ArticleId, Missing, ReadPage, WantedPage
from comms_desk.media.feeds.desk import FeedDesk
from comms_desk.media.feeds.fetch import Fetcher
from comms_desk.media.feeds.guard import Guard
from comms_desk.storage.database import Transaction
from comms_desk.storage.errors import StorageBusy, TextNotStorable

SITES_AT_ONCE = 8
LOOKED_AT = 500
"""Of how many pages that are wanted the sites are looked at."""
LOOK_EVERY_S = 0.5
BUSY_TRIES = 3

log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class PageReader:
    """Reads pages on behalf of a worker.

    Attributes:
        permit: Called in each writing transaction; raises when the lease is lost.
    """

    feeds: FeedDesk
    articles: ArticleDesk
    stop: Event = field(default_factory=Event)
    permit: Callable[[Transaction], None] | None = None
    whole_page_s: float = WHOLE_PAGE_S
    _visitor: Visitor = field(init=False)

    def __post_init__(self) -> None:
        """Begin to remember sites."""
        self._visitor = Visitor(self.articles.clock.now)

    def read_wanted(self, *, most_s: float | None = None) -> int:
        """Read all the pages that are wanted, or as many as *most_s* leave time for; how many.

        However long a loaded machine takes to look, what may be read at once is begun.

        Raises:
            LeaseLost: Another worker has taken over.
        """
        if not self.articles.wanted_pages(limit=1):
            return 0
        return asyncio.run(self._read_all(most_s))

    async def _read_all(self, most_s: float | None) -> int:
        begun_at, is_late, read = monotonic(), False, 0
        under_way: dict[asyncio.Task[None], ArticleId] = {}
        reading = asyncio.Lock()
        guard = Guard(self.feeds.allowed_networks())
        now = self.articles.clock.now
        async with Fetcher(guard, now=now, whole_answer_s=self.whole_page_s) as fetcher:
            try:
                while not self.stop.is_set():
                    wanted = self.articles.wanted_pages(limit=LOOKED_AT)
                    for page in wanted:
                        if is_late or len(under_way) == SITES_AT_ONCE:
                            break
                        if page.article not in under_way.values() and self._visitor.take(page.link):
                            task = asyncio.create_task(self._read(fetcher, page, reading))
                            under_way[task] = page.article
                    if not under_way and (is_late or not wanted):
                        break
                    if under_way:
                        done, _ = await asyncio.wait(
                            under_way, timeout=LOOK_EVERY_S, return_when=asyncio.FIRST_COMPLETED
                        )
                        for task in done:
                            del under_way[task]
                            task.result()
                            read += 1
                    else:
                        await asyncio.sleep(LOOK_EVERY_S)
                    is_late = most_s is not None and monotonic() > begun_at + most_s
            finally:
                for task in under_way:
                    task.cancel()
                self._visitor.end()  # a stop waits for no page that is being read
                await asyncio.gather(*under_way, return_exceptions=True)
        return read

    async def _read(self, fetcher: Fetcher, page: WantedPage, reading: asyncio.Lock) -> None:
        try:
            read = await self._visitor.visit(fetcher, page, reading)
        except Exception:  # the worker's task boundary: one page's bug stops no other
            log.exception("the page of article %s failed as nobody expected", page.article)
            read = ReadPage(article=page.article, missing=Missing.TOO_HEAVY)
        await asyncio.to_thread(self._keep, read)

    def _keep(self, page: ReadPage) -> None:
        """Keep what came of *page*; where the database stays busy it is asked for again."""
        for _ in range(BUSY_TRIES):
            try:
                self.articles.keep_pages([page], permit=self.permit)
            except TextNotStorable:
                page = ReadPage(article=page.article, missing=Missing.NO_TEXT)
            except StorageBusy:
                if self.stop.is_set():
                    break
            else:
                return
        log.warning("the database stayed busy: the page of article %s was not kept", page.article)
