"""What a line as it was typed, or a mail as it came, proposes: an inquiry that nobody made yet.

A proposal is read by a machine and judged by a person.  What is not sure says so and is shown in
amber; an hour said by its day alone is kept as that day's end, unsure, with its *day*.
It refuses nothing: what is too long for an inquiry is refused as it becomes one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from comms_desk.i18n import Language
from comms_desk.mail.address import Address
from comms_desk.mail.reading.model import Attached, LeftUnread
from comms_desk.media.inquiries.model import (
    ACCESS,
    TITLE_LENGTH,
    TO_ASK,
    AskedForm,
    Basis,
    Hour,
    NewInquiry,
    Reporter,
)
from comms_desk.media.inquiries.moments import Channel
from comms_desk.media.inquiries.reading.directory_index import OpenInquiry
from comms_desk.media.outlets.model import OutletId
from comms_desk.planning.dossiers.model import DossierId

SURE = frozenset({Basis.GIVEN, Basis.ASKED, Basis.ASSUMED})
"""How an hour is known that needs no second look."""

MAIL_TYPE = "message/rfc822"
OUTLOOK_TYPE = "application/vnd.ms-outlook"
TEXT_TYPE = "text/plain"


class LineKind(StrEnum):
    """What came: only the first is a journalist's new question."""

    INQUIRY = "inquiry"
    REPLY = "reply"
    """In a thread that was there."""
    VOICEMAIL = "voicemail"
    """A journalist's question, heard by a machine."""
    CITIZEN = "citizen"
    """Not media: 311 may be who answers."""
    ACCESS = "access"
    """A demand under the Access Act, to be passed to the person who answers for it."""
    NOT_A_QUESTION = "not a question"


class ProposedReferral(StrEnum):
    """Who might hold it rather than the office; always a proposal."""

    SPVM = "SPVM"
    SIM = "SIM"
    STM = "STM"
    CABINET = "cabinet"
    BOROUGH = "borough"
    CITIZENS = "311"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess[T]:
    """Something that was read; unless *is_sure*, it is shown in amber."""

    value: T
    is_sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedOutlet:
    """An outlet, under its name in the directory; *id* None: it has none of that name."""

    id: OutletId | None = None
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryProposal:
    """What was read; each field is that of `NewInquiry`, but for the following.

    Attributes:
        title: The subject; blank: the first question, or who asks, stands for it.
        phones: Of who asks, in order, as they were written.
        form: None where no word says it.
        deadline: By when; assumed at the end of the day where nothing was said.
        deadline_day: The day, where a day was said and no hour of it; *deadline* is then its
            end, unsure.
        on_air: When it is broadcast or published; None: nothing was said of it.
        on_air_day: As *deadline_day*.
        channel: None where nothing says it.
        is_follow_up: They ask again; *follows* is which open inquiry, where one is found.
        received_at: When they wrote or called; None: now.
        wants_hour: Whether one is to be asked for, where none is said; not of a reply, nor of
            what is no journalist's question.
        sender: Of the mail in which they wrote; *is_ours*: of the office's own domains.
        reply_choices: Where the answer may go, where a mail wants it elsewhere than whence it came.
        in_reply_to: The mail that it says it answers, ``<…>``; *references* have it too.
        text: What the one who asks wrote, without what they quote.
        left_unread: What of the mail was not read: the original has it.
        is_noise: No person wrote it to the office: an absence, a receipt, a newsletter, nothing.
        is_of_press: It says by itself that a journalist asks: nobody need look at it first.
        typed: What it answers, in a sentence, where a letter or a document of ours says so.
        is_of_a_colleague: It answers what colleagues are sent: it waits for a person.
        original: The mail as it came, of *original_type*.
    """

    title: str = ""
    questions: tuple[str, ...] = ()
    reporters: tuple[Guess[Reporter], ...] = ()
    outlet: Guess[NamedOutlet] | None = None
    phones: tuple[str, ...] = ()
    form: AskedForm | None = None
    language: Language = Language.FRENCH
    channel: Channel | None = None
    deadline: Hour = TO_ASK
    deadline_day: date | None = None
    on_air: Hour | None = None
    on_air_day: date | None = None
    is_follow_up: bool = False
    follows: Guess[OpenInquiry] | None = None
    referral: ProposedReferral | None = None
    kind: LineKind = LineKind.INQUIRY
    received_at: datetime | None = None
    message_id: str = ""
    references: tuple[str, ...] = ()
    reply_to: Address | None = None
    reply_choices: tuple[Address, ...] = ()
    wants_hour: bool = True
    sender: Address | None = None
    is_ours: bool = False
    in_reply_to: str = ""
    text: str = ""
    left_unread: tuple[LeftUnread, ...] = ()
    attachments: tuple[Attached, ...] = ()
    is_noise: bool = False
    is_of_press: bool = False
    dossier: DossierId | None = None
    typed: str = ""
    is_of_a_colleague: bool = False
    original: bytes = b""
    original_type: str = MAIL_TYPE

    def new(self, **otherwise: Any) -> NewInquiry:
        """Return the inquiry that is proposed, but for what *otherwise* says: fields of it.

        Raises:
            InquiryTitleMissing, QuestionTooLong, TooManyQuestions: It is none.
        """
        outlet = NamedOutlet(name="") if self.outlet is None else self.outlet.value
        fields: Mapping[str, Any] = {
            "title": self.called(),
            "questions": self.questions,
            "reporters": self._reporters(),
            "outlet": outlet.id,
            "outlet_name": outlet.name,
            "received_at": self.received_at,
            "channel": self.channel or Channel.PHONE,
            "form": self.form or AskedForm.INFORMATION,
            "language": self.language,
            "deadline": self.deadline,
            "on_air": self.on_air,
            "message_id": self.message_id,
            "references": self.references,
            "reply_to": self.reply_to,
            "reply_choices": self.reply_choices,
            "left_unread": self.left_unread,
            "dossier": self.dossier,
            "typed": self.typed,
            "referral": ACCESS if self.kind is LineKind.ACCESS else self.referral or "",
        }
        return NewInquiry(**{**fields, **otherwise})

    def called(self) -> str:
        """Return the subject, or what stands for it, in one line that an inquiry takes.

        What a machine calls a message that was heard says nothing of what it asks.
        """
        outlet = "" if self.outlet is None else self.outlet.value.name
        names = [each.value.name for each in self.reporters]
        asked = [f"{each[:1].upper()}{each[1:]}" for each in self.questions]
        titles = (*asked, self.title) if self.kind is LineKind.VOICEMAIL else (self.title, *asked)
        first = next(filter(str.strip, (*titles, *names, outlet)), "")
        line = " ".join(first.split())
        if len(line) <= TITLE_LENGTH:
            return line
        return line[: TITLE_LENGTH - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"

    def _reporters(self) -> tuple[Reporter, ...]:
        """Return who asks; the first has the number, or nobody who is named has it."""
        who = tuple(each.value for each in self.reporters)
        if not self.phones:
            return who
        first, *others = who or (Reporter(),)
        return (replace(first, phone=first.phone or self.phones[0]), *others)
