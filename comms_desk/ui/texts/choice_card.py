"""Two texts where two people wrote: both are shown, and a person chooses."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.across import Office
from comms_desk.i18n import _, format_moment_within, one_stop
from comms_desk.media.drafting.model import Manuscript, Revision, RevisionId
from comms_desk.text.markdown import read_markdown
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit import text_bridge as bridge
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.notices import ErrorBar
from comms_desk.ui.kit.stacks import STRETCH, abreast, at_left, filling, stacked
from comms_desk.ui.texts.past_card import browser


class ChoiceCard(QWidget):
    """The text of now beside the one that was set aside.

    Signals:
        settled: The choice is made and kept; or the card is left as it was.
    """

    settled = Signal()

    def __init__(self, errands: Errands) -> None:
        """Build the card."""
        super().__init__()
        self._errands = errands
        self._aside: Revision | None = None
        self._now = ""
        self._over: RevisionId | None = None
        self.error = ErrorBar()
        self.what = Label("", "card-title", wraps=True)
        self.current = browser(_("Current text"))
        self.other = browser(_("The text set aside"))
        self.keep_current = Button(_("Keep this one"), name=_("Keep the current text"))
        self.keep_other = Button(_("Keep this one"), name=_("Keep the text set aside"))
        self.keep_both = Button(_("Keep both, one after the other"), does=self._keep_both)
        later = Button(_("Choose later"), role="link", does=self.settled)
        self.keep_current.clicked.connect(self._keep_current)
        self.keep_other.clicked.connect(self._keep_other)
        columns = abreast(gap_px=tokens.SPACE_4_PX)
        for title, page, keep in (
            (_("Current text"), self.current, self.keep_current),
            (_("Set aside"), self.other, self.keep_other),
        ):
            columns.addLayout(stacked(Label(title, "strong"), filling(page), at_left(keep)))
        stacked(
            self.error,
            self.what,
            filling(columns),
            abreast(self.keep_both, later, STRETCH),
            inside=self,
            gap_px=tokens.SPACE_3_PX,
            edges_px=(28, tokens.SPACE_6_PX, 28, tokens.SPACE_6_PX),
        )

    def show_choice(self, manuscript: Manuscript) -> None:
        """Show the text of now and the first that was set aside."""
        self.error.hide()
        now, aside = manuscript.text, manuscript.asides[-1]
        self._now, self._aside, self._over = now, aside, manuscript.base
        said = _("Two people wrote in this text. This one was set aside on {moment}.")
        self.what.setText(one_stop(said.format(moment=format_moment_within(aside.at))))
        bridge.show(read_markdown(now), self.current.document())
        bridge.show(read_markdown(aside.text), self.other.document())

    @Slot()
    def _keep_current(self) -> None:
        self._settle(self._now)

    @Slot()
    def _keep_other(self) -> None:
        self._settle(self._aside.text if self._aside else self._now)

    @Slot()
    def _keep_both(self) -> None:
        self._settle(f"{self._now}\n{self._aside.text}" if self._aside else self._now)

    def _settle(self, text: str) -> None:
        aside, over = self._aside, self._over
        if aside is None:
            return
        self.error.hide()

        def job(office: Office) -> object:
            return office.drafts.settle(aside.id, text, over=over)

        self._errands.write(None, job, self._was_settled)

    @Slot(object)
    def _was_settled(self, _revision: object) -> None:
        self.settled.emit()
