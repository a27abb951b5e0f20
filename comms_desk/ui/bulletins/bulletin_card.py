"""One bulletin: its heading, its readers, its blocks in order, and what may be done with it.

Of one that was sent, a dialog lists who received it, and what became of each letter.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import override

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from comms_desk.across import Office
from comms_desk.across.bulletin_letters import letters_of
from comms_desk.changes import Ref, Subject
from comms_desk.embargo.model import NOTHING_SHARED, SharedWords
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_moment, format_moment_within, format_number, ngettext
from comms_desk.internal.bulletins import checks
from comms_desk.internal.bulletins.facts import BLOCK, BLOCK_FACTS, DOUBTED, FACTS
from comms_desk.internal.bulletins.model import (
    Bulletin,
    BulletinBlockKind,
    BulletinId,
    Problem,
    Recipients,
    sent_in_part,
)
from comms_desk.mail.bounces.report import Nature
from comms_desk.mail.model import Letter, LetterState
from comms_desk.storage.errors import STORAGE_FAILURES, StorageUnreachable
from comms_desk.storage.model import BlobId
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.ui.bulletins import words
from comms_desk.ui.bulletins.blocks_column import BlocksColumn
from comms_desk.ui.bulletins.cancel import LetterCancelling, cancellable
from comms_desk.ui.bulletins.picture_field import images_in
from comms_desk.ui.frame.accounts.line import AccountLine
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.fact_card import FactCard
from comms_desk.ui.frame.list_page import written
from comms_desk.ui.frame.passage_exceptions import PassageSigning
from comms_desk.ui.frame.putting_away import ON_THE_DESK, ArchiveStanding, standing_of
from comms_desk.ui.frame.whole_letter import letters_tone
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.dialog import Dialog
from comms_desk.ui.kit.layout import BODY_FOOT_PX
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.notices import Notice
from comms_desk.ui.kit.plain import plain
from comms_desk.ui.kit.row_list import PagedList
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.ui.kit.stacks import abreast
from comms_desk.ui.kit.tabs import order_tabs
from comms_desk.wording import say
from comms_desk.wording.letters import explained, letter_counts, state_of

RECEIVED_WIDTH_PX, RECEIVED_LIST_PX = 560, 380
RECEIVED_ROWS = 100
"""Letters read at once, as one scrolls."""
LETTER_HUES = {
    LetterState.SENT: Hue.GREEN,
    LetterState.HANDED_OVER: Hue.ACCENT,
    LetterState.SENDING: Hue.ACCENT,
    LetterState.REFUSED: Hue.RED,
    LetterState.UNCERTAIN: Hue.AMBER,
}
STANDS_AFTER_MS = 300
"""By then a block that was added has the height of its fields."""
TABS_AFTER_MS = 50
"""Blocks are made one after the other: Tab is led through them once the last is there."""
UNDER_BLOCK_PX = tokens.SPACE_3_PX + tokens.BUTTON_HEIGHT_PX + BODY_FOOT_PX
"""What adds a block stands there, and under it a toast, clear of it."""


@dataclass(frozen=True, slots=True)
class BulletinView:
    """All that the card shows of a bulletin, read at once.

    *cancellable* counts its letters on the wire that no cancellation was told of.
    """

    bulletin: Bulletin
    problems: tuple[Problem, ...]
    images: Mapping[BlobId, QImage]
    letters: Mapping[LetterState, int]
    cancellable: int
    standing: ArchiveStanding = ON_THE_DESK
    shared: SharedWords = NOTHING_SHARED
    """What it shares with texts under embargo."""


def read_shown(office: Office, bulletin: BulletinId) -> BulletinView:
    """Read a bulletin for the card; called in a reading thread."""
    whole = office.bulletins.get(bulletin)
    issue = office.bulletins.issue(bulletin)
    return BulletinView(
        bulletin=whole,
        problems=checks.check(whole),
        images={
            picture.blob: QImage.fromData(office.bulletins.picture(picture.blob))
            for picture in whole.pictures
        },
        letters={} if issue is None else office.outbox.counts(issue.message),
        cancellable=0 if issue is None else cancellable(office, issue.message),
        standing=standing_of(office, Ref(Subject.BULLETIN, bulletin)),
        shared=office.bulletins.words_held(bulletin) if issue is None else NOTHING_SHARED,
    )


class BulletinCard(FactCard):
    """The bulletin that is chosen.

    Signals:
        undoable: What was just done, and a bound callable that undoes it.
        import_wanted: The employees are to be imported.
        copy_wanted: The bulletin is to be copied under the next number.
    """

    undoable = Signal(str, object)
    import_wanted = Signal()
    copy_wanted = Signal()

    def __init__(self, errands: Errands) -> None:
        """Build the card; it shows nothing yet."""
        super().__init__(
            errands,
            Subject.BULLETIN,
            FACTS,
            nothing=_("Choose a bulletin, or begin the next one."),
            parts=(BLOCK, *BLOCK_FACTS, DOUBTED),
        )
        self._tabs = QTimer(self, singleShot=True, interval=TABS_AFTER_MS)
        self._tabs.timeout.connect(self._order_tabs)
        self._errands = errands
        self.shown: BulletinView | None = None
        self._readers: tuple[BulletinId, Recipients] | None = None
        self._counting: BulletinId | None = None
        """The bulletin whose readers are known, or asked for."""
        self.setAcceptDrops(True)
        self._build_bar()
        self._build_readers()
        self.notice = Notice()
        self.notice.acted.connect(self.copy_wanted)
        self.notice.hide()
        self.faults = Label("", "word-red", wraps=True)
        self.faults.setContentsMargins(7, 0, 0, 0)
        self.faults.setMinimumHeight(self.faults.fontMetrics().lineSpacing())
        self.archived = Notice()
        for place, said in enumerate((self.archived, self.notice)):
            self.body.insertLayout(place, abreast(said, edges_px=(tokens.HANG_PX, 0, 0, 0)))
        self.blocks = BlocksColumn(errands)
        self.blocks.undoable.connect(self.undoable)
        self.blocks.begun.connect(self._bring_into_view)
        self._begun: QWidget | None = None
        self._stands = QTimer(self, singleShot=True, interval=STANDS_AFTER_MS)
        self._stands.timeout.connect(self._leave_begun)
        self.scrolled.verticalScrollBar().rangeChanged.connect(self._follow)
        self.more.setSpacing(tokens.SPACE_3_PX)
        self.more.addWidget(self.faults)
        self.passage = PassageSigning(self._errands)
        self.passage.undoable.connect(self.undoable)
        self.more.addLayout(abreast(self.passage, edges_px=(tokens.HANG_PX, 0, 0, 0)))
        self.more.addLayout(abreast(self.blocks, edges_px=(tokens.HANG_PX, 0, 0, 0)))

    @property
    def bulletin(self) -> BulletinId | None:
        """The id of the bulletin shown."""
        return None if self.shown is None else self.shown.bulletin.id

    @override
    def show_view(self, view: BulletinView) -> None:
        """Show a bulletin; of the same one, what is being typed stays."""
        if self.bulletin != view.bulletin.id:
            self.save_now()
            self.scrolled.verticalScrollBar().setValue(0)
        self.shown = view
        frozen = view.bulletin.issue is not None or view.standing.archived is not None
        stays = words.stays() if frozen else ""
        self.offer_way(view.standing.way)
        self.show_thing(view.bulletin, stays=stays)
        for field in ("subject", "preheader"):
            self.fields[field].write_in(view.bulletin.language.value)
        self.blocks.show_blocks(view.bulletin, view.problems, view.images)
        self._show_state(view)
        self._count_readers()

    @override
    def close_view(self) -> None:
        """Show nothing; what was typed is saved."""
        super().close_view()
        self.shown = None

    @property
    def recipients(self) -> Recipients | None:
        """Who would get the bulletin shown; None while that is not known."""
        if self.shown is None or self._readers is None or self._readers[0] != self.bulletin:
            return None
        counted = self._readers[1]
        # Counted before the bulletin was sent, and shown after: no longer true.
        stale = (self.shown.bulletin.issue is None) == counted.is_issued
        return None if stale else counted

    def forget_readers(self) -> None:
        """Count the readers again when the card is read next: something about them has changed."""
        self._counting = None

    def _count_readers(self) -> None:
        bulletin = self.bulletin
        if bulletin is not None and bulletin != self._counting:
            self._counting = bulletin
            self._errands.read(
                "readers",
                lambda office: (bulletin, office.bulletins.recipients(bulletin)),
                self._show_readers,
                self._not_counted,
            )

    @Slot(object)
    def _show_readers(self, readers: tuple[BulletinId, Recipients]) -> None:
        """Say who would get a bulletin, now or once it is shown."""
        self._readers = readers
        if self.shown is not None:
            self._show_state(self.shown)

    @Slot(object)
    def _not_counted(self, error: CommsDeskError) -> None:
        """Count the readers again with the next card; that a bulletin is gone, its card says."""
        self._counting = None
        if isinstance(error, STORAGE_FAILURES) and not isinstance(error, StorageUnreachable):
            self._errands.failed.emit(error)

    @override
    def save_now(self) -> None:
        """Save what was typed without waiting for a pause."""
        super().save_now()
        self.blocks.save_now()

    # ── building ────────────────────────────────────────────────────────────────────────
    def _build_bar(self) -> None:
        self.preview = Button(
            _("Open in the browser"), icon="out", hint=_("Preview in the browser")
        )
        self.received = Button(
            _("Recipients"), icon="directory", hint=_("Who received it, and what became of it")
        )
        self.received.clicked.connect(self._show_received)
        self.test = Button(_("Send me a test"), brief=_("Test"))
        self.send = Button(_("Send"), role="primary")
        self.cancel = Button("", does=self._cancel)
        self.cancel.hide()
        self.cancelling = LetterCancelling(self, self._errands)
        self.cancelling.done.connect(self._say)
        self.bar.left(self.preview, self.received)
        self.bar.right(self.cancel, self.test, self.send)

    def _build_readers(self) -> None:
        self.readers = Label("", "muted", wraps=True)
        self.readers.setContentsMargins(7, 0, 0, 0)
        self.bring_in = Button(_("Import the employees"), role="link", does=self.import_wanted)
        readers = QHBoxLayout()
        readers.addWidget(self.readers, 1)
        readers.addWidget(self.bring_in)
        self.more.addLayout(readers)
        self.account = AccountLine(self._errands)
        self.more.addWidget(self.account)

    # ── showing ─────────────────────────────────────────────────────────────────────────
    def _show_state(self, shown: BulletinView) -> None:
        bulletin = shown.bulletin
        sent = bulletin.issued_at is not None
        self.archived.say(shown.standing.said(), tone=Hue.ACCENT)
        self.test.setVisible(not sent)
        self.received.setVisible(sent)
        if bulletin.issued_at is not None:
            queued = _("Queued for sending on {moment}").format(
                moment=format_moment_within(bulletin.issued_at)
            )
            in_part = sent_in_part(shown.letters, unchosen=bulletin.unchosen)
            said = f"{queued}\n{letter_counts(shown.letters)}"
            if in_part is not None:
                said = f"{words.in_part(in_part)}\n{said}"
            self.notice.say(said, _("Copy for the next issue"), letters_tone(shown.letters))
        else:
            self.notice.say("")
        waiting = shown.letters.get(LetterState.QUEUED, 0)
        self.cancel.rename(words.cancel(waiting))
        self.cancel.setVisible(waiting + shown.cancellable > 0)
        general = [each for each in shown.problems if each.block is None and each.stops_sending]
        faults = [checks.sentence(each.kind) for each in general]
        self.faults.setText("\n".join(faults))
        # Before a word of it is written, the verb alone says that something is missing.
        begun = bool(bulletin.subject or bulletin.blocks)
        kept = self.faults.sizePolicy()
        kept.setRetainSizeWhenHidden(not sent)  # its place: the blocks do not move when it comes
        self.faults.setSizePolicy(kept)
        self.faults.setVisible(bool(faults) and begun and not sent)
        self.passage.show_shared(shown.shared, Ref(Subject.BULLETIN, bulletin.id))
        recipients = self.recipients
        self.readers.setText("" if recipients is None else words.readers(recipients))
        is_archived = shown.standing.archived is not None
        is_counted = recipients is not None and (not sent or recipients.count > 0)
        asked = is_counted and not is_archived
        self.readers.setVisible(asked)
        self.bring_in.setVisible(asked)
        anybody = recipients and (recipients.count or recipients.already or recipients.excluded)
        self.bring_in.rename(_("Update the list") if anybody else _("Import the employees"))
        self._show_send(shown)

    def _show_send(self, shown: BulletinView) -> None:
        """Let it be sent, or say on the button why it may not be yet."""
        kinds = [each.kind for each in shown.problems if each.stops_sending]
        stopping = len(kinds)
        self.send.setToolTip(plain("\n".join(map(checks.sentence, dict.fromkeys(kinds)))))
        recipients = self.recipients
        sent = shown.bulletin.issue is not None
        is_archived = shown.standing.archived is not None
        self.send.setVisible(
            not is_archived and (not sent or bool(recipients and recipients.count))
        )
        self.send.rename(_("Send to the others") if sent else _("Send"))
        if recipients is None:
            self.send.setEnabled(False)
        elif stopping and not sent:
            self.send.forbid(
                ngettext("{count} thing to mend", "{count} things to mend", stopping).format(
                    count=format_number(stopping)
                )
            )
        elif not recipients.count:
            self.send.forbid(_("nobody to write to"))
        elif recipients.plan is None:
            self.send.forbid(_("no sending account"))
        else:
            self.send.allow()
        may_leave = recipients is None or recipients.plan is not None
        self.test.setEnabled(may_leave)  # the button beside it says why on itself
        said = _("Send me a test") if may_leave else _("no sending account")
        self.test.setToolTip(plain(said))

    @Slot()
    def _show_received(self) -> None:
        if self.shown is not None:
            self.list_of_received = ReceivedDialog(self, self._errands, self.shown.bulletin)
            self.list_of_received.show()

    @Slot()
    def _cancel(self) -> None:
        if self.bulletin is not None:
            self.cancelling.ask_whether(self.bulletin)

    @Slot(str)
    def _say(self, done: str) -> None:
        self.undoable.emit(done, None)

    @Slot(object)
    def _bring_into_view(self, block: QWidget) -> None:
        self._begun = block
        self._stands.start()
        self._follow()

    @Slot()
    def _leave_begun(self) -> None:
        self._begun = None

    @Slot()
    def _follow(self) -> None:
        """Show the block that was just added, now and as its place is made."""
        if self._begun is not None and isValid(self._begun):
            self.scrolled.ensureWidgetVisible(self._begun, 0, UNDER_BLOCK_PX)

    @Slot()
    def _order_tabs(self) -> None:
        """Order Tab as one reads: bar, notice, heading, blocks, what adds a block."""
        inner = self.scrolled.widget()
        if inner is not None:
            order_tabs(self.bar, inner)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Order the tabs once what is in the body is other, or stands elsewhere."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._tabs.start()
        return super().eventFilter(watched, event)

    # ── drops ───────────────────────────────────────────────────────────────────────────
    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take image files anywhere on the card: each becomes a block."""
        open_one = self.shown is not None and self.shown.bulletin.issue is None
        if open_one and images_in(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Add each image as a block, in the order in which they come."""
        files = images_in(event.mimeData())
        if files:
            event.acceptProposedAction()
        for file in files:
            self.blocks.add_block(BulletinBlockKind.IMAGE, file=file)


class ReceivedDialog(Dialog):
    """The letters of one bulletin, read as one scrolls; it decides nothing about them."""

    def __init__(self, parent: QWidget, errands: Errands, bulletin: Bulletin) -> None:
        """Ask for the first of the letters of *bulletin*."""
        title = _("{bulletin}: recipients").format(bulletin=words.name_and_number(bulletin))
        super().__init__(parent, title, _("Close"))
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.setFixedWidth(RECEIVED_WIDTH_PX)
        self.leave.hide()
        self._errands, self._bulletin = errands, bulletin.id
        self.count = Label("", "detail")
        self.letters = PagedList(title)
        self.letters.setFixedHeight(RECEIVED_LIST_PX)
        self.letters.more_wanted.connect(self._read_more)
        self.body.addWidget(self.count)
        self.body.addWidget(self.letters)
        self._stand_on_one_edge()
        self.letters.expect_first()
        question = partial(_letters, self._bulletin, None)
        errands.read("received", question, self._show_first, self._not_read)

    def _stand_on_one_edge(self) -> None:
        """Line the words of the rows up with the title: rows keep clear of their own edge."""
        whole = self.layout()
        if whole is not None:
            side = tokens.SPACE_6_PX - tokens.SPACE_4_PX
            whole.setContentsMargins(side, tokens.SPACE_6_PX, side, tokens.SPACE_6_PX)
        for label in (self.title, self.count):
            label.setContentsMargins(tokens.SPACE_4_PX, 0, tokens.SPACE_4_PX, 0)
        self.buttons.setContentsMargins(0, 0, tokens.SPACE_4_PX, 0)

    @Slot(object)
    def _show_first(self, found: Rows[Row]) -> None:
        said = ngettext("{count} recipient", "{count} recipients", found.total)
        self.count.setText(said.format(count=format_number(found.total)))
        self.letters.show_first(found.rows, total=found.total, next_key=found.next_key)
        self.letters.setFocus()

    @Slot(object)
    def _read_more(self, after: object) -> None:
        question = partial(_letters, self._bulletin, after)
        self._errands.read("received", question, self._show_more, self._not_read)

    @Slot(object)
    def _show_more(self, found: Rows[Row]) -> None:
        self.letters.show_more(found.rows, total=found.total, next_key=found.next_key)

    @Slot(object)
    def _not_read(self, error: CommsDeskError) -> None:
        """Say why there is nothing more to see; to scroll asks again."""
        self.letters.ask_again()
        self.count.setText(say(error).whole)


def _letters(bulletin: BulletinId, after: object | None, office: Office) -> Rows[Row]:
    found = letters_of(office, bulletin, after=after, limit=RECEIVED_ROWS)
    return Rows(rows=(), total=0) if found is None else written(found, letter_row)


def letter_row(letter: Letter) -> Row:
    """Return a letter as a row: to whom, at which address, since when it is what it is."""
    moment = letter.sent_at or letter.queued_at
    parts = (letter.to.bare if letter.to.name else "", format_moment(moment), explained(letter))
    hue = LETTER_HUES.get(letter.state, Hue.NEUTRAL)
    if letter.bounced is not None:
        hue = Hue.RED if letter.bounced is Nature.HARD else Hue.AMBER
    return Row(
        key=letter.id,
        title=letter.to.name or letter.to.bare,
        detail=" · ".join(filter(None, parts)),
        tags=(RowTag(state_of(letter), hue),),
    )
