"""Feeds from the command line: add one by its site, bring a list in, list, poll."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comms_desk.changes import Subject
from comms_desk.cli.context import office
from comms_desk.cli.facts import show_and_set
from comms_desk.cli.output import OutputColumn, emit, json_option, note, nothing_done
from comms_desk.cli.parameters import FILE
from comms_desk.i18n import N_, _, format_moment, format_number
from comms_desk.media.feeds.errors import NotFollowed
from comms_desk.media.feeds.facts import facts
from comms_desk.media.feeds.health import Verdict
from comms_desk.media.feeds.model import Feed, FeedId, FullTextWhen, Gap, NewFeed
from comms_desk.media.feeds.standing import FeedsStanding, worst_first
from comms_desk.text.discretion import without_secrets
from comms_desk.wording import say, say_at_the_prompt
from comms_desk.wording.feeds import VERDICTS, left_out, next_reading, pace, silence, standing

if TYPE_CHECKING:
    from comms_desk.media.feeds.opml import RefusedFeed

TROUBLES_SAID = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedShown:
    """A feed as the command line lists it; *trouble* is a sentence, *left_out* a number."""

    id: FeedId
    title: str
    outlet: str
    address: str
    site: str
    language: str
    folder: str
    full_text: FullTextWhen
    state: Verdict
    answered_at: datetime | None
    new_at: datetime | None
    silence_minutes: int | None
    """From its last article to its last answer."""
    usual_minutes: int | None
    """How long its next article usually takes to come."""
    articles_a_week: float | None
    due_at: datetime
    failures: int
    left_out: int
    left_out_why: dict[str, int]
    trouble: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of a list of feeds."""

    added: int
    already: tuple[str, ...]
    total: int
    """How many feeds the list holds; more than it may have at once are left out."""
    refused: "tuple[RefusedFeed, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedsTried:
    """How many feeds are tried for the first time, or again."""

    new: int
    again: int


COLUMNS = (
    OutputColumn[FeedShown](N_("Id"), lambda feed: feed.id),
    OutputColumn[FeedShown](N_("Title"), lambda feed: feed.title),
    OutputColumn[FeedShown](N_("Outlet"), lambda feed: feed.outlet),
    OutputColumn[FeedShown](N_("State"), lambda feed: VERDICTS[feed.state]()),
    OutputColumn[FeedShown](
        N_("Last answer"), lambda feed: format_moment(feed.answered_at) if feed.answered_at else ""
    ),
    OutputColumn[FeedShown](N_("Trouble"), lambda feed: feed.trouble),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedsHealth:
    """How the feeds fare: together since yesterday, the gaps of the week, then each."""

    together: FeedsStanding
    gaps: tuple[Gap, ...]
    feeds: list[FeedShown]


@click.group()
def feeds() -> None:
    """Add, list and poll feeds."""


@feeds.command("add")
@click.argument("address")
@click.option("--title", default="", help="What to call it; its own title otherwise.")
@click.option("--outlet", default="", help="The outlet it belongs to, added if need be.")
@click.option("--unread", is_flag=True, help="Add it without reading it first.")
@json_option
def add(address: str, title: str, outlet: str, *, unread: bool, as_json: bool) -> None:
    """Follow the feed at ADDRESS, its own or its site’s."""
    desk = office()
    language = ""
    if not unread:
        from comms_desk.media.feeds.discovery import find_feeds

        try:
            found = find_feeds(
                address,
                allowed_networks=desk.feeds.allowed_networks(),
                now=desk.database.clock.now,
            )
        except NotFollowed as error:
            sentence = say_at_the_prompt(error)
            note(sentence.whole)
            nothing_done(_("To add it without reading it first, give --unread."))
        address, language = found[0].address, found[0].language
        title = title or found[0].title
        if len(found) > 1:
            note(_("The site has other feeds:"))
            for other in found[1:]:
                note(f"  {other.address}  {other.title}")
    new = NewFeed(address=address, title=title, outlet_name=outlet, language=language)
    emit(_shown([desk.feeds.add(new)])[0], as_json=as_json, columns=COLUMNS)


@feeds.command("import")
@click.argument("file", type=FILE)
@json_option
def import_list(file: Path, *, as_json: bool) -> None:
    """Follow every feed of FILE, a list in OPML."""
    from comms_desk.media.feeds.opml import read_list
    from comms_desk.wording import feed_lists

    listed = read_list(file.read_bytes(), name=file.name)
    desk = office().feeds
    added = desk.add_all(listed.feeds)
    for sentence in feed_lists.left_out(listed, added):
        note(sentence)
    if as_json:
        answer = Imported(
            added=len(added.new),
            already=tuple(map(without_secrets, added.already)),
            total=listed.total,
            refused=listed.refused,
        )
        emit(answer, as_json=True)
    elif added.new:
        emit(feed_lists.added(added), as_json=False)
    if desk.untried():
        note(
            _(
                "“comms-desk feeds starter” tries Montréal’s newsrooms too,"
                " “comms-desk outlets starter” brings in what is known of its outlets."
            )
        )
    if not added.new:
        nothing_done(_("Nothing was added."))


@feeds.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option
def export_list(file: Path, *, as_json: bool) -> None:
    """Write every feed into FILE, a list in OPML that any feed reader takes."""
    from comms_desk.documents.files import write_file
    from comms_desk.media.feeds.opml import write_list

    every = office().feeds.every()
    write_file(file, write_list(every, title=_("Feeds")))
    emit({"file": str(file), "feeds": len(every)}, as_json=as_json)


@feeds.command("starter")
@json_option
def starter_list(*, as_json: bool) -> None:
    """Try the feeds of Montréal’s newsrooms; those that do not answer are not followed."""
    from comms_desk.wording import feed_lists

    desk = office().feeds
    added = desk.add_all(desk.untried())
    said = feed_lists.tried(added, desk.standing())
    again = () if added.new else desk.try_again()
    if as_json:
        emit(FeedsTried(new=len(added.new), again=len(again)), as_json=True)
    else:
        emit(said, as_json=False)
        note(_("“comms-desk feeds poll” reads them now; the window does it by itself."))


@feeds.command("health")
@json_option
def health(*, as_json: bool) -> None:
    """Say which feeds are silent, failing or missed, and how often each publishes."""
    desk = office().feeds
    every, together = worst_first(desk.every()), desk.standing()
    if as_json:
        emit(FeedsHealth(together=together, gaps=desk.gaps(), feeds=_shown(every)), as_json=True)
        return
    note(standing(together))
    columns = (
        OutputColumn[Feed](N_("Id"), lambda feed: feed.id),
        OutputColumn[Feed](N_("Title"), lambda feed: feed.name),
        OutputColumn[Feed](N_("State"), lambda feed: VERDICTS[feed.health.verdict]()),
        OutputColumn[Feed](N_("Publishes"), lambda feed: pace(feed.health)),
        OutputColumn[Feed](
            N_("Last article"), lambda feed: format_moment(feed.new_at) if feed.new_at else ""
        ),
        OutputColumn[Feed](N_("Next reading"), next_reading),
        OutputColumn[Feed](N_("Trouble"), _trouble),
    )
    emit(every, as_json=False, columns=columns, begin="feeds starter")


@feeds.command("list")
@click.option("--failing", is_flag=True, help="Only those that need a look.")
@json_option
def show_all(*, failing: bool, as_json: bool) -> None:
    """List the feeds and how they fare."""
    desk = office().feeds
    shown = _shown([*desk.failing(), *desk.cut_short()] if failing else desk.every())
    emit(shown, as_json=as_json, columns=COLUMNS, begin="" if failing else "feeds add")


show_and_set(
    feeds,
    Subject.FEED,
    facts(),
    asked_by="FEED",
    offered=lambda desk: facts({each.id: each.name for each in desk.outlets.every()}),
    more=lambda: (
        OutputColumn[Feed](N_("State"), lambda feed: VERDICTS[feed.health.verdict]()),
        OutputColumn[Feed](N_("Trouble"), _trouble),
    ),
    plainly=lambda feed: _shown([feed])[0],
)


@feeds.command("poll")
@click.option("--all", "all_of_them", is_flag=True, help="Read those that can wait too.")
@json_option
def poll(*, all_of_them: bool, as_json: bool) -> None:
    """Read the feeds that are due and save what is new."""
    from comms_desk.jobs.holder import lease_held
    from comms_desk.jobs.within import check
    from comms_desk.worker.polling import polling_for

    desk = office()
    with lease_held(desk.jobs) as lease:
        polling = polling_for(desk, permit=lambda transaction: check(transaction, lease.token))
        done = polling.run(all_of_them=all_of_them)
    _say_troubles(_shown([*desk.feeds.failing(), *desk.feeds.cut_short()]))
    if as_json:
        emit(done, as_json=True)
        return
    emit(
        _("Feeds read: {feeds}; new articles: {new}; failing: {failed}.").format(
            feeds=format_number(done.feeds),
            new=format_number(done.new_articles),
            failed=format_number(done.failed),
        ),
        as_json=False,
    )


def _say_troubles(failing: list[FeedShown]) -> None:
    """Say the first troubles, and how to see the others."""
    for feed in failing[:TROUBLES_SAID]:
        note(feed.trouble)
    if len(failing) > TROUBLES_SAID:
        note(
            _("{shown} of {total}: “comms-desk feeds list --failing” has them all.").format(
                shown=format_number(TROUBLES_SAID), total=format_number(len(failing))
            )
        )


def _minutes(time: timedelta | None) -> int | None:
    return None if time is None else int(time.total_seconds()) // 60


def _trouble(feed: Feed) -> str:
    """Return why *feed* fails, or else how much was left out of it."""
    trouble = feed.what_failed()
    if trouble is not None:
        return say(trouble).what
    if feed.health.verdict is Verdict.LATE:
        return _("{name}: {what}").format(name=feed.name, what=silence(feed.health))
    if not feed.left_out.total:
        return ""
    return _("{name}: {what}").format(name=feed.name, what=left_out(feed.left_out))


def _shown(some: "list[Feed] | tuple[Feed, ...]") -> list[FeedShown]:
    return [
        FeedShown(
            id=feed.id,
            title=feed.name,
            outlet=feed.outlet_name,
            address=without_secrets(feed.address),
            site=feed.site,
            language=feed.language,
            folder=feed.folder,
            full_text=feed.full_text,
            state=feed.health.verdict,
            answered_at=feed.answered_at,
            new_at=feed.new_at,
            silence_minutes=_minutes(feed.health.silence),
            usual_minutes=_minutes(feed.health.usual),
            articles_a_week=None if feed.health.a_week is None else round(feed.health.a_week, 1),
            due_at=feed.due_at,
            failures=feed.failures,
            left_out=feed.left_out.total,
            left_out_why={why.value: entries for why, entries in feed.left_out.counts},
            trouble=_trouble(feed),
        )
        for feed in some
    ]
