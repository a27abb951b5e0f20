"""The facts of an inquiry, as its card, its list and its commands have them."""

from collections.abc import Iterable

from comms_desk.facts import LANGUAGE, MOMENT, PLACE, Fact, Facts, OneOf, OneThing
from comms_desk.i18n import N_, _
from comms_desk.media.inquiries.model import REPORTER, Basis, Form
from comms_desk.media.inquiries.moments import (
    Attribution,
    How,
    LateCause,
    Resolution,
    Status,
    What,
)
from comms_desk.planning.dossiers.facts import one_dossier
from comms_desk.planning.dossiers.model import Dossier
from comms_desk.planning.people.model import Person

FORM = OneOf(
    {
        Form.INFORMATION: N_("Information"),
        Form.STATEMENT: N_("Statement"),
        Form.INTERVIEW: N_("Interview"),
        Form.SCRUM: N_("Scrum"),
        Form.IMAGES: N_("Images"),
    }
)
HOW = OneOf(
    {
        How.EMAIL: N_("By e-mail"),
        How.PHONE: N_("By phone"),
        How.TEXT: N_("By text message"),
        How.SOCIAL: N_("By a social network"),
        How.IN_PERSON: N_("In person"),
        How.TEAMS: N_("On Teams"),
    }
)
WHAT = OneOf(
    {
        What.RECEIVED: N_("Received"),
        What.ACKNOWLEDGED: N_("Acknowledged"),
        What.HANDED: N_("Handed over"),
        What.CONSULTED: N_("Consultation"),
        What.APPROVED: N_("Approved"),
        What.ANSWERED: N_("Answered"),
        What.FOLLOWED_UP: N_("The reporter came back"),
        What.CORRECTION_ASKED: N_("Correction asked for"),
        What.CORRECTION_CAME: N_("What came of the correction"),
        What.UNANSWERED_SAID: N_("Published that nobody answered"),
        What.LATE: N_("Why it was late"),
        What.CLOSED: N_("Closed"),
        What.REOPENED: N_("Reopened"),
    }
)
STATUS = OneOf(
    {
        Status.RECEIVED: N_("Received"),
        Status.ACKNOWLEDGED: N_("Acknowledged"),
        Status.CONSULTING: N_("In consultation"),
        Status.APPROVED: N_("Approved"),
        Status.ANSWERED: N_("Answered"),
        Status.CLOSED: N_("Closed without an answer"),
    }
)
BASIS = OneOf(
    {
        Basis.GIVEN: N_("given"),
        Basis.ASKED: N_("asked"),
        Basis.ASSUMED: N_("assumed"),
        Basis.UNSURE: N_("to be confirmed"),
        Basis.TO_ASK: N_("to ask for"),
        Basis.URGENT: N_("urgent, hour to ask for"),
    }
)
RESOLUTION = OneOf(
    {
        Resolution.ANSWERED: N_("Answered"),
        Resolution.STATEMENT: N_("Statement sent"),
        Resolution.INTERVIEW: N_("Interview granted"),
        Resolution.BACKGROUND: N_("For information"),
        Resolution.REFERRED: N_("Referred"),
        Resolution.WITHDRAWN: N_("Withdrawn by the outlet"),
        Resolution.DECLINED: N_("Declined"),
        Resolution.MISSED: N_("Missed"),
    }
)
ATTRIBUTION = OneOf(
    {
        Attribution.SPOKESPERSON: N_("Named spokesperson"),
        Attribution.CITY: N_("The City"),
        Attribution.BACKGROUND: N_("For information, not to be quoted"),
    }
)
CAUSE = OneOf(
    {
        LateCause.RECEIVED_LATE: N_("Received too late"),
        LateCause.WAITED_SERVICE: N_("A service took long"),
        LateCause.WAITED_APPROVAL: N_("Approval took long"),
        LateCause.WAITED_SPOKESPERSON: N_("No spokesperson was available"),
        LateCause.HELD_BY_NOBODY: N_("Nobody held it"),
        LateCause.WORKLOAD: N_("Too many inquiries at once"),
        LateCause.OUR_MISTAKE: N_("Our mistake"),
    }
)


ANSWER = Fact("answer", N_("Reply"))
NOTED: Facts = (
    ANSWER,
    Fact("question", N_("Question")),
    Fact("due_at", N_("Hour of the question"), MOMENT),
    Fact("deadline_at", N_("Deadline"), MOMENT),
    Fact("deadline_basis", N_("How the deadline is known"), BASIS),
    Fact("on_air_at", N_("On air, or published"), MOMENT),
    Fact("on_air_basis", N_("How the air time is known"), BASIS),
    Fact("joined_to", N_("Answered with")),
    Fact("reply_to", N_("Address of the reply")),
    Fact(REPORTER, N_("Who asks")),
)
"""What the history of an inquiry says of what is edited otherwise than as a fact."""


def facts(people: Iterable[Person] = (), dossiers: Iterable[Dossier] = ()) -> Facts:
    """Return the facts of an inquiry: *people* may speak, *dossiers* may have it."""
    speaks = OneThing(((each.id, (each.called,)) for each in people), none=_("To be found"))
    return (
        Fact("title", N_("Subject"), is_title=True, is_listed=True),
        Fact("outlet_name", N_("Outlet"), is_under=True, is_listed=True),
        Fact("form", N_("What is asked for"), FORM, is_under=True, is_listed=True),
        Fact("channel", N_("Came"), HOW),
        Fact("language", N_("Language"), LANGUAGE),
        Fact("spokesperson", N_("Spokesperson"), speaks),
        Fact("scope", N_("Scope"), PLACE, is_listed=True),
        Fact("dossier", N_("Dossier"), one_dossier(dossiers)),
    )
