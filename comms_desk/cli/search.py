"""Search from the command line: articles that answer a query, newest first."""

import click

from comms_desk.cli.context import office
from comms_desk.cli.output import OutputColumn, emit, json_option
from comms_desk.cli.parameters import limit_option
from comms_desk.i18n import N_, format_moment
from comms_desk.media.articles.model import Article
from comms_desk.media.articles.titles import article_title

COLUMNS = (
    OutputColumn[Article](N_("Id"), lambda article: article.id),
    OutputColumn[Article](N_("Seen"), lambda article: format_moment(article.moment)),
    OutputColumn[Article](N_("Outlet"), lambda article: article.outlet_name),
    OutputColumn[Article](N_("Title"), lambda article: article_title(article.title)),
)


@click.command()
@click.argument("query")
@limit_option(50)
@json_option
def search(query: str, limit: int, *, as_json: bool) -> None:
    """List the articles that match QUERY, the newest first.

    Words, "phrases", AND OR NOT, brackets, prefix*, NEAR/5, =Exact, title: outlet: author:
    lang: after: before:
    """
    emit(office().search.articles(query, limit=limit), as_json=as_json, columns=COLUMNS)
