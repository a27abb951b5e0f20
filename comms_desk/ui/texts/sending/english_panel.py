"""The English version that goes below a French text: said, recorded, taken off.

Wherever it stands, beside a text or on the last screen before it leaves, it says the same.
"""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.i18n import _
from comms_desk.media.dispatches.model import English
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.dialog import Dialog, is_open
from comms_desk.ui.kit.stacks import STRETCH, abreast, stacked
from comms_desk.ui.texts.sending import english_words as words
from comms_desk.ui.texts.sending.english_dialog import EnglishDialog
from comms_desk.ui.texts.sending.english_words import EnglishView


class EnglishPanel(QWidget):
    """What goes below one text, and the verbs for it.

    Signals:
        asked: One is about to be recorded: of the text as it stands, once it is kept.
        said: The sentence that says what was done.
    """

    asked = Signal()
    said = Signal(str)

    def __init__(self, errands: Errands, *, role: str = "card-title") -> None:
        """Show nothing before `show_view`; its heading has *role*."""
        super().__init__()
        self._errands = errands
        self.view: EnglishView | None = None
        self.question: Dialog | None = None
        self.heading = Label(_("English version"), role)
        self.title, self.state = Label("", "strong", wraps=True), Label("", wraps=True)
        self.approval = Label("", "muted", wraps=True)
        self.wrong = Label("", "word-amber", wraps=True)
        self.record = Button("", role="link", does=self.ask)
        self.take_off = Button(
            _("Take it off"), role="link", name=_("Take off the English version")
        )
        verbs = abreast(self.record, self.take_off, STRETCH, gap_px=tokens.SPACE_3_PX)
        column = stacked(inside=self, gap_px=tokens.SPACE_1_PX)
        for label in (self.heading, self.title, self.state, self.approval, self.wrong):
            label.setMinimumWidth(0)
            column.addWidget(label)
        column.addLayout(verbs)
        self.take_off.clicked.connect(self.ask_whether)
        self.hide()

    @Slot(object)
    def show_view(self, view: EnglishView) -> None:
        """Show what is recorded; nothing of a text that can have none."""
        self.view = view
        kept = view.kept
        if kept is None:
            self.title.setText("")
            self.state.setText(_("The French text leaves alone."))
        else:
            self.title.setText(view.title)
            self.state.setText(words.ground(kept))
        self.approval.setText("" if kept is None else words.approval(kept))
        self.wrong.setText(words.wrong(view))
        for label in (self.title, self.approval, self.wrong):
            label.setVisible(bool(label.text()))
        if kept is None:
            self.record.rename(_("Record one…"))
            self.record.setAccessibleName(_("Record the English version"))
        else:
            self.record.rename(_("Approve again…") if kept.is_stale else _("Change…"))
            self.record.setAccessibleName(
                _("Approve the English version again")
                if kept.is_stale
                else _("Change the English version")
            )
        if kept is None and self.take_off.hasFocus():
            self.record.setFocus()
        self.record.setVisible(view.is_allowed)
        self.take_off.setVisible(kept is not None)
        self.setVisible(view.is_shown)

    @Slot()
    def ask(self) -> None:
        """Ask which text goes below, and on what ground."""
        view = self.view
        if view is not None and view.is_allowed and not is_open(self.question):
            self.asked.emit()
            question = EnglishDialog(self, self._errands, view)
            question.kept.connect(self._recorded)
            self.question = question
            question.open()

    @Slot(object)
    def _recorded(self, _kept: English) -> None:
        self.said.emit(_("English version recorded"))

    @Slot()
    def ask_whether(self) -> None:
        """Ask whether to take it off: who approved it, and when, is not kept."""
        view = self.view
        if view is None or view.kept is None or is_open(self.question):
            return
        question = Dialog(self, _("Take off the English version?"), _("Take it off"))
        question.tell(
            _(
                "The French text then leaves alone. The English text stays among the texts; its"
                " ground and its approval have to be recorded again to go below."
            )
        )
        question.setProperty("draft", view.draft)
        question.leave.setFocus()
        question.fit()
        question.accepted.connect(self._take_off)
        self.question = question
        question.open()

    @Slot()
    def _take_off(self) -> None:
        question = self.question
        if question is not None:
            draft = question.property("draft")
            self._errands.write(
                None, lambda office: office.dispatches.set_english(draft, None), self._taken_off
            )

    @Slot(object)
    def _taken_off(self, _none: None) -> None:
        self.said.emit(_("English version taken off"))
