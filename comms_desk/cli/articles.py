"""Articles from the command line: what the feeds brought, and what their pages say."""

from dataclasses import dataclass
from datetime import datetime

import click

from comms_desk.cli.context import office
from comms_desk.cli.output import OutputColumn, emit, json_option, note
from comms_desk.cli.parameters import ID, limit_option
from comms_desk.i18n import N_, format_moment
from comms_desk.media.articles.model import Article, ArticleId, Missing
from comms_desk.media.articles.titles import article_title
from comms_desk.media.feeds.model import FeedId
from comms_desk.wording.full_texts import said_of

MOST_ROWS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TextShown:
    """What an article says, as the command line shows it; *state* is a sentence."""

    id: ArticleId
    title: str
    link: str
    text: str
    """What its feed says."""
    full_text: str
    """What its page says; empty where that is not there."""
    for_subscribers: bool
    missing: Missing | None
    waits: bool
    fetched_at: datetime | None
    expires_at: datetime | None
    state: str


COLUMNS = (
    OutputColumn[Article](N_("Id"), lambda article: article.id),
    OutputColumn[Article](N_("Seen"), lambda article: format_moment(article.moment)),
    OutputColumn[Article](N_("Outlet"), lambda article: article.outlet_name),
    OutputColumn[Article](N_("Title"), lambda article: article_title(article.title)),
)


@click.group()
def articles() -> None:
    """List what the feeds brought."""


@articles.command("list")
@click.option("--feed", type=ID, help="Only what this feed has shown.")
@limit_option(50, most=MOST_ROWS)
@json_option
def show(feed: int | None, limit: int, *, as_json: bool) -> None:
    """List the articles, the newest first."""
    desk = office()
    wanted = None if feed is None else desk.feeds.get(FeedId(feed)).id
    page = desk.articles.search(feed=wanted, limit=limit, person=desk.database.actor)
    emit(page, as_json=as_json, columns=COLUMNS, begin="feeds poll")


@articles.command("text")
@click.argument("article", type=ID, metavar="ID")
@json_option
def show_text(article: int, *, as_json: bool) -> None:
    """Show what an article says: its page where that was read, else its feed."""
    desk = office().articles
    said = desk.text(ArticleId(article))
    full = desk.full_text(said.article)
    shown = TextShown(
        id=said.article,
        title=said.title,
        link=said.link,
        text=said.text,
        full_text=said.full,
        for_subscribers=bool(full and full.for_subscribers),
        missing=full.missing if full else None,
        waits=bool(full and full.waits),
        fetched_at=full.fetched_at if full else None,
        expires_at=full.expires_at if full else None,
        state=said_of(full) if full else "",
    )
    if as_json:
        emit(shown, as_json=True)
        return
    if shown.state:
        note(shown.state)
    emit(f"{article_title(said.title)}\n\n{said.full or said.text}", as_json=False)
