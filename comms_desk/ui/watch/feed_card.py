"""The card of a feed: what ails it, then its facts, which are mended where they stand."""

from typing import override

from PySide6.QtCore import Qt, Signal, Slot

from comms_desk.across import Office, things
from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _
from comms_desk.jobs.model import CommandKind
from comms_desk.media.feeds.facts import facts
from comms_desk.media.feeds.model import FeedId
from comms_desk.storage.model import Edit, FieldChange
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.fact_card import FactCard
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.watch.feed_rows import FeedView

ASKED_AT_ONCE = frozenset({"address", "paused"})
"""Once these change, nobody wants to wait for the next round."""


class FeedCard(FactCard):
    """The feed chosen among the sources.

    Signals:
        left: The person goes back to the sources.
        look_wanted: Its site may have another feed; carries the site's address.
    """

    left = Signal()
    look_wanted = Signal(str)

    def __init__(self, errands: Errands) -> None:
        """Build an empty card."""
        super().__init__(
            errands,
            Subject.FEED,
            facts(),
            nothing=_("Choose a feed to see how it fares."),
            edit=_change,
        )
        self._errands = errands
        self.leave = Button(_("All feeds"), role="quiet", does=self.left)
        self.again = Button(_("Refresh"), icon="refresh", does=self._ask_again)
        self.seek = Button(_("Look for its new address"), icon="search", does=self._look)
        self._look_at = ""
        self.bar.left(self.leave, self.again, self.seek)
        self.trouble = Label("", "word-red", wraps=True)
        self.trouble.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.trouble.setMinimumWidth(1)  # an address may be one word wider than the card
        self.silence = Label("", "word-amber", wraps=True)
        self.left_out = Label("", "muted", wraps=True)
        self.fares = Label("", "detail", wraps=True)
        for place, said in enumerate((self.trouble, self.silence, self.left_out)):
            self.body.insertWidget(place, said)
        self.more.addWidget(self.fares)
        for said in (self.trouble, self.silence, self.left_out, self.fares):
            said.setContentsMargins(tokens.HANG_PX, 0, 0, 0)

    @override
    def show_view(self, view: FeedView) -> None:
        """Show a feed, and what was said of its last answer."""
        self.show_thing(view.feed, facts(view.outlets))
        self._look_at = view.look_at
        self.seek.setVisible(bool(view.look_at))
        self.again.rename(_("Try again") if view.trouble else _("Refresh"))
        for label, said in (
            (self.trouble, view.trouble),
            (self.silence, view.silence),
            (self.left_out, view.left_out),
            (self.fares, view.fares),
        ):
            label.setText(said)
            label.setVisible(bool(said))

    @Slot()
    def _look(self) -> None:
        self.look_wanted.emit(self._look_at)

    @Slot()
    def _ask_again(self) -> None:
        if self.ref is not None:
            feed = FeedId(self.ref.id)

            def job(office: Office) -> None:
                office.feeds.ask_again(feed)
                office.jobs.ask(CommandKind.POLL_NOW, Ref(Subject.FEED, feed))

            self._errands.write(None, job, self._asked)

    @Slot(object)
    def _asked(self, _nothing: None) -> None:
        """Say nothing: the page hears of the change and reads again."""


def _change(office: Office, ref: Ref, change: FieldChange) -> Edit:
    edit = things.change(office, ref, change)
    if change.field in ASKED_AT_ONCE:
        office.jobs.ask(CommandKind.POLL_NOW, ref)
    return edit
