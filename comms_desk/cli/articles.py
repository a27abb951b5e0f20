"""Articles from the command line: what the feeds brought, the newest first."""

import click

from comms_desk.cli.context import office
from comms_desk.cli.output import Column, emit, json_option
from comms_desk.cli.parameters import ID, Whole
from comms_desk.i18n import N_, format_moment
from comms_desk.media.articles.model import Article
from comms_desk.media.articles.titles import article_title
from comms_desk.media.feeds.model import FeedId

MOST_ROWS = 1_000

COLUMNS = (
    Column[Article](N_("Id"), lambda article: article.id),
    Column[Article](N_("Seen"), lambda article: format_moment(article.moment)),
    Column[Article](N_("Outlet"), lambda article: article.outlet_name),
    Column[Article](N_("Title"), lambda article: article_title(article.title)),
)


@click.group()
def articles() -> None:
    """List what the feeds brought."""


@articles.command("list")
@click.option("--feed", type=ID, help="Only what this feed has shown.")
@click.option("--limit", type=Whole(1, MOST_ROWS), default=50, show_default=True)
@json_option
def show(feed: int | None, limit: int, *, as_json: bool) -> None:
    """List the articles, the newest first."""
    desk = office()
    wanted = None if feed is None else desk.feeds.get(FeedId(feed)).id
    page = desk.articles.search(feed=wanted, limit=limit, person=desk.database.actor)
    emit(page, as_json=as_json, columns=COLUMNS, begin="feeds poll")
