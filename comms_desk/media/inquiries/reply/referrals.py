"""An inquiry that somebody else answers: who asked is told, what they ask is passed on, it closes.

The letters and the moments are committed together or not at all.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from comms_desk.i18n import Language, format_moment_within, format_phone
from comms_desk.mail import letter_outcomes as letters_of
from comms_desk.mail import mailboxes
from comms_desk.mail import within as outbox
from comms_desk.mail.message import NewMessage, without_pieces
from comms_desk.mail.model import AccountId, LetterId, Recipient
from comms_desk.media.inquiries import store
from comms_desk.media.inquiries.model import Inquiry, InquiryId, NotOpen
from comms_desk.media.inquiries.moments import Channel, Holder, MomentKind, NewMoment, Resolution
from comms_desk.media.inquiries.reply import answerers, letter_outcomes, letters, recipients
from comms_desk.media.inquiries.reply.answerers import Answerer, AnswererUnreachable
from comms_desk.media.inquiries.reply.letters import ComposedWords
from comms_desk.media.inquiries.reply.model import AnswererExcluded, PlannedLetter, Referral
from comms_desk.media.inquiries.reply.recipients import InquiryAsker
from comms_desk.media.inquiries.rows import InquiryRow, MomentRow
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import row_of
from comms_desk.text import letter_parts
from comms_desk.text.lines import on_one_line
from comms_desk.text.markdown.model import number, paragraph

REFERRAL, TRANSMITTAL = "referral", "transmittal"
_IN_WRITING = InquiryAsker(correspondents=(), given_name="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyReferral:
    """What a referral would do, as the desk stands; two that are alike do the same."""

    inquiry: Inquiry
    to: Answerer
    asks: InquiryAsker
    told: NewMessage | None
    """To who asked; None: they are told otherwise."""
    passed_on: NewMessage | None
    """To who answers; None: nothing is."""


def read(
    snapshot: Snapshot, inquiry: InquiryId, wanted: Referral, templates: Path | None
) -> ReadyReferral:
    """Return what *wanted* would do.

    Raises:
        NotFound: There is no such inquiry, or it is in the bin.
        NotOpen: It has ended.
        AnswererUnknown, AnswerersBroken, AnswererUnreachable: Of whom it is referred to.
        NobodyToReply: Nobody knows where to write to who asked.
        AnswererExcluded: Nothing is sent to who answers instead.
        LettersLeaving: An answer to it is about to leave.
        LetterTemplateBroken: The office's words ask for what there is not.
    """
    one = store.value(snapshot, row_of(snapshot, InquiryRow, inquiry))
    if not one.is_open:
        raise NotOpen
    for error in letter_outcomes.said_before(snapshot, one.id):
        raise error
    to = answerers.one(templates, wanted.to)
    asks, told = _IN_WRITING, None
    words = None if templates is None else templates / "letters"
    if wanted.how is Channel.EMAIL:
        asks = recipients.asking(snapshot, one)
        if asks.error is not None:
            raise asks.error
        said = {
            "text": to.text_for(one),
            "reach": "" if to.is_passed_on else to.reach(one.language),
            "note": letter_parts.note_ungreeted(wanted.note),
        }
        named = ComposedWords(name=REFERRAL, said=said, templates=words)
        told = letters.message(snapshot, one, asks, named)
    passed_on = _passed_on(snapshot, one, to, words) if to.is_passed_on else None
    return ReadyReferral(inquiry=one, to=to, asks=asks, told=told, passed_on=passed_on)


def planned(
    snapshot: Snapshot, ready: ReadyReferral, wanted: Referral
) -> tuple[PlannedLetter, ...]:
    """Return the letters of *ready* as a person is shown them: to who asked, to who answers."""
    found = []
    one, account = ready.inquiry, wanted.account
    if ready.told is not None:
        found.append(letters.planned(snapshot, one, ready.asks, ready.told, account))
    if ready.passed_on is not None and ready.to.email is not None:
        to = (ready.to.email,)
        found.append(letters.read_back(snapshot, one, to, ready.passed_on, account=account))
    return tuple(found)


def refer(transaction: Transaction, ready: ReadyReferral, wanted: Referral) -> MomentRow:
    """Queue the letters of *ready*, and close the inquiry; return that moment."""
    one = ready.inquiry
    row = row_of(transaction, InquiryRow, one.id)
    who = ready.to.called(one)
    letter_outcomes.supersede(transaction, row)
    if ready.passed_on is not None:
        letter = _queue(transaction, row, ready, wanted.account)
        handed = NewMoment(
            what=MomentKind.HANDED, how=Channel.EMAIL, holder=Holder(body=who), letter=letter
        )
        store.record(transaction, row, handed)
    told = None
    if ready.told is not None:
        told = letters.queue(transaction, row.ref, ready.told, ready.asks, account=wanted.account)
    closed = NewMoment(
        what=MomentKind.CLOSED,
        how=wanted.how,
        who=who,
        text=wanted.note.strip() if ready.told is None else ready.told.text.strip(),
        letter=told,
        resolution=Resolution.REFERRED,
    )
    return store.record(transaction, row, closed)


def _passed_on(snapshot: Snapshot, one: Inquiry, to: Answerer, words: Path | None) -> NewMessage:
    """Return the letter that passes on what is asked: to the City's own, in French."""
    if to.email is None:
        raise AnswererUnreachable(to.names[one.language], to.key)
    stopped = outbox.excluded(snapshot, [to.email.key]).get(to.email.key)
    if stopped is not None:
        raise AnswererExcluded(to.names[one.language], stopped.note)
    asked = [number(on_one_line(each.question)) for each in one.parts]
    who = [each.name for each in one.reporters] + [one.outlet_name]
    who += [each.email.bare for each in one.reporters if each.email is not None]
    who += [format_phone(each.phone) for each in one.reporters if each.phone]
    who += [one.reply_to.bare] if one.reply_to is not None else []
    in_french = replace(one, language=Language.FRENCH)
    said = {
        "received": format_moment_within(one.received_at, Language.FRENCH),
        "who": ", ".join(dict.fromkeys(filter(None, who))),
        "note": "",
    }
    body = tuple(asked) or (paragraph(one.title),)
    named = ComposedWords(name=TRANSMITTAL, said=said, body=body, templates=words)
    written = letters.letter(snapshot, in_french, named, said)
    return NewMessage(
        subject=without_pieces(written.subject),
        text=without_pieces(written.text),
        html=written.html,
        reply_to=mailboxes.reply_to(snapshot),
    )


def _queue(
    transaction: Transaction, row: InquiryRow, ready: ReadyReferral, account: AccountId | None
) -> LetterId | None:
    if ready.passed_on is None or ready.to.email is None:
        return None
    of = outbox.compose(transaction, ready.passed_on, account=account, about=row.ref)
    outbox.queue_all(transaction, of, [Recipient(to=ready.to.email)])
    return letters_of.letters_of(transaction, of)[ready.to.email.key]
