"""The letters behind one line of Today: what happened to each, and what a person decides."""

from PySide6.QtCore import Qt, Signal, Slot

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.mail.model import Decision, LetterId, LetterState
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit.check import Check
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.layout import Card
from comms_desk.ui.kit.notices import ErrorBar
from comms_desk.ui.kit.row_list import RowList
from comms_desk.ui.kit.stacks import STRETCH, abreast
from comms_desk.ui.today.view import LetterGroupKey, LettersView

LIST_HEIGHT_MOST_PX = 168


class LetterCard(Card):
    """Letters that wait for a decision, one chosen at a time.

    Signals:
        decided: A letter is no longer waiting.
        closed: The card was put away, or nothing in it waits any more.
        open_wanted: What the letters are about is to be shown; carries its `Ref`.
    """

    decided = Signal()
    closed = Signal()
    open_wanted = Signal(object)

    def __init__(self, errands: Errands) -> None:
        """Build an empty card."""
        super().__init__(" ")
        self._errands = errands
        self._key: LetterGroupKey | None = None
        self.error = ErrorBar()
        self.explanation = Label("", "muted", wraps=True)
        self.letters = RowList(_("E-mails to confirm"))
        self.reason = Label("", wraps=True)
        self.again = Button(_("Send again"), does=self._send_again)
        self.leave = Button(_("Do not send again"), does=self._leave)
        self.together = Check(_("The same for all that left with it"))
        self.close_card = Button(_("Close"), role="link", does=self.closed)
        self.open_thing = Button(_("Open the text"), role="link", does=self._open_thing)
        self.open_thing.hide()
        self._about: Ref | None = None
        row = abreast(self.again, self.leave, STRETCH, self.close_card)
        self.title.setWordWrap(True)
        for widget in (self.explanation, self.error, self.letters, self.reason, self.together):
            self.body.addWidget(widget)
        self.body.addWidget(self.open_thing, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(row)
        self.letters.picked.connect(self._say_reason)

    def show_letters(self, key: LetterGroupKey) -> None:
        """Read the letters of *key* and show them."""
        self._key = key
        self.together.setChecked(False)
        self.error.hide()
        self._read(key)

    def read_again(self) -> None:
        """Read what is shown again, something may have been decided; what failed stays said."""
        if self._key is not None and self.isVisible():
            self._read(self._key)

    def show_error(self, error: CommsDeskError) -> None:
        """Show why a decision was not taken, over the letters as they are now."""
        self.error.explain(error)
        self.read_again()

    def _read(self, key: LetterGroupKey) -> None:
        def job(office: Office) -> LettersView:
            from comms_desk.ui.today.words import read_letters

            return read_letters(office, key)

        self._errands.read("letters", job, self._show, self.error.explain)

    @Slot(object)
    def _show(self, view: LettersView) -> None:
        for button in (self.again, self.leave):
            button.setEnabled(bool(view.rows))
        if not view.rows:
            self._key = None
            self.letters.rows.replace(())
            self._fit()
            if self.error.isHidden():
                self.closed.emit()
            return
        self.title.setText(view.subject)
        self.again.setVisible(view.can_send_again)
        self.together.setVisible(view.some_left_together)
        self._about = view.about
        self.open_thing.setVisible(view.about is not None and view.about.kind is Subject.DRAFT)
        self.explanation.setText(view.explanation)
        chosen = self.letters.chosen
        self.letters.rows.replace(view.rows)
        self._fit()
        if chosen is None or not self.letters.choose(chosen):
            self.letters.choose(view.rows[0].key)
        uncertain = view.key.state is LetterState.UNCERTAIN
        self.leave.rename(_("Received: do not send again") if uncertain else _("Do not send again"))

    @Slot(object)
    def _say_reason(self, letter: object) -> None:
        """Say whole, under the list, what happened to *letter*: its row has one line for it."""
        row = self.letters.rows.row(self.letters.rows.position_of(letter))
        self.reason.setText("" if row is None else row.detail)
        self.reason.setVisible(bool(self.reason.text()))

    def _fit(self) -> None:
        """Give the list the height of its rows, as long as that leaves room for the rest."""
        rows = range(self.letters.rows.rowCount())
        needed = sum(map(self.letters.sizeHintForRow, rows)) + 2 * self.letters.frameWidth()
        self.letters.setFixedHeight(min(needed, LIST_HEIGHT_MOST_PX))
        self.letters.setVisible(bool(rows))
        self._say_reason(self.letters.chosen)

    @Slot()
    def _open_thing(self) -> None:
        if self._about is not None:
            self.open_wanted.emit(self._about)

    @Slot()
    def _send_again(self) -> None:
        self._decide(Decision.SEND_AGAIN)

    @Slot()
    def _leave(self) -> None:
        self._decide(Decision.LEAVE)

    def _decide(self, decision: Decision) -> None:
        letter = self.letters.chosen
        if not isinstance(letter, int):
            return
        letter_id = LetterId(letter)
        together = self.together.isVisible() and self.together.isChecked()
        self.error.hide()

        def job(office: Office) -> object:
            return office.outbox.decide(letter_id, decision, together=together)

        self._errands.write(None, job, self._decided)

    @Slot(object)
    def _decided(self, _letter: object) -> None:
        self.read_again()
        self.decided.emit()
