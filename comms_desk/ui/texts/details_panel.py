"""What a draft says beside its text: its embargo, its facts, and what was done to them."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from comms_desk.changes import Subject
from comms_desk.i18n import _
from comms_desk.media.drafting.facts import NOTED, OF_A_RELEASE, OF_A_SPEECH, facts
from comms_desk.media.drafting.model import DraftKind
from comms_desk.ui.errands import Errands
from comms_desk.ui.fact_card import FactSheet
from comms_desk.ui.history import History
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Button, Label, Rule
from comms_desk.ui.texts.embargo_panel import EmbargoPanel

if TYPE_CHECKING:
    from comms_desk.ui.texts.reading import Opened

WIDTH_PX = 272
SCROLL_BAR_PX = 12
ELSEWHERE = frozenset({"title", "subtitle", "scope"})
"""The titles stand over the text; for the scope there is no room: the panel is seen whole."""
KIND_PX = 124
"""Its words are read whole."""


class DetailsPanel(QWidget):
    """The particulars of one draft, and its embargo; its titles stand over its text."""

    def __init__(self, errands: Errands) -> None:
        """Build the panel."""
        super().__init__()
        self.setMaximumWidth(WIDTH_PX - SCROLL_BAR_PX)
        beside = tuple(fact for fact in facts() if fact.field not in ELSEWHERE)
        self.sheet = FactSheet(errands, Subject.DRAFT, beside)
        self.fields, self.saver = self.sheet.fields, self.sheet.saver
        self.fields["kind"].setMinimumWidth(KIND_PX)
        self.embargo = EmbargoPanel(errands)
        self.history = History(errands)
        self.bin = Button(_("Put in the bin"), role="quiet", icon="bin")
        verbs = QHBoxLayout()
        verbs.setSpacing(0)
        for verb in (self.history.button, self.bin):
            verbs.addWidget(verb)
        verbs.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(*[tokens.SPACE_4_PX] * 4)
        column.setSpacing(tokens.SPACE_2_PX)
        for part in (Label(_("Embargo"), "card-title"), self.embargo, Rule()):
            column.addWidget(part)
        column.addWidget(Label(_("Details"), "card-title"))
        column.addWidget(self.sheet)
        column.addStretch(1)
        column.addWidget(self.history)
        column.addLayout(verbs)

    def show_opened(self, opened: "Opened") -> None:
        """Show what concerns the kind of the draft, and its embargo."""
        draft, known = opened.manuscript.draft, facts(opened.dossiers)
        self.embargo.show_draft(draft, opened.now)
        speech = draft.kind is DraftKind.SPEECH
        for names, concerned in ((OF_A_RELEASE, not speech), (OF_A_SPEECH, speech)):
            for name in names:
                self.fields[name].setVisible(concerned)
        beside = tuple(fact for fact in known if fact.field in self.fields)
        self.sheet.show_thing(draft.id, draft, beside)
        self.history.show_of(draft.ref, (*known, *NOTED))
