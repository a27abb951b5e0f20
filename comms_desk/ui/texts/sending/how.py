"""When a text leaves, in which form, by which account, and what its letter says beside it."""

from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from comms_desk.i18n import CITY_ZONE, _, pgettext
from comms_desk.mail.model import AccountId
from comms_desk.media.dispatches.model import LetterForm, RequestedSending, SendingTime
from comms_desk.text.moments import MomentNotRead
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Chip, Label
from comms_desk.ui.kit.fields import TypingPause
from comms_desk.ui.kit.flow import FlowLayout
from comms_desk.ui.kit.menus import Line
from comms_desk.ui.kit.moment_field import MomentField
from comms_desk.ui.texts.sending.english_panel import EnglishPanel
from comms_desk.ui.texts.sending.reading import SendView

FIELD_PX = 460
LENGTH = 300


class ChoicesPanel(QWidget):
    """The choices beside whom it goes to.

    Signals:
        changed: Something else is chosen; carries the `RequestedSending` with it, of nobody.
    """

    changed = Signal(object)

    def __init__(self, errands: Errands) -> None:
        """Offer the choices."""
        super().__init__()
        self._wanted = RequestedSending()
        self._is_showing = False
        self.now = Chip(_("Now"), key=SendingTime.NOW)
        self.lifted = Chip(_("When the embargo lifts"), key=SendingTime.WHEN_LIFTED)
        self.at = Chip(_("At another hour"), key=SendingTime.AT)
        self.whens = (self.now, self.lifted, self.at)
        self.moment = MomentField(_("When it leaves"))
        self.moment.setMaximumWidth(FIELD_PX)
        self.inline = Chip(_("Text in the message"), key=LetterForm.INLINE)
        self.pdf = Chip(_("PDF attached"), key=LetterForm.PDF)
        self.word = Chip(_("Word attached"), key=LetterForm.WORD)
        self.forms = (self.inline, self.pdf, self.word)
        self.accounts: tuple[Chip, ...] = ()
        self.account = Label("", "muted", wraps=True)
        self.photos, self.interviews = _line(_("Photos")), _line(_("Interviews"))
        self.photos.setPlaceholderText(_("Address of the photos"))
        self.interviews.setPlaceholderText(_("Name, telephone, e-mail"))
        self.pause = TypingPause(self)
        self._when_row, self._form_row, self._account_row = (_flow() for _each in range(3))
        for chip in self.whens:
            chip.setAutoExclusive(False)
            chip.clicked.connect(self._choose_when)
            self._when_row.add(chip)
        for chip in self.forms:
            chip.clicked.connect(self._choose_form)
            self._form_row.add(chip)
        self.depends = Label("", "word-amber", wraps=True)
        self.depends.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_2_PX)
        column.addWidget(Label(pgettext("send", "When"), "card-title"))
        column.addLayout(self._when_row)
        column.addWidget(self.moment)
        column.addLayout(self._account_row)
        column.addWidget(self.account)
        column.addWidget(self.depends)
        column.addSpacing(tokens.SPACE_3_PX)
        column.addWidget(Label(pgettext("form", "How"), "card-title"))
        column.addLayout(self._form_row)
        self.english = EnglishPanel(errands, role="detail")
        column.addWidget(self.english)
        for label, line in ((_("Photos"), self.photos), (_("Interviews"), self.interviews)):
            column.addWidget(Label(label, "detail"))
            column.addWidget(line)
            line.textEdited.connect(self.pause.key)
            line.editingFinished.connect(self._say_typed)
        self.pause.due.connect(self._say_typed)
        self.moment.line.textChanged.connect(self._choose_moment)
        self.moment.hide()

    def settle(self) -> None:
        """Say at once what is being typed."""
        self.pause.now()

    def show_wanted(self, wanted: RequestedSending) -> None:
        """Show what is chosen as the screen opens."""
        self._wanted = wanted
        self.photos.setText(wanted.photos)
        self.interviews.setText(wanted.interviews)
        self._check()

    def show_view(self, view: SendView) -> None:
        """Show what the desk says of it: until when its embargo holds, by which account."""
        self._is_showing = True
        self.lifted.setVisible(bool(view.lifted) or self._wanted.when is SendingTime.WHEN_LIFTED)
        if view.lifted:
            self.lifted.setText(view.lifted)
            self.lifted.setAccessibleName(view.lifted)
        self.account.setText(view.account)
        self.depends.setText(view.depends)
        self.depends.setVisible(bool(view.depends))
        if self._wanted.when is not SendingTime.AT:
            soon = view.now.astimezone(CITY_ZONE).replace(minute=0, second=0, microsecond=0)
            self.moment.show_moment(soon + timedelta(hours=1), now=view.now)
        self._offer_accounts(view)
        self._is_showing = False

    def _offer_accounts(self, view: SendView) -> None:
        known = tuple(each.id for each in view.accounts)
        if tuple(chip.key for chip in self.accounts) != known:
            for chip in self.accounts:
                self._account_row.removeWidget(chip)
                chip.hide()
                chip.deleteLater()
            self.accounts = ()
            if len(known) > 1:
                self.accounts = tuple(Chip(each.name, key=each.id) for each in view.accounts)
            for chip in self.accounts:
                chip.clicked.connect(self._choose_account)
                self._account_row.add(chip)
        used = None if view.plan.account is None else view.plan.account.id
        for chip in self.accounts:
            chip.setChecked(chip.key == used)

    def _check(self) -> None:
        for chip in self.whens:
            chip.setChecked(chip.key is self._wanted.when)
        for chip in self.forms:
            chip.setChecked(chip.key in self._wanted.forms)
        self.moment.setVisible(self._wanted.when is SendingTime.AT)

    def _change(self, wanted: RequestedSending) -> None:
        self._wanted = wanted
        self._check()
        self.changed.emit(wanted)

    @Slot()
    def _choose_when(self) -> None:
        chip = self.sender()
        if not isinstance(chip, Chip) or not isinstance(chip.key, SendingTime):
            return
        at = None
        if chip.key is SendingTime.AT:
            self.moment.show()
            self.moment.ask()
            at = self._typed()
        self._change(replace(self._wanted, when=chip.key, at=at))

    @Slot()
    def _choose_moment(self) -> None:
        if not self._is_showing and self._wanted.when is SendingTime.AT:
            self._change(replace(self._wanted, at=self._typed()))

    def _typed(self) -> datetime | None:
        try:
            return self.moment.moment
        except MomentNotRead:
            return None

    @Slot()
    def _choose_form(self) -> None:
        forms = frozenset(
            chip.key for chip in self.forms if chip.isChecked() and isinstance(chip.key, LetterForm)
        )
        self._change(replace(self._wanted, forms=forms or frozenset({LetterForm.INLINE})))

    @Slot()
    def _choose_account(self) -> None:
        chip = self.sender()
        if isinstance(chip, Chip) and isinstance(chip.key, int):
            self._change(replace(self._wanted, account=AccountId(chip.key)))

    @Slot()
    def _say_typed(self) -> None:
        said = replace(self._wanted, photos=self.photos.text(), interviews=self.interviews.text())
        if said != self._wanted:
            self._change(said)


def _line(name: str) -> Line:
    line = Line()
    line.setAccessibleName(name)
    line.setMaxLength(LENGTH)
    line.setMaximumWidth(FIELD_PX)
    return line


def _flow() -> FlowLayout:
    return FlowLayout(row_px=tokens.CHIP_HEIGHT_PX, gap_px=tokens.SPACE_1_PX + 2)
