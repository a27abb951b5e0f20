"""What the City already said of it, found as it is asked: dated, and quoted by one press.

What finds it is a part of its own (`across/said`); where that is not there, nothing is shown.
What differs from an earlier figure or date is said in amber, side by side.
"""

from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from comms_desk.changes import Ref
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_date
from comms_desk.media.inquiries.model import InquiryId
from comms_desk.ui.errands import Errands
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Button, Label, Rule
from comms_desk.ui.kit.layout import Section, empty_out

if TYPE_CHECKING:
    from comms_desk.across.office import Office

FINDER = "comms_desk.across.said"
SHOWN = 5


class SaidPanel(Section):
    """« Déjà dit ».

    Signals:
        quoted: A passage is to stand in the reply, with its source; carries it, Markdown.
        opened: Where it was said is wanted; carries its `Ref`.
    """

    quoted = Signal(str)
    opened = Signal(object)

    def __init__(self, errands: Errands) -> None:
        """Build it empty."""
        super().__init__(_("Already said"))
        self._errands = errands
        self._asked: tuple[InquiryId, str] | None = None
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.stand(self._rows)
        self.hide()

    def show_view(self, view: InquiryView) -> None:
        """Look for what was said of an inquiry, if it asks something else than before."""
        inquiry = view.inquiry
        words = " ".join((inquiry.title, *(each.question for each in inquiry.parts)))
        if find_spec(FINDER) is None or (inquiry.id, words) == self._asked:
            return
        if self._asked is None or self._asked[0] != inquiry.id:
            self._show(())
        self._asked = inquiry.id, words
        job = partial(_find, inquiry.id, words, inquiry.dossier)
        self._errands.read("said", job, self._found, self._not_found)

    @Slot(object)
    def _found(self, answer: tuple[InquiryId, tuple[Any, ...]]) -> None:
        inquiry, found = answer
        if self._asked is not None and self._asked[0] == inquiry:
            self._show(tuple(each for each in found if getattr(each.ref, "id", 0) != inquiry))

    @Slot(object)
    def _not_found(self, _error: CommsDeskError) -> None:
        self._asked = None

    def _show(self, found: tuple[Any, ...]) -> None:
        empty_out(self._rows)
        for each in found:
            line = _Said(each)
            line.quoted.connect(self.quoted)
            line.opened.connect(self.opened)
            self._rows.addWidget(line)
            line.show()
        self.setVisible(bool(found))


class _Said(QWidget):
    """One passage.

    Signals:
        quoted: It is to be quoted; carries it with its source.
        opened: Where it was said is wanted; carries its `Ref`.
    """

    quoted = Signal(str)
    opened = Signal(object)

    def __init__(self, said: Any) -> None:
        super().__init__()
        self._said = said
        day = format_date(said.at)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, tokens.SPACE_3_PX)
        column.setSpacing(2)
        column.addWidget(Rule())
        column.addSpacing(tokens.SPACE_1_PX)
        column.addWidget(Label(day, "detail"))
        column.addWidget(Label(said.title, "strong", wraps=True))
        column.addWidget(Label(said.passage, "detail", wraps=True))
        differs = getattr(said, "differs", "")
        if differs:
            column.addWidget(Label(str(differs), "word-amber", wraps=True))
        acts = QHBoxLayout()
        acts.setSpacing(tokens.SPACE_3_PX)
        quote = Button(_("Quote"), role="link", name=_("Quote: {what}").format(what=said.title))
        quote.clicked.connect(self._quote)
        acts.addWidget(quote)
        if isinstance(said.ref, Ref):
            see = Button(_("See it"), role="link", name=_("See it: {what}").format(what=said.title))
            see.clicked.connect(self._open)
            acts.addWidget(see)
        acts.addStretch()
        column.addLayout(acts)

    @Slot()
    def _quote(self) -> None:
        source = f"{self._said.title}, {format_date(self._said.at)}"
        self.quoted.emit(f"{self._said.passage}\n\n({source})")

    @Slot()
    def _open(self) -> None:
        self.opened.emit(self._said.ref)


def _find(
    inquiry: InquiryId, words: str, dossier: int | None, office: "Office"
) -> tuple[InquiryId, tuple[Any, ...]]:
    from importlib import import_module

    found = import_module(FINDER).already_said(office, words, dossier=dossier, limit=SHOWN)
    return inquiry, tuple(found)
