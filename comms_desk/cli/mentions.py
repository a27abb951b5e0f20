"""Mentions from the command line: what the watches have found, and what is made of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import click

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.cli.context import office
from comms_desk.cli.examples import irrelevant
from comms_desk.cli.history import emit_past
from comms_desk.cli.output import OutputColumn, emit, json_option, note
from comms_desk.cli.parameters import ID, articles_argument, limit_option
from comms_desk.cli.views import narrowing, one_view
from comms_desk.i18n import N_, _, format_moment, format_number, ngettext
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.articles.titles import article_title
from comms_desk.media.themes.facts import GLYPHS
from comms_desk.media.themes.model import (
    CITY,
    EVERY_MENTION,
    Grade,
    Mention,
    MentionFilter,
    ThemeId,
    Tone,
)
from comms_desk.media.themes.triage import NOTE
from comms_desk.storage.model import FieldChange
from comms_desk.text.matching import MOST_MARKS

NO_TONE = "none"


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
    is_starred: bool
    note: str
    toned: Mapping[str, Tone]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermShown:
    """A term of a watch that stands in a mention, or a phrase ignored there; and how often."""

    watch: str
    typed: str
    is_ignored: bool
    words: tuple[str, ...]
    in_title: int
    in_text: int


COLUMNS = (
    OutputColumn[MentionShown](N_("Id"), lambda mention: mention.id),
    OutputColumn[MentionShown](N_("Seen"), lambda mention: format_moment(mention.moment)),
    OutputColumn[MentionShown](
        N_("Tone"), lambda mention: GLYPHS[mention.tone] if mention.tone else " "
    ),
    OutputColumn[MentionShown](N_("Outlet"), lambda mention: mention.outlet),
    OutputColumn[MentionShown](N_("Title"), lambda mention: article_title(mention.title)),
    OutputColumn[MentionShown](N_("Words"), lambda mention: mention.words),
    OutputColumn[MentionShown](N_("Star"), lambda mention: "★" if mention.is_starred else ""),
    OutputColumn[MentionShown](N_("Note"), lambda mention: mention.note),
)
TERMS = (
    OutputColumn[TermShown](N_("Watch"), lambda term: term.watch),
    OutputColumn[TermShown](N_("Term"), lambda term: term.typed),
    OutputColumn[TermShown](N_("Words"), lambda term: term.words),
    OutputColumn[TermShown](N_("In the title"), lambda term: term.in_title),
    OutputColumn[TermShown](N_("In the text"), lambda term: term.in_text),
    OutputColumn[TermShown](N_("Status"), lambda term: _("ignored") if term.is_ignored else ""),
)
IDS = articles_argument


@click.group()
def mentions() -> None:
    """List what the watches have found, and say what it is."""


mentions.add_command(irrelevant)


@mentions.command("list")
@narrowing
@click.option("--view", metavar="NAME", help="What this saved view lists.")
@limit_option()
@json_option
def show_all(which: MentionFilter, view: str | None, limit: int, *, as_json: bool) -> None:
    """List the mentions, the newest first."""
    desk = office()
    asked = None if view is None else one_view(desk, view)
    if asked is not None and asked.query:
        articles = desk.search.articles(asked.query, asked.which, limit=limit)
        page = articles.showing(desk.themes.mention(each.id) for each in articles.rows)
    else:
        page = desk.themes.mentions(which if asked is None else asked.which, limit=limit)
    shown = page.showing(_shown(desk, page.rows))
    begin = "feeds poll" if which == EVERY_MENTION else ""
    emit(shown, as_json=as_json, columns=COLUMNS, begin=begin)
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


@mentions.command()
@IDS
@click.option("--undo", is_flag=True, help="Take the star away.")
@json_option
def star(articles: tuple[int, ...], *, undo: bool, as_json: bool) -> None:
    """Give mentions a star, for everybody."""
    desk, wanted = office(), tuple(map(ArticleId, articles))
    (desk.triage.unstar if undo else desk.triage.star)(*wanted)
    _emit(desk, wanted, as_json=as_json)


@mentions.command("note")
@click.argument("article", type=ID, metavar="ID")
@click.argument("text")
@json_option
def write_note(article: int, text: str, *, as_json: bool) -> None:
    """Write TEXT as the note of a mention, for everybody; with "", take the note away."""
    desk, wanted = office(), ArticleId(article)
    kept = desk.themes.mention(wanted).note
    desk.triage.edit(wanted, FieldChange(NOTE, kept.text if kept else "", text))
    _emit(desk, [wanted], as_json=as_json)


@mentions.command()
@click.argument("tone", type=click.Choice([*(each.value for each in Tone), NO_TONE]))
@IDS
@click.option("--subject", default=CITY, metavar="NAME", help="Of whom; without it, of the City.")
@json_option
def tone(tone: str, articles: tuple[int, ...], subject: str, *, as_json: bool) -> None:
    """Say how mentions treat the City, or somebody else; "none" takes it back."""
    desk, wanted = office(), tuple(map(ArticleId, articles))
    judged = None if tone == NO_TONE else Tone(tone)
    desk.themes.set_tones(dict.fromkeys(wanted, judged), of=subject)
    _emit(desk, wanted, as_json=as_json)


@mentions.command()
@click.argument("code")
@IDS
@click.option("--undo", is_flag=True, help="Untie them from it.")
@json_option
def link(code: str, articles: tuple[int, ...], *, undo: bool, as_json: bool) -> None:
    """Tie mentions to the dossier called CODE."""
    desk, wanted = office(), tuple(map(ArticleId, articles))
    dossier = desk.dossiers.by_code(code).id
    (desk.themes.unlink_all if undo else desk.themes.link_all)(wanted, dossier)
    _emit(desk, wanted, as_json=as_json)


@mentions.command()
@click.argument("article", type=ID, metavar="ID")
@json_option
def why(article: int, *, as_json: bool) -> None:
    """Say why each watch found a mention: its terms that stand there, and what was ignored."""
    desk, wanted = office(), ArticleId(article)
    desk.themes.mention(wanted)
    shown = [
        TermShown(
            watch=each.watch.name,
            typed=held.typed,
            is_ignored=is_ignored,
            words=held.words,
            in_title=len(held.title),
            in_text=len(held.text),
        )
        for each in desk.triage.why(wanted)
        for is_ignored, several in ((False, each.terms), (True, each.ignored))
        for held in several
    ]
    emit(shown, as_json=as_json, columns=TERMS)


@mentions.command("history")
@click.argument("article", type=ID, metavar="ID")
@json_option
def show_history(article: int, *, as_json: bool) -> None:
    """Show who starred a mention, wrote its note or moved it between stories, the latest first."""
    emit_past(office(), Ref(Subject.ARTICLE, article), as_json=as_json)


def _emit(desk: Office, wanted: Sequence[ArticleId], *, as_json: bool) -> None:
    found = (desk.themes.mention(each) for each in wanted)
    emit(list(_shown(desk, found)), as_json=as_json, columns=COLUMNS)


def _shown(desk: Office, found: Iterable[Mention]) -> Iterator[MentionShown]:
    names = {each.id: each.name for each in desk.themes.every()}
    return (_one(mention, names) for mention in found)


def _one(mention: Mention, names: Mapping[ThemeId, str]) -> MentionShown:
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
        is_starred=mention.star is not None,
        note=mention.note.text if mention.note else "",
        toned=dict(mention.toned),
    )
