"""What watches remember, from the command line: examples, replays, what is not pertinent."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

import click

from comms_desk.across import not_pertinent
from comms_desk.across.office import Office
from comms_desk.changes import Subject
from comms_desk.cli.context import office
from comms_desk.cli.facts import show_and_set
from comms_desk.cli.output import OutputColumn, emit, json_option, note
from comms_desk.cli.parameters import ID, articles_argument, limit_option
from comms_desk.i18n import N_, _, format_moment, format_number
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.articles.titles import article_title
from comms_desk.media.themes.facts import EXAMPLE_FACTS, WANTED
from comms_desk.media.themes.model import Mention, Theme
from comms_desk.media.themes.remembered import (
    Checked,
    Example,
    ExampleId,
    ExampleWanted,
    NewExample,
    ProposedPhrase,
)
from comms_desk.wording.watch import replayed


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleShown:
    """An example as the command line lists it; *holds*: its watch does what is wanted."""

    id: ExampleId
    watch: str
    wanted: ExampleWanted
    holds: bool
    title: str
    outlet: str
    article: ArticleId | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeShown:
    """An article or an example that an edit of a watch would change, and how."""

    what: str
    id: int
    moment: datetime | None
    outlet: str
    title: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayShown:
    """What an edit of a watch would change, for a script: counts first."""

    examined: int
    within: int
    gained: int
    lost: int
    broken: int
    changes: tuple[ChangeShown, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IrrelevantShown:
    """A phrase that could be ignored, after an article that was not pertinent."""

    article: ArticleId
    watch: str
    phrase: str
    others: int
    lost: int
    irrelevant: int
    read: int
    breaks: int
    is_ignored: bool


EXAMPLES = (
    OutputColumn[ExampleShown](N_("Id"), lambda shown: shown.id),
    OutputColumn[ExampleShown](N_("Watch"), lambda shown: shown.watch),
    OutputColumn[ExampleShown](N_("Expected"), lambda shown: WANTED.say(shown.wanted)),
    OutputColumn[ExampleShown](N_("Status"), lambda shown: "" if shown.holds else _("broken")),
    OutputColumn[ExampleShown](N_("Title"), lambda shown: shown.title),
    OutputColumn[ExampleShown](N_("By"), lambda shown: shown.by),
)
WHAT: Mapping[str, str] = {
    "gained": N_("Gained"),
    "lost": N_("Lost"),
    "broken": N_("Broken example"),
}
CHANGES = (
    OutputColumn[ChangeShown](N_("Change"), lambda shown: _(WHAT[shown.what])),
    OutputColumn[ChangeShown](
        N_("Seen"), lambda shown: "" if shown.moment is None else format_moment(shown.moment)
    ),
    OutputColumn[ChangeShown](N_("Outlet"), lambda shown: shown.outlet),
    OutputColumn[ChangeShown](N_("Title"), lambda shown: article_title(shown.title)),
    OutputColumn[ChangeShown](N_("Words"), lambda shown: shown.words),
)
PHRASES = (
    OutputColumn[IrrelevantShown](N_("Watch"), lambda shown: shown.watch),
    OutputColumn[IrrelevantShown](N_("Phrase to ignore"), lambda shown: shown.phrase),
    OutputColumn[IrrelevantShown](N_("Mentions lost"), lambda shown: format_number(shown.lost)),
    OutputColumn[IrrelevantShown](N_("Put aside"), lambda shown: format_number(shown.irrelevant)),
    OutputColumn[IrrelevantShown](N_("Read"), lambda shown: format_number(shown.read)),
    OutputColumn[IrrelevantShown](N_("Broken examples"), lambda shown: format_number(shown.breaks)),
)


@click.group()
def examples() -> None:
    """List and change what the watches must find, and must not."""


@examples.command("list")
@json_option
def show_all(*, as_json: bool) -> None:
    """List the examples of every watch."""
    desk = office()
    shown = [each for watch in desk.themes.every() for each in _of(desk, watch)]
    emit(shown, as_json=as_json, columns=EXAMPLES, begin="watches examples")


show_and_set(examples, Subject.EXAMPLE, EXAMPLE_FACTS, asked_by="EXAMPLE")


@click.command("examples")
@click.argument("name")
@click.option("--add", "title", metavar="TITLE", help="An example with this title.")
@click.option("--text", default="", help="The text of the one to add.")
@click.option("--outlet", default="", help="Its outlet.")
@click.option("--language", default="", help="Its language: fr, en.")
@click.option("--article", type=ID, metavar="ID", help="Add this article of the desk.")
@click.option("--not", "must_not", is_flag=True, help="What is added must not be found.")
@click.option("--remove", type=ID, metavar="ID", help="Put this example in the bin.")
@json_option
def of_watch(
    name: str,
    title: str | None,
    article: int | None,
    remove: int | None,
    *,
    text: str,
    outlet: str,
    language: str,
    must_not: bool,
    as_json: bool,
) -> None:
    """List the examples of the watch NAME, and whether they hold; add one, or remove one."""
    desk = office()
    watch = one_watch(desk, name)
    wanted = ExampleWanted.MUST_NOT if must_not else ExampleWanted.MUST
    if title is not None:
        new = NewExample(
            watch=watch.id,
            wanted=wanted,
            title=title,
            text=text,
            outlet=outlet,
            language=language,
            moment=desk.database.clock.now(),
        )
        desk.memory.add(new)
    if article is not None:
        desk.memory.keep(ArticleId(article), [watch.id], wanted)
    if remove is not None:
        desk.memory.put_in_bin(ExampleId(remove))
    emit(_of(desk, watch), as_json=as_json, columns=EXAMPLES, begin="watches examples")


@click.command()
@click.argument("name")
@click.option("--query", help="The query that it would have; without it, the one that it has.")
@click.option(
    "--ignore",
    "ignored",
    multiple=True,
    metavar="PHRASE",
    help="It would ignore this phrase too; may be given several times.",
)
@limit_option(20)
@json_option
def replay(
    name: str, query: str | None, ignored: tuple[str, ...], limit: int, *, as_json: bool
) -> None:
    """Say what an edit of the watch NAME would gain, lose and break, and change nothing."""
    desk = office()
    watch = one_watch(desk, name)
    told = desk.memory.replay(
        watch.id,
        query=watch.query if query is None else query,
        ignored=(*watch.ignored, *ignored),
        shown=limit,
    )
    changes = (
        *(_changed("gained", each) for each in told.newly),
        *(_changed("lost", each) for each in told.no_more),
        *(_broken(each) for each in told.broken),
    )
    if as_json:
        counts = {field: getattr(told, field) for field in ("examined", "within", "gained", "lost")}
        shown = ReplayShown(**counts, broken=len(told.broken), changes=changes)
        emit(shown, as_json=True, columns=())
        return
    note(replayed(told))
    emit(changes, as_json=False, columns=CHANGES)


@click.command()
@articles_argument
@click.option("--undo", is_flag=True, help="They are pertinent after all.")
@click.option("--ignore", is_flag=True, help="Have the watches ignore the phrases proposed.")
@json_option
def irrelevant(articles: tuple[int, ...], *, undo: bool, ignore: bool, as_json: bool) -> None:
    """Put mentions aside as not pertinent, and show which phrases could be ignored."""
    desk = office()
    shown = []
    for article in map(ArticleId, articles):
        if undo:
            desk.memory.mark_pertinent(article)
            continue
        not_pertinent.put_aside(desk, (article,))
        for proposed in desk.memory.proposals(article):
            if ignore:
                desk.memory.ignore(article, proposed.watch, proposed.phrase)
            shown.append(_proposed(desk, article, proposed, is_ignored=ignore))
    if ignore:
        while not desk.themes.catch_up().is_done:
            pass
    emit(shown, as_json=as_json, columns=PHRASES)


def one_watch(desk: Office, asked: str) -> Theme:
    """Return the watch that *asked* names, or the one of that number."""
    for each in desk.themes.every():
        if asked == str(each.id) or asked.casefold() == each.name.casefold():
            return each
    raise click.UsageError(_("There is no watch called “{name}”.").format(name=asked))


def _of(desk: Office, watch: Theme) -> list[ExampleShown]:
    kept = desk.memory.examples(watch.id)
    names = desk.people.names({each.example.by for each in kept if each.example.by is not None})
    return [_shown(each, watch, names) for each in kept]


def _shown(checked: Checked, watch: Theme, names: Mapping[int, str]) -> ExampleShown:
    example = checked.example
    return ExampleShown(
        id=example.id,
        watch=watch.name,
        wanted=example.wanted,
        holds=checked.holds,
        title=example.title,
        outlet=example.outlet,
        article=example.article,
        by="" if example.by is None else names.get(example.by, ""),
        at=example.at,
    )


def _changed(what: str, mention: Mention) -> ChangeShown:
    return ChangeShown(
        what=what,
        id=mention.id,
        moment=mention.article.moment,
        outlet=mention.article.outlet_name,
        title=mention.text.title,
        words=mention.words,
    )


def _broken(example: Example) -> ChangeShown:
    return ChangeShown(
        what="broken",
        id=example.id,
        moment=example.moment,
        outlet=example.outlet,
        title=example.title,
        words=(WANTED.say(example.wanted),),
    )


def _proposed(
    desk: Office, article: ArticleId, proposed: ProposedPhrase, *, is_ignored: bool
) -> IrrelevantShown:
    told = {**asdict(proposed), "watch": desk.themes.get(proposed.watch).name}
    del told["examined"]
    return IrrelevantShown(
        **{**told, "breaks": len(proposed.breaks)}, article=article, is_ignored=is_ignored
    )
