"""Dossiers from the command line: open one, see them all, see one, set a field of one."""

from collections.abc import Mapping

import click

from comms_desk.across import dossier_page
from comms_desk.changes import Subject
from comms_desk.cli.context import office
from comms_desk.cli.facts import columns, show_and_set
from comms_desk.cli.output import OneALine, OutputColumn, emit, json_option, plain
from comms_desk.cli.parameters import listing
from comms_desk.facts import PLACE, listed
from comms_desk.i18n import N_, _, format_share
from comms_desk.planning.dossiers.facts import facts
from comms_desk.planning.dossiers.model import Dossier, DossierStatus, NewDossier


@click.group()
def dossiers() -> None:
    """Create, list and change dossiers."""


@dossiers.command()
@click.argument("code")
@click.argument("name")
@click.option("--scope", default="city", help="city, agglomeration, or boroughs: VDN,VMA.")
@click.option("--about", default="", help="What it is about.")
@json_option
def new(code: str, name: str, scope: str, about: str, *, as_json: bool) -> None:
    """Create a dossier; you lead it."""
    wanted = NewDossier(code=code, name=name, scope=PLACE.read(scope), about=about)
    emit(office().dossiers.add(wanted), as_json=as_json, columns=columns(listed(facts())))


@listing(dossiers)
@click.option("--status", type=click.Choice([each.value for each in DossierStatus]))
def show_all(words: str, status: str | None, limit: int, *, as_json: bool) -> None:
    """List the dossiers that have all the given words, even in part."""
    only = DossierStatus(status) if status else None
    found = office().dossiers.search(words, status=only, limit=limit)
    begin = "" if words or status else "dossiers new"
    emit(found, as_json=as_json, columns=columns(listed(facts())), begin=begin)


def _lines(dossier: Dossier) -> OneALine:
    """Return what is linked, a thing a line; where those shown are not all, how many of all."""
    view = dossier_page.view(office(), dossier.id)
    said = [f"{each.ref} · {each.title or _('Untitled')}" for each in view.things]
    cut = [format_share(len(said), view.tied)] if len(said) < view.tied else []
    return OneALine([*said, *cut])


def _with_ties(dossier: Dossier) -> Mapping[str, object]:
    """Return what JSON has of a dossier: its fields, what is linked, and how much that is."""
    view = dossier_page.view(office(), dossier.id)
    linked = [{"ref": str(each.ref), "title": each.title} for each in view.things]
    return {**plain(dossier), "linked": linked, "linked_in_all": view.tied}


show_and_set(
    dossiers,
    Subject.DOSSIER,
    facts(),
    asked_by="CODE",
    find=lambda desk, code: desk.dossiers.by_code(code),
    offered=lambda desk: facts(desk.people.every(active_only=False)),
    more=lambda: (OutputColumn(N_("Linked to this dossier"), _lines),),
    plainly=_with_ties,
)
