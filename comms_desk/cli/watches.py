"""Watches from the command line: add one, see them, change one, try one before adding it."""

from dataclasses import dataclass
from datetime import datetime

import click

from comms_desk.across import alerts, things
from comms_desk.across.citys_watches import add_citys
from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.cli import examples
from comms_desk.cli.context import office
from comms_desk.cli.facts import list_columns, show_and_set
from comms_desk.cli.output import OutputColumn, emit, json_option, note, nothing_done
from comms_desk.cli.parameters import limit_option
from comms_desk.i18n import N_, _, format_moment, format_number, ngettext
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.articles.titles import article_title
from comms_desk.media.themes.desk import ThemeDesk
from comms_desk.media.themes.facts import FACTS
from comms_desk.media.themes.model import Grade, Mention, NewTheme, ThemeId, ThemeTried
from comms_desk.storage.model import Edit, FieldChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """An article that a watch would find, and the words that it found there."""

    id: ArticleId
    moment: datetime
    outlet: str
    title: str
    words: tuple[str, ...]
    link: str


TESTED_COLUMNS = (
    OutputColumn[Tested](N_("Seen"), lambda found: format_moment(found.moment)),
    OutputColumn[Tested](N_("Outlet"), lambda found: found.outlet),
    OutputColumn[Tested](N_("Title"), lambda found: article_title(found.title)),
    OutputColumn[Tested](N_("Words"), lambda found: found.words),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spiked:
    """A watch that has a spike, and its numbers."""

    watch: ThemeId
    name: str
    stories: int
    since: datetime
    until: datetime
    usual: int
    weeks: int


SPIKED_COLUMNS = (
    OutputColumn[Spiked](N_("Name"), lambda each: each.name),
    OutputColumn[Spiked](N_("Stories"), lambda each: each.stories),
    OutputColumn[Spiked](N_("From"), lambda each: each.since),
    OutputColumn[Spiked](N_("Until"), lambda each: each.until),
    OutputColumn[Spiked](N_("Usually"), lambda each: each.usual),
    OutputColumn[Spiked](N_("Weeks compared"), lambda each: each.weeks),
)

ignore_option = click.option(
    "--ignore",
    "ignored",
    multiple=True,
    metavar="PHRASE",
    help="Erase this phrase before the query is applied; may be given several times.",
)


@click.group()
def watches() -> None:
    """Add, list and test watches."""


@watches.command()
@click.argument("name", required=False)
@click.argument("query", required=False)
@ignore_option
@click.option(
    "--grade",
    type=click.Choice([each.value for each in Grade]),
    default=Grade.KEEP.value,
    show_default=True,
    help="How sure its mentions are.",
)
@click.option("--alert", is_flag=True, help="Call out its new mentions.")
@click.option("--city", is_flag=True, help="Add the City’s own watches, which the desk ships.")
@json_option
def add(
    name: str | None,
    query: str | None,
    ignored: tuple[str, ...],
    grade: str,
    *,
    alert: bool,
    city: bool,
    as_json: bool,
) -> None:
    """Add the watch NAME with the query QUERY, and apply it to the newest articles."""
    if city == (query is not None):
        raise click.UsageError(_("Give a name and a query, or --city."))
    desk = office().themes
    if city:
        citys = add_citys(office())
        added = citys.watches
        if citys.there:
            names = ", ".join(_("“{name}”").format(name=each) for each in citys.there)
            note(_("Already there: {names}").format(names=names))
        if not (added or citys.lists):
            nothing_done(_("Nothing was added."))
    else:
        new = NewTheme(
            name=name or "", query=query or "", ignored=ignored, grade=Grade(grade), alert=alert
        )
        added = (desk.add(new),)
    found = _look_back(desk)
    note(
        ngettext(
            "{count} mention among what is already here.",
            "{count} mentions among what is already here.",
            found,
        ).format(count=format_number(found))
    )
    shown = [desk.get(watch.id) for watch in added]
    emit(shown if city else shown[0], as_json=as_json, columns=list_columns(FACTS))


@watches.command("list")
@json_option
def show_all(*, as_json: bool) -> None:
    """List the watches."""
    emit(
        office().themes.every(),
        as_json=as_json,
        columns=list_columns(FACTS),
        begin="watches add --city",
    )


def change(desk: Office, ref: Ref, change: FieldChange) -> Edit:
    """Change a field, and ask again the watches whose query is another by that."""
    edit = things.change(desk, ref, change)
    _look_back(desk.themes)
    return edit


@watches.command()
@json_option
def spikes(*, as_json: bool) -> None:
    """List the watches of which far more stories come than at this hour of past weeks."""
    found = [
        Spiked(
            watch=watch.id,
            name=watch.name,
            stories=spike.stories,
            since=spike.since,
            until=spike.until,
            usual=spike.usual,
            weeks=spike.weeks,
        )
        for watch, spike in alerts.spikes(office())
    ]
    emit(found, as_json=as_json, columns=SPIKED_COLUMNS)


show_and_set(watches, Subject.WATCH, FACTS, asked_by="WATCH", change=change)


for each_of_memory in (examples.of_watch, examples.replay):
    watches.add_command(each_of_memory)


@watches.command()
@click.argument("query")
@ignore_option
@limit_option(50)
@json_option
def test(query: str, ignored: tuple[str, ...], limit: int, *, as_json: bool) -> None:
    """Show what QUERY would find among the newest articles, and add nothing."""
    tried = office().themes.try_out(
        NewTheme(name="test", query=query, ignored=ignored), limit=limit
    )
    note(_answering(tried))
    if len(tried.found) < tried.answering:
        note(
            _("{shown} of {total}").format(
                shown=format_number(len(tried.found)), total=format_number(tried.answering)
            )
        )
    emit([*map(_tested, tried.found)], as_json=as_json, columns=TESTED_COLUMNS)


def _look_back(desk: ThemeDesk) -> int:
    """Ask the watches of all that waits; how many mentions came of it."""
    found = 0
    while True:
        caught = desk.catch_up()
        found += len(caught.mentions)
        if caught.is_done:
            return found


def _tested(mention: Mention) -> Tested:
    return Tested(
        id=mention.id,
        moment=mention.article.moment,
        outlet=mention.article.outlet_name,
        title=mention.text.title,
        words=mention.words,
        link=mention.article.link,
    )


def _answering(tried: ThemeTried) -> str:
    examined = format_number(tried.examined)
    if not tried.examined:
        return _("There is no article yet to try it on.")
    if not tried.answering:
        return ngettext(
            "The newest article does not match.",
            "None of the {examined} newest articles matches.",
            tried.examined,
        ).format(examined=examined)
    return ngettext(
        "{answering} of the {examined} newest articles matches.",
        "{answering} of the {examined} newest articles match.",
        tried.answering,
    ).format(answering=format_number(tried.answering), examined=examined)
