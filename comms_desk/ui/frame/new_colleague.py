"""A colleague is named where a card asks for one: they lead or speak before they ever sign in."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.across import Office, things
from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _
from comms_desk.mail.errors import BadAddress
from comms_desk.planning.people.model import NAME_LENGTH, NewPerson, address_of
from comms_desk.storage.model import Edit, FieldChange
from comms_desk.text.fold import tokens
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit.dialog import Dialog, is_open
from comms_desk.ui.kit.menus import Line

if TYPE_CHECKING:
    from comms_desk.ui.frame.fact_card import FactSheet


class NewColleague(QObject):
    """Has the choice of a person in a sheet end with naming somebody."""

    def __init__(self, errands: Errands, sheet: "FactSheet", kind: Subject, field: str) -> None:
        """Do so for *field* of *sheet*, which is of things of that *kind*."""
        super().__init__(sheet)
        self._errands, self._sheet, self._kind, self._field = errands, sheet, kind, field
        self._ref: Ref | None = None
        self._before: object = None
        self.question: ColleagueDialog | None = None
        sheet.name_new(field, _("+ Add a colleague…"))
        sheet.fields[field].new_wanted.connect(self._ask)

    @Slot()
    def _ask(self) -> None:
        if is_open(self.question) or self._sheet.saver.id is None:
            return
        fact = next(each for each in self._sheet.facts if each.field == self._field)
        self._before = fact.notation.read(self._sheet.fields[self._field].taken)
        self._ref = Ref(self._kind, self._sheet.saver.id)
        self.question = ColleagueDialog(self._sheet)
        self.question.accepted.connect(self._add)
        self.question.open()

    @Slot()
    def _add(self) -> None:
        if self.question is not None and self._ref is not None:
            change = FieldChange(self._field, self._before, None)
            self._errands.write(
                None, partial(_named, self._ref, change, self.question.colleague), self._done
            )

    @Slot(object)
    def _done(self, _edit: object) -> None:
        """Do nothing: the page reads the card again as the change is announced."""


class ColleagueDialog(Dialog):
    """Asks what somebody is called, and for their address."""

    def __init__(self, parent: QWidget) -> None:
        """Ask for a name; the address may be missing."""
        super().__init__(parent, _("Add a colleague"), _("Add a colleague"))
        self.tell(_("They need not have signed in yet: they are asked as they do."), "muted")
        self.name, self.email = Line(), Line()
        for line, asks in (
            (self.name, _("First name and last name")),
            (self.email, _("E-mail (may be left empty)")),
        ):
            line.setMaxLength(NAME_LENGTH)
            line.setPlaceholderText(asks)
            line.setAccessibleName(asks)
            line.textChanged.connect(self._check)
            self.body.addWidget(line)
        self.verb.setDefault(True)
        self.name.setFocus()
        self._check()
        self.fit()

    @property
    def colleague(self) -> NewPerson:
        """Who was named."""
        return NewPerson(name=self.name.text().strip(), email=self.email.text())

    @Slot()
    def _check(self) -> None:
        """Require a name, and an address that is valid or empty."""
        try:
            address_of(self.email.text())
        except BadAddress:
            self.verb.forbid(_("address incomplete"))
            return
        if self.name.text().strip():
            self.verb.allow()
        else:
            self.verb.forbid(_("name missing"))


def _named(ref: Ref, change: FieldChange, new: NewPerson, office: Office) -> Edit:
    """Write in a field of *ref* who is called so; somebody unknown is added to the office."""
    with office.database.all_or_nothing():
        known = [each for each in office.people.every() if tokens(each.name) == tokens(new.name)]
        person = known[0] if known else office.people.add(new)
        return things.change(office, ref, replace(change, after=person.id))
