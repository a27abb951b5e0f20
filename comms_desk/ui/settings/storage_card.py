"""Where the data lives, a backup of all of it at once, and the way out of the sample desk."""

import threading
from pathlib import Path
from typing import override

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from comms_desk.across import Office
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_moment, format_number
from comms_desk.mail.kept_passwords import KeptPassword, note_changed
from comms_desk.settings import DATABASE_URL, SettingSection
from comms_desk.storage import backup
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.layout import empty_out
from comms_desk.ui.kit.open_file import open_file
from comms_desk.ui.kit.stacks import stacked
from comms_desk.ui.settings.cards import SectionCard
from comms_desk.ui.settings.reading import SettingsView
from comms_desk.wording import kept_passwords

WHY = "asked"
"""In the name of the file: others are made before the desk is brought up to date."""


class StorageCard(SectionCard):
    """The place of the data, its folder, a backup made when asked, and the sample desk.

    Signals:
        saved: A backup was made; what to say, and its `Path`.
        sample_unwanted: The sample desk is to be taken away.
    """

    saved = Signal(str, object)
    sample_unwanted = Signal()

    def __init__(self, errands: Errands) -> None:
        """Build the section; nothing is known yet."""
        super().__init__(errands, SettingSection.DATA)
        self._folder: Path | None = None
        self._backup = _Backup(self, errands)
        self._backup.progressed.connect(self._show_progress)
        self.save = Button(_("Back up now"), icon="save", does=self._start)
        self.stop = Button(_("Stop"), role="link", name=_("Stop the backup"))
        self.open = Button(_("Open the folder"), icon="dossiers", does=self._open_folder)
        self.stop.clicked.connect(self._backup.stop)
        self.stop.hide()
        self.bar.right(self.open, self.stop, self.save)
        self.place, self.last = Label("", wraps=True), Label("", wraps=True)
        self.pinned = Label("", "word-amber", wraps=True)
        self.about = Label("", "muted", wraps=True)
        self.tell(Label(_(DATABASE_URL.label), "detail"), self.place, self.pinned)
        self.tell(Label(_("Last backup"), "detail"), self.last, self.about)
        self.kept: list[_KeptPassword] = []
        self._kept = stacked(gap_px=tokens.SPACE_4_PX)
        self.body.addLayout(self._kept)
        self.sample = Label(_("Sample desk"), "detail")
        self.invented = Label(
            _("All of it is invented. What you changed, linked or sent of it stays."), wraps=True
        )
        self.remove = Button(_("Take the sample desk away"), role="link", does=self.sample_unwanted)
        self.tell(self.sample, self.invented)
        self.body.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)

    @override
    def show_view(self, view: SettingsView) -> None:
        super().show_view(view)
        place, by = view.place, view.pinned.get(DATABASE_URL.key, "")
        self._folder = place.folder
        self.place.setText(place.said)
        self.pinned.setText(_("It is set by {by}, and cannot be changed here.").format(by=by))
        self.pinned.setVisible(bool(by))
        self.last.setText(format_moment(place.saved_at) if place.saved_at else _("No backup yet"))
        if view.kept_passwords != tuple(each.shown for each in self.kept):
            empty_out(self._kept)
            self.kept = [_KeptPassword(self, each) for each in view.kept_passwords]
            for line in self.kept:
                self._kept.addWidget(line)
        for button in (self.save, self.open):
            button.setVisible(place.folder is not None)
        for widget in (self.sample, self.invented, self.remove):
            widget.setVisible(view.has_sample)
        self.about.setText(
            _("A backup is one file that holds the whole desk. Keep a copy of it elsewhere.")
            if place.folder
            else _("A team’s database is backed up by its server.")
        )

    @Slot()
    def _start(self) -> None:
        self.error.hide()
        self.stop.show()
        self._show_progress(0)
        self.errands.read("backup", self._backup.make, self._was_made, self._was_refused)

    @Slot(int)
    def _show_progress(self, percent: int) -> None:
        if self.stop.isVisibleTo(self):
            self.save.forbid(_("{n}\u00a0%").format(n=format_number(percent)))

    @Slot(object)
    def _was_made(self, file: Path | None) -> None:
        self._rest()
        if file is not None:
            self.saved.emit(_("The desk is backed up in {name}").format(name=file.name), file)

    @Slot(object)
    def _was_refused(self, error: CommsDeskError) -> None:
        self._rest()
        self.show_error(error)

    def _rest(self) -> None:
        self.stop.hide()
        self.save.allow()

    @Slot()
    def _open_folder(self) -> None:
        if self._folder is not None:
            open_file(self._folder)


class _KeptPassword(QWidget):
    """A password that old backups and logs may hold, until it is said to be changed."""

    def __init__(self, card: StorageCard, shown: KeptPassword) -> None:
        super().__init__()
        self._card, self.shown = card, shown
        self.files = Label("\n".join(kept_passwords.files(shown)), "detail", wraps=True)
        self.changed = Button(
            _("The password was changed"),
            name=_("The password of {account} was changed").format(account=shown.name),
            does=self._say_changed,
        )
        self.to_change = Label(kept_passwords.to_change(shown), "word-amber", wraps=True)
        rows = stacked(inside=self, gap_px=tokens.SPACE_1_PX)
        for each in (Label(shown.name, "strong"), self.to_change, self.files):
            rows.addWidget(each)
        rows.addWidget(self.changed, 0, Qt.AlignmentFlag.AlignLeft)

    @Slot()
    def _say_changed(self) -> None:
        account = self.shown.account
        self._card.errands.write(
            None,
            lambda office: note_changed(office.database, account),
            self._was_noted,
            self._card.show_error,
        )

    @Slot(object)
    def _was_noted(self, _nothing: object) -> None:
        self.changed.setEnabled(False)  # the page is read again as the desk announces it


class _Stopped(Exception):
    """Somebody asked that the backup be stopped, or the window leaves."""


class _Backup(QObject):
    """A backup in a reading thread, and how far it is.

    Signals:
        progressed: How much of the desk is in the file, of a hundred.
    """

    progressed = Signal(int)

    def __init__(self, parent: QObject, errands: Errands) -> None:
        super().__init__(parent)
        self._errands = errands
        self._is_stopped = threading.Event()

    def make(self, office: Office) -> Path | None:
        """Write the whole desk beside the other backups; return its file, None if stopped."""
        self._is_stopped.clear()
        try:
            return backup.beside(office.database, office.paths.backups, why=WHY, progress=self._say)
        except _Stopped:
            return None

    @Slot()
    def stop(self) -> None:
        """Make no backup; what is written of it goes."""
        self._is_stopped.set()

    def _say(self, remaining: int, total: int) -> None:
        if self._is_stopped.is_set() or self._errands.is_closed:
            raise _Stopped
        if isValid(self):  # another window may have taken the place of this one: it goes on
            self.progressed.emit(100 * (total - remaining) // max(total, 1))
