"""Articles that say that the City did not answer, from the command line."""

import click

from comms_desk.across import unanswered as silences
from comms_desk.across.unanswered import Unanswered
from comms_desk.cli.context import office
from comms_desk.cli.output import OutputColumn, emit, json_option
from comms_desk.cli.parameters import ID, limit_option
from comms_desk.i18n import N_, format_moment
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.inquiries.model import Inquiry, InquiryId

COLUMNS = (
    OutputColumn[Unanswered](N_("Article"), lambda said: said.article.id),
    OutputColumn[Unanswered](N_("When"), lambda said: format_moment(said.article.moment)),
    OutputColumn[Unanswered](N_("Outlet"), lambda said: said.article.outlet_name),
    OutputColumn[Unanswered](N_("Title"), lambda said: said.article.title),
    OutputColumn[Unanswered](N_("Passage"), lambda said: said.passage),
)
_TIED = (
    OutputColumn[Inquiry](N_("Id"), lambda inquiry: inquiry.id),
    OutputColumn[Inquiry](N_("Title"), lambda inquiry: inquiry.title),
)


def add_unanswered(inquiries: click.Group) -> None:
    """Give the group of inquiries what the media say that nobody answered."""
    for command in (unanswered, tie):
        inquiries.add_command(command)


@click.command()
@limit_option(20)
@json_option
def unanswered(*, limit: int, as_json: bool) -> None:
    """List the articles of the last three days that say that the City did not answer."""
    emit(silences.unanswered_lately(office(), limit=limit), as_json=as_json, columns=COLUMNS)


@click.command()
@click.argument("article", type=ID)
@click.option("--to", "inquiry", type=ID, help="The inquiry that it means; else a lost one.")
@json_option
def tie(article: int, *, inquiry: int | None, as_json: bool) -> None:
    """Say which inquiry ARTICLE means, which says that nobody answered."""
    desk = office()
    mention = desk.themes.mention(ArticleId(article))
    said = silences.said_unanswered(desk, mention.article, mention.text)
    if said is None:  # a person knows better than the words that are looked for
        said = Unanswered(article=mention.article, passage="", inquiry=None)
    if inquiry is None:
        meant, _moment = silences.note_lost(desk, said)
    else:
        silences.tie(desk, said, InquiryId(inquiry))
        meant = desk.inquiries.get(InquiryId(inquiry))
    emit([meant], as_json=as_json, columns=_TIED)
