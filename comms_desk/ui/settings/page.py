"""Settings: its sections at the left, found by any of their words, the one chosen at the right.

Each is saved as it is changed.  What changes the window itself, its language or its keys, needs the
window to be made again: the page says so, and the owner of the window does it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import override

from PySide6.QtCore import Slot

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _
from comms_desk.settings import LANGUAGE, SINGLE_LETTERS, THEME, SettingSection
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.list_page import ListPage, Reading
from comms_desk.ui.frame.memory import PageState
from comms_desk.ui.kit.layout import TwoPanes
from comms_desk.ui.kit.look import SCHEMES, look
from comms_desk.ui.settings import reading, words
from comms_desk.ui.settings.accounts_card import AccountsCard
from comms_desk.ui.settings.cards import (
    AboutCard,
    FeedsCard,
    KeyboardCard,
    MeCard,
    PlainCard,
    ReviewCard,
    SectionCard,
    WayCard,
    bin_card,
    rules_card,
)
from comms_desk.ui.settings.colleagues_card import ColleaguesCard
from comms_desk.ui.settings.reading import SettingsView
from comms_desk.ui.settings.storage_card import StorageCard

_CARDS: Mapping[SettingSection, Callable[[Errands], SectionCard]] = {
    SettingSection.KEYBOARD: KeyboardCard,
    SettingSection.ME: MeCard,
    SettingSection.ACCOUNTS: AccountsCard,
    SettingSection.FEEDS: FeedsCard,
    SettingSection.DATA: StorageCard,
    SettingSection.BIN: bin_card,
    SettingSection.RULES: rules_card,
    SettingSection.REVIEW: ReviewCard,
    SettingSection.COLLEAGUES: ColleaguesCard,
    SettingSection.ABOUT: AboutCard,
}


class SettingsPage(ListPage[SettingsView]):
    """All that can be set, by section."""

    KEY = "settings"
    FILLS_FIELDS = True
    SHOWS = frozenset({Subject.SETTING, Subject.ACCOUNT, Subject.PERSON, Subject.LIST})

    def __init__(self, errands: Errands) -> None:
        """Build the page; it reads when it is first shown."""
        super().__init__(errands, _("Find a setting…"), first="")
        self.cards: dict[SettingSection, SectionCard] = {}
        self._view: SettingsView | None = None
        self._to_focus = ""
        self.fill(TwoPanes(self.column, self.right))

    def show_section(self, section: SettingSection, setting: str = "") -> None:
        """Show *section*, and go to the field of *setting* in it."""
        self.column.search.empty()
        self._to_focus, self._left_at = setting, PageState()
        self._show(section)
        self.column.list.choose(section)
        self.refresh()

    @override
    def open(self, ref: Ref) -> None:
        """Show the sending accounts, where *ref* is one, or what is said of the data."""
        if ref.kind is Subject.ACCOUNT:
            self.show_section(SettingSection.ACCOUNTS)
        elif ref.kind is Subject.SETTING:
            self.show_section(SettingSection.DATA)

    @override
    def leaving(self) -> None:
        for card in self.cards.values():
            card.save_now()

    # ── The list ──────────────────────────────────────────────────────────────────────

    @override
    def question(self, searched: str, *, after: object | None, limit: int) -> Reading[SettingsView]:
        def job(office: Office) -> SettingsView:
            view = reading.read(office)
            found = words.rows(view, searched)
            return replace(view, rows=found, total=len(found))

        return job

    @override
    def say_found(self, found: SettingsView) -> None:
        self._view = found
        for card in self.cards.values():
            card.show_view(found)

    @override
    def none_match(self, searched: str) -> str:
        return _("No setting matches “{words}”.").format(words=searched)

    @override
    def choose_row(self, found: SettingsView) -> None:
        """Keep a section chosen always: the one shown, else the first."""
        shown = next((each for each, card in self.cards.items() if card is self._in_front), None)
        rows = self.column.list
        if rows.chosen is None and found.rows and not (shown and rows.choose(shown)):
            rows.choose(found.rows[0].key)
        if self._to_focus and self._in_front is not None:
            field = self._in_front.fields.get(self._to_focus)
            self._to_focus = ""
            if field is not None:
                field.setFocus()

    # ── The card ──────────────────────────────────────────────────────────────────────

    @override
    def recall_chosen(self, key: int) -> None:
        """Show the section that was chosen, unless only a newer version has it."""
        if key in SettingSection:
            super().recall_chosen(key)

    @override
    def pick(self, key: int) -> None:
        self._show(SettingSection(key))

    @property
    def _in_front(self) -> SectionCard | None:
        card = self.right.currentWidget()
        return card if isinstance(card, SectionCard) else None

    def _show(self, section: SettingSection) -> None:
        self.leaving()
        card = self.cards.get(section) or self._made(section)
        self.put_in_front(card)

    def _made(self, section: SettingSection) -> SectionCard:
        make = _CARDS.get(section) or partial(PlainCard, section=section)
        card = self.cards[section] = self.beside(make(self.errands))
        card.changed.connect(self._changed)
        if isinstance(card, AccountsCard):
            card.said.connect(self._say)
        elif isinstance(card, StorageCard):
            card.saved.connect(self._was_saved)
            card.sample_unwanted.connect(self.sample_unwanted)
        elif isinstance(card, WayCard):
            card.opened.connect(self.page_wanted)
        if self._view is not None:
            card.show_view(self._view)
        return card

    @Slot(str)
    def _changed(self, key: str) -> None:
        """Make the window as was chosen, and say it in the list."""
        self.refresh_soon()
        if key == THEME.key:
            self.errands.read("theme", lambda office: office.settings.get(THEME), self._wear)
        elif key in {LANGUAGE.key, SINGLE_LETTERS.key}:
            self.remake_wanted.emit()

    @Slot(object)
    def _wear(self, chosen: str) -> None:
        look().choose(SCHEMES[chosen])

    @Slot(str)
    def _say(self, done: str) -> None:
        self.undoable.emit(done, None)

    @Slot(str, object)
    def _was_saved(self, said: str, file: object) -> None:
        self.file_made.emit(said, file)
        self.refresh_soon()
