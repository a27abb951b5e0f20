"""The other people of the office: they can be named before they ever sign in.

An address is where a colleague is told that something is theirs: it is shown as one hands over.
"""

from typing import override

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from comms_desk.changes import Subject
from comms_desk.facts import folded
from comms_desk.i18n import _
from comms_desk.planning.people.model import NewPerson, Person, PersonId
from comms_desk.settings import SettingSection
from comms_desk.storage.model import FieldChange
from comms_desk.ui.frame.editing import FieldSaver
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label, Rule, give_role
from comms_desk.ui.kit.fields import CardField
from comms_desk.ui.kit.layout import edged, empty_out
from comms_desk.ui.kit.menus import Line
from comms_desk.ui.kit.stacks import STRETCH, abreast, stacked
from comms_desk.ui.settings.cards import SectionCard, save_person_typed
from comms_desk.ui.settings.reading import SettingsView

WIDTH_PX = 240
"""At 1024 × 640 a name and an address stand beside one another."""


class ColleaguesCard(SectionCard):
    """Who else is of the office; one is added by a name and, where it is known, an address."""

    def __init__(self, errands: Errands) -> None:
        """Build it with nobody."""
        super().__init__(errands, SettingSection.COLLEAGUES)
        self.name = _line(_("First name and last name"))
        self.email = _line(_("E-mail"))
        self.add = Button(_("Add a colleague"), does=self._add_one)
        self.lines: dict[PersonId, ColleagueLine] = {}
        self._names: frozenset[str] = frozenset()
        self.tell(
            _row(self.name, self.email),
            _row(self.add),
            _(
                "Somebody is named here before they ever sign in: what is handed to them is theirs"
                " as they do, once they say that it is them."
            ),
        )
        self._lines = QVBoxLayout()
        self._lines.setSpacing(tokens.SPACE_4_PX)
        self.body.addLayout(self._lines)
        self.body.addStretch(1)
        self.name.textChanged.connect(self._check)
        for line in (self.name, self.email):
            line.returnPressed.connect(self._add_one)
        self._check()

    @override
    def show_view(self, view: SettingsView) -> None:
        super().show_view(view)
        people = (*view.colleagues, *((view.person,) if view.person is not None else ()))
        self._names = frozenset(folded(each.name) for each in people)
        shown = [each.id for each in view.colleagues]
        if shown != list(self.lines):
            self.save_now()
            empty_out(self._lines)
            self.lines = {each: ColleagueLine(self.errands) for each in shown}
            for line in self.lines.values():
                self._lines.addWidget(Rule())
                self._lines.addWidget(line)
        for each in view.colleagues:
            self.lines[each.id].show_person(each)
        self._check()

    @override
    def save_now(self) -> None:
        for line in self.lines.values():
            line.saver.save_now()

    @Slot()
    def _check(self) -> None:
        name = folded(self.name.text())
        if not name:
            self.add.forbid(_("name missing"))
        elif name in self._names:
            self.add.forbid(_("already there"))
        else:
            self.add.allow()

    @Slot()
    def _add_one(self) -> None:
        if self.add.isEnabled():
            name, email = self.name.text(), self.email.text()
            self.errands.write(
                None,
                lambda office: office.people.add(NewPerson(name=name, email=email)),
                self._added,
                self.show_error,
            )

    @Slot(object)
    def _added(self, _person: Person) -> None:
        self.error.hide()
        self.name.clear()
        self.email.clear()
        self.name.setFocus()


class ColleagueLine(QWidget):
    """One colleague: their name, their address, how they are known, and whether they left."""

    def __init__(self, errands: Errands) -> None:
        """Build it for nobody yet."""
        super().__init__()
        self._errands = errands
        self._person: Person | None = None
        self.name = edged(CardField("name", _("Name")))
        self.email = edged(CardField("email", _("E-mail")))
        self.known = Label("", "muted")
        self.here = Button("", role="quiet", does=self._turn)
        stacked(
            _row(self.name, self.email),
            abreast(self.known, self.here, STRETCH, gap_px=tokens.SPACE_2_PX),
            inside=self,
            gap_px=tokens.SPACE_1_PX,
        )
        fields = [self.name, self.email]
        for field in fields:
            field.editor.setFixedWidth(WIDTH_PX)
        self.saver = FieldSaver(errands, Subject.PERSON, save_person_typed, fields)

    def show_person(self, person: Person) -> None:
        """Show *person*; what is being typed stays."""
        self._person = person
        shown = {"name": person.name if person.is_named else "", "email": person.email}
        self.saver.show_card(person.id, shown, of=person.called)
        logins = ", ".join(person.logins)
        said = (
            _("Signed in as: {logins}.").format(logins=logins) if logins else _("Never signed in.")
        )
        self.known.setText(said if person.active else f"{said} {_('No longer here.')}")
        self.here.rename(_("No longer here") if person.active else _("Here again"))

    @Slot()
    def _turn(self) -> None:
        person = self._person
        if person is not None:
            change = FieldChange("active", person.active, not person.active)
            self._errands.write(
                None, lambda office: office.people.edit(person.id, change), self._turned
            )

    @Slot(object)
    def _turned(self, _edit: object) -> None:
        """Say nothing: the page hears of the change, and reads everybody again."""


def _row(*parts: QWidget) -> QWidget:
    row = QWidget()
    abreast(*parts, STRETCH, inside=row, gap_px=tokens.SPACE_2_PX)
    return row


def _line(asks: str) -> Line:
    line = Line()
    line.setPlaceholderText(asks)
    line.setAccessibleName(asks)
    line.setFixedWidth(WIDTH_PX)
    give_role(line, "edged")
    return line
