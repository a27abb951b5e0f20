"""A story in words: in how many media it is, its copies, and what was done to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from comms_desk.i18n import (
    CITY_ZONE,
    _,
    format_moment,
    format_moment_within,
    format_number,
    format_time,
    ngettext,
)
from comms_desk.media.articles.model import Article, ArticleId
from comms_desk.media.articles.titles import article_title
from comms_desk.text.differences import difference
from comms_desk.ui.frame.toasts import short

if TYPE_CHECKING:
    from comms_desk.media.stories.model import Brief, Story


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyLine:
    """A copy of a story, written out."""

    article: ArticleId
    medium: str
    title: str
    hour: str
    tags: tuple[str, ...]
    differs: str
    """What stands in its title where that of the article on the card says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """A story, written out, the original first."""

    title: str
    lines: tuple[CopyLine, ...]


def tag(story: "Brief") -> str:
    """In how many media a story is, beside its row."""
    said = _where(story.media, len(story.articles))
    return said[:1].lower() + said[1:]


def shown(story: "Story", article: ArticleId, now: datetime) -> StoryView:
    """Return *story* beside one *article* of it, with the hours of today and the others' days."""
    today = now.astimezone(CITY_ZONE).date()
    titles = {copy.article.id: article_title(copy.article.title) for copy in story.copies}
    lines = tuple(
        CopyLine(
            article=copy.article.id,
            medium=copy.article.outlet_name or titles[copy.article.id],
            title=titles[copy.article.id],
            hour=(
                format_time(copy.at)
                if copy.at.astimezone(CITY_ZONE).date() == today
                else format_moment(copy.at)
            ),
            tags=(
                (_("first to run"),)
                if copy.is_original
                else (_("wire copy"),)
                if copy.is_dispatch
                else ()
            ),
            differs=_differs(titles[article], titles[copy.article.id]),
        )
        for copy in story.copies
    )
    return StoryView(title=_where(story.media, len(story.copies)), lines=lines)


def _differs(title: str, other: str) -> str:
    return "" if title == other else difference(title, other)[1]


def source_and_hour(article: Article) -> str:
    """Who published an article, and when it was on air, or seen."""
    at = format_moment_within(article.on_air_at or article.moment)
    return " · ".join(filter(None, (article.outlet_name, at)))


def was_split(name: str) -> str:
    """What was just done to the article *name*."""
    return _("“{article}” is a story of its own").format(article=short(name))


def was_joined(name: str) -> str:
    """What was just done to the article *name*."""
    return _("“{article}” is shown with the other").format(article=short(name))


def _where(media: int, articles: int) -> str:
    if media > 1:
        said = ngettext("Same story in {count} medium", "Same story in {count} media", media)
        return said.format(count=format_number(media))
    said = ngettext("Same story, {count} article", "Same story, {count} articles", articles)
    return said.format(count=format_number(articles))
