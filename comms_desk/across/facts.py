"""The facts of articles and of each kind with a bin, with what there is to choose among."""

from collections.abc import Callable, Mapping

from comms_desk.across import Office
from comms_desk.changes import Subject
from comms_desk.facts import Facts
from comms_desk.internal.audience import facts as audience
from comms_desk.internal.bulletins import facts as bulletins
from comms_desk.kinds import complete
from comms_desk.media.clips import facts as clips
from comms_desk.media.contacts import facts as contacts
from comms_desk.media.drafting import facts as drafts
from comms_desk.media.feeds import facts as feeds
from comms_desk.media.inquiries import facts as inquiries
from comms_desk.media.lists import facts as lists
from comms_desk.media.outlets import facts as outlets
from comms_desk.media.verbatims import facts as verbatims
from comms_desk.media.watches import facts as watches
from comms_desk.planning.dossiers import facts as dossiers

FACTS: Mapping[Subject, "Callable[[Office], Facts]"] = complete(
    lambda kind: kind.is_binned or kind.subject is Subject.ARTICLE,
    {
        Subject.DOSSIER: lambda office: dossiers.facts(office.people.every(active_only=False)),
        Subject.OUTLET: lambda _office: outlets.FACTS,
        Subject.CONTACT: lambda _office: (
            *contacts.FACTS,
            contacts.OUTLET,
            *contacts.POSITION_FACTS,
        ),
        Subject.LIST: lambda office: (
            *lists.facts(*office.lists.names()),
            lists.MEMBERS,
            lists.MADE_FIXED,
        ),
        Subject.FEED: lambda _office: feeds.facts(),
        Subject.ARTICLE: lambda _office: watches.ARTICLE_FACTS,
        Subject.WATCH: lambda _office: (*watches.FACTS, *watches.EXAMPLE_FACTS),
        Subject.EXAMPLE: lambda _office: watches.EXAMPLE_FACTS,
        Subject.WORD_LIST: lambda _office: watches.LIST_FACTS,
        Subject.VIEW: lambda _office: watches.VIEW_FACTS,
        Subject.CLIP: lambda _office: clips.facts(),
        Subject.DRAFT: lambda _office: (*drafts.facts(), *drafts.NOTED),
        Subject.INQUIRY: lambda office: (
            *inquiries.facts(office.people.every(active_only=False)),
            *inquiries.NOTED,
        ),
        Subject.VERBATIM: lambda _office: verbatims.facts(),
        Subject.BULLETIN: lambda _office: (
            *bulletins.FACTS,
            bulletins.BLOCK,
            *bulletins.BLOCK_FACTS,
            bulletins.DOUBTED,
        ),
        Subject.EMPLOYEE: lambda _office: audience.FACTS,
    },
)
"""What may have been changed of a thing of each kind, and of its parts."""
