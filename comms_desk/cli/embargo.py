"""The embargo of a text from the command line: until when, and who may have it before."""

from dataclasses import dataclass
from datetime import datetime

import click

from comms_desk.across.embargo_grants import grant_list
from comms_desk.across.office import Office
from comms_desk.changes import Ref
from comms_desk.cli.context import office
from comms_desk.cli.dispatches import list_of
from comms_desk.cli.output import OneALine, OutputColumn, emit, json_option, nothing_done
from comms_desk.cli.parameters import ID, MOMENT
from comms_desk.embargo.model import (
    Embargo,
    NoEmbargo,
    PassageId,
    SignedException,
    SignedPassage,
)
from comms_desk.i18n import N_, _, format_moment
from comms_desk.mail.address import Address
from comms_desk.mail.model import WaitingForWords
from comms_desk.media.drafting.model import Draft, DraftId
from comms_desk.wording.letters import waits_for_words


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbargoShown:
    """The embargo of a draft; *holds* says whether it does now.

    *waiting* has what waits with words of the draft, *passages* those that were let through.
    """

    draft: DraftId
    title: str
    holds: bool
    until: datetime
    ends_when: str
    exceptions: tuple[SignedException, ...]
    waiting: tuple[WaitingForWords, ...]
    passages: tuple[SignedPassage, ...]


def _exception(each: SignedException) -> str:
    return " · ".join(filter(None, (each.recipient, each.signed_by, each.note)))


def _passage(each: SignedPassage) -> str:
    return f"{each.id} · {each.inside} · {each.there} · {each.signed_by} · {each.reason}"


COLUMNS = (
    OutputColumn[EmbargoShown](N_("Draft"), lambda shown: shown.draft),
    OutputColumn[EmbargoShown](N_("Title"), lambda shown: shown.title),
    OutputColumn[EmbargoShown](
        N_("Under embargo until"), lambda shown: format_moment(shown.until) if shown.holds else ""
    ),
    OutputColumn[EmbargoShown](N_("Ends when"), lambda shown: shown.ends_when),
    OutputColumn[EmbargoShown](
        N_("May have it before"),
        lambda shown: OneALine(_exception(each) for each in shown.exceptions),
    ),
    OutputColumn[EmbargoShown](
        N_("Waits with its words"),
        lambda shown: OneALine(map(waits_for_words, shown.waiting)),
    ),
    OutputColumn[EmbargoShown](
        N_("Words let through"), lambda shown: OneALine(map(_passage, shown.passages))
    ),
)


@click.group()
def embargo() -> None:
    """Place the embargo of a text, lift it, and say who may have the text before."""


@embargo.command()
@click.argument("draft", type=ID)
@json_option
def show(draft: int, *, as_json: bool) -> None:
    """Show the embargo of DRAFT, and who may have it before by whose signature."""
    desk = office()
    text = desk.drafts.get(DraftId(draft))
    emit(_shown(desk, text, _lock(desk, text)), as_json=as_json, columns=COLUMNS)


@embargo.command()
@click.argument("draft", type=ID)
@click.argument("until", metavar="MOMENT", type=MOMENT)
@click.option("--ends-when", default="", help="What ends it, in a sentence.")
@json_option
def place(draft: int, until: datetime, *, ends_when: str, as_json: bool) -> None:
    """Keep DRAFT from leaving until MOMENT, as 10:30 or 2026-11-25 10:00; or move its embargo."""
    desk = office()
    text = desk.drafts.get(DraftId(draft))
    lock = desk.embargoes.place(text.ref, until=until, ends_when=ends_when).lock
    emit(_shown(desk, text, lock), as_json=as_json, columns=COLUMNS)


@embargo.command()
@click.argument("draft", type=ID)
@json_option
def lift(draft: int, *, as_json: bool) -> None:
    """Let DRAFT leave from now on; what waits for the lift leaves at once."""
    desk = office()
    text = desk.drafts.get(DraftId(draft))
    emit(_shown(desk, text, desk.embargoes.lift(text.ref)), as_json=as_json, columns=COLUMNS)


@embargo.command()
@click.argument("draft", type=ID)
@click.argument("address", required=False)
@click.option("--signed-by", default="", help="Who accepted the embargo in writing.")
@click.option("--list", "those", help="All of that list, each in their own name; --note says how.")
@click.option("--note", "why", default="")
@json_option
def grant(
    draft: int, address: str | None, *, signed_by: str, those: str | None, why: str, as_json: bool
) -> None:
    """Let ADDRESS have DRAFT before: somebody accepted the embargo in writing."""
    desk = office()
    text = desk.drafts.get(DraftId(draft))
    if (address is None) is (those is None):
        nothing_done(_("Name an address, or a list by --list."))
    if address is not None:
        recipient = Address.parse(address)
        desk.embargoes.grant(text.ref, recipient.key, signed_by=signed_by, note=why)
    elif those is not None:
        grant_list(desk, text.ref, list_of(those), reason=why)
    emit(_shown(desk, text, _lock(desk, text)), as_json=as_json, columns=COLUMNS)


@embargo.command("let-through")
@click.argument("draft", type=ID)
@click.argument("words")
@click.option("--inside", required=True, metavar="THING", help="As bulletin:41 or inquiry:7.")
@click.option("--signed-by", default="", help="Who lets them through.")
@click.option("--reason", default="", help="Why they may leave.")
@json_option
def let_through(
    draft: int, words: str, *, inside: str, signed_by: str, reason: str, as_json: bool
) -> None:
    """Let these WORDS of DRAFT leave in one other thing; the rest stays held."""
    desk = office()
    text = desk.drafts.get(DraftId(draft))
    try:
        thing = Ref.from_text(inside)
    except ValueError:
        nothing_done(_("“{thing}” is no thing of the desk.").format(thing=inside))
    desk.embargoes.let_through(text.ref, words, inside=thing, signed_by=signed_by, reason=reason)
    emit(_shown(desk, text, _lock(desk, text)), as_json=as_json, columns=COLUMNS)


@embargo.command("hold-again")
@click.argument("draft", type=ID)
@click.argument("passage", type=ID)
@json_option
def hold_again(draft: int, passage: int, *, as_json: bool) -> None:
    """Hold words of DRAFT again that “let-through” let go: PASSAGE is their number in “show”."""
    desk = office()
    text = desk.drafts.get(DraftId(draft))
    if passage not in {each.id for each in desk.embargoes.passages(text.ref)}:
        nothing_done(_("No words of this text were let through under that number."))
    desk.embargoes.take_back(PassageId(passage))
    emit(_shown(desk, text, _lock(desk, text)), as_json=as_json, columns=COLUMNS)


@embargo.command()
@click.argument("draft", type=ID)
@click.argument("address")
@json_option
def withdraw(draft: int, address: str, *, as_json: bool) -> None:
    """Take back what “embargo grant” gave ADDRESS; what has left has left."""
    desk = office()
    text = desk.drafts.get(DraftId(draft))
    recipient = Address.parse(address)
    known = {each.recipient: each.id for each in _lock(desk, text).exceptions}
    if recipient.key not in known:
        said = _("{address} has no exception to this embargo.")
        nothing_done(said.format(address=recipient.key))
    lock = desk.embargoes.withdraw(text.ref, known[recipient.key])
    emit(_shown(desk, text, lock), as_json=as_json, columns=COLUMNS)


def _lock(desk: Office, text: Draft) -> Embargo:
    lock = desk.embargoes.of(text.ref)
    if lock is None:
        raise NoEmbargo(text.ref)
    return lock


def _shown(desk: Office, text: Draft, lock: Embargo) -> EmbargoShown:
    return EmbargoShown(
        draft=text.id,
        title=text.title,
        holds=lock.holds(desk.database.clock.now()),
        until=lock.until,
        ends_when=lock.ends_when,
        exceptions=lock.exceptions,
        waiting=desk.outbox.waiting_for_words(of=text.ref),
        passages=desk.embargoes.passages(text.ref),
    )
