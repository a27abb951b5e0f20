"""The press review from the command line: put together, issued, sent, written to files."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from comms_desk.across.review_extras import extras_of
from comms_desk.cli.context import office, say_to_leave_on
from comms_desk.cli.output import OutputColumn, emit, json_option, note
from comms_desk.cli.parameters import DAY, ID, even_if_sent_option, limit_option, out_option
from comms_desk.i18n import N_, Language, _, format_moment, format_number, ngettext
from comms_desk.mail.address import Address
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.articles.titles import article_title
from comms_desk.media.reviews.edition import SUMMARY_WORDS
from comms_desk.media.reviews.model import (
    ItemState,
    NotKept,
    OfferedStory,
    PlannedReview,
    Review,
    ReviewId,
    ReviewItem,
    ReviewLine,
    moved,
)
from comms_desk.storage.model import FieldChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A review as it stands, and what may still be kept for it."""

    review: Review
    offered: tuple[OfferedStory, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A story that is kept, put aside or offered, in a line."""

    state: str
    section: str
    article: ArticleId
    title: str
    outlet: str
    copies: int
    summary: str


ROWS = (
    OutputColumn[_Row](N_("State"), lambda row: row.state),
    OutputColumn[_Row](N_("Section"), lambda row: row.section),
    OutputColumn[_Row](N_("Article"), lambda row: row.article),
    OutputColumn[_Row](N_("Outlet"), lambda row: row.outlet),
    OutputColumn[_Row](N_("Articles"), lambda row: row.copies),
    OutputColumn[_Row](N_("Title"), lambda row: article_title(row.title)),
    OutputColumn[_Row](N_("Summary"), lambda row: row.summary),
)
LINES = (
    OutputColumn[ReviewLine](N_("Id"), lambda line: line.id),
    OutputColumn[ReviewLine](N_("Day"), lambda line: line.day),
    OutputColumn[ReviewLine](N_("Number"), lambda line: line.number),
    OutputColumn[ReviewLine](N_("Language"), lambda line: line.language.value),
    OutputColumn[ReviewLine](N_("Stories"), lambda line: line.stories),
    OutputColumn[ReviewLine](
        N_("Issued"), lambda line: format_moment(line.issued_at) if line.issued_at else ""
    ),
    OutputColumn[ReviewLine](
        N_("Sent"),
        lambda line: (
            _("altered, given up") if line.is_given_up else _("yes") if line.is_sent else ""
        ),
    ),
)


@click.group()
def review() -> None:
    """Put the press review together, issue it, send it."""


@review.command()
@click.option("--day", type=DAY, help="Of this day, as 2026-11-24; today otherwise.")
@click.option("--english", is_flag=True, help="The review in English.")
@click.option("--keep", "kept", type=ID, multiple=True, help="Keep this article; repeat it.")
@click.option("--keep-all", is_flag=True, help="Keep all that is offered.")
@click.option("--leave", "left", type=ID, multiple=True, help="Take this article out; repeat it.")
@click.option(
    "--summary",
    "summaries",
    type=(ID, str),
    multiple=True,
    metavar="ARTICLE WORDS",
    help="Our own words of an article that is kept, thirty or so; repeat it.",
)
@click.option(
    "--section",
    "sections",
    type=(ID, str),
    multiple=True,
    metavar="ARTICLE NAME",
    help="Under which heading an article that is kept stands, at its end; repeat it.",
)
@click.option("--highlight", "highlights", multiple=True, help="A line of the highlights.")
@click.option("--agenda", multiple=True, help="A line of what is to come today; repeat it.")
@json_option
def build(
    day: date | None,
    *,
    english: bool,
    kept: tuple[int, ...],
    keep_all: bool,
    left: tuple[int, ...],
    as_json: bool,
    **said: Any,
) -> None:
    """Begin the review of a day, or its addendum; keep stories, and say what else may be kept.

    What is refused of it leaves nothing.
    """
    desk = office().reviews
    language = Language.ENGLISH if english else Language.FRENCH
    with office().database.all_or_nothing():
        whole = desk.begin(day, language)
        wanted = [ArticleId(each) for each in kept]
        if keep_all:
            wanted += [each.entry.article for each in desk.offered(whole.id)]
        if wanted:
            desk.keep(wanted, day=whole.day, language=language)
        if left:
            desk.take_out(map(ArticleId, left), day=whole.day, language=language)
        whole = desk.get(whole.id)
        for change in _changes(whole, **said):
            desk.edit(whole.id, change)
    built = Built(review=desk.get(whole.id), offered=desk.offered(whole.id))
    if as_json:
        emit(built, as_json=True)
        return
    _say_head(built.review)
    emit(tuple(_rows(built.review, built.offered)), as_json=False, columns=ROWS)


@review.command("list")
@limit_option()
@json_option
def show_all(limit: int, *, as_json: bool) -> None:
    """List the reviews, the latest day first."""
    found = office().reviews.search(limit=limit)
    emit(found, as_json=as_json, columns=LINES, begin="review build")


@review.command()
@click.argument("review", type=ID)
@json_option
def show(review: int, *, as_json: bool) -> None:
    """Show what the readers of REVIEW get, or would get now."""
    from comms_desk.media.reviews.rendering import message_of

    desk, wanted = office().reviews, ReviewId(review)
    whole = desk.get(wanted)
    if as_json:
        emit(whole, as_json=True)
        return
    message = message_of(desk.edition(wanted, extras_of(office(), whole)))
    _say_head(whole)
    click.echo(f"{message.subject}\n\n{message.text}")


@review.command()
@click.argument("review", type=ID)
@click.option("--nothing", is_flag=True, help="There is nothing to report.")
@json_option
def issue(review: int, *, nothing: bool, as_json: bool) -> None:
    """Freeze REVIEW as it stands, for ever; what comes after is for an addendum."""
    desk = office().reviews
    whole = desk.get(ReviewId(review))
    extra = extras_of(office(), whole)
    issued = desk.issue(whole.id, nothing_to_report=nothing, extra=extra)
    if as_json:
        emit(issued, as_json=True)
        return
    _say_head(issued)


@review.command("take-up")
@click.argument("review", type=ID)
@json_option
def take_up(review: int, *, as_json: bool) -> None:
    """Keep anew the stories of REVIEW, which was altered outside of the desk before it left."""
    whole = office().reviews.take_up(ReviewId(review))
    if as_json:
        emit(whole, as_json=True)
        return
    _say_head(whole)


@review.command()
@click.argument("review", type=ID)
@click.option("--test", metavar="ADDRESS", help="Send it as it stands to this address alone.")
@click.option("--yes", is_flag=True, help="Send it; without this, only who would get it is said.")
@even_if_sent_option
@json_option
def send(review: int, *, test: str | None, yes: bool, even_if_sent: bool, as_json: bool) -> None:
    """Send REVIEW to its readers, as one message in blind copies; nobody gets it twice."""
    desk, wanted = office().reviews, ReviewId(review)
    if test is not None:
        desk.send_test(wanted, Address.parse(test), extras_of(office(), desk.get(wanted)))
        emit({"to": test}, as_json=as_json)
        return
    seen = desk.sending(wanted)
    queued = desk.send(wanted, seen=seen, even_if_sent=even_if_sent) if yes else 0
    if as_json:
        emit({"sent": yes, "queued": queued, "sending": seen}, as_json=True)
        return
    if yes:
        _say_queued(queued, seen)
    else:
        _say_sending(seen)


@review.command()
@click.argument("review", type=ID)
@out_option
@json_option
def export(review: int, out: Path, *, as_json: bool) -> None:
    """Write REVIEW for Word, as PDF and for a browser."""
    from comms_desk.documents.files import write_new_file
    from comms_desk.media.reviews import papers
    from comms_desk.media.reviews.rendering import message_of

    opened = office()
    whole = opened.reviews.get(ReviewId(review))
    edition = opened.reviews.edition(whole.id, extras_of(opened, whole))
    word = papers.word_of(edition, templates=opened.paths.data / "templates")
    written = {word.name: word.content}
    pdf = papers.pdf_of(edition)
    written[pdf.name] = pdf.content
    written[f"{Path(pdf.name).stem}.html"] = message_of(edition).html.encode()
    files = [write_new_file(out / name, content) for name, content in written.items()]
    note(_("Written in {folder}").format(folder=out.resolve()))
    emit({"files": [str(each) for each in files]}, as_json=as_json)


def _changes(
    whole: Review,
    *,
    summaries: tuple[tuple[int, str], ...],
    sections: tuple[tuple[int, str], ...],
    highlights: tuple[str, ...],
    agenda: tuple[str, ...],
) -> Iterator[FieldChange]:
    """Yield what was said of *whole* besides what is kept.

    Raises:
        NotKept: Of a story that it does not keep.
    """
    words, names, order = dict(summaries), dict(sections), whole.order
    for article in {*words, *names} - {each.article for each in whole.kept}:
        raise NotKept(ArticleId(article))
    for each in whole.kept:
        if each.article in words:
            said = words[each.article]
            yield FieldChange(f"summary {each.id}", each.entry.summary, said)
        if each.article in names:
            order = moved(order, each.id, names[each.article], at=len(whole.kept))
    if order != whole.order:
        yield FieldChange("order", whole.order, order)
    if highlights:
        yield FieldChange("highlights", whole.highlights, highlights)
    if agenda:
        yield FieldChange("agenda", whole.agenda, agenda)


def _rows(whole: Review, offered: tuple[OfferedStory, ...]) -> Iterator[_Row]:
    for each in whole.items:
        yield _row(_("put aside") if each.state is ItemState.ASIDE else _("kept"), each)
    for other in offered:
        yield _row(_("offered"), other)


def _row(state: str, of: ReviewItem | OfferedStory) -> _Row:
    entry = of.entry
    words = len(entry.summary.split())
    counted = f" ({words}/{SUMMARY_WORDS})" if words else ""
    return _Row(
        state=state,
        section=of.section,
        article=entry.article,
        title=entry.title,
        outlet=entry.outlet,
        copies=entry.copies,
        summary=f"{entry.summary}{counted}",
    )


def _say_head(whole: Review) -> None:
    stories = ngettext("{n} story kept", "{n} stories kept", len(whole.kept))
    note(
        " · ".join(
            (
                _("Review {id} of {day}, no.\u00a0{number}").format(
                    id=whole.id, day=whole.day.isoformat(), number=whole.number
                ),
                stories.format(n=format_number(len(whole.kept))),
                _("issued {moment}, {digest}").format(
                    moment=format_moment(whole.issued_at), digest=whole.digest[:12]
                )
                if whole.issued_at
                else _("open"),
            )
        )
    )


def _say_queued(queued: int, seen: PlannedReview) -> None:
    said = ngettext(
        "The review is queued for {n} reader: it leaves with the worker.",
        "The review is queued for {n} readers: it leaves with the worker.",
        queued,
    )
    note(said.format(n=format_number(queued)))
    _say_last(seen)


def _say_last(seen: PlannedReview) -> None:
    note(_("Last e-mail, about: {moment}").format(moment=format_moment(seen.last_leaves_at)))
    say_to_leave_on(seen.account, last=seen.last_leaves_at)


def _say_sending(seen: PlannedReview) -> None:
    readers = ngettext("{n} reader: {list}", "{n} readers: {list}", seen.letters)
    said = readers.format(n=format_number(seen.letters), list=seen.list_name)
    note(f"{said} · {seen.account_name}")
    if seen.already:
        have = ngettext("{n} has it already", "{n} have it already", seen.already)
        note(have.format(n=format_number(seen.already)))
    if seen.letters:
        _say_last(seen)
    if seen.may_be_sent:
        note(_("It may have been sent before the desk was restored: sending needs --even-if-sent."))
    note(_("Nothing was sent: say --yes once you have looked at it."))
