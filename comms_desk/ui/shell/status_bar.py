"""The bar at the foot of the window: what the worker does, who is on duty, what is saved.

What the window itself does for long (a file that is read) stands there too while it lasts, with
a stop of its own.
"""

from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from comms_desk.i18n import _, format_moment, format_number, format_time
from comms_desk.jobs.reports import Doing, Job, Progress
from comms_desk.ui.frame.long_work import LongWork
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label, give_role
from comms_desk.ui.kit.fonts import sized
from comms_desk.ui.kit.plain import plain

PROGRESS_WIDTH_PX = 160


class StatusBar(QWidget):
    """What the worker does, its progress, and when the last write was kept.

    Only the asking of feeds is stopped here: letters are stopped by cancelling them.

    Signals:
        stop_wanted: The feeds are to be asked no more for now.
        restart_wanted: The worker, which was given up, is to be started again.
        frozen_wanted: The freeze of all sending is to be shown.
    """

    stop_wanted = Signal()
    restart_wanted = Signal()
    frozen_wanted = Signal()

    def __init__(self) -> None:
        """Say that the worker starts."""
        super().__init__()
        give_role(self, "status")
        self.setFixedHeight(tokens.STATUS_HEIGHT_PX)
        self.worker = Label("", "detail")
        self.progress = _progress_bar(_("Progress of feeds and e-mail"))
        self.stop = Button(_("Stop"), role="link", does=self.stop_wanted)
        self.stop.hide()
        self.restart = Button(_("Start it again"), role="link", does=self.restart_wanted)
        self.restart.hide()
        self.work = Label("", "detail")
        self.work.hide()
        self.work_progress = _progress_bar(_("Progress of what was asked"))
        self.stop_work = Button(_("Stop"), role="link", does=self._stop_work)
        self.stop_work.hide()
        self._work: LongWork | None = None
        self.frozen = Button(_("Sending is frozen"), role="link-red", does=self.frozen_wanted)
        self.frozen.hide()
        for link in (self.stop, self.restart, self.stop_work, self.frozen):
            link.setFont(sized(tokens.DETAIL_TEXT_PX))
        self.on_duty = Label("", "detail")
        self.on_duty.hide()
        self.kept = Label("", "detail")
        self._kept_said = ("", "")
        self.doing: Doing | None = None
        """Where the worker stood last; None where it fell."""
        self._is_away = self._is_saving = False
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 1, 14, 0)
        row.setSpacing(tokens.SPACE_3_PX)
        for widget in (self.worker, self.progress, self.stop, self.restart):
            row.addWidget(widget)
        row.addStretch()
        for widget in (self.work, self.work_progress, self.stop_work):
            row.addWidget(widget)
        for widget in (self.frozen, self.on_duty, self.kept):
            row.addWidget(widget)

    @Slot(object)
    def show_doing(self, doing: Doing) -> None:
        """Say where the worker stands; while the database is away, that it waits."""
        self.doing = doing
        self.restart.hide()
        self._hide_progress()
        self.worker.setText(
            _("Feeds and e-mail are waiting for the database")
            if self._is_away and doing in (Doing.STARTING, Doing.WORKING)
            else {
                Doing.STARTING: _("Feeds and e-mail are starting"),
                Doing.WORKING: _("Feeds and e-mail are running"),
                Doing.WAITING: _("Feeds and e-mail run on another computer"),
                Doing.WAITING_HERE: _(
                    "Feeds and e-mail already run on this computer, outside this window"
                ),
                Doing.WAITING_FOR_SERVICE: _("Feeds and e-mail are run by this computer’s service"),
                Doing.WAITING_FOR_LETTERS: _(
                    "The e-mails of the window that was closed go on leaving; feeds come after"
                ),
                Doing.FINISHING: _("Feeds and e-mail are stopping"),
                Doing.STOPPING: _("Feeds and e-mail are stopping"),
            }[doing]
        )

    def show_frozen(self, why: str) -> None:
        """Say that sending is frozen, and *why* where one points; "": it is not."""
        self.frozen.setToolTip(plain(why))
        self.frozen.setVisible(bool(why))

    def show_on_duty(self, said: str) -> None:
        """Say who is on duty; "": nobody is said to be."""
        self.on_duty.setText(said)
        self.on_duty.setVisible(bool(said))

    def go_on_from(self, before: "StatusBar") -> None:
        """Say of the worker what the bar *before* said of it, in the words of now."""
        if before.restart.isVisibleTo(before):
            self.show_given_up()
        elif before.doing is not None:
            self.show_doing(before.doing)

    @Slot(object)
    def show_progress(self, progress: Progress) -> None:
        """Say how far a job is; once it is done, that the worker is there."""
        if progress.total and progress.done >= progress.total:
            self.show_doing(Doing.WORKING)
            return
        self.doing = Doing.WORKING
        if self._is_away:
            return
        words = {
            Job.LETTERS: _("E-mails: sending, {done} of {total}"),
            Job.FEEDS: _("Feeds: refreshing, {done} of {total}"),
            Job.BIN: _("Bin: emptying, {done} of {total}"),
        }[progress.job]
        self.worker.setText(
            words.format(
                done=format_number(progress.done),
                total=format_number(progress.total) if progress.total else "?",
            )
        )
        self.progress.setMaximum(progress.total)
        self.progress.setValue(progress.done)
        self.progress.show()
        self.stop.setVisible(progress.job is Job.FEEDS)

    @Slot(object)
    def follow(self, work: LongWork) -> None:
        """Show *work* from when it first says how far it is to its end; the last one asked for."""
        if self._work is not None:
            self._work.progressed.disconnect(self._show_work)
            self._work.ended.disconnect(self._forget_work)
            self._forget_work()
        self._work = work
        work.progressed.connect(self._show_work)
        work.ended.connect(self._forget_work)

    @Slot(int, int)
    def _show_work(self, done: int, total: int) -> None:
        if self._work is None:
            return
        self.work.setText(self._work.words(done, total))
        self.work_progress.setMaximum(total)
        self.work_progress.setValue(done)
        for widget in (self.work, self.work_progress, self.stop_work):
            widget.show()

    @Slot()
    def _forget_work(self) -> None:
        self._work = None
        for widget in (self.work, self.work_progress, self.stop_work):
            widget.hide()

    @Slot()
    def _stop_work(self) -> None:
        if self._work is not None:
            self._work.stop()

    @Slot(int)
    def show_restarting(self, seconds: int) -> None:
        """Say that the worker fell and when it is started again."""
        self.doing = None
        self._hide_progress()
        self.worker.setText(
            _("Feeds and e-mail stopped; restarting in {seconds}\u00a0s").format(seconds=seconds)
        )

    @Slot()
    def show_given_up(self) -> None:
        """Say that the worker will not be started again by itself."""
        self.doing = None
        self._hide_progress()
        self.worker.setText(_("Feeds and e-mail have stopped: nothing is fetched or sent"))
        self.restart.show()

    @Slot(bool)
    def show_away(self, is_away: bool) -> None:  # noqa: FBT001 - a signal's own
        """Say nothing of work or of saving that a database which is away does not let happen."""
        self._is_away = is_away
        if self.doing is not None:
            self.show_doing(self.doing)
        self._show_kept()

    def show_saving(self, *, is_saving: bool) -> None:
        """Say that something is not kept yet; or again what was said before."""
        self._is_saving = is_saving
        self._show_kept()

    @Slot()
    def show_not_saved(self) -> None:
        """Say that what was typed last was refused; the field says why."""
        self._kept_said = (_("Not saved"), "")
        self._show_kept()

    def show_saved(self, moment: datetime) -> None:
        """Say when the last write was kept."""
        said = _("Saved at {time}").format(time=format_time(moment))
        self._kept_said = (said, format_moment(moment))
        self._show_kept()

    def _show_kept(self) -> None:
        said, tip = self._kept_said
        if self._is_saving:
            said, tip = _("Not saved") if self._is_away else _("Saving…"), ""
        self.kept.setText(said)
        self.kept.setToolTip(plain(tip))

    def _hide_progress(self) -> None:
        self.progress.hide()
        self.stop.hide()


def _progress_bar(name: str) -> QProgressBar:
    bar = QProgressBar()
    bar.setTextVisible(False)
    bar.setFixedWidth(PROGRESS_WIDTH_PX)
    bar.setAccessibleName(name)
    bar.hide()
    return bar
