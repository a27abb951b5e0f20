"""The cards of the Settings page: a section's settings, each saved as it is changed.

The fields of a section come from the declared table; a section that has more than its settings
is a card of its own.  What is set elsewhere says so and is not edited.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, override

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from comms_desk import __version__, versions
from comms_desk.across import Office
from comms_desk.changes import Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import N_, _
from comms_desk.planning.people.model import PersonId
from comms_desk.settings import (
    ALLOWED_NETWORKS,
    REVIEW_ACCOUNT,
    REVIEW_READERS,
    Setting,
    SettingSection,
    setting_named,
)
from comms_desk.text import fold
from comms_desk.ui.frame.editing import FieldSaver
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.fields import CardField, Typed
from comms_desk.ui.kit.layout import CardPane, edged
from comms_desk.ui.settings import reading, sections, words
from comms_desk.ui.settings.reading import SettingsView

TITLE_LEFT_PX = 8
"""Has the title begin where everything under it does."""


class SectionCard(CardPane):
    """A section of settings.

    Signals:
        changed: A setting is in the file or in the database; carries its key.
    """

    changed = Signal(str)
    NAMED: ClassVar[Mapping[str, str]] = {}
    """The settings that name a thing of the desk, and what it says where they name none."""

    def __init__(self, errands: Errands, section: SettingSection) -> None:
        """Build the fields of *section*, empty."""
        super().__init__()
        self.errands = errands
        self.section = section
        title = Label(sections.called(section), "card-title")
        title.setContentsMargins(TITLE_LEFT_PX, 0, 0, 0)
        self.bar.left(title)
        self.body.setSpacing(tokens.SPACE_6_PX)
        self.fields: dict[str, CardField] = {}
        self._pinned: dict[str, Label] = {}
        for setting in sections.within(section):
            if setting.is_typed:
                self._add(setting)
        self.saver = FieldSaver(errands, Subject.SETTING, _save, self.fields.values())
        self.saver.saved.connect(self._saved)

    def show_view(self, view: SettingsView) -> None:
        """Show what was read; what is being typed stays."""
        self.show_card(shown=True)
        typed = {key: setting_named(key).to_text(view.values[key]) for key in self.fields}
        self.saver.show_card(self.section, typed, of=sections.called(self.section))
        for key, note in self._pinned.items():
            by = view.pinned.get(key, "")
            self.fields[key].editor.setEnabled(not by)
            note.setText(_("It is set by {by}, and cannot be changed here.").format(by=by))
            note.setVisible(bool(by))

    @Slot(object)
    def show_error(self, error: CommsDeskError) -> None:
        """Say *error* and its way out over the section."""
        self.error.explain(error)

    def save_now(self) -> None:
        """Save what was typed without waiting for a pause."""
        self.saver.save_now()

    def tell(self, *parts: str | QWidget) -> None:
        """Add *parts* under one another: fields, and sentences about them."""
        column = QVBoxLayout()
        column.setSpacing(tokens.SPACE_1_PX)
        for part in parts:
            column.addWidget(Label(part, "muted", wraps=True) if isinstance(part, str) else part)
        self.body.addLayout(column)

    def _add(self, setting: Setting[Any]) -> None:
        choices = tuple((setting.to_text(each), _(word)) for each, word in setting.words.items())
        if setting.key in self.NAMED:
            choices = (("", _(self.NAMED[setting.key])),)
        field = edged(CardField(setting.key, _(setting.label), choices=choices))
        pinned = Label("", "word-amber", wraps=True)
        pinned.hide()
        field.editor.setAccessibleDescription(_(setting.help))
        self.fields[setting.key], self._pinned[setting.key] = field, pinned
        self.tell(field, pinned, _(setting.help))

    @Slot(object)
    def _saved(self, typed: Typed) -> None:
        self.changed.emit(typed.field)


def _save(office: Office, _section: object, typed: Typed) -> None:
    reading.change(office, setting_named(typed.field), typed.after)


class FeedsCard(SectionCard):
    """The settings of the feeds, and in words from where they are fetched."""

    def __init__(self, errands: Errands) -> None:
        """Build the fields, and the words under them."""
        super().__init__(errands, SettingSection.FEEDS)
        self.networks = Label("", "text", wraps=True)
        self.tell(self.networks)
        self.body.addStretch(1)

    @override
    def show_view(self, view: SettingsView) -> None:
        super().show_view(view)
        self.networks.setText(words.networks(view.values[ALLOWED_NETWORKS.key], view.proxy))


class KeyboardCard(SectionCard):
    """The setting of the keys, and the keys that everybody needs."""

    def __init__(self, errands: Errands) -> None:
        """Build the field, and the words under it."""
        super().__init__(errands, SettingSection.KEYBOARD)
        self.tell(
            _("Ctrl+Z undoes what was done last to what is shown, and Ctrl+Shift+Z does it again."),
            _("F1 shows the keys of each page."),
        )
        self.body.addStretch(1)


class ReviewCard(SectionCard):
    """Who the press review leaves to, by which account, when, and how it is put together."""

    NAMED: ClassVar = {REVIEW_READERS.key: N_("Nobody"), REVIEW_ACCOUNT.key: N_("The first one")}

    def __init__(self, errands: Errands) -> None:
        """Build the fields, and the words under them."""
        super().__init__(errands, SettingSection.REVIEW)
        self.tell(
            _("An outlet’s own words go as far as the licence on its card says, and no further.")
        )
        self.body.addStretch(1)

    @override
    def show_view(self, view: SettingsView) -> None:
        for key, known in (
            (REVIEW_READERS.key, view.lists),
            (REVIEW_ACCOUNT.key, tuple(each.name for each in view.accounts)),
        ):
            self._offer(key, view.values[key], known)
        super().show_view(view)

    def _offer(self, key: str, named: str, known: Sequence[str]) -> None:
        """Offer what is *known*, and what is *named* by its own words, though it is gone."""
        meant = fold.tokens(named)
        is_known = not named or meant in map(fold.tokens, known)
        names = [named if fold.tokens(each) == meant else each for each in known]
        if not is_known:
            names.append(named)
        self.fields[key].offer([("", _(self.NAMED[key])), *((each, each) for each in names)])
        gone = _("Nothing is called that any more.")
        self.fields[key].say_remark("" if is_known else gone)


class MeCard(SectionCard):
    """Who sits here: the name under which all they do is kept, and the logins that are theirs."""

    def __init__(self, errands: Errands) -> None:
        """Build the fields of the name and the address."""
        super().__init__(errands, SettingSection.ME)
        self.name = edged(CardField("name", _("Name")))
        self.email = edged(CardField("email", _("E-mail")))
        self.logins = Label("", "muted", wraps=True)
        self.tell(self.name, self.logins)
        self.tell(self.email, _("Colleagues read it where they hand something over to you."))
        self.body.addStretch(1)
        fields = [self.name, self.email]
        self.own = FieldSaver(errands, Subject.PERSON, save_person_typed, fields)
        self.own.saved.connect(self._saved)

    @override
    def show_view(self, view: SettingsView) -> None:
        super().show_view(view)
        person = view.person
        for field in (self.name, self.email):
            field.setVisible(person is not None)
        if person is None:
            self.logins.setText(_("This desk can only be read: nobody is signed in."))
            return
        shown = {"name": person.name if person.is_named else "", "email": person.email}
        self.own.show_card(person.id, shown, of=person.called)
        said = _("What you do is kept under that name. Signed in on this computer as: {logins}.")
        self.logins.setText(said.format(logins=", ".join(person.logins)))

    @override
    def save_now(self) -> None:
        self.own.save_now()


class WayCard(SectionCard):
    """A section whose things have a page of their own, and the way there.

    Signals:
        opened: That page is wanted; carries its key.
    """

    opened = Signal(str)

    def __init__(
        self,
        errands: Errands,
        section: SettingSection,
        *,
        verb: str,
        page: str,
        icon: str,
        about: str,
    ) -> None:
        """Build the fields of *section*, the button that opens *page*, and what is said of it."""
        super().__init__(errands, section)
        self._page = page
        self.open = Button(verb, icon=icon, does=self._open)
        self.bar.right(self.open)
        if about:
            self.tell(about)
        self.body.addStretch(1)

    @Slot()
    def _open(self) -> None:
        self.opened.emit(self._page)


def bin_card(errands: Errands) -> WayCard:
    """Return how long the bin keeps things, and the way to it."""
    verb = _("Open the bin")
    return WayCard(errands, SettingSection.BIN, verb=verb, page="bin", icon="bin", about="")


def rules_card(errands: Errands) -> WayCard:
    """Return what rules of destruction are, and the way to them."""
    return WayCard(
        errands,
        SettingSection.RULES,
        verb=_("Open the rules"),
        page="rules",
        icon="archive",
        about=_(
            "What was sent and archived is kept for ever, unless a rule says for how many years, by"
            " which retention schedule, and who signed it."
        ),
    )


class AboutCard(SectionCard):
    """Which version this is, and what it runs on: what the administrator asks."""

    def __init__(self, errands: Errands) -> None:
        """Say it all at once: nothing of it changes while the window is open."""
        super().__init__(errands, SettingSection.ABOUT)
        self.bar.right(Button(_("Copy details"), does=self._copy))
        version = _("Version {number}, under the MIT licence.").format(number=__version__)
        self.versions = Label(versions(), "muted", wraps=True)
        self.tell(Label(_("Comms Desk"), "strong"), Label(version, wraps=True))
        self.tell(Label(_("For whoever looks after the desk"), "detail"), self.versions)
        self.body.addStretch(1)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.versions.text())


class PlainCard(SectionCard):
    """A section that has nothing but its settings."""

    def __init__(self, errands: Errands, section: SettingSection) -> None:
        """Build the fields of *section*."""
        super().__init__(errands, section)
        self.body.addStretch(1)


def save_person_typed(office: Office, person: PersonId, typed: Typed) -> None:
    """Write what was *typed* of *person*."""
    reading.save_person(office, person, typed.field, typed.before, typed.after)
