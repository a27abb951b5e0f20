"""What a mail answers, and what each slice makes of answers to its letters.

A mail is known by the signed Message-ID that it names, then by our mark in a Word file that it
bears; what neither proves is known by who writes, as it was read.  Whatever it answers, an absence
is nobody's question.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Final

from comms_desk.across import Office
from comms_desk.changes import Subject
from comms_desk.documents.properties import identifiers_in
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.mail import within as outbox
from comms_desk.mail.within import Answered
from comms_desk.media.drafting.model import DraftId
from comms_desk.media.inquiries.reading.proposal import InquiryProposal, LineKind
from comms_desk.storage.errors import NotFound

WORD = ".docx"
FILES_LOOKED_AT = 5
"""Word files of one mail in which a mark is sought."""


def told_apart(office: Office, proposal: InquiryProposal) -> InquiryProposal:
    """Return *proposal* as the slice takes it whose letter, or document, the mail answers."""
    answered = None if proposal.is_noise else _answered(office, proposal)
    takes = None if answered is None else ANSWERS.get(answered.about.kind)
    return proposal if answered is None or takes is None else takes(office, answered, proposal)


def _answered(office: Office, proposal: InquiryProposal) -> Answered | None:
    with office.database.snapshot() as snapshot:
        named = filter(None, (proposal.in_reply_to, *reversed(proposal.references)))
        letter = outbox.answered(snapshot, named, by=proposal.sender)
    if letter is not None:
        return letter
    marks = tuple(_marks(proposal))
    origin = office.drafts.origin(marks) if marks else None
    if origin is None:
        return None
    draft = origin.draft
    return Answered(about=draft.ref, subject=draft.title, is_by_its_reader=False)


def _marks(proposal: InquiryProposal) -> Iterator[str]:
    """Yield what the Word files of a mail say that they are known again by, whoever wrote that."""
    files = [each for each in proposal.attachments if each.name.lower().endswith(WORD)]
    for each in files[:FILES_LOOKED_AT]:
        with suppress(CommsDeskError):
            yield from identifiers_in(each.data, each.name)


# ── What each slice says ──────────────────────────────────────────────────────────────


def _goes_on(_office: Office, _answered: Answered, proposal: InquiryProposal) -> InquiryProposal:
    """Go on with the inquiry in whose thread it is: the slice knows its threads by themselves."""
    return proposal


def _asks_on_the_text(
    office: Office, answered: Answered, proposal: InquiryProposal
) -> InquiryProposal:
    """Be a question on the text, in its dossier; of who had it, a journalist's."""
    try:
        draft = office.drafts.get(DraftId(answered.about.id))
    except NotFound:
        return proposal
    told = replace(proposal, dossier=draft.dossier, typed=_in_reply(draft.title))
    had_it = answered.is_by_its_reader and not proposal.is_ours
    if not had_it or not proposal.questions or proposal.is_of_press:
        return told
    return replace(told, kind=LineKind.REPLY, referral=None, is_of_press=True)


def _is_a_colleagues(
    _office: Office, answered: Answered, proposal: InquiryProposal
) -> InquiryProposal:
    """Wait for a person, where a colleague writes; a journalist's question is one all the same."""
    is_theirs = answered.is_by_its_reader or proposal.is_ours
    if proposal.is_of_press or not is_theirs:
        return proposal
    return replace(
        proposal,
        kind=LineKind.NOT_A_QUESTION,
        referral=None,
        typed=_in_reply(answered.subject),
        is_of_a_colleague=True,
    )


def _in_reply(title: str) -> str:
    return _("In reply to “{title}”.").format(title=title)


ANSWERS: Final[Mapping[Subject, Callable[[Office, Answered, InquiryProposal], InquiryProposal]]] = {
    Subject.INQUIRY: _goes_on,
    Subject.DRAFT: _asks_on_the_text,
    Subject.BULLETIN: _is_a_colleagues,
    Subject.REVIEW: _is_a_colleagues,
}
"""By what the letter was about: how a mail that answers it is taken."""
