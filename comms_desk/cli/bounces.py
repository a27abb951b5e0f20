"""What came back, from the command line: reports read, and addresses to decide about."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from comms_desk.across.bounced_contacts import came_back
from comms_desk.cli.context import office
from comms_desk.cli.output import OneALine, OutputColumn, emit, json_option, note
from comms_desk.cli.parameters import mails_argument
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import N_, format_moment, format_number
from comms_desk.mail.address import Address
from comms_desk.mail.bounces.files import FoundMessage, files_in, messages_in
from comms_desk.mail.bounces.model import (
    AddressToDecide,
    BounceDecision,
    BounceTakenIn,
    NothingCameBack,
)
from comms_desk.mail.bounces.report import Nature
from comms_desk.mail.model import LetterId
from comms_desk.wording import say_at_the_prompt
from comms_desk.wording.bounces import NATURES, said_of

RESOLUTIONS = {each.value.replace(" ", "-"): each for each in BounceDecision}


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressShown:
    """An address that a message speaks of; *letter* is the e-mail that did not arrive."""

    address: str
    kind: Nature
    status: str
    sentence: str
    letter: LetterId | None
    at: datetime
    excluded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageShown:
    """What was understood of a message, and what is kept of it."""

    file: str
    kind: Nature
    known: bool
    wants_out: bool
    message_id: str
    addresses: tuple[AddressShown, ...]


READ_COLUMNS = (
    OutputColumn[MessageShown](N_("File"), lambda shown: shown.file),
    OutputColumn[MessageShown](N_("What it is"), lambda shown: NATURES[shown.kind]()),
    OutputColumn[MessageShown](N_("Read before"), lambda shown: shown.known),
    OutputColumn[MessageShown](N_("Wants no more"), lambda shown: shown.wants_out),
    OutputColumn[MessageShown](
        N_("Address"), lambda shown: OneALine(each.address for each in shown.addresses)
    ),
    OutputColumn[MessageShown](
        N_("E-mail"), lambda shown: OneALine(str(each.letter or "") for each in shown.addresses)
    ),
    OutputColumn[MessageShown](
        N_("Said by the server"),
        lambda shown: OneALine(each.sentence for each in shown.addresses),
    ),
)
ASKED_COLUMNS = (
    OutputColumn[AddressToDecide](N_("Address"), lambda asked: asked.address),
    OutputColumn[AddressToDecide](N_("What happened"), said_of),
    OutputColumn[AddressToDecide](N_("Last"), lambda asked: format_moment(asked.at)),
    OutputColumn[AddressToDecide](N_("E-mails"), lambda asked: format_number(asked.letters)),
    OutputColumn[AddressToDecide](N_("Excluded"), lambda asked: asked.excluded is not None),
    OutputColumn[AddressToDecide](N_("Said by the server"), lambda asked: asked.sentence),
)


@click.group()
def bounces() -> None:
    """Read what came back, and decide about the addresses."""


@bounces.command()
@mails_argument
@json_option
def read(files: tuple[Path, ...], *, as_json: bool) -> None:
    """Read each FILE that came back (.eml, .mbox, or a folder of them), and keep what it says.

    An address goes on the exclusion list at once where its server refuses it for good and only the
    e-mail to it can have caused the report; all others are listed, to be decided about. A file that
    is read twice counts once.
    """
    desk = office().bounces
    shown: list[MessageShown] = []
    failed = False
    for file in files_in(files):
        try:
            shown += [_shown(each, desk.take_in(each.raw)) for each in messages_in(file)]
        except CommsDeskError as error:
            sentence = say_at_the_prompt(error)
            note(f"{sentence.what} {sentence.way_out}")
            failed = True
    emit(tuple(shown), as_json=as_json, columns=READ_COLUMNS)
    if failed:
        click.get_current_context().exit(1)


@bounces.command("list")
@json_option
def show(*, as_json: bool) -> None:
    """List the addresses about which somebody must decide."""
    asked = tuple(each.asked for each in came_back(office()))
    emit(asked, as_json=as_json, columns=ASKED_COLUMNS)


@bounces.command()
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS")
@click.argument("decision", type=click.Choice(list(RESOLUTIONS)))
@json_option
def decide(addresses: tuple[str, ...], decision: str, *, as_json: bool) -> None:
    """Leave each ADDRESS as it is, write to it again once it was checked, or exclude it.

    Of several all are decided, or none; what somebody decided already stays so.
    """
    those = {each.key: each for each in map(Address.parse, addresses)}
    desk, resolution = office().bounces, RESOLUTIONS[decision]
    if len(those) == 1:
        (only,) = those.values()
        desk.decide(only, resolution)
        emit({"address": only.key, "decision": decision}, as_json=as_json)
        return
    count = desk.decide_all(those.values(), resolution)
    if not count:
        raise NothingCameBack(", ".join(those))
    said = {"addresses": list(those), "decision": decision, "decided": count}
    emit(said, as_json=as_json)


def _shown(found: FoundMessage, taken: BounceTakenIn) -> MessageShown:
    report = taken.report
    return MessageShown(
        file=found.file.name,
        kind=report.nature,
        known=taken.is_known,
        wants_out=report.wants_out,
        message_id=report.about,
        addresses=tuple(
            AddressShown(
                address=each.address,
                kind=each.nature,
                status=each.status,
                sentence=each.sentence,
                letter=each.letter,
                at=each.at,
                excluded=each.is_excluded,
            )
            for each in taken.kept
        ),
    )
