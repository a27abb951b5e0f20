"""The feeds that the Watch listens to: one more by its site's address, a list, how they fare.

The card of one says first what ails it, then its facts, which are mended where they stand.
"""

from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, override

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from comms_desk.across import Office, things
from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.jobs.model import CommandKind
from comms_desk.media.feeds.facts import facts
from comms_desk.media.feeds.model import Feed, FeedId, NewFeed
from comms_desk.storage.model import Edit, FieldChange
from comms_desk.text.discretion import without_secrets
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.fact_card import FactCard
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.bar import PageBar
from comms_desk.ui.kit.controls import Button, Label, give_role
from comms_desk.ui.kit.file_dialog import file_dialog, save_dialog
from comms_desk.ui.kit.layout import empty_out
from comms_desk.ui.kit.menus import Line
from comms_desk.ui.kit.notices import BriefUndo, ErrorBar
from comms_desk.ui.kit.plain import plain
from comms_desk.ui.kit.row_list import RowList
from comms_desk.ui.kit.stacks import STRETCH, abreast, filling, stacked
from comms_desk.ui.watch import feed_rows
from comms_desk.ui.watch.feed_rows import FeedsView, FeedView

if TYPE_CHECKING:
    from comms_desk.media.feeds.desk import Added
    from comms_desk.media.feeds.discovery import FoundFeed
    from comms_desk.media.feeds.opml import OpmlFeeds

WIDEST_PX = 760 + 2 * 28
ROWS_SIDE_PX = 28 - 16
"""The words of a row stand on the edge of the others."""
ASKED_AT_ONCE = frozenset({"address", "paused"})
"""Once these change, nobody wants to wait for the next round."""


class FeedPanel(QWidget):
    """Add feeds, and see how all of them fare.

    Signals:
        left: The person goes back to the mentions.
        opened: A feed is to be shown; carries its id.
        undoable: What was just done, and a bound callable that undoes it.
    """

    left = Signal()
    opened = Signal(object)
    undoable = Signal(str, object)

    def __init__(self, errands: Errands) -> None:
        """Build the panel; it reads with `start`."""
        super().__init__()
        give_role(self, "surface")
        self._errands = errands
        self._dialog: QFileDialog | None = None
        self._offered: dict[str, tuple[NewFeed, Button]] = {}
        self._followed: frozenset[str] = frozenset()
        self.error = ErrorBar(over=self)
        self.leave = Button(_("Back"), role="quiet")
        self.import_list = Button(_("Import a list"), icon="down", hint=_("An OPML file"))
        self.export = Button(_("Export the list"), icon="up", hint=_("For any feed reader (OPML)"))
        self.address = Line()
        self.address.setPlaceholderText(_("Address of the feed, or of its site"))
        self.address.setAccessibleName(_("Address of the feed, or of its site"))
        self.look = Button(_("Look for its feeds"), role="primary")
        self.said = Label("", "muted", wraps=True)
        self.starter = Button(_("Try Montréal’s newsrooms"), icon="add")
        self.starter.hide()
        self.found = QVBoxLayout()
        self.feeds = RowList(_("Feeds"))
        self._lay_out()
        self._listen()

    def start(self, *, address: str = "") -> None:
        """Show the feeds; *address* is looked up at once."""
        self.error.hide()
        self._say("")
        self._forget_found()
        self.refresh()
        self.address.setText(address)
        self.address.setFocus()
        if address:
            self.look_up()

    @Slot()
    def refresh(self) -> None:
        """Read the feeds again."""
        self._errands.read("feeds", _every, self._show_feeds)

    def show_error(self, error: CommsDeskError) -> None:
        """Show why nothing was added."""
        self._busy(busy=False)
        self._say("")
        self.error.explain(error)

    @Slot()
    def look_up(self) -> None:
        """Look for feeds at the address; it takes seconds."""
        address = self.address.text().strip()
        if not address or not self.look.isEnabled():
            return
        self.error.hide()
        self._forget_found()
        self._say(_("Looking for feeds at {address}…").format(address=without_secrets(address)))
        self._busy(busy=True)
        self._errands.read("look", partial(_look_up, address), self._show_found)

    def bring_in(self, file: Path) -> None:
        """Watch every feed of *file*, a list in OPML."""
        self.error.hide()
        self._errands.write(None, partial(_bring_in, file), self._brought_in)

    def _lay_out(self) -> None:
        bar = PageBar()
        bar.left(self.leave)
        bar.right(self.import_list, self.export)
        adding = abreast(filling(self.address), self.look, gap_px=tokens.SPACE_2_PX)
        self._count = Label("", "card-title", wraps=True)
        said = QVBoxLayout()
        said.setContentsMargins(28, tokens.SPACE_6_PX, 28, 0)
        said.setSpacing(tokens.SPACE_2_PX)
        said.addWidget(Label(_("Feeds"), "page-title"))
        said.addLayout(adding)
        said.addWidget(self.said)
        said.addLayout(self.found)
        said.addWidget(self.starter, 0, Qt.AlignmentFlag.AlignLeft)
        said.addSpacing(tokens.SPACE_2_PX)
        said.addWidget(self._count)
        listed = stacked(self.feeds, edges_px=(ROWS_SIDE_PX, 0, ROWS_SIDE_PX, tokens.SPACE_4_PX))
        inner = QWidget()
        inner.setMaximumWidth(WIDEST_PX)
        stacked(said, filling(listed), inside=inner, gap_px=tokens.SPACE_2_PX)
        stacked(bar, filling(abreast(filling(inner), STRETCH)), inside=self, gap_px=0)

    def _listen(self) -> None:
        self.leave.clicked.connect(self.left)
        self.import_list.clicked.connect(self.choose_file)
        self.export.clicked.connect(self.choose_place)
        self.starter.clicked.connect(self._try)
        self.address.returnPressed.connect(self.look_up)
        self.look.clicked.connect(self.look_up)
        self.feeds.activated_row.connect(self.opened)
        self.feeds.clicked.connect(self._clicked)

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))

    def _busy(self, *, busy: bool) -> None:
        if busy and self.look.hasFocus():
            self.address.setFocus()
        self.look.setEnabled(not busy)

    @Slot(object)
    def _show_feeds(self, view: FeedsView) -> None:
        self._followed = view.addresses
        self._mark_followed()
        self.feeds.show_again(view.rows)
        self._count.setText(view.heading)
        self._offer_starter(view)

    def _offer_starter(self, view: FeedsView) -> None:
        """Offer the feeds of Montréal that were never tried, then those that did not answer."""
        count = view.offered or view.unanswered
        if self.starter.hasFocus() and not count:
            self.address.setFocus()
        self.starter.setVisible(bool(count))
        verb = _("Try Montréal’s newsrooms ({n})")
        if not view.offered:
            verb = ngettext(
                "Try again the one that did not answer",
                "Try again the {n} that did not answer",
                count,
            )
        self.starter.rename(verb.format(n=format_number(count)))

    @Slot()
    def _try(self) -> None:
        self.error.hide()
        self._errands.write(None, _try, self._trying)

    @Slot(object)
    def _trying(self, said: str) -> None:
        self._say(said)
        self.refresh()

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        row = self.feeds.rows.row(index.row())
        if row is not None:
            self.opened.emit(row.key)

    @Slot(object)
    def _show_found(self, found: "tuple[FoundFeed, ...]") -> None:
        self._busy(busy=False)
        self._say(
            ngettext("{n} feed found there.", "{n} feeds found there.", len(found)).format(
                n=format_number(len(found))
            )
        )
        self._forget_found()
        verbs = feed_rows.offers(found)
        for each in found:
            button = Button(verbs[each.address], icon="add")
            button.setToolTip(plain(without_secrets(each.address)))
            new = NewFeed(address=each.address, title=each.title, language=each.language)
            button.setObjectName(new.address)
            self._offered[new.address] = new, button
            button.clicked.connect(self._add)
            self.found.addWidget(button)
        self._order_tabs()
        self._mark_followed()

    def _order_tabs(self) -> None:
        """Order Tab as one reads: the feeds that were found come after what found them."""
        buttons = [button for _new, button in self._offered.values()]
        for before, after in pairwise([self.look, *buttons, self.starter]):
            QWidget.setTabOrder(before, after)

    def _mark_followed(self) -> None:
        """Say on the button of a feed that was found whether it is watched already."""
        for address, (_new, button) in self._offered.items():
            if address in self._followed:
                self._leave(button)
                button.forbid(_("already followed"))
            else:
                button.allow()

    def _forget_found(self) -> None:
        if any(button.hasFocus() for _new, button in self._offered.values()):
            self.address.setFocus()
        self._offered.clear()
        empty_out(self.found)

    def _leave(self, pressed: Button) -> None:
        """Go from *pressed* to the next feed that may be added, or else to the address."""
        if not pressed.hasFocus():
            return
        buttons = [button for _new, button in self._offered.values()]
        place = buttons.index(pressed)
        others = (*buttons[place + 1 :], *buttons[:place])
        free = (each for each in others if each.objectName() not in self._followed)
        next(free, self.address).setFocus()

    @Slot()
    def _add(self) -> None:
        offered = self._offered.get(self.sender().objectName())
        if offered is not None:
            new, _button = offered
            self.error.hide()
            self._errands.write(None, partial(_add, new), self._added)

    @Slot(object)
    def _added(self, feed: Feed) -> None:
        """Keep the other feeds of the site to choose from, until all are watched."""
        self._followed |= {feed.address}
        self._say(_("It will be read in a moment."))
        self._mark_followed()
        if self._offered and self._followed.issuperset(self._offered):
            self.address.setText("")  # Ctrl+Z takes back the feed, not that
            self._forget_found()
        self.refresh()
        undo = partial(self._errands.write, None, partial(_remove, feed.id), self._done)
        self.undoable.emit(_("Feed added"), BriefUndo(undo, _("Addition undone")))

    @Slot()
    def choose_file(self) -> None:
        """Let the person choose a list of feeds."""
        dialog = file_dialog(
            self, _("Import a list of feeds"), _("Lists of feeds") + " (*.opml *.xml)"
        )
        dialog.fileSelected.connect(self._file_chosen)
        dialog.open()
        self._dialog = dialog

    @Slot(str)
    def _file_chosen(self, file: str) -> None:
        self.bring_in(Path(file))

    @Slot()
    def choose_place(self) -> None:
        """Let the person choose where the list of feeds is written."""
        dialog = save_dialog(
            self, _("Export the list"), _("Lists of feeds") + " (*.opml)", _("Feeds") + ".opml"
        )
        dialog.fileSelected.connect(self._place_chosen)
        dialog.open()
        self._dialog = dialog

    @Slot(str)
    def _place_chosen(self, file: str) -> None:
        self.error.hide()
        self._errands.read("export feeds", partial(_export, Path(file)), self._exported)

    @Slot(object)
    def _exported(self, said: str) -> None:
        self._say(said)

    @Slot(object)
    def _brought_in(self, brought: "tuple[Added, OpmlFeeds]") -> None:
        from comms_desk.wording import feed_lists

        done, listed = brought
        self._say("\n".join([feed_lists.added(done), *feed_lists.left_out(listed, done)]))
        self.refresh()

    @Slot(object)
    def _done(self, _answer: object) -> None:
        self.refresh()


def _every(office: Office) -> FeedsView:
    offered = len(office.feeds.untried())
    return feed_rows.view(office.feeds.every(), office.feeds.standing(), offered=offered)


def _try(office: Office) -> str:
    """Ask the worker for the feeds of Montréal, or once more for those that did not answer."""
    from comms_desk.wording import feed_lists

    together = office.feeds.standing()
    added = office.feeds.add_all(office.feeds.untried())
    if not added.new:
        office.feeds.try_again()
    return feed_lists.tried(added, together)


def _export(file: Path, office: Office) -> str:
    from comms_desk.documents.files import write_new_file
    from comms_desk.media.feeds.opml import write_list

    every = office.feeds.every()
    written = write_new_file(file, write_list(every, title=_("Feeds")))
    said = ngettext("{n} feed written in {file}", "{n} feeds written in {file}", len(every))
    return said.format(n=format_number(len(every)), file=written.name)


def _look_up(address: str, office: Office) -> "tuple[FoundFeed, ...]":
    from comms_desk.media.feeds.discovery import find_feeds

    return find_feeds(
        address,
        allowed_networks=office.feeds.allowed_networks(),
        now=office.database.clock.now,
    )


def _add(new: NewFeed, office: Office) -> Feed:
    added = office.feeds.add(new)
    office.jobs.ask(CommandKind.POLL_NOW, Ref(Subject.FEED, added.id))
    return added


def _bring_in(file: Path, office: Office) -> "tuple[Added, OpmlFeeds]":
    from comms_desk.media.feeds.errors import NotAFeedList
    from comms_desk.media.feeds.opml import read_list

    try:
        content = file.read_bytes()
    except OSError as error:
        raise NotAFeedList(file.name, reason=error.strerror or str(error)) from error
    listed = read_list(content, name=file.name)
    return office.feeds.add_all(listed.feeds), listed


def _remove(feed: FeedId, office: Office) -> FeedId:
    office.feeds.put_in_bin(feed)
    return feed


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
            edit=_change_feed,
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


def _change_feed(office: Office, ref: Ref, change: FieldChange) -> Edit:
    edit = things.change(office, ref, change)
    if change.field in ASKED_AT_ONCE:
        office.jobs.ask(CommandKind.POLL_NOW, ref)
    return edit
