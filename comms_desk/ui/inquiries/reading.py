"""An inquiry with all that its card shows of it, read at once in a reading thread."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.facts import Facts
from comms_desk.i18n import CITY_ZONE
from comms_desk.mail.address import Address
from comms_desk.media.inquiries.case.at_work import AtWork
from comms_desk.media.inquiries.facts import facts
from comms_desk.media.inquiries.model import Inquiry, InquiryId, Reporter
from comms_desk.media.inquiries.moments import Course, Moment, MomentKind, course
from comms_desk.media.inquiries.reply.model import ReplyLetter
from comms_desk.planning.people.model import Person, PersonId
from comms_desk.storage.errors import NotFound
from comms_desk.storage.model import Attachment
from comms_desk.storage.paging import MOST_CHOICES
from comms_desk.ui.frame.putting_away import ON_THE_DESK, ArchiveStanding, standing_of


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryView:
    """An inquiry, what happened to it, and what its card offers.

    Attributes:
        people: Those of the office who may have it.
        names: Of all who are named in what happened, by id.
        me: The person signed in; None: nobody is.
        writer: Who wrote the answer as it stands; None: nobody did, or the desk itself.
        facts: Those of its card, with what they offer.
        joined: The others whose answer is this one's.
        lead: What the inquiry is called whose answer is this one's too; "" for none.
        at_work: Who works on it now.
        files: The mail that it came by, and what came with it.
    """

    inquiry: Inquiry
    moments: tuple[Moment, ...]
    course: Course
    people: tuple[Person, ...]
    names: Mapping[int, str]
    now: datetime
    me: PersonId | None
    writer: int | None
    facts: Facts
    joined: tuple[str, ...] = ()
    lead: str = ""
    at_work: tuple[AtWork, ...] = ()
    files: tuple[Attachment, ...] = ()
    reporters: tuple[Reporter, ...] = ()
    """Those who ask, with the telephone and the address of the directory where they left none."""
    standing: ArchiveStanding = field(default=ON_THE_DESK)
    letters: tuple[ReplyLetter, ...] = ()
    """Those that told the journalist."""

    @property
    def standing_moments(self) -> tuple[Moment, ...]:
        """What happened, without what was taken back."""
        return tuple(each for each in self.moments if each.taken_back_at is None)

    @property
    def answered(self) -> Moment | None:
        """The moment at which the last answer left, unless it is open again; None: none did."""
        if self.course.answered_at is None:
            return None
        left = (
            each for each in reversed(self.standing_moments) if each.what is MomentKind.ANSWERED
        )
        return next(left, None)

    @property
    def may_be_written_to(self) -> bool:
        """Whether an address of the journalist is known: from the inquiry, or the directory."""
        return self.inquiry.reply_to is not None or any(each.email for each in self.reporters)

    @property
    def is_frozen(self) -> bool:
        """Whether nothing of it is written any more: it ended, or is in the archive."""
        return not self.inquiry.is_open or self.standing.archived is not None

    @property
    def is_late(self) -> bool:
        """Whether its hour passed before it ended."""
        return self.inquiry.is_late(self.now)


def _reached(office: Office, who: Reporter) -> Reporter:
    """Return *who* asks with where the directory reaches them, where they left nothing."""
    if who.contact is None or (who.email is not None and who.phone):
        return who
    try:
        known = office.contacts.get(who.contact)
    except NotFound:
        return who
    held = known.current(office.database.clock.now().astimezone(CITY_ZONE).date())
    emails = (Address.stored(each, name=known.name) for at in held for each in at.emails)
    phones = (each for at in held for each in at.phones)
    return replace(who, email=who.email or next(emails, None), phone=who.phone or next(phones, ""))


def _called(office: Office, inquiry: InquiryId) -> str:
    """Return what *inquiry* is called, with its outlet: two that ask the same have one title."""
    found = office.inquiries.get(inquiry)
    return f"{found.title} ({found.outlet_name})" if found.outlet_name else found.title


def read_view(office: Office, inquiry: InquiryId) -> InquiryView:
    """Read *inquiry* for its card.

    Raises:
        NotFound: There is none, or it is in the bin.
    """
    found = office.inquiries.get(inquiry)
    moments = office.inquiries.moments(inquiry)
    everyone = office.people.every(active_only=False)
    ref = Ref(Subject.INQUIRY, inquiry)
    written = (
        each
        for each in office.inquiries.history(inquiry)
        if (each.ref, each.field) == (ref, "answer")
    )
    me = office.database.actor
    lead = found.joined_to
    return InquiryView(
        inquiry=found,
        moments=moments,
        course=course(moments, found.answer),
        people=tuple(each for each in everyone if each.active),
        names={each.id: each.called for each in everyone},
        now=office.database.clock.now(),
        me=None if me is None else PersonId(me),
        writer=next((each.by for each in written), None),
        facts=facts(everyone, office.dossiers.search(limit=MOST_CHOICES).rows),
        joined=tuple(_called(office, each) for each in office.inquiries.joined(inquiry)),
        lead="" if lead is None else _called(office, lead),
        at_work=office.at_work.of(inquiry),
        files=office.inquiry_files.of(inquiry),
        standing=standing_of(office, ref),
        letters=office.replies.letters(inquiry),
        reporters=tuple(_reached(office, each) for each in found.reporters),
    )
