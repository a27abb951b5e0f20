"""Rows of clips.  Private to the slice."""

from datetime import datetime
from typing import ClassVar, override

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.changes import Subject
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.clips.model import Clip, ClipId, NewClip
from comms_desk.media.outlets import within as outlets
from comms_desk.media.outlets.model import OutletId
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import here
from comms_desk.storage.rows import BinnedRow, ShortText
from comms_desk.storage.values import value_of
from comms_desk.text.fold import tokens


class ClipRow(BinnedRow):
    """One clip, and the article that it is to every list and to every watch."""

    __tablename__ = "clips"
    SUBJECT: ClassVar = Subject.CLIP
    CALLED: ClassVar = ("title",)

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), index=True
    )
    title: Mapped[ShortText]
    outlet_id: Mapped[int | None] = mapped_column(
        ForeignKey("outlets.id", ondelete="SET NULL"), index=True
    )
    aired_at: Mapped[datetime | None]
    lasts_s: Mapped[int]
    speaker: Mapped[ShortText]
    text: Mapped[str]
    link: Mapped[str]
    added_at: Mapped[datetime]
    search_key: Mapped[str]

    @classmethod
    @override
    def before_erased(cls, transaction: Transaction, row_id: int) -> None:
        """Move its article with it, unless a feed has shown that since."""
        row = transaction.session.get_one(cls, row_id)
        articles.erase(transaction, [ArticleId(row.article_id)])


LATEST_FIRST = ClipRow.added_at, ClipRow.id
"""The order of a list."""


def add(transaction: Transaction, new: NewClip, article: ArticleId) -> ClipRow:
    """Keep a clip that is that *article*."""
    row = ClipRow(
        article_id=article,
        title=new.title.strip(),
        outlet_id=new.outlet,
        aired_at=new.aired_at,
        lasts_s=new.lasts_s,
        speaker=new.speaker.strip(),
        text=new.text.strip(),
        link=new.link.strip(),
        added_at=transaction.now,
        search_key="",
    )
    derive(row)
    transaction.session.add(row)
    transaction.session.flush()
    return row


def derive(row: ClipRow) -> None:
    """Set the folded words of its title and of who spoke."""
    row.search_key = " ".join(["", *tokens(f"{row.title} {row.speaker}")])


def at(snapshot: Snapshot, outlet: OutletId, moment: datetime) -> ClipRow | None:
    """Return the clip of that outlet, on air at that very minute."""
    on_air = here(ClipRow).where(ClipRow.outlet_id == outlet, ClipRow.aired_at == moment)
    return snapshot.session.scalars(on_air).first()


def of_article(snapshot: Snapshot, article: ArticleId) -> ClipId | None:
    """Return the clip, outside the bin, that is *article*."""
    wanted = select(ClipRow.id).where(ClipRow.article_id == article, ClipRow.binned_at.is_(None))
    found = snapshot.session.scalars(wanted).first()
    return None if found is None else ClipId(found)


def value(snapshot: Snapshot, row: ClipRow) -> Clip:
    """Turn a row into the value that leaves the slice."""
    at = None if row.outlet_id is None else OutletId(row.outlet_id)
    named = "" if at is None else outlets.names(snapshot, [at])[at]
    return value_of(Clip, row, outlet_name=named)
