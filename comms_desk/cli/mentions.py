"""Mentions from the command line: what the watches have found, newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import click

from comms_desk.cli.context import office
from comms_desk.cli.examples import irrelevant
from comms_desk.cli.output import Column, emit, json_option, note
from comms_desk.cli.parameters import COUNT, ID
from comms_desk.i18n import N_, _, format_moment, format_number, ngettext
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.articles.titles import article_title
from comms_desk.media.watches.facts import GLYPHS
from comms_desk.media.watches.model import Grade, Mention, MentionFilter, Tone, WatchId
from comms_desk.storage.paging import Page
from comms_desk.text.matching import MOST_MARKS


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionShown:
    """A mention as the command line lists it."""

    id: ArticleId
    moment: datetime
    outlet: str
    author: str
    language: str
    title: str
    link: str
    watches: tuple[str, ...]
    grade: Grade
    words: tuple[str, ...]
    tone: Tone | None
    is_read: bool
    dossiers: tuple[str, ...]


COLUMNS = (
    Column[MentionShown](N_("Id"), lambda mention: mention.id),
    Column[MentionShown](N_("Seen"), lambda mention: format_moment(mention.moment)),
    Column[MentionShown](N_("Tone"), lambda mention: GLYPHS[mention.tone] if mention.tone else " "),
    Column[MentionShown](N_("Outlet"), lambda mention: mention.outlet),
    Column[MentionShown](N_("Title"), lambda mention: article_title(mention.title)),
    Column[MentionShown](N_("Words"), lambda mention: mention.words),
)


@click.group()
def mentions() -> None:
    """List what the watches have found."""


mentions.add_command(irrelevant)


@mentions.command("list")
@click.option("--watch", type=ID, metavar="ID", help="Only what this watch found.")
@click.option("--unread", is_flag=True, help="Only what you have not read.")
@click.option("--limit", type=COUNT, default=100, show_default=True)
@json_option
def show_all(watch: int | None, limit: int, *, unread: bool, as_json: bool) -> None:
    """List the mentions, the newest first."""
    desk = office().watches
    if watch is not None:
        desk.get(WatchId(watch))
    names = {each.id: each.name for each in desk.every()}
    page = desk.mentions(
        MentionFilter(watch=None if watch is None else WatchId(watch), is_unread=unread),
        limit=limit,
    )
    shown = Page(
        rows=tuple(_shown(mention, names) for mention in page.rows),
        total=page.total,
        capped=page.capped,
    )
    emit(shown, as_json=as_json, columns=COLUMNS, begin="" if unread else "feeds poll")
    cut = [mention for mention in page.rows if mention.marks_are_capped]
    if cut:
        note(
            ngettext(
                "In {article}, {count} places match; the words are those of the first ones.",
                "In {article} and others, {count} places match; the words are those of the"
                " first ones.",
                len(cut),
            ).format(
                article=_("“{name}”").format(name=article_title(cut[0].text.title)),
                count=format_number(MOST_MARKS) + "+",
            )
        )


def _shown(mention: Mention, names: Mapping[WatchId, str]) -> MentionShown:
    return MentionShown(
        id=mention.id,
        moment=mention.article.moment,
        outlet=mention.article.outlet_name,
        author=mention.article.author,
        language=mention.article.language,
        title=mention.text.title,
        link=mention.article.link,
        watches=tuple(names[watch] for watch in mention.watches if watch in names),
        grade=mention.grade,
        words=mention.words,
        tone=mention.tone,
        is_read=mention.article.is_read,
        dossiers=tuple(dossier.code for dossier in mention.dossiers),
    )
