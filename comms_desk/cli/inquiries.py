"""Inquiries from the command line: take one in, see them all, see one, set a field of one."""

import click

from comms_desk.changes import Subject
from comms_desk.cli.context import office
from comms_desk.cli.facts import columns, show_and_set
from comms_desk.cli.inquiry_figures import figures
from comms_desk.cli.output import emit, json_option
from comms_desk.cli.parameters import listing
from comms_desk.facts import listed
from comms_desk.media.inquiries.facts import facts
from comms_desk.media.inquiries.model import NewInquiry, View


@click.group()
def inquiries() -> None:
    """Take in, list and answer the inquiries of the media."""


@inquiries.command()
@click.argument("subject")
@click.option("--outlet", default="", help="Its name, as people say it.")
@click.option("--question", "questions", multiple=True, help="One of the questions; repeat it.")
@json_option
def new(subject: str, outlet: str, questions: tuple[str, ...], *, as_json: bool) -> None:
    """Take in an inquiry about SUBJECT."""
    wanted = NewInquiry(title=subject, outlet_name=outlet, questions=questions)
    emit(office().inquiries.add(wanted), as_json=as_json, columns=columns(listed(facts())))


@listing(inquiries)
@click.option("--view", type=click.Choice([each.value for each in View]), default=View.OPEN.value)
def show_all(words: str, view: str, limit: int, *, as_json: bool) -> None:
    """List the inquiries that have all the given words: the open ones, the first due first."""
    found = office().inquiries.search(words, view=View(view), limit=limit)
    begin = "" if words or view != View.OPEN else "inquiries new"
    emit(found, as_json=as_json, columns=columns(listed(facts())), begin=begin)


show_and_set(
    inquiries,
    Subject.INQUIRY,
    facts(),
    asked_by="INQUIRY",
    offered=lambda desk: facts(desk.people.every(active_only=False), desk.dossiers.search().rows),
)

inquiries.add_command(figures)
