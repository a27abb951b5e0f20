"""What is asked last of all before a text leaves, and where a test of it goes."""

from PySide6.QtWidgets import QWidget

from comms_desk.i18n import _
from comms_desk.ui.frame.trial_dialog import TrialDialog
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.kit.dialog import Dialog
from comms_desk.ui.texts.sending import words
from comms_desk.ui.texts.sending.reading import SendView


class SendDialog(Dialog):
    """To how many, when, and that it is undone by nothing; the way back is the first button."""

    def __init__(self, parent: QWidget, view: SendView) -> None:
        """Ask whether to send what *view* says."""
        super().__init__(parent, words.question(view.plan), view.verb)
        self.view = view
        self.tell(words.hours(view.plan, view.now))
        self.tell(view.english)
        if view.not_reached:
            self.tell(words.not_reached(view.not_reached))
        if view.wanted.even_if_sent:
            said = words.confirmed(view.plan.kind)
            self.body.addWidget(Label(said, "word-amber", wraps=True))
        self.tell(view.notice, "word-amber")
        self.tell(view.depends, "word-amber")
        if view.frozen:
            self.body.addWidget(Label(view.frozen, "word-amber", wraps=True))
        self.tell(
            _(
                "What has left cannot be taken back: what waits can be stopped, what left"
                " corrected."
            ),
            "muted",
        )
        if view.forbidden:  # something changed between the button and this
            self.verb.forbid(view.forbidden)
        self.leave.setFocus()
        self.fit()


class TestDialog(TrialDialog):
    """To which address one letter of a text goes."""

    __test__ = False

    def __init__(self, parent: QWidget, address: str) -> None:
        """Ask for an address; *address* was the last one."""
        what = _("One e-mail, its subject marked as a test. The text stays as it is.")
        super().__init__(parent, what, address)
