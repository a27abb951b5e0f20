"""Stories from the command line: what tells the same news, taken apart and put together."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

import click

from comms_desk.across.office import Office
from comms_desk.across.story_list import ToldOnce
from comms_desk.cli.context import office
from comms_desk.cli.output import OutputColumn, emit, json_option
from comms_desk.cli.parameters import DAY, ID, limit_option, watch_option
from comms_desk.i18n import N_, format_moment
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.articles.titles import article_title
from comms_desk.media.stories.model import Story, StoryId
from comms_desk.media.themes.model import MentionFilter, ThemeId
from comms_desk.storage.paging import PAGE_ROWS, PageOfRows
from comms_desk.text.matching import midnight

MOST_ROWS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyShown:
    """An article of a story as the command line lists it."""

    id: ArticleId
    outlet: str
    title: str
    link: str
    at: datetime
    is_original: bool
    is_dispatch: bool
    is_by_hand: bool
    is_read: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryShown:
    """A story as the command line lists it; *id* is None of an article that is alone."""

    id: StoryId | None
    title: str
    at: datetime
    media: int
    articles: tuple[CopyShown, ...]


COLUMNS = (
    OutputColumn[StoryShown](N_("Id"), lambda story: story.id),
    OutputColumn[StoryShown](N_("First to run"), lambda story: format_moment(story.at)),
    OutputColumn[StoryShown](N_("Media"), lambda story: story.media),
    OutputColumn[StoryShown](N_("Title"), lambda story: article_title(story.title)),
    OutputColumn[StoryShown](
        N_("Articles"), lambda story: tuple(each.id for each in story.articles)
    ),
)


@click.group()
def stories() -> None:
    """List, split and join the articles that tell the same story."""


@stories.command("list")
@click.option("--since", type=DAY, help="Only what began on this day or later, as 2026-11-24.")
@watch_option
@limit_option(most=MOST_ROWS)
@json_option
def show(since: date | None, watch: int | None, limit: int, *, as_json: bool) -> None:
    """List the stories that several articles tell, the newest first."""
    desk = office()
    began = None if since is None else midnight(since)
    if watch is None:
        page = desk.stories.newest(since=began, limit=limit)
    else:
        rows = (*islice(_of_watch(desk, desk.themes.get(ThemeId(watch)).id, began), limit),)
        page = PageOfRows(rows=rows, total=len(rows))
    shown = page.showing(map(_shown, page.rows))
    emit(shown, as_json=as_json, columns=COLUMNS, begin="feeds poll")


@stories.command()
@click.argument("article", type=ID)
@json_option
def split(article: int, *, as_json: bool) -> None:
    """Take ARTICLE out of its story, for good."""
    desk = office()
    desk.stories.split(ArticleId(article))
    _emit_story(desk, ArticleId(article), as_json=as_json)


@stories.command()
@click.argument("article", type=ID)
@click.argument("other", type=ID)
@json_option
def join(article: int, other: int, *, as_json: bool) -> None:
    """Put ARTICLE, with the rest of its story, into the story of OTHER."""
    desk = office()
    desk.stories.join(ArticleId(article), ArticleId(other))
    _emit_story(desk, ArticleId(article), as_json=as_json)


def _of_watch(desk: Office, watch: ThemeId, began: datetime | None) -> Iterator[Story]:
    """Yield the stories *began* since in which a watch found an article, the newest first."""
    listed, after = ToldOnce(desk.database, is_grouped=True), None
    while True:
        page = listed.mentions(MentionFilter(watch=watch), after=after, limit=PAGE_ROWS)
        for told in page.rows:
            if began is not None and told.at < began:
                return
            story = desk.stories.story(told.mention.id) if told.story is not None else None
            if story is not None:
                yield story
        after = page.next_key
        if after is None:
            return


def _emit_story(desk: Office, article: ArticleId, *, as_json: bool) -> None:
    story = desk.stories.story(article)
    if story is not None:
        emit(_shown(story), as_json=as_json, columns=COLUMNS)
        return
    alone = desk.themes.mention(article).article
    shown = StoryShown(id=None, title=alone.title, at=alone.moment, media=1, articles=())
    emit(shown, as_json=as_json, columns=COLUMNS)


def _shown(story: Story) -> StoryShown:
    return StoryShown(
        id=story.id,
        title=story.original.title,
        at=story.copies[0].at,
        media=story.media,
        articles=tuple(
            CopyShown(
                id=copy.article.id,
                outlet=copy.article.outlet_name,
                title=copy.article.title,
                link=copy.article.link,
                at=copy.at,
                is_original=copy.is_original,
                is_dispatch=copy.is_dispatch,
                is_by_hand=copy.is_by_hand,
                is_read=copy.article.is_read,
            )
            for copy in story.copies
        ),
    )
