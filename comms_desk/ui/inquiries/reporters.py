"""Who asks: their names open their cards, their telephones and addresses act.

They are typed on one line: « Zoé Tremblay 514 555-0142, zoe@…; Bao Nguyen ».  A name that one
contact of the directory alone bears is that contact's.
"""

import re
from collections.abc import Sequence
from functools import partial
from typing import override

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.facts import EMAILS, PHONES, Pressed
from comms_desk.i18n import _
from comms_desk.mail.address import Address
from comms_desk.mail.errors import BadAddress
from comms_desk.media.contacts.model import ContactId
from comms_desk.media.inquiries.model import InquiryId, Reporter
from comms_desk.text.fold import tokens as folded
from comms_desk.ui.inquiries.moments import MomentRecording
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.editable_text import Press
from comms_desk.ui.kit.fields import EnteredLine
from comms_desk.ui.kit.flow import FlowLayout
from comms_desk.ui.kit.layout import empty_out

_EMAIL = re.compile(r"(?<![^\s,;<>])[^\s,;<>@]+@[^\s,;<>]+")
_PHONE = re.compile(r"\+?\(?\d[\d\s().-]{5,}\d(?:\s*(?:x|ext\.?|poste)\s*\d+)?")

PENCIL_PX = 32


class Reporters(QWidget):
    """Those who ask.

    Signals:
        opened: The card of one is wanted; carries its `Ref`.
        refused: What is typed is no address; carries the error.
    """

    opened = Signal(object)
    refused = Signal(object)

    def __init__(self, recording: MomentRecording) -> None:
        """Build it empty; what is changed is said and undone by *recording*."""
        super().__init__()
        self._recording = recording
        self._inquiry: InquiryId | None = None
        self._typed: tuple[Reporter, ...] = ()
        self._shown: tuple[Reporter, ...] = ()
        """The same, with where the directory reaches them."""
        self._row = FlowLayout(row_px=tokens.BUTTON_HEIGHT_PX)
        self.edit = Button("", role="quiet", icon="texts", hint=_("Edit who asks"))
        self.edit.clicked.connect(self.type_them)
        self.line = EnteredLine()
        self.line.setPlaceholderText(_("Name, phone, e-mail; another name…"))
        self.line.setAccessibleName(_("Who asks"))
        self.line.entered.connect(self._save)
        self.line.left.connect(self._leave)
        self.line.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.HANG_PX, 0, 0, 0)
        column.setSpacing(tokens.SPACE_1_PX)
        column.addLayout(self._row)
        column.addWidget(self.line)
        self._row.add(self.edit)

    def show_view(self, view: InquiryView) -> None:
        """Show those who ask."""
        inquiry = view.inquiry
        if inquiry.id != self._inquiry:
            self.line.hide()
        self._inquiry = inquiry.id
        self.edit.setVisible(not view.is_frozen)
        self.edit.setText("" if inquiry.reporters else _("Who asks?"))
        self.edit.setMaximumWidth(PENCIL_PX if inquiry.reporters else tokens.COLUMN_MAX_PX)
        self._typed = inquiry.reporters
        if view.reporters != self._shown:
            self._shown = view.reporters
            self._show(view.reporters)

    def names(self) -> list[Button]:
        """Return the names that can be pressed, in order."""
        return [each for each in self.findChildren(_Name) if not each.isHidden()]

    def _show(self, who: Sequence[Reporter]) -> None:
        self._row.removeWidget(self.edit)
        empty_out(self._row)
        made: list[QWidget] = []
        for each in who:
            name = _Name(each)
            name.opened.connect(self.opened)
            made.append(name)
            for pressed in _acting(each):
                press = Press()
                press.offer(pressed)
                made.append(press)
        for widget in (*made, self.edit):
            self._row.add(widget)
        for widget in made:
            widget.show()
        self._row.invalidate()

    @Slot()
    def type_them(self) -> None:
        """Type who asks, anew."""
        self.line.setText(written(self._typed))
        self.line.show()
        self.line.setFocus()

    @Slot()
    def _save(self) -> None:
        inquiry, before = self._inquiry, self._typed
        try:
            typed = read(self.line.text())
        except BadAddress as error:
            self.refused.emit(error)
            return
        if inquiry is not None and typed != before:
            self._recording.change(
                partial(_set_known, inquiry, typed, before),
                lambda office: office.inquiries.set_reporters(inquiry, before),
                said=_("Who asks was changed"),
            )
        self._leave()

    @Slot()
    def _leave(self) -> None:
        self.line.hide()
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the lines that they need at this width."""
        super().resizeEvent(event)
        self._row.activate()


class _Name(Button):
    """A name; of somebody in the directory, it opens their card."""

    opened = Signal(object)

    def __init__(self, reporter: Reporter) -> None:
        name = reporter.name or _("Somebody")
        is_known = reporter.contact is not None
        hint = _("Open their card") if is_known else _("Not in the directory")
        super().__init__(name, role="link" if is_known else "said-muted", hint=hint)
        self._contact = reporter.contact
        self.clicked.connect(self._open)

    @Slot()
    def _open(self) -> None:
        if self._contact is not None:
            self.opened.emit(Ref(Subject.CONTACT, self._contact))


def written(who: Sequence[Reporter]) -> str:
    """Return *who* asks as it is typed."""
    return "; ".join(
        ", ".join(filter(None, (each.name, each.phone, str(each.email or "")))) for each in who
    )


def read(typed: str) -> tuple[Reporter, ...]:
    """Return those who are *typed*: each a name, a telephone, an address, in any order."""
    return tuple(filter(None, map(_reporter, typed.split(";"))))


def _reporter(typed: str) -> Reporter | None:
    email, phone = _EMAIL.search(typed), _PHONE.search(typed)
    rest = _PHONE.sub(" ", _EMAIL.sub(" ", typed))
    name = " ".join(rest.replace(",", " ").replace("<", " ").replace(">", " ").split())
    if not (name or email or phone):
        return None
    return Reporter(
        name=name,
        email=None if email is None else Address.parse(email.group()),
        phone="" if phone is None else phone.group().strip(),
    )


def _acting(reporter: Reporter) -> tuple[Pressed, ...]:
    phones = PHONES.pressed((reporter.phone,)) if reporter.phone else ()
    mails = () if reporter.email is None else EMAILS.pressed((reporter.email.bare,))
    return (*(phones or ()), *(mails or ()))


def _set_known(
    inquiry: InquiryId, typed: tuple[Reporter, ...], before: tuple[Reporter, ...], office: Office
) -> object:
    """Name those *typed* as who asks, each as a contact if the directory knows one."""
    was = {each.name: each.contact for each in before}
    known = (
        Reporter(
            contact=was.get(each.name) or _contact(office, each.name),
            name=each.name,
            email=each.email,
            phone=each.phone,
        )
        for each in typed
    )
    return office.inquiries.set_reporters(inquiry, tuple(known))


def _contact(office: Office, name: str) -> ContactId | None:
    """Return the one contact of that *name*; None where there is none, or several."""
    if not name:
        return None
    found = office.contacts.search(name, limit=20).rows
    same = [each.id for each in found if folded(each.name) == folded(name)]
    return same[0] if len(same) == 1 else None
