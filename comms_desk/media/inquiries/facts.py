"""The facts of an inquiry, as its card, its list and its commands have them."""

from collections.abc import Iterable

from comms_desk.facts import LANGUAGE, MOMENT, PLACE, Fact, Facts, OneOf, OneThing
from comms_desk.i18n import N_, _
from comms_desk.media.inquiries.model import REPORTER, AskedForm, Basis
from comms_desk.media.inquiries.moments import (
    Attribution,
    Channel,
    LateCause,
    MomentKind,
    Resolution,
    Status,
)
from comms_desk.planning.dossiers.facts import one_dossier
from comms_desk.planning.dossiers.model import Dossier
from comms_desk.planning.people.model import Person

FORM = OneOf(
    {
        AskedForm.INFORMATION: N_("Information"),
        AskedForm.STATEMENT: N_("Statement"),
        AskedForm.INTERVIEW: N_("Interview"),
        AskedForm.SCRUM: N_("Scrum"),
        AskedForm.IMAGES: N_("Images"),
    }
)
HOW = OneOf(
    {
        Channel.EMAIL: N_("By e-mail"),
        Channel.PHONE: N_("By phone"),
        Channel.TEXT: N_("By text message"),
        Channel.SOCIAL: N_("By a social network"),
        Channel.IN_PERSON: N_("In person"),
        Channel.TEAMS: N_("On Teams"),
    }
)
WHAT = OneOf(
    {
        MomentKind.RECEIVED: N_("Received"),
        MomentKind.ACKNOWLEDGED: N_("Acknowledged"),
        MomentKind.HANDED: N_("Handed over"),
        MomentKind.CONSULTED: N_("Consultation"),
        MomentKind.APPROVED: N_("Approved"),
        MomentKind.ANSWERED: N_("Answered"),
        MomentKind.FOLLOWED_UP: N_("The reporter came back"),
        MomentKind.CORRECTION_ASKED: N_("Correction asked for"),
        MomentKind.CORRECTION_CAME: N_("What came of the correction"),
        MomentKind.UNANSWERED_SAID: N_("Published that nobody answered"),
        MomentKind.LATE: N_("Why it was late"),
        MomentKind.CLOSED: N_("Closed"),
        MomentKind.REOPENED: N_("Reopened"),
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
