"""Example calls of the clips."""

from collections.abc import Iterator
from itertools import count

from comms_desk.media.articles.model import ArticleId, ArticleOrigin, NewArticle
from comms_desk.media.clips.desk import ClipDesk
from comms_desk.media.clips.model import NewClip
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.contracts.calls import Call, reads, writes


def calls(database: Database) -> Iterator[Call]:
    desk, numbers = ClipDesk(database), count(1)

    def new() -> NewClip:
        return NewClip(title=f"Neige {next(numbers)}")

    clip, binned, back = (desk.add(new()) for _each in range(3))
    desk.put_in_bin(back.id)
    yield writes(desk.add, lambda: desk.add(new()))
    told = NewArticle(origin=ArticleOrigin.ALERT, title="Neige", link="https://x.example/1")
    yield writes(desk.take_in, lambda: desk.take_in([told]))
    yield writes(desk.take_back, lambda: desk.take_back([ArticleId(1)]))
    yield reads(desk.get, lambda: desk.get(clip.id))
    yield reads(desk.search, desk.search)
    yield reads(desk.of_article, lambda: desk.of_article(clip.article_id))
    yield reads(desk.outlets, desk.outlets)
    yield reads(desk.history, lambda: desk.history(clip.id))
    renamed = FieldChange("title", clip.title, "Neige partout")
    yield writes(desk.edit, lambda: desk.edit(clip.id, renamed))
    yield writes(desk.put_in_bin, lambda: desk.put_in_bin(binned.id))
    yield writes(desk.take_out_of_bin, lambda: desk.take_out_of_bin(back.id))
