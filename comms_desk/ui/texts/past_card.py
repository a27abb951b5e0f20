"""A text as it was, beside the one of now, and the way back to it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QTextBrowser, QWidget

from comms_desk.i18n import _, format_moment_within, one_stop
from comms_desk.media.drafting.model import Revision
from comms_desk.text.markdown import Document
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit import text_bridge as bridge
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.stacks import abreast, at_left, filling, stacked


class PastCard(QWidget):
    """Shows an earlier text of a draft beside its text of now; it changes nothing.

    Signals:
        put_back: The earlier text is to be the text again; carries its `Document`.
        left: The text of now stays.
    """

    put_back = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        """Build the card."""
        super().__init__()
        self._past = Document(())
        self.what = Label("", "card-title", wraps=True)
        self.then, self.now = browser(_("Earlier text")), browser(_("Current text"))
        self.take = Button(_("Put this text back"), does=self._take)
        back = self.back = Button(_("Back to the text"))
        back.clicked.connect(self.left)
        columns = abreast(gap_px=tokens.SPACE_4_PX)
        for title, page, button in (
            (_("Earlier text"), self.then, self.take),
            (_("Current text"), self.now, back),
        ):
            columns.addLayout(stacked(Label(title, "strong"), filling(page), at_left(button)))
        stacked(
            self.what,
            filling(columns),
            inside=self,
            gap_px=tokens.SPACE_3_PX,
            edges_px=(28, tokens.SPACE_6_PX, 28, tokens.SPACE_6_PX),
        )

    def show_past(
        self, revision: Revision, text: Document, now: Document, *, may_take: bool
    ) -> None:
        """Show the *text* of *revision* beside the one of *now*; the archive's is only read."""
        self._past = text
        moment = format_moment_within(revision.at)
        said = _("The text as it was kept on {moment}.").format(moment=moment)
        self.what.setText(one_stop(said))
        bridge.show(text, self.then.document())
        bridge.show(now, self.now.document())
        self.take.setVisible(may_take)

    @Slot()
    def _take(self) -> None:
        self.put_back.emit(self._past)


def browser(name: str) -> QTextBrowser:
    """Return a page called *name* on which a text is read."""
    page = QTextBrowser()
    page.setAccessibleName(name)
    page.setOpenLinks(False)
    return page
