"""What is asked before letters leave, or no longer do: how many, who gets none, until when.

They open over the window and never block it: the page goes on when one is accepted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.i18n import _
from comms_desk.internal.audience.model import Segment
from comms_desk.internal.bulletins.model import Bulletin, BulletinId, BulletinMaybeSent, Recipients
from comms_desk.mail.model import LetterState
from comms_desk.ui.bulletins import words
from comms_desk.ui.bulletins.choosing import ChosenReaders
from comms_desk.ui.frame.doubt import Doubt
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.trial_dialog import TrialDialog
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.dialog import Dialog
from comms_desk.ui.kit.stacks import STRETCH, abreast


class SendDialog(Dialog):
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
