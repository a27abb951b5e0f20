"""What a draft says beside its text: its embargo, its facts, and what was done to them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from comms_desk.changes import Subject
from comms_desk.i18n import _
from comms_desk.media.drafting.facts import NOTED, OF_A_RELEASE, OF_A_SPEECH, facts
from comms_desk.media.drafting.model import DraftKind
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.fact_card import FactSheet
from comms_desk.ui.frame.history import History
from comms_desk.ui.frame.putting_away import PutAway
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Label, Rule
from comms_desk.ui.kit.stacks import STRETCH, abreast, stacked
from comms_desk.ui.texts.embargo_panel import EmbargoPanel
from comms_desk.ui.texts.sending.english_panel import EnglishPanel
from comms_desk.wording.drafting import number_shared

if TYPE_CHECKING:
    from comms_desk.ui.texts.reading import OpenedText

WIDTH_PX = 272
SCROLL_BAR_PX = 12


class DetailsPanel(QWidget):
    """The particulars of one draft, and its embargo; its titles stand over its text."""

    def __init__(self, errands: Errands) -> None:
        """Build the panel."""
        super().__init__()
        self.setMaximumWidth(WIDTH_PX - SCROLL_BAR_PX)
        beside = tuple(fact for fact in facts() if not fact.is_title)
        self.sheet = FactSheet(errands, Subject.DRAFT, beside)
        self.fields, self.saver = self.sheet.fields, self.sheet.saver
        self.same_number = Label("", "word-amber", wraps=True)
        self.same_number.setContentsMargins(tokens.HANG_PX, 0, 0, 0)
        self.same_number.hide()
        self.embargo = EmbargoPanel(errands)
        self.english = EnglishPanel(errands)
        self.history = History(errands)
        self.history.button.be_brief(is_brief=True)
        self.history.button.toggled.connect(self._show_either)
        self.bin = PutAway(role="link")
        head = abreast(Label(_("Details"), "card-title"), STRETCH, self.history.button)
        locked, standing = QVBoxLayout(), QVBoxLayout()
        for group in (locked, standing):
            group.setContentsMargins(tokens.HANG_PX, 0, 0, 0)
            group.setSpacing(tokens.SPACE_2_PX)
        locked.addWidget(Label(_("Embargo"), "card-title"))
        locked.addWidget(self.embargo)
        standing.addWidget(Rule())
        standing.addLayout(head)
        self._english = QWidget()
        stacked(
            self.english, inside=self._english, edges_px=(tokens.HANG_PX, tokens.SPACE_2_PX, 0, 0)
        )
        foot = abreast(self.bin, STRETCH, edges_px=(tokens.HANG_PX, 0, 0, 0))
        column = QVBoxLayout(self)
        side = tokens.SPACE_4_PX
        column.setContentsMargins(side - tokens.HANG_PX, side, side, side)
        column.setSpacing(tokens.SPACE_2_PX)
        column.addLayout(locked)
        column.addWidget(self.embargo.exceptions)
        column.addLayout(standing)
        column.addWidget(self.sheet)
        column.addWidget(self.same_number)
        column.addWidget(self._english)
        column.addWidget(self.history)
        column.addStretch(1)
        column.addLayout(foot)

    @Slot()
    def _show_either(self) -> None:
        """Show the history in the place of the details: there is no room for both."""
        for part in (self.sheet, self._english):
            part.setVisible(not self.history.button.isChecked())
        is_said = bool(self.same_number.text()) and not self.history.button.isChecked()
        self.same_number.setVisible(is_said)

    def show_opened(self, opened: "OpenedText") -> None:
        """Show what concerns the kind of the draft, and its embargo."""
        draft, known = opened.manuscript.draft, facts(opened.dossiers)
        self.embargo.show_draft(draft, opened.now, opened.passages)
        if opened.english is not None:
            self.english.show_view(opened.english)
        other = OF_A_RELEASE if draft.kind is DraftKind.SPEECH else OF_A_SPEECH
        for name in other:
            self.fields[name].hide()
        shown = self.fields.keys() - other
        offered = tuple(each for each in known if each.field in shown)
        self.sheet.show_thing(draft.id, draft, offered, of=draft.title)
        said = number_shared(draft.number, opened.manuscript.same_number)
        self.same_number.setText(said)
        self.same_number.setVisible(bool(said) and not self.history.button.isChecked())
        self.history.show_of(draft.ref, (*known, *NOTED))
        self.bin.offer(opened.standing.way)
        for part in (self.embargo, self.embargo.exceptions, self.sheet, self.english):
            part.setEnabled(opened.standing.archived is None)
