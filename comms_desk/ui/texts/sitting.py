"""The jobs that save what is typed: one sitting at one text, from opening to leaving.

A sitting's base moves when its typing becomes a revision.  It is read and written only in
the writing thread, where jobs run in order: a save never stands on an older base than the
save before it left.
"""

from collections.abc import Callable
from dataclasses import dataclass

from comms_desk.across import Office
from comms_desk.media.drafting.model import (
    DraftId,
    Manuscript,
    Revision,
    RevisionId,
    Saved,
    Sitting,
)
from comms_desk.text.markdown import Document, count_words, write_markdown


@dataclass(slots=True)
class PersonAtText:
    """One person at one text."""

    draft: DraftId
    sitting: Sitting
    base: RevisionId | None

    @classmethod
    def at(cls, manuscript: Manuscript) -> "PersonAtText":
        """Begin a sitting at *manuscript*."""
        from comms_desk.media.drafting.desk import new_sitting

        return cls(manuscript.draft.id, new_sitting(manuscript.text), manuscript.base)


@dataclass(frozen=True, slots=True)
class Typing:
    """Typing that was saved."""

    draft: DraftId
    text: str
    words: int
    saved: Saved


@dataclass(frozen=True, slots=True)
class RevisionKept:
    """Typing that was kept as a revision, or said nothing new (None)."""

    draft: DraftId
    text: str
    revision: Revision | None


def save_job(work: PersonAtText, document: Document) -> Callable[[Office], Typing]:
    """Return the job that saves *document* as what is being typed."""

    def job(office: Office) -> Typing:
        text = write_markdown(document)
        saved = office.drafts.save_working(work.draft, text, base=work.base, sitting=work.sitting)
        work.base = saved.base
        return Typing(work.draft, text, count_words(document), saved)

    return job


def keep_job(work: PersonAtText, document: Document) -> Callable[[Office], RevisionKept]:
    """Return the job that keeps *document* as a revision."""

    def job(office: Office) -> RevisionKept:
        text = write_markdown(document)
        revision = office.drafts.revise(work.draft, text, base=work.base, sitting=work.sitting)
        if revision is not None and not revision.aside:
            work.base = revision.id
        return RevisionKept(work.draft, text, revision)

    return job
