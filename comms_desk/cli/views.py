"""Saved views from the command line: a search and what it is narrowed to, under a name."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from comms_desk.across.office import Office
from comms_desk.changes import Subject
from comms_desk.cli.context import office
from comms_desk.cli.facts import list_columns, show_and_set
from comms_desk.cli.output import emit, json_option
from comms_desk.cli.parameters import ID, watch_option
from comms_desk.i18n import _
from comms_desk.media.themes.facts import VIEW_FACTS
from comms_desk.media.themes.model import MentionFilter, ThemeId, Tone, name_key
from comms_desk.media.themes.saved_views import NewView, SavedView
from comms_desk.planning.dossiers.model import DossierId


def narrowing(command: Callable[..., None]) -> Callable[..., None]:
    """Give *command* the options that narrow mentions down; it is called with ``which``."""

    @watch_option
    @click.option("--unread", is_flag=True, help="Only what you have not read.")
    @click.option("--tone", type=click.Choice([each.value for each in Tone]), help="Of the City.")
    @click.option("--dossier", type=ID, metavar="ID", help="Only what is tied to this dossier.")
    @click.option("--starred", is_flag=True, help="Only what has a star.")
    @click.option("--noted", is_flag=True, help="Only what has a note.")
    @wraps(command)  # first, or it would take the options of *command* for those here
    def narrowed(
        *,
        watch: int | None,
        unread: bool,
        tone: str | None,
        dossier: int | None,
        starred: bool,
        noted: bool,
        **options: Any,
    ) -> None:
        desk = office()
        which = MentionFilter(
            watch=None if watch is None else desk.themes.get(ThemeId(watch)).id,
            is_unread=unread,
            tone=Tone(tone) if tone else None,
            dossier=None if dossier is None else desk.dossiers.get(DossierId(dossier)).id,
            is_starred=starred,
            is_noted=noted,
        )
        command(which=which, **options)

    return narrowed


@click.group()
def views() -> None:
    """List and save the views of the watch."""


@views.command("list")
@json_option
def show_all(*, as_json: bool) -> None:
    """List the office’s views, and yours."""
    columns = list_columns(VIEW_FACTS)
    emit(office().saved_views.every(), as_json=as_json, columns=columns, begin="views save")


@views.command()
@click.argument("name")
@click.argument("query", default="")
@narrowing
@click.option("--mine", is_flag=True, help="For you alone, and not for the office.")
@json_option
def save(name: str, query: str, which: MentionFilter, *, mine: bool, as_json: bool) -> None:
    """Save as NAME the search QUERY, or what the options leave of the mentions."""
    desk = office()
    person = desk.database.actor if mine else None
    view = desk.saved_views.add(NewView(name=name, query=query, which=which, person=person))
    emit(view, as_json=as_json, columns=list_columns(VIEW_FACTS))


@views.command()
@click.argument("name")
@json_option
def remove(name: str, *, as_json: bool) -> None:
    """Put the view NAME in the bin."""
    desk = office()
    view = one_view(desk, name)
    desk.saved_views.put_in_bin(view.id)
    emit(view, as_json=as_json, columns=list_columns(VIEW_FACTS))


def one_view(desk: Office, asked: str) -> SavedView:
    """Return the view that is called so, or the one of that number."""
    for each in desk.saved_views.every():
        if asked == str(each.id) or name_key(asked) == each.key:
            return each
    raise click.UsageError(_("There is no view called “{name}”.").format(name=asked))


show_and_set(views, Subject.VIEW, VIEW_FACTS, asked_by="NAME", find=one_view)
