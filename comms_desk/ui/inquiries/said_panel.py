"""What the City already said of it, the closest first: dated, quoted by one press with its source.

It is looked for as the questions and the reply are written.  A figure of the reply that was said
otherwise stands beside the earlier one, in amber.
"""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.across import Office
from comms_desk.changes import Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_date, ngettext
from comms_desk.media.inquiries.model import Inquiry, InquiryId
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import PART, Button, Label, Rule, shortened
from comms_desk.ui.kit.layout import Section, empty_out
from comms_desk.ui.kit.stacks import STRETCH, abreast, stacked

if TYPE_CHECKING:
    from comms_desk.across.already_answered import AlreadyAnswered
    from comms_desk.planning.dossiers.model import DossierId

SHOWN = 5
LONGEST_PASSAGE = 240
"""Characters of a passage that are read here; all of it is quoted."""

type _Asked = tuple[InquiryId, str, str]
"""Which inquiry, by what words, beside what reply."""


class SaidPanel(Section):
    """« Déjà dit ».

    Signals:
        quoted: A passage is to stand in the reply, with its source; carries it, Markdown.
        opened: Where it was said is wanted; carries its `Ref`.
        found: Other passages are shown.
    """

    quoted = Signal(str)
    opened = Signal(object)
    found = Signal()

    def __init__(self, errands: Errands) -> None:
        """Build it empty."""
        super().__init__(_("Already said"))
        self._errands = errands
        self._asked: _Asked | None = None
        self.lines: list[SaidLine] = []
        self._rows = stacked(gap_px=0)
        self.stand(self._rows)
        self.hide()

    def show_view(self, view: InquiryView) -> None:
        """Look for what was said of an inquiry, if it asks or answers otherwise than before."""
        asked = _asked(view.inquiry)
        if asked == self._asked:
            return
        if self._asked is None or self._asked[0] != asked[0]:
            self._show(())
        self._asked = asked
        job = partial(_find, asked, view.inquiry.dossier)
        self._errands.read("said", job, self._found, self._not_found)

    @Slot(object)
    def _found(self, answer: "tuple[_Asked, tuple[AlreadyAnswered, ...]]") -> None:
        asked, found = answer
        if asked == self._asked:
            self._show(found)

    @Slot(object)
    def _not_found(self, _error: CommsDeskError) -> None:
        """Say nothing: it is looked for again with what is read next."""
        self._asked = None

    def _show(self, found: "tuple[AlreadyAnswered, ...]") -> None:
        empty_out(self._rows)
        self.lines = [SaidLine(each) for each in found]
        for line in self.lines:
            line.quoted.connect(self.quoted)
            line.opened.connect(self.opened)
            self._rows.addWidget(line)
            line.show()
        self.setVisible(bool(found))
        self.found.emit()


class SaidLine(QWidget):
    """One passage.

    Signals:
        quoted: It is to be quoted; carries it with its source, Markdown.
        opened: Where it was said is wanted; carries its `Ref`.
    """

    quoted = Signal(str)
    opened = Signal(object)

    def __init__(self, said: "AlreadyAnswered") -> None:
        """Show what was *said*."""
        super().__init__()
        self._said = said
        column = stacked(
            Rule(),
            tokens.SPACE_1_PX,
            Label(format_date(said.at), "detail"),
            Label(said.title, "strong", wraps=True),
            inside=self,
            gap_px=2,
            edges_px=(0, 0, 0, tokens.SPACE_3_PX),
        )
        passage = " ".join(said.passage.split())
        column.addWidget(Label(shortened(passage, LONGEST_PASSAGE), "detail", wraps=True))
        if said.followed:
            clips = ngettext("{n} clip followed", "{n} clips followed", len(said.followed))
            column.addWidget(Label(clips.format(n=len(said.followed)), "detail"))
        for each in said.differs:
            words = _("The reply says {written}; this says {before}.")
            told = words.format(written=each.written, before=each.before)
            column.addWidget(Label(told, "word-amber", wraps=True))
        self.quote = Button(_("Quote"), role="link", name=PART.join((_("Quote"), said.title)))
        self.quote.clicked.connect(self._quote)
        self.see = Button(_("See it"), role="link", name=PART.join((_("See it"), said.title)))
        self.see.clicked.connect(self._open)
        column.addLayout(abreast(self.quote, self.see, STRETCH, gap_px=tokens.SPACE_3_PX))

    @Slot()
    def _quote(self) -> None:
        self.quoted.emit(self._said.quoted)

    @Slot()
    def _open(self) -> None:
        self.opened.emit(self._said.ref)


def _asked(inquiry: Inquiry) -> _Asked:
    words = " ".join((inquiry.title, *(each.question for each in inquiry.parts)))
    return inquiry.id, words, inquiry.answer


def _find(
    asked: _Asked, dossier: "DossierId | None", office: Office
) -> "tuple[_Asked, tuple[AlreadyAnswered, ...]]":
    """Return what was said, without what this very inquiry answered."""
    from comms_desk.across.already_answered import already_said

    inquiry, words, answer = asked
    found = already_said(office, words, dossier=dossier, answer=answer, limit=SHOWN + 1)
    others = [each for each in found if (each.ref.kind, each.ref.id) != (Subject.INQUIRY, inquiry)]
    return asked, tuple(others[:SHOWN])
