"""Asks whoever sits at the desk for their name, over the page, while only a login names them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame

from comms_desk.across import Office
from comms_desk.changes import Change, Subject
from comms_desk.i18n import _
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Button, Label, give_role
from comms_desk.ui.kit.menus import Line
from comms_desk.ui.kit.stacks import STRETCH, abreast, stacked

if TYPE_CHECKING:
    from comms_desk.planning.people.model import Person
    from comms_desk.ui.window import Window

NAME_WIDTH_PX = 240
NAME_LENGTH = 200


class Naming(QFrame):
    """One line that asks for a name; hidden once there is one, or until the next start."""

    def __init__(self, errands: Errands, window: "Window") -> None:
        """Build it hidden, for *window*; nothing is read before `read`."""
        super().__init__()
        self._errands = errands
        self._logins: tuple[str, ...] = ()
        self._may_wait = False
        self.said = Label("", wraps=True)
        self.line = Line()
        self.line.setMaxLength(NAME_LENGTH)
        self.line.setFixedWidth(NAME_WIDTH_PX)
        self.line.setPlaceholderText(_("First name and last name"))
        self.line.setAccessibleName(_("First name and last name"))
        self.keep = Button(_("Keep this name"), role="primary", does=self._keep)
        self.later = Button(_("Later"), role="quiet", does=self._leave)
        stacked(
            self.said,
            abreast(self.line, self.keep, self.later, STRETCH, gap_px=tokens.SPACE_2_PX),
            inside=self,
            gap_px=tokens.SPACE_2_PX,
            edges_px=(tokens.SPACE_4_PX, tokens.SPACE_3_PX) * 2,
        )
        give_role(self, "notice-accent")
        give_role(self.line, "edged")
        self.line.textChanged.connect(self._check)
        self.line.returnPressed.connect(self._keep)
        window.stirred.connect(self._read_again)
        errands.changed.connect(self._hear)
        self._check()
        self.hide()

    @Slot()
    def read(self) -> None:
        """Read who sits here, and ask for their name if there is none."""
        self._errands.read("who sits here", _who, self._show, self._not_read)

    @Slot()
    def _read_again(self) -> None:
        if self.isVisible():
            self.read()

    @Slot(object)
    def _hear(self, change: Change) -> None:
        if change.subject is Subject.PERSON:
            self._read_again()

    @Slot(object)
    def _show(self, person: "Person | None") -> None:
        is_asked = person is not None and not person.is_named and not self._may_wait
        if person is not None and is_asked:
            self._logins = person.logins
            said = _(
                "What is your name? What you do here is kept under “{login}” until you say it."
            )
            self.said.setText(said.format(login=person.name))
        self.setVisible(is_asked)

    @Slot(object)
    def _not_read(self, _error: object) -> None:
        """Say nothing: whoever asks something of the database hears why it fails."""

    @Slot()
    def _check(self) -> None:
        """Take a name, and no login."""
        if self._is_name():
            self.keep.allow()
        else:
            self.keep.forbid(_("name missing"))

    def _is_name(self) -> bool:
        name = self.line.text().strip()
        return bool(name) and name.casefold() not in self._logins

    @Slot()
    def _keep(self) -> None:
        if self._is_name():
            name = self.line.text()
            self._errands.write(None, lambda office: _keep(office, name), self._show)

    @Slot()
    def _leave(self) -> None:
        self._may_wait = True
        self.hide()


def _who(office: Office) -> "Person | None":
    from comms_desk.planning.people.model import PersonId

    actor = office.database.actor
    return None if actor is None else office.people.get(PersonId(actor))


def _keep(office: Office, name: str) -> "Person | None":
    person = _who(office)
    return None if person is None else office.people.rename(person.id, name)
