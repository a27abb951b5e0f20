"""What bylines would have the directory say, from the command line."""

from dataclasses import asdict

import click

from comms_desk.cli.context import office
from comms_desk.cli.output import OutputColumn, emit, json_option
from comms_desk.cli.parameters import ID
from comms_desk.i18n import N_, format_date
from comms_desk.media.bylines.model import Accepted, BylineProposal, PositionWay, Silent
from comms_desk.media.contacts.model import BylineAnswer, NameDecision
from comms_desk.wording import bylines as words

COLUMNS = (
    OutputColumn[BylineProposal](N_("Id"), lambda proposal: proposal.id),
    OutputColumn[BylineProposal](N_("Name"), lambda proposal: proposal.name),
    OutputColumn[BylineProposal](N_("What"), lambda proposal: words.called(proposal.what)),
    OutputColumn[BylineProposal](N_("Evidence"), words.evidence),
)
_ACCEPTED = (
    OutputColumn[Accepted](N_("Contact"), lambda accepted: accepted.contact),
    OutputColumn[Accepted](N_("Name"), lambda accepted: accepted.proposal.name),
    OutputColumn[Accepted](N_("Outlet"), lambda accepted: accepted.proposal.outlet_name),
)
_REFUSED = (
    OutputColumn[BylineAnswer](N_("Id"), lambda answer: answer.id),
    OutputColumn[BylineAnswer](N_("Name"), lambda answer: answer.name),
    OutputColumn[BylineAnswer](N_("Reason"), lambda answer: words.answered(answer.said)),
    OutputColumn[BylineAnswer](N_("When"), lambda answer: format_date(answer.at)),
)
_SILENT = (
    OutputColumn[Silent](N_("Contact"), lambda silent: silent.contact),
    OutputColumn[Silent](N_("Name"), lambda silent: silent.name),
    OutputColumn[Silent](N_("Evidence"), words.silence),
)
_REASONS = [each.value for each in NameDecision if each is not NameDecision.ERASED]
_SEVERAL = click.argument("proposals", type=ID, nargs=-1, required=True)


@click.group()
def bylines() -> None:
    """Who is new, who moved and who fell silent, as far as bylines say."""


@bylines.command("list")
@json_option
def show(*, as_json: bool) -> None:
    """List who signs and is in no card, and who signs elsewhere than their card says."""
    desk = office().bylines
    if not as_json:
        emit(desk.proposals(), as_json=False, columns=COLUMNS)
        return
    found = [
        {
            **asdict(each),
            "articles": [
                {"id": one.id, "title": one.title, "at": one.moment, "link": one.link}
                for one in desk.evidence(each)
            ],
        }
        for each in desk.proposals()
    ]
    emit(found, as_json=True, columns=())


@bylines.command()
@_SEVERAL
@click.option("--add", "adds", is_flag=True, help="Keep the positions that they hold.")
@json_option
def accept(proposals: tuple[int, ...], *, adds: bool, as_json: bool) -> None:
    """Have the directory say what those PROPOSALS say: a card more, or another position."""
    done = office().bylines.accept(proposals, PositionWay.ADD if adds else PositionWay.MOVE)
    emit(done, as_json=as_json, columns=_ACCEPTED)


@bylines.command()
@_SEVERAL
@click.option("--because", type=click.Choice(_REASONS), default=NameDecision.NOT_NOW.value)
@json_option
def refuse(proposals: tuple[int, ...], *, because: str, as_json: bool) -> None:
    """Have those PROPOSALS not be made again: it is remembered who said so, and when."""
    desk = office().bylines
    given = desk.refuse(proposals, NameDecision(because))
    emit([each for each in desk.refused() if each.id in given], as_json=as_json, columns=_REFUSED)


@bylines.command()
@json_option
def refused(*, as_json: bool) -> None:
    """List what was refused, the latest first."""
    emit(office().bylines.refused(), as_json=as_json, columns=_REFUSED)


@bylines.command("take-back")
@click.argument("answers", type=ID, nargs=-1, required=True)
@json_option
def take_back(answers: tuple[int, ...], *, as_json: bool) -> None:
    """Have those ANSWERS, as `refused` lists them, not have been given."""
    desk = office().bylines
    desk.take_back(answers)
    emit(desk.refused(), as_json=as_json, columns=_REFUSED)


@bylines.command()
@json_option
def silent(*, as_json: bool) -> None:
    """List who signed regularly and signed nothing for 90 days, while their outlet was read."""
    emit(office().bylines.silent(), as_json=as_json, columns=_SILENT)
