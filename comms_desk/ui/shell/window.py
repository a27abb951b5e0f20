"""The one window: the rail, the page in front, the bar at the foot, and the keys.

It knows pages by name only and makes each when it is first shown, so that it is painted
before anything of the desk is imported.  It carries changes to pages and pages' wishes to each
other; it decides nothing.
"""

from collections.abc import Callable
from contextlib import ExitStack
from functools import cached_property, partial
from pathlib import Path
from typing import override

from PySide6.QtCore import QByteArray, QPoint, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QPaintEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedWidget

from comms_desk.changes import Change, Ref, Subject
from comms_desk.clock import Clock, SystemClock
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, otherwise
from comms_desk.jobs.reports import Failed
from comms_desk.settings import SettingSection
from comms_desk.ui.frame.commands import Command, but_places, redo_keys
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.memory import Memory
from comms_desk.ui.frame.page import Page
from comms_desk.ui.frame.pages import PLACES, TO_CHECK, page_of
from comms_desk.ui.frame.sample import SampleDesk
from comms_desk.ui.frame.undoing import Undoing
from comms_desk.ui.kinds import Place
from comms_desk.ui.kit import single_keys
from comms_desk.ui.kit.controls import give_role
from comms_desk.ui.kit.focus_ring import FocusRing
from comms_desk.ui.kit.look import look
from comms_desk.ui.kit.new_button import NewButton
from comms_desk.ui.kit.notices import ErrorBar, Notice, Toast
from comms_desk.ui.kit.reminder_bar import ReminderBar, above
from comms_desk.ui.kit.stacks import abreast, filling, stacked
from comms_desk.ui.kit.stylesheet import stylesheet
from comms_desk.ui.shell.base import BaseWindow, make_page
from comms_desk.ui.shell.capture import Capturing
from comms_desk.ui.shell.closing_question import ClosingQuestion
from comms_desk.ui.shell.drops import WindowDrops
from comms_desk.ui.shell.end_of_day import EndOfDay
from comms_desk.ui.shell.first_place import LEAST_HEIGHT_PX, LEAST_WIDTH_PX, first_place
from comms_desk.ui.shell.freeze import Freezing
from comms_desk.ui.shell.hold import Holding
from comms_desk.ui.shell.kept_focus import KeptFocus
from comms_desk.ui.shell.name_bar import Naming
from comms_desk.ui.shell.palette import Palette
from comms_desk.ui.shell.presence import Presence
from comms_desk.ui.shell.rail import Rail
from comms_desk.ui.shell.status_bar import StatusBar


class Window(BaseWindow):
    """The window.

    Signals:
        painted: The shell was painted for the first time; nothing of the desk is read yet.
        closing: Everything typed was handed over; the window is about to go.
        stop_wanted: The worker's job in progress is to be stopped.
        restart_wanted: The worker is to be started again.
        remake_wanted: Another window is to take the place of this one.
        page_made: A page was made, or a large part of one, which stays for good.
    """

    painted = Signal()
    closing = Signal()
    stop_wanted = Signal()
    restart_wanted = Signal()
    remake_wanted = Signal()
    page_made = Signal()

    def __init__(
        self,
        errands: Errands,
        *,
        memory: Memory | None = None,
        places: tuple[Place, ...] = PLACES,
        clock: Clock | None = None,
    ) -> None:
        """Build the shell; the first page comes with `go_to`."""
        super().__init__()
        self._drops = WindowDrops(self)
        self.errands = errands
        self.memory = memory or Memory()
        self._clock = clock or SystemClock()
        self._places = {place.key: place for place in places}
        self._pages: dict[str, Page] = {}
        self._was_painted = False
        self.setWindowTitle(_("Comms Desk"))
        self.setMinimumSize(LEAST_WIDTH_PX, LEAST_HEIGHT_PX)
        self.setGeometry(first_place(self.screen().availableGeometry()))
        give_role(self, "canvas")
        self.rail = Rail(
            tuple(place.key for place in places if place.is_on_rail),
            tuple(place.key for place in places if place.is_at_foot),
        )
        self.status = StatusBar()
        self.away = Notice()
        self.error = ErrorBar(over=self)
        self.error.room = self._room_beside_list
        self.presence = Presence(errands, self.away, self)
        self.reminders = []
        self.toast = Toast(self, errands.follow)
        self.toast.room = self._room_for_toast
        self.capturing = Capturing(self, errands, self.toast, self.open, self._drops)
        self.undoing = Undoing(errands, self.toast, self)
        self.ring = FocusRing(self)
        self.kept_focus = KeptFocus(self)
        self.sample = SampleDesk(errands, self)
        self.freezing, self.holding = Freezing(errands, self), Holding(errands, self)
        self.end_of_day, self.naming = EndOfDay(errands, self), Naming(errands, self)
        self.closing_question = ClosingQuestion(errands, self)
        self._stack = QStackedWidget()
        self._lay_out()
        self._listen()
        self._bind_keys()
        self.wear_the_theme()
        if self.memory.geometry:
            self.restoreGeometry(QByteArray.fromBase64(self.memory.geometry.encode()))

    @property
    @override
    def page(self) -> Page | None:
        """The page in front."""
        page = self._stack.currentWidget()
        return page if isinstance(page, Page) else None

    @property
    def keys(self) -> tuple[str, ...]:
        """The pages of the rail, in order."""
        return tuple(self._places)

    @cached_property
    def palette_box(self) -> Palette:
        """The palette."""
        palette = Palette(self, self.errands)
        palette.opened.connect(self.open)
        return palette

    @Slot(str)
    @override
    def go_to(self, key: str) -> None:
        """Put the page *key* in front; make it if it never was."""
        if key not in self._places:
            key = next(iter(self._places))
        before = self.page
        page = self._pages.get(key) or self._begin(key)
        self.rail.show_in_front(self._places[key].mode_of or key)
        if page is not before:
            if before is not None:
                before.leaving()
            self.kept_focus.page = page
            self.capturing.stand_on(page)
            self._stack.setCurrentWidget(page)
        self.setWindowTitle(f"{page.title()} · {_('Comms Desk')}")
        page.shown()
        page.focus_list()
        single_keys.release()
        self.stand_what_lies_over()

    @Slot()
    def open_palette(self) -> None:
        """Find anything by its name, or run a command (Ctrl+K)."""
        self.palette_box.ask(self.commands(), recent=self.memory.recent)

    @Slot()
    def show_settings(self) -> None:
        """Go to the settings (Ctrl+,)."""
        self.go_to("settings")

    @Slot()
    def show_keys(self) -> None:
        """Show what can be done here, with its keys (F1)."""
        self.palette_box.ask(self.commands(), things=False)

    def commands(self) -> tuple[Command, ...]:
        """Return all that can be done now, with its keys."""
        from comms_desk.ui.settings import sections

        of_page = self._commands_of(self.page) if self.page else ()
        digits = {key: digit for digit, key in enumerate(self.rail.keys, start=1)}
        letter = single_keys.are_commands()
        return (
            *but_places(of_page, [place.title() for place in self._places.values()]),
            Command(_("Next row"), "J" if letter else "", self._next_row),
            Command(_("Previous row"), "K" if letter else "", self._previous_row),
            Command(_("Undo"), _("Ctrl+Z"), self.undo),
            Command(_("Redo"), _("Ctrl+Shift+Z"), self.redo),
            Command(_("Find anything"), _("Ctrl+K"), self.open_palette),
            Command(_("Note an inquiry"), _("Ctrl+Shift+D"), self.capturing.ask),
            *(
                Command(
                    _("Go to: {page}").format(page=place.title()),
                    self._keys_to(place, digits.get(key)),
                    partial(self.go_to, key),
                    also=f"{place.title()} {otherwise(place.title())}",
                )
                for key, place in self._places.items()
            ),
            *sections.commands(self._show_setting),
            Command(_("Check what bylines say"), "", partial(self.open, TO_CHECK)),
            Command(_("End of the day…"), "", self.end_of_day.ask),
            Command(_("Freeze all sending…"), "", self.freezing.ask),
            Command(_("Suspend destruction…"), "", self.holding.ask),
            Command(_("Take the sample desk away"), "", self.sample.take_away, is_offered=False),
        )

    def _commands_of(self, page: Page) -> tuple[Command, ...]:
        """Return what its buttons do, and what it does by the keys that all pages share."""
        by_buttons = page.commands()
        said = {each.keys for each in by_buttons}
        shared = []
        makes = page.findChild(NewButton)
        if makes is not None:
            shared.append(Command(makes.accessibleName(), _("Ctrl+N"), self._new))
        if type(page).focus_search is not Page.focus_search:
            label = _("Search: {page}").format(page=page.title())
            shared.append(Command(label, _("Ctrl+F"), self._search))
        return (*(each for each in shared if each.keys not in said), *by_buttons)

    def _keys_to(self, place: Place, digit: int | None) -> str:
        if place.is_at_foot:
            return _("Ctrl+,")
        return "" if digit is None else _("Ctrl+{digit}").format(digit=digit)

    @Slot(object, str)
    def _show_setting(self, section: SettingSection, setting: str) -> None:
        from comms_desk.ui.settings.page import SettingsPage

        self.show_settings()
        if isinstance(self.page, SettingsPage):
            self.page.show_section(section, setting)

    @Slot()
    def undo(self) -> None:
        """Undo what was done last (Ctrl+Z): what is typed in the page in front was, if anything."""
        if self.page is not None:
            self.page.leaving()
        self.undoing.undo()

    @Slot()
    def redo(self) -> None:
        """Do again what was undone last (Ctrl+Shift+Z), unless anything was typed since."""
        if self.page is not None:
            self.page.leaving()
        self.undoing.redo()

    @Slot(object)
    @override
    def open(self, ref: Ref) -> None:
        """Show the thing that *ref* points at, on its page; a freeze, over the one in front."""
        if ref.kind is Subject.FREEZE:
            self.freezing.ask()
            return
        key = page_of(ref)
        self.memory.note_opened(ref)
        if key in self._places:
            self.go_to(key)
            self._pages[key].open(ref)

    @Slot(str)
    def _do_first_thing(self, key: str) -> None:
        self.go_to(key)
        self._pages[key].do_first_thing()

    @Slot(object)
    def changed(self, change: Change) -> None:
        """Tell every page of a change."""
        for page in self._pages.values():
            page.changed(change)

    @Slot(object)
    def show_error(self, error: CommsDeskError) -> None:
        """Show an error that no page has a place for."""
        self.error.explain(error)

    @Slot(object)
    def show_job_failure(self, failure: Failed) -> None:
        """Show that a job of the worker failed, in the words that it sent."""
        if not self.presence.worker_failed(failure):
            self.error.say(failure.what, failure.way_out, details=failure.error)

    @Slot(str)
    def show_bug(self, trace: str) -> None:
        """Say that the desk itself is at fault; what is typed stays where it is."""
        self.error.say(
            _("Comms Desk ran into an unexpected error."),
            _("What you typed is kept. Copy the details for whoever looks after the desk."),
            details=trace,
        )

    @Slot(str, int)
    @override
    def count_elsewhere(self, key: str, waiting: int) -> None:
        """Show on the rail how many things wait on the page *key*; one in front counts itself."""
        is_in_front = self.page is not None and key == self.page.KEY
        if key in self._places and not is_in_front:
            self.rail.count(key, waiting)

    @Slot()
    def watch_others(self) -> None:
        """From now on, notice what other processes commit, and whether the database is there."""
        self.presence.watch()

    @Slot()
    def wear_the_theme(self) -> None:
        """Dress all that is in the window, or will be, in the colours of now."""
        self.setStyleSheet(stylesheet(look().colours))

    def stay(self) -> None:
        """Show the window again: what was typed could not be saved, and it is said."""
        self.show()
        self.presence.watch()

    @Slot()
    def end_session(self) -> None:
        """Hand over what is typed; whatever closes the window from now on is asked nothing."""
        self.presence.end_session()
        self.hand_over()

    def hand_over(self) -> None:
        """Hand over what is typed on every page, to be saved."""
        self.capturing.leaving()
        for page in self._pages.values():
            page.leaving()

    def go_on_from(self, before: "Window") -> None:
        """Take the place of the window *before*, on the screen too; say and undo what it could."""
        if before.windowState() == Qt.WindowState.WindowNoState:
            self.setGeometry(before.geometry())
        self.status.go_on_from(before.status)
        if self.errands.unsaved.every():
            self.status.show_not_saved()
        before.toast.hand_over(self.toast)
        self.undoing.go_on_from(before.undoing)

    def _room_beside_list(self) -> QRect:
        """Return what is beside the list of the page in front: no row of it is covered."""
        page = self.page
        room = self._stack.rect() if page is None else page.beside_list()
        return room.translated(self._stack.mapTo(self, QPoint()))

    @override
    def room_over(self, reminders: list[ReminderBar]) -> QRect:
        """Return what is beside the list of the page in front, over what failed and *reminders*."""
        failed: list[ErrorBar | ReminderBar] = [*self.findChildren(ErrorBar)]
        return above(self._room_beside_list(), self, [*failed, *reminders])

    def _room_for_toast(self) -> QRect:
        return self.room_over(self.reminders)

    def _lay_out(self) -> None:
        stacked(
            filling(
                abreast(
                    self.rail,
                    filling(stacked(self.away, self.naming, filling(self._stack), gap_px=0)),
                    gap_px=0,
                )
            ),
            self.status,
            inside=self,
            gap_px=0,
        )

    def _listen(self) -> None:
        self.rail.chosen.connect(self.go_to)
        self.status.stop_wanted.connect(self.stop_wanted)
        self.status.restart_wanted.connect(self.restart_wanted)
        look().changed.connect(self.wear_the_theme)
        self.errands.failed.connect(self.show_error)
        self.errands.changed.connect(self.changed)
        self.errands.writing.connect(self._writing)
        self.errands.written.connect(self._written)
        self.errands.not_saved.connect(self.status.show_not_saved)
        self.errands.unsaved.changed.connect(self._written)
        self.away.acted.connect(self.close)
        self.presence.away.connect(self.status.show_away)
        self.sample.said.connect(self.toast.offer)
        self.sample.loaded.connect(self._changed_somewhere)
        self.sample.refused.connect(self._sample_refused)
        self.presence.stirred.connect(self._changed_somewhere)

    def _bind_keys(self) -> None:
        for digit, key in enumerate(self.rail.keys, start=1):
            self._bind(f"Ctrl+{digit}", self._page_shortcut, name=key)
        for keys, slot in (
            ("Ctrl+N", self._new),
            ("Ctrl+F", self._search),
            ("Ctrl+Z", self.undo),
            *((keys, self.redo) for keys in redo_keys()),
            ("Ctrl+K", self.open_palette),
            ("Ctrl+,", self.show_settings),
            ("F1", self.show_keys),
        ):
            self._bind(keys, slot)
        if single_keys.are_commands():
            for keys in ("/", "J", "K"):
                self._bind(keys, self._letter, name=keys)

    def _bind(self, keys: str, slot: Callable[[], None], *, name: str = "") -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setObjectName(name)
        shortcut.activated.connect(slot)

    def _begin(self, key: str) -> Page:
        """Return the page *key*, which nobody went to before."""
        page = make_page(self._places[key], self.errands)
        self._pages[key] = page
        page.open_wanted.connect(self.open)
        page.page_wanted.connect(self.go_to)
        page.evening_wanted.connect(self.end_of_day.ask)
        page.setting_wanted.connect(self._show_setting)
        page.first_thing_wanted.connect(self._do_first_thing)
        page.undoable.connect(self.undoing.hear)
        page.file_made.connect(self._offer_file)
        page.sample_wanted.connect(self.sample.load)
        page.sample_unwanted.connect(self.sample.take_away)
        page.counted.connect(self._counted)
        page.counted_elsewhere.connect(self.count_elsewhere)
        page.remake_wanted.connect(self.remake_wanted)
        page.works.connect(self.status.follow)
        page.grown.connect(self.page_made)
        self._stack.addWidget(page)
        self.page_made.emit()
        if sizes := self.memory.splitters.get(key):
            page.set_splitters(sizes)
        if key in self.memory.pages:
            page.recall(self.memory.pages[key])
        return page

    @Slot()
    def _page_shortcut(self) -> None:
        self.go_to(self.sender().objectName())

    @Slot()
    def _new(self) -> None:
        if self.page:
            self.page.new()

    @Slot()
    def _search(self) -> None:
        if self.page:
            self.page.focus_search()

    @Slot()
    def _letter(self) -> None:
        page = self.page
        if page is None or not page.takes_letters or single_keys.are_held():
            return
        acts = {"/": page.focus_search, "J": self._next_row, "K": self._previous_row}
        acts[self.sender().objectName()]()

    def _next_row(self) -> None:
        if self.page:
            self.page.next_row()

    def _previous_row(self) -> None:
        if self.page:
            self.page.previous_row()

    @Slot(str, object)
    def _offer_file(self, made: str, file: Path) -> None:
        self.toast.offer(made, file=file)

    @Slot(int)
    def _counted(self, waiting: int) -> None:
        page = self.sender()
        if isinstance(page, Page):
            self.rail.count(page.KEY, waiting)

    @Slot(int)
    def _writing(self, waiting: int) -> None:
        self.status.show_saving(is_saving=waiting > 0)

    @Slot()
    def _written(self) -> None:
        """Say that all is saved, which it is not while something that was typed is refused."""
        if self.errands.unsaved.every():
            self.status.show_not_saved()
        else:
            self.status.show_saved(self._clock.now())

    @Slot(object)
    def _sample_refused(self, error: CommsDeskError) -> None:
        self.toast.close_it()  # it said what is being done
        self.show_error(error)

    @Slot()
    def _changed_somewhere(self) -> None:
        for page in self._pages.values():
            page.changed_elsewhere()
        self.stirred.emit()

    @override
    def focusNextPrevChild(self, next: bool, /) -> bool:
        """Go where Tab goes; what had the focus and went away is replaced where it stood."""
        if not self.kept_focus.was_lost():
            return super().focusNextPrevChild(next)
        self.kept_focus.replace()
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo what was saved last, or do it again, where a field has nothing of its own."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redo()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Say once that the shell is there."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Keep letters for the pages: the focus starts on what is in front, not in a field."""
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Hand over what is typed, remember the shape, and go, whatever fails on the way.

        What was typed and cannot be saved is not left without a word.
        """
        with ExitStack() as leaving:  # the last one named is the first one done
            leaving.callback(self._go_or_stay, event)
            leaving.callback(self.capturing.leaving)
            for page in self._pages.values():
                leaving.callback(page.leaving)

    def _go_or_stay(self, event: QCloseEvent) -> None:
        if not self.presence.may_close() or not self.closing_question.may_close():
            event.ignore()
            return
        with ExitStack() as leaving:
            leaving.callback(self.closing.emit)
            leaving.callback(super().closeEvent, event)
            leaving.callback(self.remember)
            leaving.callback(self.presence.rest)

    def remember(self) -> None:
        """Note the shape of the window, and what each page is left at."""
        self.memory.geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self.memory.page = self.page.KEY if self.page else ""
        for key, page in self._pages.items():
            self.memory.splitters[key] = page.splitters()
            kept = page.kept()
            if kept is not None:
                self.memory.pages[key] = kept
