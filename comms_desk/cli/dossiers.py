"""Dossiers from the command line: open one, see them all, see one."""

import click

from comms_desk.across.office import Office
from comms_desk.cli.context import office
from comms_desk.cli.output import Column, emit, json_option
from comms_desk.cli.typed import COUNT
from comms_desk.i18n import _
from comms_desk.places import Scope
from comms_desk.planning.dossiers.model import Dossier, DossierStatus, NewDossier
from comms_desk.planning.people.model import PersonId

COLUMNS = (
    Column[Dossier](_("Code"), lambda dossier: dossier.code),
    Column[Dossier](_("Name"), lambda dossier: dossier.name),
    Column[Dossier](_("Scope"), lambda dossier: dossier.scope),
    Column[Dossier](_("Status"), lambda dossier: dossier.status),
)


@click.group()
def dossiers() -> None:
    """Open and list dossiers."""


@dossiers.command()
@click.argument("code")
@click.argument("name")
@click.option("--scope", default="city", help="city, agglomeration, or boroughs: VDN,VMA.")
@click.option("--about", default="", help="What it is about.")
@json_option
def new(code: str, name: str, scope: str, about: str, *, as_json: bool) -> None:
    """Open a dossier; you lead it."""
    desk = office()
    opened = desk.dossiers.add(
        NewDossier(
            code=code,
            name=name,
            scope=Scope.from_text(scope),
            about=about,
            lead=None if desk.database.actor is None else PersonId(desk.database.actor),
        )
    )
    emit(opened, as_json=as_json, columns=COLUMNS)


@dossiers.command("list")
@click.argument("words", nargs=-1)
@click.option("--status", type=click.Choice([each.value for each in DossierStatus]))
@click.option("--limit", type=COUNT, default=100, show_default=True)
@json_option
def show_all(words: tuple[str, ...], status: str | None, limit: int, *, as_json: bool) -> None:
    """List the dossiers that have a word beginning by each of WORDS."""
    found = office().dossiers.search(
        " ".join(words), status=DossierStatus(status) if status else None, limit=limit
    )
    emit(found, as_json=as_json, columns=COLUMNS, begin="" if words or status else "dossiers new")


@dossiers.command()
@click.argument("code")
@json_option
def show(code: str, *, as_json: bool) -> None:
    """Show one dossier."""
    desk = office()
    dossier = desk.dossiers.by_code(code)
    emit(dossier, as_json=as_json, columns=(*COLUMNS, *_more(desk, dossier)))


def _more(desk: Office, dossier: Dossier) -> tuple[Column[Dossier], ...]:
    lead = "" if dossier.lead is None else desk.people.get(dossier.lead).name
    return (
        Column(_("Lead"), lambda _dossier: lead),
        Column(_("About"), lambda dossier: dossier.about),
    )
