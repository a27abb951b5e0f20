"""A letter to those who asked, in their thread, from the office's words; and how it is queued."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from comms_desk.changes import Ref
from comms_desk.embargo import within as embargoes
from comms_desk.mail import letter_outcomes, mailboxes, shown
from comms_desk.mail import within as outbox
from comms_desk.mail.address import Address
from comms_desk.mail.errors import HeaderBroken
from comms_desk.mail.message import (
    AttachedFile,
    NewMessage,
    Purpose,
    check_message_id,
    without_pieces,
)
from comms_desk.mail.model import AccountId, LetterId, Recipient
from comms_desk.media.drafting import letters
from comms_desk.media.drafting.letters import OfficeLetter
from comms_desk.media.inquiries import store
from comms_desk.media.inquiries.model import Inquiry
from comms_desk.media.inquiries.reply import model as reply
from comms_desk.media.inquiries.reply.model import PlannedLetter
from comms_desk.media.inquiries.reply.recipients import InquiryAsker
from comms_desk.storage import edits
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.model import Act
from comms_desk.text import letter_parts
from comms_desk.text.markdown.model import Block, Document

MOST_REFERENCES = 10
"""The first of a thread and its last ones are named: a header has its length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposedWords:
    """Which of the office's letters, what its tags say, the text that stands in it, its files.

    *templates* is where the office's own are.
    """

    name: str
    said: Mapping[str, str]
    body: tuple[Block, ...] = ()
    templates: Path | None = None
    files: tuple[AttachedFile, ...] = ()


def message(
    snapshot: Snapshot, one: Inquiry, asks: InquiryAsker, words: ComposedWords
) -> NewMessage:
    """Return the letter to who asked *one*, in their thread.

    Raises:
        LetterTemplateBroken: The office's words ask for what there is not.
        MessageTooLarge: Its files weigh more than a server takes.
    """
    said = {"greeting": reply.greeting(asks.given_name, one.language), **words.said}
    written = letter(snapshot, one, words, said)
    thread = _thread(one)
    return NewMessage(
        subject=without_pieces(_subject(one, written.subject)),
        text=without_pieces(written.text),
        html=written.html,
        attachments=words.files,
        purpose=Purpose.ANSWER,
        reply_to=mailboxes.reply_to(snapshot),
        in_reply_to=one.message_id if one.message_id in thread else "",
        references=thread,
    )


def letter(
    snapshot: Snapshot, one: Inquiry, words: ComposedWords, said: Mapping[str, str]
) -> OfficeLetter:
    """Return what *words* say of *one*, whole: no rule stands between its parts.

    A text that has an ending of its own is signed once, and nothing stands below that.

    Raises:
        LetterTemplateBroken: The office's words ask for what there is not.
    """
    values = {"title": reply.subject_of(_as_received(snapshot, one)), **said}
    file = f"{words.name}.{one.language.value}"
    subject, parts = letters.filled(file, values, templates=words.templates, body=words.body)
    blocks, *rest = (part.blocks for part in parts)
    if rest:
        untagged = letters.untagged(file, templates=words.templates)
        blocks += letter_parts.closed(*rest, untagged=untagged)
    return OfficeLetter(subject, ((one.language, Document(blocks)),))


def planned(
    snapshot: Snapshot,
    one: Inquiry,
    asks: InquiryAsker,
    made: NewMessage,
    account: AccountId | None,
) -> PlannedLetter:
    """Return *made* as a person is shown it before it leaves: read back from its bytes."""
    to = tuple(each.to for each in asks.correspondents)
    copy_to = _copy_to(snapshot, asks)
    read = read_back(snapshot, one, to, made, account=account, copy_to=copy_to)
    shared = embargoes.shared_words(
        snapshot,
        f"{read.subject}\n{read.text}",
        own={store.ref(one.id)},
        to=[each.key for each in to],
        files=[(each.name, each.words) for each in made.attachments],
    )
    return replace(read, barred=asks.barred, shared=shared)


def read_back(
    snapshot: Snapshot,
    one: Inquiry,
    to: tuple[Address, ...],
    made: NewMessage,
    *,
    account: AccountId | None,
    copy_to: Address | None = None,
) -> PlannedLetter:
    """Return what the letter of *one* says in its bytes, as each of those it goes *to* has it."""
    known = {each.id: each.sender for each in outbox.accounts(snapshot)}
    first = min(known, default=None) if account is None else account
    sender = None if first is None else known.get(first)
    read = shown.read_back(made, sender=sender, to=to[0] if to else None)
    return PlannedLetter(
        inquiry=one.id,
        to=to,
        copy_to=copy_to,
        sender=sender,
        subject=read.subject,
        text=read.text,
        html=read.html,
        files=read.names,
    )


def queue(
    transaction: Transaction,
    about: Ref,
    made: NewMessage,
    asks: InquiryAsker,
    *,
    account: AccountId | None,
) -> LetterId:
    """Queue *made* to those who asked, and to the mailbox of the service; the first's letter.

    Raises:
        NoAccount, AccountRetired: Nothing is set up, or it would leave by one out of use.
        WordsUnderEmbargo: It has words that may not leave yet, and not all of them signed.
    """
    to = [each.to for each in asks.correspondents]
    of = outbox.compose(transaction, made, account=account, about=about, to=to)
    named = [Recipient(to=each.to, persons=each.persons) for each in asks.correspondents]
    outbox.queue_all(transaction, of, named)
    copy_to = _copy_to(transaction, asks)
    if copy_to is not None:
        outbox.queue_all(transaction, of, [Recipient(to=copy_to)])
    return letter_outcomes.letters_of(transaction, of)[named[0].to.key]


def _copy_to(snapshot: Snapshot, asks: InquiryAsker) -> Address | None:
    """Return the mailbox of the service, which has a letter too, unless it is who asked."""
    shared = mailboxes.shared(snapshot)
    is_who_asked = shared is not None and any(
        each.to.key == shared.key for each in asks.correspondents
    )
    return None if is_who_asked else shared


def _subject(one: Inquiry, written: str) -> str:
    """Return the subject that was *written*: who called gets no « Re : » of what they never wrote.

    What was noted of a call, in small letters, begins with a capital.
    """
    if one.message_id or one.reply_to is not None:
        return written
    said = reply.subject_of(written)
    return said[:1].upper() + said[1:]


def _as_received(snapshot: Snapshot, one: Inquiry) -> str:
    """Return what *one* was called as it came: the office may call it otherwise since."""
    done = edits.history(snapshot, store.ref(one.id))
    renamed = [each for each in done if each.act is Act.EDITED and each.field == "title"]
    return str(renamed[-1].before) if renamed and one.message_id else one.title


def _thread(one: Inquiry) -> tuple[str, ...]:
    """Return what a reply to *one* refers to, but for what no letter could name."""
    known = [each for each in dict.fromkeys((*one.references, one.message_id)) if _is_one(each)]
    if len(known) > MOST_REFERENCES:
        known = [known[0], *known[1 - MOST_REFERENCES :]]
    return tuple(known)


def _is_one(message_id: str) -> bool:
    try:
        check_message_id("References", message_id)
    except HeaderBroken:
        return False
    return True
