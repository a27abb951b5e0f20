"""From a text to the message that carries it: its letter, its files, its headers."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from comms_desk.mail.address import Address
from comms_desk.mail.message import AttachedFile, NewMessage, Purpose, without_pieces
from comms_desk.media.dispatches import letter
from comms_desk.media.dispatches.model import DispatchKind, LetterForm
from comms_desk.media.drafting import within as drafts
from comms_desk.media.drafting.letters import OfficeLetter
from comms_desk.media.drafting.model import Draft
from comms_desk.storage.database import Snapshot
from comms_desk.text.mailbox import ascii_domain
from comms_desk.text.markdown import read_markdown, write_plain

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF_TYPE = "application/pdf"
WITHDRAW = "Retrait"
"""What a reader answers to have no more of it; the link in the header writes the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What is sent: a text as it was kept, in some forms, with what its letter says.

    *now* is when it is expected to leave: its place and date say that day.
    """

    draft: Draft
    text: str
    kind: DispatchKind
    forms: frozenset[LetterForm]
    said: letter.LetterWords
    now: datetime
    english: "Content | None" = None
    """What goes below it, and beside its files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingOffice:
    """What the office sends under: the sender, where answers go, where its own words are."""

    sender: Address
    reply_to: Address | None
    templates: Path | None


def digest(draft: Draft, text: str) -> str:
    """Return the SHA-256 of all that the media read of *draft*."""
    whole = hashlib.sha256()
    for part in (draft.title, draft.subtitle, text):
        content = part.encode("utf-8", "surrogatepass")
        whole.update(len(content).to_bytes(8, "big") + content)
    return whole.hexdigest()


def compose(
    snapshot: Snapshot, content: Content, office: SendingOffice, *, until: datetime | None
) -> NewMessage:
    """Return the message of *content*; *until*: for those who have it under embargo.

    Raises:
        LetterTemplateBroken: The office's words of the letter ask for what there is not.
        CommsDeskError: What its template of a file says.
    """
    written = _letter(content, office, until)
    files = tuple(_files(snapshot, content, office, until))
    below = content.english
    if below is not None:
        # One embargo holds both: it is that of the French text.
        below = replace(below, draft=replace(below.draft, embargo=content.draft.embargo))
        written = written.above(_letter(below, office, until))
        files += tuple(_files(snapshot, below, office, until))
    answers = (office.reply_to or office.sender).bare
    return NewMessage(
        subject=without_pieces(written.subject),
        text=without_pieces(written.text),
        html=written.html,
        attachments=files,
        purpose=Purpose.LETTER,
        reply_to=office.reply_to,
        list_id=f"communiques.{ascii_domain(office.sender.domain)}",
        embargoed_until=None if content.kind is DispatchKind.WITHDRAWAL else until,
        below=None if below is None else below.draft.ref,
        unsubscribe=f"mailto:{quote(answers, safe='@.+-_')}?subject={WITHDRAW}",
    )


def _letter(content: Content, office: SendingOffice, until: datetime | None) -> OfficeLetter:
    draft = _held(content.draft, until)
    words = None if office.templates is None else office.templates / "letters"
    said = replace(content.said, notice=letter.notice(draft.language, until))
    text = content.text if LetterForm.INLINE in content.forms else ""
    return letter.write(draft, text, said, kind=content.kind, now=content.now, templates=words)


def _held(draft: Draft, until: datetime | None) -> Draft:
    """Return *draft* as its readers have it: without its embargo, once that is over for them."""
    return draft if until is not None else replace(draft, embargo=None)


def _files(
    snapshot: Snapshot, content: Content, office: SendingOffice, until: datetime | None
) -> Iterable[AttachedFile]:
    draft = _held(content.draft, until)
    if content.kind is DispatchKind.WITHDRAWAL:
        return
    marked = " · ".join(filter(None, (draft.number.strip(), content.said.corrected)))
    # While an embargo holds, its end is the day that a file says, and each page says that it does.
    now = snapshot.now if draft.embargo is not None else content.now
    words = write_plain(read_markdown(content.text))
    for file in drafts.files_of(
        snapshot,
        replace(draft, number=marked),
        content.text,
        now=now,
        as_word=LetterForm.WORD in content.forms,
        as_pdf=LetterForm.PDF in content.forms,
        templates=office.templates,
    ):
        media_type = PDF_TYPE if file.name.endswith(".pdf") else WORD_TYPE
        yield AttachedFile(name=file.name, media_type=media_type, content=file.content, words=words)
