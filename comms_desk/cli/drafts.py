"""Drafts from the command line: begin one from a text file, list, show, take out as Word or PDF."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from comms_desk.across.office import Office
from comms_desk.changes import Subject
from comms_desk.cli import dispatches
from comms_desk.cli.context import office
from comms_desk.cli.facts import columns, show_and_set
from comms_desk.cli.output import OutputColumn, emit, json_option, note, nothing_done, warn_of_words
from comms_desk.cli.parameters import (
    FILE,
    ID,
    MOMENT,
    dossier_option,
    file_or_folder_option,
    listing,
)
from comms_desk.documents.files import write_file
from comms_desk.documents.tracked_changes import Settled
from comms_desk.facts import Facts, listed
from comms_desk.i18n import N_, Language, _, format_moment, one_stop
from comms_desk.media.drafting.arrival import Arrival, arrive, begin, bring_back
from comms_desk.media.drafting.facts import facts
from comms_desk.media.drafting.model import Draft, DraftFile, DraftId, DraftKind, RevisionId
from comms_desk.planning.dossiers.model import DossierId, NoSuchDossier
from comms_desk.storage.paging import MOST_CHOICES
from comms_desk.wording.drafting import changes_of, comment_of, draft_called, left_out

CHANGES = click.Choice([each.value for each in Settled])
KINDS = click.Choice([each.value for each in DraftKind])
LANGUAGES = click.Choice([each.value for each in Language])


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDraft:
    """A draft with its text, in Markdown."""

    draft: Draft
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenFile:
    """A draft that stands in a file."""

    draft: DraftId
    file: Path
    under_embargo: bool


@click.group()
def drafts() -> None:
    """Write releases and speeches."""


@drafts.command()
@click.argument("given", type=FILE, required=False, metavar="FILE")
@click.option("--from", "file", type=FILE, help="A text in Markdown: FILE, said otherwise.")
@click.option("--kind", type=KINDS, help="release (when the file does not say), or speech.")
@click.option("--language", type=LANGUAGES, help="fr (when the file does not say), or en.")
@click.option("--title", help="The title, when the file does not say.")
@dossier_option
@click.option("--return", "is_return", is_flag=True, help="It is one of ours brought back.")
@click.option("--new-text", is_flag=True, help="It is one of ours, and a new text after it.")
@click.option("--changes", type=CHANGES, help="What becomes of all its tracked changes.")
@click.option("--until", type=MOMENT, help="Until when it is under embargo, if not as it says.")
@click.option("--no-embargo", is_flag=True, help="It says an embargo, and is under none.")
@json_option
def new(
    given: Path | None,
    *,
    file: Path | None,
    dossier: str,
    is_return: bool,
    new_text: bool,
    changes: str | None,
    until: datetime | None,
    no_embargo: bool,
    as_json: bool,
    **over: Any,
) -> None:
    """Begin a draft from a file of Word or of text, whose head may say what the draft is.

    The head stands first, between two lines of dashes, a field a line, in French or in English:
    titre (title), sous-titre (subtitle), type (kind), langue (language), état (status), numéro
    (number), dossier, territoire (scope), source, renseignements (contact), prononcée par
    (speaker), occasion, embargo.

    A Word file that this desk made keeps its embargo; say whether it comes back (--return: it is
    set aside, beside the text) or begins a new text (--new-text). Its tracked changes are all
    accepted, or all refused, as --changes says.
    """
    of = given or file
    if of is None or (given and file):
        nothing_done(_("Name one file: drafts new FILE."))
    desk = office()
    arrival = arrive(desk.drafts, of, now=desk.database.clock.now())
    how = _settled(arrival, changes)
    lost = left_out(arrival.beyond or {})
    if lost:
        note(_("Not taken over from {name}: {what}.").format(name=arrival.name, what=lost))
    for comment in arrival.comments:
        note(comment_of(comment))
    columns_shown = _columns(listed(facts()))
    if _comes_back(arrival, is_return=is_return, is_new=new_text):
        lock_chosen = _embargo_chosen(arrival, until, is_free=no_embargo)
        if bring_back(desk.drafts, arrival, how=how, **lock_chosen) is None:
            nothing_done(_("Nothing has changed in it since it was made."))
        emit(_origin(arrival), as_json=as_json, columns=columns_shown)
        return
    lock_chosen = _embargo_chosen(arrival, until, is_free=no_embargo)
    if arrival.is_foreign:
        note(_("It comes from another desk, or from a text that was destroyed here."))
    tied = desk.dossiers.by_code(dossier).id if dossier else _named(arrival.read.dossier)
    known = {"kind": DraftKind, "language": Language, "title": str}
    wanted = {name: of_it(over[name]) for name, of_it in known.items() if over[name]}
    draft = begin(desk.drafts, arrival, how=how, dossier=tied, **lock_chosen, **wanted)
    lock = draft.embargo
    if lock is not None:
        note(one_stop(_("Under embargo until {moment}.").format(moment=format_moment(lock.until))))
        if arrival.goes:
            note(one_stop(_("Out of the text: “{words}”").format(words=" · ".join(arrival.goes))))
    emit(draft, as_json=as_json, columns=columns_shown)


def _settled(arrival: Arrival, changes: str | None) -> Settled:
    """Return what becomes of the tracked changes of *arrival*: nothing before somebody chose."""
    if arrival.changes and changes is None:
        whose = "; ".join(map(changes_of, arrival.changes))
        said = _("{name} holds tracked changes ({whose}): say --changes accept or refuse.")
        nothing_done(said.format(name=arrival.name, whose=whose))
    return Settled(changes) if changes else Settled.ACCEPTED


def _embargo_chosen(arrival: Arrival, until: datetime | None, *, is_free: bool) -> dict[str, Any]:
    """Return what was said of its embargo: what its words leave open is asked."""
    if until is not None and is_free:
        nothing_done(_("Say one of --until and --no-embargo."))
    if arrival.needs_moment and arrival.said is not None and until is None and not is_free:
        said = _("The file says “{words}”: say until when, --until DAY HOUR, or --no-embargo.")
        nothing_done(said.format(words=" · ".join(arrival.said.words.split("\n"))))
    return {"until": until, "is_free": is_free}


def _comes_back(arrival: Arrival, *, is_return: bool, is_new: bool) -> bool:
    """Whether *arrival* is set beside the text that it was made of."""
    origin = arrival.origin
    if is_return and is_new:
        nothing_done(_("Say one of --return and --new-text."))
    if origin is None or not origin.takes_back:
        if is_return:
            nothing_done(_("{name} is not of a text of this desk.").format(name=arrival.name))
        return False
    if not (is_return or is_new):
        said = _("{name} was made of {text}: say --return, or --new-text.")
        nothing_done(said.format(name=arrival.name, text=draft_called(origin.draft)))
    return is_return


def _origin(arrival: Arrival) -> Draft:
    if arrival.origin is None:
        raise ValueError("a file of no draft")
    return office().drafts.get(arrival.origin.draft.id)


@listing(drafts)
@click.option("--kind", type=KINDS)
@click.option("--dossier", default="", help="Only those of the dossier with this code.")
def show_all(words: str, kind: str | None, dossier: str, limit: int, *, as_json: bool) -> None:
    """List drafts whose title has all the given words, even in part; the last changed first."""
    desk = office()
    tied: DossierId | None = desk.dossiers.by_code(dossier).id if dossier else None
    found = desk.drafts.search(
        words, kind=DraftKind(kind) if kind else None, dossier=tied, limit=limit
    )
    begin = "" if words or kind or dossier else "drafts new"
    emit(found, as_json=as_json, columns=_columns(listed(facts())), begin=begin)


@drafts.command()
@click.argument("draft", type=ID)
@click.option("--revision", type=ID, help="Its text at that revision; `history` has the numbers.")
@json_option
def show(draft: int, revision: int | None, *, as_json: bool) -> None:
    """Show a draft and its text, what you have typed in it included."""
    manuscript = office().drafts.open(DraftId(draft))
    if revision is not None:
        kept = office().drafts.revision(DraftId(draft), RevisionId(revision))
        manuscript = replace(manuscript, text=kept.text)
    now = office().database.clock.now()
    if as_json:
        from comms_desk.text.markdown import read_markdown, write_plain

        emit(ShownDraft(draft=manuscript.draft, text=manuscript.text), as_json=True)
        plainly = write_plain(read_markdown(manuscript.text))
        warn_of_words(office(), plainly, own={manuscript.draft.ref})
        return
    said = (*_columns(_known(office())), _embargo(now))
    emit(manuscript.draft, as_json=False, columns=said)
    click.echo("")
    click.echo(manuscript.text, nl=False)


@drafts.command("put-back")
@click.argument("draft", type=ID)
@click.argument("revision", type=ID)
@json_option
def put_back(draft: int, revision: int, *, as_json: bool) -> None:
    """Make the text of a REVISION the draft’s again, as a new one; `history` has the numbers."""
    desk = office()
    desk.drafts.put_back(DraftId(draft), RevisionId(revision))
    emit(desk.drafts.get(DraftId(draft)), as_json=as_json, columns=_columns(_known(desk)))


@drafts.command()
@click.argument("draft", type=ID)
@file_or_folder_option
@click.option("--template", type=FILE, help="A template other than the office’s.")
@json_option
def word(draft: int, *, out: Path | None, template: Path | None, as_json: bool) -> None:
    """Take a draft out as Word.

    While its embargo holds, each page says so, and the name, unless --out gives another.
    """
    from comms_desk.wording.drafting import comments_left

    desk = office()
    made = desk.drafts.word(DraftId(draft), template=template)
    file = _written(out, made)
    if made.comments_left:
        note(comments_left(made.comments_left))
    _say(desk, DraftId(draft), file, as_json=as_json)


@drafts.command()
@click.argument("draft", type=ID)
@file_or_folder_option
@json_option
def pdf(draft: int, *, out: Path | None, as_json: bool) -> None:
    """Take a draft out as PDF.

    While its embargo holds, each page says so, and the name, unless --out gives another.
    """
    desk = office()
    file = _written(out, desk.drafts.pdf(DraftId(draft)))
    _say(desk, DraftId(draft), file, as_json=as_json)


def _written(out: Path | None, made: DraftFile) -> Path:
    """Write *made* where *out* says, over nothing, and return where it stands."""
    file = _place(out, made.name)
    if file.exists():
        nothing_done(_("There is already a file {path}.").format(path=file))
    write_file(file, made.content)
    return file.resolve()


def _say(desk: Office, draft: DraftId, file: Path, *, as_json: bool) -> None:
    lock = desk.drafts.get(draft).embargo
    held = lock is not None and lock.holds(desk.database.clock.now())
    emit(WrittenFile(draft=draft, file=file, under_embargo=held), as_json=as_json)


def _known(desk: Office) -> Facts:
    return facts(desk.dossiers.search(limit=MOST_CHOICES).rows)


def _columns(said: Facts) -> tuple[OutputColumn[Draft], ...]:
    return (
        OutputColumn(N_("Id"), lambda draft: draft.id),
        *columns(said),
        OutputColumn(N_("Words"), lambda draft: draft.words),
        OutputColumn(N_("Changed"), lambda draft: draft.changed_at),
    )


def _embargo(now: datetime) -> OutputColumn[Draft]:
    """Return what is said of one draft first of all: that it may not leave."""

    def until(draft: Draft) -> str:
        lock = draft.embargo
        return format_moment(lock.until) if lock is not None and lock.holds(now) else ""

    return OutputColumn(N_("Under embargo until"), until)


def _place(out: Path | None, name: str) -> Path:
    """Return where to write: in the folder *out*, or at *out*, with the ending of *name*."""
    if out is None or out.is_dir():
        return (out or Path()) / name
    ending = Path(name).suffix
    return out if out.suffix.lower() == ending else out.with_name(f"{out.name}{ending}")


def _named(code: str) -> DossierId | None:
    """Return the dossier that a file names; one that is not on this desk is only said."""
    if not code:
        return None
    try:
        return office().dossiers.by_code(code).id
    except NoSuchDossier:
        note(_("There is no dossier {code} on this desk; none was set.").format(code=code))
        return None


show_and_set(
    drafts,
    Subject.DRAFT,
    facts(),
    asked_by="DRAFT",
    offered=_known,
)

dispatches.add_to(drafts)
