"""What is asked before letters leave, or no longer do: how many, who gets none, until when.

The dialogs open over the window and never block it: the page goes on when one is accepted.  The
few to whom a bulletin goes are employees by name, and services and workplaces whole; nobody is
counted here, since who is of a service is known only as the bulletin leaves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import override

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QWidget

from comms_desk.across import Office
from comms_desk.i18n import _
from comms_desk.internal.audience.model import EmployeeGroup, EmployeeId, GroupKind, Segment
from comms_desk.internal.bulletins.model import Bulletin, BulletinId, BulletinMaybeSent, Recipients
from comms_desk.mail.model import LetterState
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.ui.bulletins import words
from comms_desk.ui.frame.doubt import Doubt
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.picker import Picker
from comms_desk.ui.frame.trial_dialog import TrialDialog
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.dialog import Dialog
from comms_desk.ui.kit.flow import FlowLayout, lay_out_now
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.kit.stacks import STRETCH, abreast, stacked

PEOPLE_OFFERED = 100
LIST_MOST_PX = 216
PLACE_PX = 276
"""The room of the search and of its rows, kept whatever they are: nothing moves under the hand."""


class SendBulletinDialog(Dialog):
    """To whom, to whom not and why, and until when; the way back is the first button.

    It goes to everyone, or to a chosen few, who are counted as they are chosen.

    Signals:
        chosen: Others get it: to be counted, and answered by `show_recipients`.
    """

    chosen = Signal()

    def __init__(
        self,
        parent: QWidget,
        errands: Errands,
        bulletin: Bulletin,
        recipients: Recipients,
        *,
        now: datetime,
        depends: str = "",
    ) -> None:
        """Ask whether to send *bulletin*, counted *now*; *depends* says until when it leaves."""
        super().__init__(parent, "", "")
        self.asked, self._now = bulletin, now
        self.bulletin: BulletinId = bulletin.id
        self._is_doubted, self._is_counted = recipients.may_be_sent, True
        self.counted = recipients.count
        """To how many it says that it goes."""
        self.tell(bulletin.subject, "muted")
        self.doubt = Doubt()
        self.doubt.ask_of(_("I have asked: it may leave, though some may have it already"))
        self.doubt.decided.connect(self._judge)
        self.body.addWidget(self.doubt)
        if self._is_doubted:
            self.doubt.ask(BulletinMaybeSent(bulletin.name, bulletin.number))
        self.to_few = Button(_("Choose who gets it"), role="link")
        self.to_few.setCheckable(True)
        self.to_few.toggled.connect(self._choose)
        self.few = ChosenReaders(errands)
        self.few.hide()
        self.few.changed.connect(self._chosen)
        self.body.addLayout(abreast(self.to_few, STRETCH))
        self.body.addWidget(self.few)
        self.until, self.not_reached = Label("", wraps=True), Label("", wraps=True)
        self.names = Label("", "detail", wraps=True)
        self.depends = Label("", "word-amber", wraps=True)
        for label in (self.until, self.depends, self.not_reached, self.names):
            self.body.addWidget(label)
        self.tell(_("Once sent, the bulletin cannot be changed."), "muted")
        self.show_recipients(None, recipients, depends)
        self.leave.setFocus()

    @property
    def to(self) -> Segment | None:
        """Who gets it; None: everyone."""
        return self.few.segment if self.to_few.isChecked() else None

    def show_recipients(self, to: Segment | None, recipients: Recipients, depends: str) -> None:
        """Say who of *to* would get it; nothing where others are chosen by now.

        *depends* is until when this computer is to be left on for it.
        """
        if to != self.to:
            return
        self.counted, self._is_counted = recipients.count, True
        title = words.question(self.asked, recipients)
        self.setWindowTitle(title)
        self.title.setText(title)
        self.verb.rename(words.verb(recipients.count))
        self._judge()
        plan, excluded = recipients.plan, recipients.excluded
        will_leave = plan is not None and recipients.count > 0
        self.until.setText(words.last_leaves(plan, now=self._now) if will_leave and plan else "")
        self.depends.setText(depends)
        self.not_reached.setText(words.not_reached(excluded) if excluded else "")
        self.names.setText(words.names(excluded))
        for label in (self.until, self.depends, self.not_reached, self.names):
            label.setVisible(bool(label.text()))
        self.fit()

    @Slot()
    def _judge(self) -> None:
        """Let it leave, or say on the button what keeps it from that."""
        asked = (
            (not self._is_counted, _("counting…")),
            (not self.counted and self.to is not None, _("nobody to write to")),
            (self._is_doubted and not self.doubt.is_confirmed, _("to be confirmed")),
        )
        reason = next((said for is_so, said in asked if is_so), "")
        if reason:
            self.verb.forbid(reason)
        else:
            self.verb.allow()

    @Slot()
    def _choose(self) -> None:
        few = self.to_few.isChecked()
        self.to_few.rename(_("Send to everyone") if few else _("Choose who gets it"))
        self.few.setVisible(few)
        if few:
            self.few.picker.ask()
        self._chosen()

    @Slot()
    def _chosen(self) -> None:
        self._is_counted = False
        self._judge()
        self.chosen.emit()


@dataclass(frozen=True, slots=True)
class ToCancel:
    """How many letters a cancellation is about, and where all of them stand.

    *since*: queued after it was asked, and so not to be cancelled.
    """

    waiting: int
    on_the_wire: int
    since: int
    counts: Mapping[LetterState, int]


class CancelDialog(Dialog):
    """How many letters no longer leave, and what became of the others; to leave comes first.

    It blocks nothing: letters go on leaving while it is read, and it says so.
    """

    def __init__(self, parent: QWidget, bulletin: Bulletin, letters: ToCancel) -> None:
        """Ask whether to cancel those of *letters* that wait, or come back to wait."""
        super().__init__(parent, "", "")
        self.setWindowModality(Qt.WindowModality.NonModal)
        self._bulletin = bulletin
        self.go_on, self.since, self.others = (Label("", wraps=True) for _each in range(3))
        self.tell(bulletin.subject, "muted")
        for label in (self.go_on, self.since, self.others):
            self.body.addWidget(label)
        self.tell(
            _(
                "People whose e-mail is stopped will not get this bulletin; this is final. A"
                " copy of"
                " the bulletin would go to everyone, even those who already have it."
            ),
            "muted",
        )
        self.show_figures(letters)
        self.leave.setFocus()

    def show_figures(self, letters: ToCancel) -> None:
        """Say how many *letters* it is about now; nothing is to be cancelled once none is."""
        counts, waiting = letters.counts, letters.waiting
        is_about_any = bool(waiting or letters.on_the_wire)
        if is_about_any:
            title = words.cancelling(self._bulletin, waiting, sum(counts.values()))
        else:
            title = words.none_waits(self._bulletin)
        self.setWindowTitle(title)
        self.title.setText(title)
        self.verb.rename(words.cancel(waiting) if is_about_any else _("Stop the sending"))
        if is_about_any:
            self.verb.allow()
        else:
            self.verb.forbid(_("no e-mail is waiting any more"))
        for label, text in (
            (self.go_on, words.go_on(letters.on_the_wire)),
            (self.since, words.queued_since(letters.since)),
            (self.others, words.not_cancelled(counts)),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        self.adjustSize()


class TrialSendDialog(TrialDialog):
    """To which address one letter of a bulletin goes."""

    def __init__(self, parent: QWidget, bulletin: Bulletin, address: str) -> None:
        """Ask for an address; *address* was the last one."""
        what = _("One e-mail, its subject marked as a test. The bulletin stays a draft.")
        super().__init__(parent, what, address)
        self.bulletin: BulletinId = bulletin.id


class ChosenReaders(QWidget):
    """Who was chosen, each to be left out again, under a search for more.

    Signals:
        changed: Somebody was chosen, or left out.
    """

    changed = Signal()

    def __init__(self, errands: Errands) -> None:
        """Begin with nobody."""
        super().__init__()
        self.picker = _Readers(
            errands,
            _found,
            asks=words.searched_readers(),
            offers=_("Employees, services and workplaces"),
            none_match=_("Nothing matches “{words}”."),
        )
        self.picker.chosen.connect(self._take)
        self.picker.left.connect(self._leave_words)
        self.chosen: dict[object, _Chosen] = {}
        place = QWidget()
        place.setFixedHeight(PLACE_PX)
        stacked(self.picker, STRETCH, inside=place)
        self._row = FlowLayout(row_px=tokens.BUTTON_HEIGHT_PX, gap_px=tokens.SPACE_1_PX)
        stacked(place, self._row, inside=self, gap_px=tokens.SPACE_2_PX)

    @property
    def segment(self) -> Segment:
        """Those chosen."""
        keys = self.chosen.keys()
        groups = [each for each in keys if isinstance(each, EmployeeGroup)]
        return Segment(
            people=frozenset(EmployeeId(each) for each in keys if isinstance(each, int)),
            services=frozenset(e.name for e in groups if e.kind is GroupKind.SERVICE),
            sites=frozenset(e.name for e in groups if e.kind is GroupKind.SITE),
        )

    @Slot(object)
    def _take(self, key: object) -> None:
        """Choose what has *key*, and offer the others."""
        rows = self.picker.list.rows
        row = rows.row(rows.position_of(key))
        if row is None or key in self.chosen:
            return
        chosen = self.chosen[key] = _Chosen(row)
        chosen.left_out.connect(self._leave_out)
        self._row.add(chosen)
        chosen.show()
        self._offer()

    @Slot(object)
    def _leave_out(self, key: object) -> None:
        gone = self.chosen.pop(key)
        self._row.removeWidget(gone)
        gone.hide()
        gone.deleteLater()
        self._offer()

    @Slot()
    def _leave_words(self) -> None:
        """Offer everybody again; without words, leave the question."""
        question = self.window()
        if self.picker.search.words:
            self.picker.ask()
        elif isinstance(question, QDialog):
            question.reject()

    def _offer(self) -> None:
        self.picker.left_out = self.chosen.keys()
        self.picker.ask()
        self.changed.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give those chosen the lines that they take at this width."""
        super().resizeEvent(event)
        lay_out_now(self, self)


class _Readers(Picker):
    @override
    def _fit(self) -> None:
        """Take no more than the place: a dialog is to fit a small screen."""
        super()._fit()
        self.list.setFixedHeight(min(self.list.maximumHeight(), LIST_MOST_PX))


class _Chosen(Button):
    """One of those chosen.

    Signals:
        left_out: It is to be left out again; carries its key.
    """

    left_out = Signal(object)

    def __init__(self, row: Row) -> None:
        name = _("Leave out {who}").format(who=row.title)
        super().__init__(row.title, icon="close", name=name, hint=name)
        self._who = row.key
        self.clicked.connect(self._leave_out)

    @Slot()
    def _leave_out(self) -> None:
        self.left_out.emit(self._who)


def _found(office: Office, searched: str) -> Rows[Row]:
    """Return the services and workplaces that are found, then the employees."""
    people = office.audience.search(searched, limit=PEOPLE_OFFERED)
    groups = tuple(map(words.group, office.audience.groups(searched)))
    return Rows(
        rows=(*groups, *map(words.employee, people.rows)),
        total=len(groups) + people.total,
        capped=people.capped,
    )
