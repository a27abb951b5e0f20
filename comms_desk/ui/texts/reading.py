"""What the card of a text asks of the office: all it shows, and its documents."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from comms_desk.across import Office
from comms_desk.across.holds import words_over
from comms_desk.embargo.model import SignedPassage
from comms_desk.i18n import _
from comms_desk.media.dispatches.model import SinceSent
from comms_desk.media.drafting.model import Draft, DraftId, Manuscript, Revision, RevisionId
from comms_desk.planning.dossiers.model import Dossier
from comms_desk.storage.errors import NotFound
from comms_desk.storage.model import Edit
from comms_desk.storage.paging import MOST_CHOICES
from comms_desk.text.markdown import Document, count_words, read_markdown
from comms_desk.ui.frame.exported_files import FileMade, is_pdf
from comms_desk.ui.frame.putting_away import ON_THE_DESK, ArchiveStanding, standing_of
from comms_desk.ui.texts.sending import sent_words
from comms_desk.ui.texts.sending.english_words import EnglishView, english_of


@dataclass(frozen=True, slots=True)
class OpenedText:
    """A text as it was read: what the card needs to show it."""

    manuscript: Manuscript
    text: Document
    dossiers: tuple[Dossier, ...]
    words: int
    now: datetime
    standing: ArchiveStanding = ON_THE_DESK
    kept: str = ""
    """Why it may not be destroyed, where that is so."""
    sent: str = ""
    """What became of it, in a line; "": nothing of it was sent to the media."""
    since: SinceSent | None = None
    """How it differs from what was sent."""
    english: EnglishView | None = None
    """What goes below it in English."""
    passages: tuple[tuple[SignedPassage, str], ...] = ()
    """Its words that were let through, and what each is called that has them."""


def read_opened(office: Office, draft: DraftId) -> OpenedText:
    """Read *draft* and what its card needs; in a reading thread."""
    manuscript = office.drafts.open(draft)
    text = read_markdown(manuscript.text)
    sent = sent_words.summary(office.dispatches.of(draft), office.database.clock.now())
    return OpenedText(
        manuscript=manuscript,
        text=text,
        dossiers=_offered(office, manuscript.draft),
        words=count_words(text),
        now=office.database.clock.now(),
        standing=standing_of(office, manuscript.draft.ref),
        kept=words_over(office, manuscript.draft.ref),
        english=english_of(office, manuscript.draft),
        passages=_passages(office, manuscript.draft),
        sent=sent,
        since=office.dispatches.since_sent(draft, manuscript.text) if sent else None,
    )


def _passages(office: Office, draft: Draft) -> tuple[tuple[SignedPassage, str], ...]:
    if draft.embargo is None:
        return ()
    from comms_desk.across.things import called

    found = office.embargoes.passages(draft.ref)
    names = called(office, {each.inside for each in found})
    return tuple((each, names.get(each.inside, "")) for each in found)


@dataclass(frozen=True, slots=True)
class PastText:
    """What was kept as the text of a draft before."""

    revision: Revision
    text: Document


def read_past(edit: Edit, office: Office) -> PastText:
    """Read the text that stood before *edit*, which changed it; in a reading thread."""
    number = RevisionId(int(str(edit.before)))
    revision = office.drafts.revision(DraftId(edit.ref.id), number)
    return PastText(revision, read_markdown(revision.text))


def _offered(office: Office, draft: Draft) -> tuple[Dossier, ...]:
    """Return the dossiers that *draft* may be tied to, its own with them."""
    offered = office.dossiers.search(limit=MOST_CHOICES).rows
    if draft.dossier is not None and all(each.id != draft.dossier for each in offered):
        with suppress(NotFound):  # it is in the bin
            return (*offered, office.dossiers.get(draft.dossier))
    return offered


@dataclass(frozen=True, slots=True)
class DocumentExport:
    """The job that makes a document of a draft: Word, or PDF where its *chosen* place ends so.

    It goes among the person's documents, where Word and they look for files, in a folder of the
    desk's: each version of each text is one more.
    """

    draft: DraftId
    chosen: Path | None = None
    """Where the person wants it instead."""

    def __call__(self, office: Office) -> FileMade:
        """Make the file, beside whatever stands there, and return where it is."""
        from comms_desk.documents.files import write_new_file

        wants_pdf = self.chosen is not None and is_pdf(self.chosen)
        made = (office.drafts.pdf if wants_pdf else office.drafts.word)(self.draft)
        wanted = self.chosen or office.paths.documents / _("Comms Desk") / made.name
        return FileMade(write_new_file(wanted, made.content), made.comments_left)
