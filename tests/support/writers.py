"""A round of polling without its network: answers digested and committed by a real writer."""

import asyncio
from collections.abc import Callable, Sequence
from threading import Event

from comms_desk.media.articles.desk import ArticleDesk
from comms_desk.media.feeds.fetch import FeedAnswer
from comms_desk.media.feeds.model import DueFeed
from comms_desk.storage.database import Database
from comms_desk.worker.answer_writer import AnswerWriter, Watchers


def write(
    database: Database,
    answers: Sequence[tuple[DueFeed, FeedAnswer]],
    *,
    articles: ArticleDesk | None = None,
    after_commit: Callable[[], None] = lambda: None,
) -> AnswerWriter:
    """Digest and commit *answers* in one round; return the writer, at its end."""

    async def everything() -> AnswerWriter:
        writer = AnswerWriter(
            articles or ArticleDesk(database),
            Watchers(permit=None, after_commit=after_commit, progress=lambda _done, _total: None),
            total=len(answers),
            stop=Event(),
            loop=asyncio.get_running_loop(),
        )
        for feed, answer in answers:
            writer.digest(feed, answer, b"hash")
        writer.finish()
        writer.start()
        await asyncio.to_thread(writer.join)
        return writer

    return asyncio.run(everything())
