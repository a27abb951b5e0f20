"""Asks the person for their name, over the page, while only a login names them.

A colleague who was named before they signed in is asked whether that is them: by the address that
their login begins, or by the name that they type, and never taken for somebody without that.  If
they leave it for later, they are asked again once something bears their name: an inquiry that they
take, hand over or answer, an embargo, a letter.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame

from comms_desk.across import Office
from comms_desk.changes import Change, Subject
from comms_desk.i18n import _
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label, give_role
from comms_desk.ui.kit.menus import Line
from comms_desk.ui.kit.stacks import STRETCH, abreast, stacked
from comms_desk.ui.shell.base import BaseWindow

if TYPE_CHECKING:
    from comms_desk.planning.people.model import Person, PersonId

NAME_WIDTH_PX = 240
NAME_LENGTH = 200
SIGNED = frozenset({Subject.EMBARGO, Subject.FREEZE, Subject.LETTER})
"""What others read under the name of its author, beside what happens to an inquiry."""


@dataclass(frozen=True, slots=True)
class _Known:
    """Who sits here, and whom they may be of those who were named before they signed in.

    *typed* is the name that they had given as it was asked; *is_renamed*: they took another since,
    on another page or at another computer.
    """

    person: "Person | None"
    typed: str
    may_be: "tuple[Person, ...]" = ()
    is_renamed: bool = False


class Naming(QFrame):
    """One line that asks for a name; hidden once there is one, or until a name matters."""

    def __init__(self, errands: Errands, window: BaseWindow) -> None:
        """Build it hidden, for *window*; nothing is read before `read`."""
        super().__init__()
        self._errands = errands
        self._logins: tuple[str, ...] = ()
        self._may_wait = False
        self._asked: Person | None = None
        """The colleague whom they may be, while that is asked; else they are asked their name."""
        self._typed = ""
        """The name that they gave, here or in the settings, which a colleague has too."""
        self._called = ""
        """What they were called as that was last read; "" before."""
        self._not_me: set[PersonId] = set()
        """Colleagues whom they said that they are not."""
        self.said = Label("", wraps=True)
        self.line = Line()
        self.line.setMaxLength(NAME_LENGTH)
        self.line.setFixedWidth(NAME_WIDTH_PX)
        self.line.setPlaceholderText(_("First name and last name"))
        self.line.setAccessibleName(_("First name and last name"))
        self.keep = Button(_("Keep this name"), role="primary", does=self._keep)
        self.is_me = Button(_("Yes, that is me"), role="primary", does=self._join)
        self.is_other = Button(_("No, somebody else"), does=self._refuse)
        self.later = Button(_("Later"), role="quiet", does=self._leave)
        stacked(
            self.said,
            abreast(
                self.line,
                self.keep,
                self.is_me,
                self.is_other,
                self.later,
                STRETCH,
                gap_px=tokens.SPACE_2_PX,
            ),
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
        errands.signed.connect(self._ask_again)
        self._check()
        self.hide()

    @Slot()
    def read(self) -> None:
        """Read who sits here, and ask for their name if there is none."""
        typed, called = self._typed, self._called
        self._errands.read(
            "who sits here",
            lambda office: _known(office, typed, called),
            self._show,
            self._not_read,
        )

    @Slot()
    def _read_again(self) -> None:
        if self.isVisible():
            self.read()

    @Slot()
    def _ask_again(self) -> None:
        """Ask once more where it was left for later: something bears their name now."""
        if self._may_wait:
            self._may_wait = False
            self.read()

    @Slot(object)
    def _hear(self, change: Change) -> None:
        if change.subject is Subject.PERSON and self._called:
            self.read()  # the new name may be that of somebody who was named before
        elif change.subject in SIGNED:
            self._ask_again()

    @Slot(object)
    def _show(self, known: _Known) -> None:
        if known.typed != self._typed:
            return  # it was asked before they gave a name, and comes after
        person = known.person
        self._called = "" if person is None else person.name
        if known.is_renamed:
            self._typed, self._may_wait = self._called, False
            self.line.clear()
        meant = next((each for each in known.may_be if each.id not in self._not_me), None)
        is_unnamed = person is not None and not person.is_named
        is_asked = (is_unnamed or meant is not None) and not self._may_wait
        if person is not None and is_asked:
            self._logins = person.logins
            self._asked = meant
            self.said.setText(_said_of(meant) if meant is not None else _said_of_nobody())
            for each in (self.line, self.keep, self.later):
                each.setVisible(meant is None)
            for button in (self.is_me, self.is_other):
                button.setVisible(meant is not None)
        self.setVisible(is_asked)

    @Slot(object)
    def _not_read(self, _error: object) -> None:
        """Say nothing: the page that asks something of the database says why it fails."""

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
        """Keep the name, unless a colleague has it who may be them; an address finds them too."""
        if self._is_name():
            self._typed = self.line.text().strip()
            typed, not_me = self._typed, frozenset(self._not_me)
            self._errands.write(None, lambda office: _keep(office, typed, not_me), self._show)

    @Slot()
    def _join(self) -> None:
        """Answer that it is the colleague: what was given them is theirs from now on."""
        if self._asked is not None:
            colleague, typed = self._asked.id, self._typed
            self._errands.write(None, lambda office: _join(office, colleague, typed), self._show)

    @Slot()
    def _refuse(self) -> None:
        """Answer that it is somebody else, called as was typed if anything was."""
        if self._asked is not None:
            self._not_me.add(self._asked.id)
            if self._is_name():
                self._keep()
            else:
                self.read()

    @Slot()
    def _leave(self) -> None:
        self._may_wait = True
        self.hide()


def _said_of_nobody() -> str:
    return _("What is your name? What you do here is kept under it, and colleagues read it.")


def _said_of(colleague: "Person") -> str:
    said = (
        _("A colleague was named here before they signed in: {name} ({email}). Is that you?")
        if colleague.email
        else _("A colleague was named here before they signed in: {name}. Is that you?")
    )
    return said.format(name=colleague.name, email=colleague.email)


def _known(office: Office, typed: str, called: str) -> _Known:
    from comms_desk.across.same_person import may_be, signed_in

    person = signed_in(office)
    if person is None or not person.is_named:
        return _Known(person, typed, may_be(office, typed))
    is_renamed = bool(called) and person.name not in {called, typed}
    is_asked = is_renamed or typed == person.name
    return _Known(person, typed, may_be(office, person.name) if is_asked else (), is_renamed)


def _keep(office: Office, typed: str, not_me: "frozenset[PersonId]") -> _Known:
    from comms_desk.across.same_person import may_be, signed_in

    person = signed_in(office)
    if person is None:
        return _Known(None, typed)
    meant = tuple(each for each in may_be(office, typed) if each.id not in not_me)
    if meant:
        return _Known(person, typed, meant)
    return _Known(office.people.rename(person.id, typed), typed)


def _join(office: Office, colleague: "PersonId", typed: str) -> _Known:
    from comms_desk.across.same_person import is_me

    return _Known(is_me(office, colleague), typed)
