"""Saves what is typed in a text until it is saved, whatever text is on the page meanwhile.

What is on its way belongs to its sitting, not to what is shown: someone may have gone to
another text, or be closing the window.
"""

from collections import deque
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal, Slot

from comms_desk.changes import Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.media.drafting.model import DraftId, Revision, Sitting
from comms_desk.text.markdown import Document
from comms_desk.ui.frame.errands import Errands, Job
from comms_desk.ui.frame.unsaved import FieldPlace, Unsaved
from comms_desk.ui.texts.sitting import PersonAtText, RevisionKept, Typing, keep_job, save_job


@dataclass(frozen=True, slots=True)
class Unwritten:
    """What a sitting typed that is not in the database yet."""

    work: PersonAtText
    document: Document
    keeps: bool
    refused: bool = False


@dataclass(frozen=True, slots=True)
class RefusedTyping:
    """Typing that could not be saved; *again* says that it is tried again by itself."""

    draft: DraftId
    error: CommsDeskError
    again: bool


@dataclass(slots=True)
class _Pending:
    """What one sitting asks to be saved.

    *last* is the last that was asked for, until it is written; it holds all that was typed
    before.  *under_way* says how many saves are not answered; *follows*, that *last* is to be
    saved after them; *said*, that it was said why they wait.
    """

    last: Unwritten | None = None
    follows: bool = False
    under_way: int = 0
    said: bool = False


class TextSaver(QObject):
    """Saves the texts of one page.

    A revision is asked for at once, so that a window that closes has asked for it; typing
    waits until what is on its way is answered.

    Signals:
        saved: Typing is in the database; carries the `Typing`.
        kept: Typing became a revision, or said nothing new; carries the `RevisionKept`.
        refused: Typing could not be saved; carries the `RefusedTyping`.  Said once, not each time.
    """

    saved = Signal(object)
    kept = Signal(object)
    refused = Signal(object)

    def __init__(self, errands: Errands, parent: QObject) -> None:
        """Save by *errands*."""
        super().__init__(parent)
        self._errands = errands
        self._lines: dict[Sitting, _Pending] = {}
        self._sent: deque[Unwritten] = deque()

    def unwritten(self, draft: DraftId) -> Unwritten | None:
        """Return what was typed in *draft* and is not in the database yet."""
        for line in reversed(self._lines.values()):
            if line.last is not None and line.last.work.draft == draft:
                return line.last
        return None

    def save(self, work: PersonAtText, document: Document) -> None:
        """Save *document* as what is being typed."""
        line = self._lines.setdefault(work.sitting, _Pending())
        line.last = Unwritten(work, document, keeps=False)
        if line.under_way:
            line.follows = True
        else:
            self._send(line)

    def keep(self, work: PersonAtText, document: Document) -> None:
        """Keep *document* as a revision: its text is being left."""
        line = self._lines.setdefault(work.sitting, _Pending())
        line.last = Unwritten(work, document, keeps=True)
        self._send(line)

    def _send(self, line: _Pending) -> None:
        asked = line.last
        if asked is None:
            return
        line.follows = False
        line.under_way += 1
        self._sent.append(asked)
        job: Job = (keep_job if asked.keeps else save_job)(asked.work, asked.document)
        self._errands.save(
            None,
            job,
            self._was_kept if asked.keeps else self._was_saved,
            self._failed,
            dropped=self._dropped,
            delayed=self._delayed,
        )

    @Slot(object)
    def _was_saved(self, typing: Typing) -> None:
        self._go_on()
        self._tell_of(typing.saved.kept)
        self.saved.emit(typing)

    @Slot(object)
    def _was_kept(self, kept: RevisionKept) -> None:
        self._go_on()
        self._tell_of(kept.revision)
        self.kept.emit(kept)

    def _tell_of(self, revision: Revision | None) -> None:
        """Offer to undo, as an edit, that a revision became the text."""
        if revision is not None and not revision.aside:
            self._errands.edited.emit(revision.edit, _("Text"))

    def _go_on(self) -> None:
        """Something is written: send what followed, or end the line."""
        asked, line = self._answered()
        line.said = False
        if line.follows and not line.under_way:
            self._send(line)
        elif asked is line.last:
            del self._lines[asked.work.sitting]
            self._errands.unsaved.forget(_place(asked))

    @Slot(object)
    def _failed(self, error: CommsDeskError) -> None:
        asked, line = self._answered()
        if line.under_way or line.last is None:
            return  # what was asked for since holds all that this one did
        line.follows = False
        line.last = self._refuse(line.last, error)
        self.refused.emit(RefusedTyping(asked.work.draft, error, again=False))

    @Slot(object)
    def _delayed(self, error: CommsDeskError) -> None:
        """Say once of each sitting why what it asked for waits: nothing passes what does."""
        for asked in self._sent:
            line = self._lines[asked.work.sitting]
            if not line.said:
                line.said = True
                self.refused.emit(RefusedTyping(asked.work.draft, error, again=True))

    @Slot()
    def _dropped(self) -> None:
        """A bug was told: send what was typed since; what met it is sent with what comes next."""
        _asked, line = self._answered()
        if line.follows and not line.under_way:
            self._send(line)
        elif not line.under_way and line.last is not None:
            line.last = self._refuse(line.last, None)

    def _refuse(self, unwritten: Unwritten, error: CommsDeskError | None) -> Unwritten:
        """Say, before the window closes over it, that something is not saved."""
        words = next((block.text for block in unwritten.document.blocks), "")
        self._errands.unsaved.keep(_place(unwritten), Unsaved(_("Text"), "", words, error))
        return replace(unwritten, refused=True)

    def _answered(self) -> tuple[Unwritten, _Pending]:
        """Return what was answered: the one writing thread answers in the order asked."""
        asked = self._sent.popleft()
        line = self._lines[asked.work.sitting]
        line.under_way -= 1
        return asked, line


def _place(unwritten: Unwritten) -> FieldPlace:
    return FieldPlace(Subject.DRAFT, unwritten.work.draft, "text")
