"""Today: one ordered column of what waits, with what the night brought and what fails by it.

Every line opens the thing itself.  On a desk with nothing in it yet, it offers the sample
desk instead of an empty column.
"""

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, override

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.ui.frame.counts import COUNTED, INQUIRIES, TODAY, WATCH
from comms_desk.ui.frame.dropped_mails import MessageDrops
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.memory import PageState
from comms_desk.ui.frame.page import Page
from comms_desk.ui.frame.pages import PAGE_OF
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Chip, Label
from comms_desk.ui.kit.file_dialog import folder_dialog
from comms_desk.ui.kit.layout import BODY_FOOT_PX, Card, scrolled
from comms_desk.ui.kit.line import LineButton, Lines
from comms_desk.ui.kit.notices import EmptyState
from comms_desk.ui.kit.stacks import PlacedWidget, abreast, filling, stacked
from comms_desk.ui.today.view import (
    AddressesKey,
    AddressKey,
    EveningKey,
    HandOverKey,
    LetterGroupKey,
    MailsToSortKey,
    OtherLetters,
    OthersKey,
    StopKey,
    TodayView,
)

if TYPE_CHECKING:
    from comms_desk.across.handover import HandedOver
    from comms_desk.mail.stops import SendingStop
    from comms_desk.ui.frame.bounce_notice import AllThatCameBack, BounceNotice
    from comms_desk.ui.today.letter_card import LetterCard
    from comms_desk.ui.today.mails_to_sort import MailsToSort

    type _Opened = LetterCard | BounceNotice | AllThatCameBack | MailsToSort

SIDE_WIDTH_PX = 380
SIDE_PX = 28
GAP_PX = 22
BESIDE_FROM_PX = 1000
READ_AGAIN_EVERY_MS = 60_000
MINE, TEAM = "mine", "team"
LISTED_ELSEWHERE = frozenset({Subject.MENTION, Subject.INQUIRY})
"""Of what is too long for Today the whole list is on its page; nothing is opened there."""


class TodayPage(Page):
    """What waits, what the night brought, what is failing.

    Signals:
        rows_shown: The first answer is on the screen.
    """

    KEY = TODAY
    SHOWS = COUNTED | {Subject.PERSON}
    rows_shown = Signal()

    def __init__(self, errands: Errands) -> None:
        """Build the page; it is filled when shown."""
        super().__init__(errands)
        self.day = Label("", "page-title")
        self.hour = Label("", "detail")
        self.mine = Chip(_("Mine"), key=MINE)
        self.team = Chip(_("Team"), checked=True, key=TEAM)
        self._whose = QButtonGroup(self)
        self.now = Lines(time_column=True)
        self.before_noon = Lines(time_column=True)
        self.later = Lines(time_column=True)
        self.coming = Lines(time_column=True)
        self._headed = (
            (Label(_("Now"), "group"), self.now),
            (Label(_("Before noon"), "group"), self.before_noon),
            (Label(_("Today"), "group"), self.later),
            (Label(_("In the coming days"), "group"), self.coming),
        )
        self.calm = Label(_("Nothing to act on."), "muted")
        self.to_outlook = ToOutlook(self, errands)
        self._made: list[_Opened] = []
        """The cards that a line has opened; none is made before."""
        self._sorting: list[Lines] = []
        """Those of the mails to sort, once they were opened: J and K walk them too."""
        self.night = Card(_("Unread in the watch"))
        self.night_count = Label("", "detail")
        self.mentions = Lines()
        self.failing = Card(_("To look at"))
        self.troubles = Lines()
        self.empty = EmptyState(
            _("The desk is empty. Import a contact file, add a feed, or look around first."),
            _("Import contacts"),
        )
        self._messages = MessageDrops(self)
        self.setAcceptDrops(True)
        self._lay_out()
        self._listen()
        self._minute = QTimer(self, interval=READ_AGAIN_EVERY_MS)
        self._minute.timeout.connect(self.refresh_soon)
        self._minute.start()

    @Slot()
    @override
    def refresh(self) -> None:
        """Read the morning again."""
        self.errands.read("today", partial(_read, mine=self.mine.isChecked()), self._show)
        for card in self._made:
            card.read_again()

    @cached_property
    def letter(self) -> "LetterCard":
        """The letters of one line."""
        from comms_desk.ui.today.letter_card import LetterCard

        card = LetterCard(self.errands)
        card.hide()
        card.closed.connect(card.hide)
        card.open_wanted.connect(self.open_wanted)
        self._have(card, self._letter_place)
        return card

    @cached_property
    def came_back(self) -> "BounceNotice":
        """What is asked about one address."""
        from comms_desk.ui.frame.bounce_notice import BounceNotice

        card = BounceNotice(self.errands)
        self._have(card, self._came_back_place)
        return card

    @cached_property
    def all_that_came_back(self) -> "AllThatCameBack":
        """What is asked about every address."""
        from comms_desk.ui.frame.bounce_notice import AllThatCameBack

        card = AllThatCameBack(self.errands)
        self._have(card, self._all_came_back_place)
        return card

    @cached_property
    def mails_to_sort(self) -> "MailsToSort":
        """The mails that somebody takes or leaves."""
        from comms_desk.ui.today.mails_to_sort import MailsToSort

        card = MailsToSort(self.errands)
        card.undoable.connect(self.undoable)
        self._sorting.append(card.lines)
        self._have(card, self._mails_place)
        return card

    def _have(self, card: "_Opened", place: QVBoxLayout) -> None:
        """Put *card*, which a line has opened for the first time, in its *place*."""
        card.decided.connect(self.refresh)
        place.addWidget(card)
        self._made.append(card)

    @override
    def kept(self) -> PageState:
        return PageState(filter=MINE if self.mine.isChecked() else TEAM)

    @override
    def recall(self, kept: PageState) -> None:
        self.mine.setChecked(kept.filter == MINE)

    @override
    def step(self, by: int) -> None:
        """Move the focus to the next line (+1) or the one before (-1)."""
        lines = self._lines()
        if not lines:
            return
        at = next((place for place, line in enumerate(lines) if line.hasFocus()), None)
        to = 0 if at is None else min(max(at + by, 0), len(lines) - 1)
        lines[to].setFocus(Qt.FocusReason.TabFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the lines by the arrows as by J and K, and put one away that may be, by Delete."""
        lit = next((each.line for each in self._lines() if each.hasFocus()), None)
        if event.key() == Qt.Key.Key_Delete and lit is not None and lit.away:
            self._put_away(lit.key)
            return
        by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self.step(by)

    @override
    def open(self, ref: Ref) -> None:
        """Show the letter that *ref* points at, where it waits."""
        self.refresh_soon()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept messages: what came back, what somebody asks."""
        if self._messages.dropping(event.mimeData()) is not None:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Take messages in."""
        drop = self._messages.dropping(event.mimeData())
        if drop is not None:
            event.acceptProposedAction()
            drop()

    def _lines(self) -> list[LineButton]:
        sorting = [group for group in self._sorting if group.isVisible()]
        return [line for group in (*self._groups(), *sorting) for line in group.all()]

    def _groups(self) -> tuple[Lines, ...]:
        return (*(lines for _heading, lines in self._headed), self.troubles, self.mentions)

    @Slot(object)
    def _show(self, view: TodayView) -> None:
        self.day.setText(view.title)
        self.hour.setText(view.subtitle)
        groups = (view.now, view.before_noon, view.later, view.coming)
        for (heading, lines), shown in zip(self._headed, groups, strict=True):
            lines.show_lines(shown)
            heading.setVisible(bool(shown))
        self.calm.setVisible(not any(groups) and not view.waiting)
        self.mentions.show_lines(view.night)
        self.night_count.setText(view.night_count)
        self.troubles.show_lines(view.failing)
        self.failing.setVisible(bool(view.failing))
        is_bare = view.is_empty and not (view.waiting or view.coming)
        self._stack.setCurrentWidget(self.empty if is_bare else self._morning)
        for chip in (self.mine, self.team):
            chip.setVisible(not is_bare)
        self.empty.offer_sample(offered=is_bare)
        self.counted.emit(view.waiting)
        self.counted_elsewhere.emit(WATCH, view.unread)
        self.counted_elsewhere.emit(INQUIRIES, view.inquiries)
        self.rows_shown.emit()

    @Slot(object)
    def _open(self, key: object) -> None:
        if isinstance(key, OtherLetters):
            key = key.key
            if isinstance(key, Ref) and key.kind in LISTED_ELSEWHERE:
                self.page_wanted.emit(PAGE_OF[key.kind])
                return
        if isinstance(key, LetterGroupKey):
            self.letter.show()
            self.letter.show_letters(key)
            QTimer.singleShot(0, self.letter, self._show_letter)
        elif isinstance(key, EveningKey):
            self.evening_wanted.emit()
        elif isinstance(key, OthersKey):
            self.team.click()
        elif isinstance(key, HandOverKey):
            self.to_outlook.ask(key)
        elif isinstance(key, AddressKey):
            self.came_back.read([key.address])
        elif isinstance(key, MailsToSortKey):
            self.mails_to_sort.begin()
        elif isinstance(key, AddressesKey):
            self.all_that_came_back.read()
        elif isinstance(key, StopKey):
            self.open_wanted.emit(key.about)
        elif isinstance(key, Ref):
            self.open_wanted.emit(key)

    @Slot(object)
    def _put_away(self, key: object) -> None:
        if isinstance(key, StopKey):
            self.errands.write(None, partial(_put_away, stop=key.stop), self._was_put_away)

    @Slot(object)
    def _was_put_away(self, stop: "SendingStop | None") -> None:
        if stop is not None:
            self.undoable.emit(_("Line put away"), partial(self._put_back, stop))
        self.refresh()

    def _put_back(self, stop: "SendingStop") -> None:
        self.errands.write(None, partial(_put_back, stop=stop), self._was_put_away)

    def _show_letter(self) -> None:
        """Scroll to the letters, where they stand under the lines."""
        self._morning.ensureWidgetVisible(self.letter)

    @Slot()
    def _import_contacts(self) -> None:
        self.first_thing_wanted.emit(PAGE_OF[Subject.CONTACT])

    def _listen(self) -> None:
        for lines in self._groups():
            lines.opened.connect(self._open)
            lines.away_wanted.connect(self._put_away)
        self._whose.buttonClicked.connect(self.refresh)
        self.to_outlook.given.connect(self.file_made)
        self.to_outlook.refused.connect(self.show_error)
        self.empty.sample_wanted.connect(self.sample_wanted)
        self.empty.started.connect(self._import_contacts)

    def _lay_out(self) -> None:
        head = abreast(
            self.day,
            PlacedWidget(self.hour, stretch=1, where=Qt.AlignmentFlag.AlignBottom),
            gap_px=tokens.SPACE_3_PX,
        )
        self.hour.setContentsMargins(0, 0, 0, 3)
        for chip in (self.mine, self.team):
            chip.setAutoExclusive(True)  # heard as one of several, not as a box to check
            self._whose.addButton(chip)
            head.addWidget(chip)
        self._columns = abreast(gap_px=GAP_PX)
        self._columns.addWidget(self._main_column(), 63)
        self._columns.addWidget(self._side_column(), 37)
        self._columns.addStretch(1)
        inner = QWidget()
        stacked(
            filling(self._columns),
            inside=inner,
            edges_px=(SIDE_PX - tokens.HANG_PX, 0, SIDE_PX, BODY_FOOT_PX),
        )
        self._morning = scrolled(inner)
        body = QWidget()
        under = stacked(inside=body, gap_px=0)
        head.setContentsMargins(SIDE_PX, 22, SIDE_PX, tokens.SPACE_2_PX)
        under.addLayout(head)
        self._stack = QStackedLayout()
        under.addLayout(self._stack, 1)
        self._stack.addWidget(self._morning)
        self._stack.addWidget(self.empty)
        self.fill(body)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put what stands beside the column under it, where both would be too narrow."""
        super().resizeEvent(event)
        beside = event.size().width() >= BESIDE_FROM_PX
        side = QHBoxLayout.Direction.LeftToRight if beside else QHBoxLayout.Direction.TopToBottom
        self._columns.setDirection(side)
        self._beside.setMaximumWidth(SIDE_WIDTH_PX if beside else tokens.COLUMN_MAX_PX)
        left = 0 if beside else tokens.HANG_PX  # the edge of a box stands where words do
        self._side.setContentsMargins(left, tokens.SPACE_2_PX, 0, 0)

    def _main_column(self) -> QWidget:
        column = QWidget()
        column.setMaximumWidth(tokens.COLUMN_MAX_PX)
        main = stacked(inside=column, gap_px=tokens.SPACE_1_PX)
        for heading, lines in self._headed:
            main.addWidget(heading)
            main.addWidget(lines)
        main.addWidget(self.calm)
        for label in (*(heading for heading, _lines in self._headed), self.calm):
            label.setContentsMargins(tokens.HANG_PX, tokens.SPACE_4_PX, 0, tokens.SPACE_1_PX)
            label.hide()
        main.addStretch()
        return column

    def _side_column(self) -> QWidget:
        head = QHBoxLayout()
        self.night.body.removeWidget(self.night.title)
        head.addWidget(self.night.title)
        head.addWidget(self.night_count, 1, Qt.AlignmentFlag.AlignBottom)
        self.night.body.insertLayout(0, head)
        self.night.body.addWidget(self.mentions)
        self.failing.body.addWidget(self.troubles)
        self.failing.hide()
        for card in (self.night, self.failing):  # the words of their lines under their title
            margins = card.body.contentsMargins()
            room = margins.left() - tokens.HANG_PX
            card.body.setContentsMargins(room, margins.top(), margins.right(), margins.bottom())
            card.title.setContentsMargins(tokens.HANG_PX, 0, 0, 0)
        self._beside = QWidget()
        self._side = side = QVBoxLayout(self._beside)
        side.setSpacing(14)
        places = tuple(QVBoxLayout() for _place in range(4))
        for place in places:
            side.addLayout(place)
        self._letter_place, self._mails_place = places[:2]
        self._all_came_back_place, self._came_back_place = places[2:]
        for card in (self.failing, self.night):
            side.addWidget(card)
        side.addStretch()
        return self._beside


def _put_away(office: Office, *, stop: int) -> "SendingStop | None":
    """Put that one away; None: a colleague just did."""
    from comms_desk.mail.stops import put_away, stops

    known = next((each for each in stops(office.database) if each.id == stop), None)
    put_away(office.database, stop)
    return known


def _put_back(office: Office, *, stop: "SendingStop") -> None:
    from comms_desk.mail.stops import put_back

    put_back(office.database, stop)


def _read(office: Office, *, mine: bool) -> TodayView:
    from comms_desk.ui.today.words import read_today

    return read_today(office, mine=mine)


class ToOutlook(QObject):
    """Asks for a folder, then writes there the letters of one message as drafts for Outlook.

    Signals:
        given: What was given, in words, and the folder in which the drafts stand.
        refused: Nothing was; carries the error.
    """

    given = Signal(str, object)
    refused = Signal(object)

    def __init__(self, parent: QWidget, errands: Errands) -> None:
        """Ask over *parent*."""
        super().__init__(parent)
        self._over, self._errands = parent, errands
        self.dialog: QFileDialog | None = None

    def ask(self, key: HandOverKey) -> None:
        """Ask in which folder the drafts get one of their own."""
        dialog = folder_dialog(self._over, _("Hand over to Outlook"))
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, _("Hand over to Outlook"))
        dialog.setProperty("message", key.message)
        dialog.fileSelected.connect(self._chosen)
        dialog.open()
        self.dialog = dialog

    @Slot(str)
    def _chosen(self, folder: str) -> None:
        message = self.sender().property("message")

        def job(office: Office) -> "HandedOver":
            from comms_desk.across.handover import Handover
            from comms_desk.mail.model import MessageId

            return Handover(office).hand_over(MessageId(message), to=Path(folder))

        self._errands.write(None, job, self._given, self._refused)

    @Slot(object)
    def _given(self, given: "HandedOver") -> None:
        drafts = ngettext(
            "{n} draft for Outlook: send it from there.",
            "{n} drafts for Outlook: send them from there.",
            given.drafts,
        )
        self.given.emit(drafts.format(n=format_number(given.drafts)), given.folder)

    @Slot(object)
    def _refused(self, error: CommsDeskError) -> None:
        self.refused.emit(error)
