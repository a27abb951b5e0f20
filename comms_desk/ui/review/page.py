"""The press review: what is kept of the Watch, in order, beside what its readers will get.

A mode of the Watch: R there puts a story in it, Escape here goes back there.  All of it is done
from the keyboard: J and K choose, Alt and the arrows move, Enter writes, Ctrl+Enter sends.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import override

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from comms_desk.changes import Change, Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import Language, _, pgettext
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.reviews.edition import Edition
from comms_desk.media.reviews.model import Review, ReviewId, ReviewItem
from comms_desk.storage.errors import STORAGE_FAILURES
from comms_desk.ui.frame.commands import Command
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.list_page import ListPage, Reading
from comms_desk.ui.kit import single_keys
from comms_desk.ui.kit.controls import Button, Label, give_role
from comms_desk.ui.kit.flow import lay_out_now
from comms_desk.ui.kit.layout import TwoPanes, in_lines
from comms_desk.ui.kit.more_button import MoreButton
from comms_desk.ui.kit.plain import plain
from comms_desk.ui.kit.row_list import STRETCHES
from comms_desk.ui.kit.row_order import Ordering
from comms_desk.ui.review import reading, words
from comms_desk.ui.review.article import ChosenArticle
from comms_desk.ui.review.changes import Changing
from comms_desk.ui.review.earlier import EarlierReviews
from comms_desk.ui.review.foot import EssentialsFoot, ReviewFoot, StoryFoot, over
from comms_desk.ui.review.preview import ReviewPreview
from comms_desk.ui.review.reading import ReviewRows, Which
from comms_desk.ui.review.sending import ReviewSending
from comms_desk.ui.review.unsaved_gate import ReviewGate

READ_AGAIN_EVERY_MS = 60_000
LEAST_PREVIEW_PX, STANDING_PX = 448, 18
ROOM_PX = 760
"""The height from which the list has room over a summary that is not being written."""


class ReviewPage(ListPage[ReviewRows]):
    """The review of today, or its addendum."""

    KEY = "review"
    FILLS_FIELDS = True
    SHOWS = frozenset(
        {
            Subject.REVIEW,
            Subject.MENTION,
            Subject.CLIP,
            Subject.OUTLET,
            Subject.LIST,
            Subject.ACCOUNT,
            Subject.LETTER,
            Subject.SETTING,
        }
    )
    FIRST_ROWS = 1_000

    def __init__(self, errands: Errands) -> None:
        """Build the page; it reads when it is first shown."""
        super().__init__(
            errands,
            _("Search all articles"),
            first=_("Choose what goes in it"),
            lesson=_(
                "The review of today is not begun. R puts a story of the Watch in it, or choose"
                " here among what came since the last one."
            ),
        )
        self._asked_for: ReviewId | None = None
        """The one that was opened; None: the last one of today."""
        self._stays: ReviewId | None = None
        """The open one that is shown, past midnight too, until one comes here anew."""
        self.is_earlier = False
        """Whether that is not the last one of its day, or is of another day."""
        self._waiting = 0
        self._is_recounted = True
        """Whether what waits is to be counted again: other mentions, or others kept."""
        self.column.title.setText(words.review())
        self.column.search.hide()
        self.back = Button("", role="quiet", icon="back", does=self._leave)
        self._say_back()
        self.more = MoreButton()
        self.earlier = EarlierReviews(self.more)
        self.column.add_to_head(self.more, self.back)
        self.column.head.insertWidget(0, self.back)
        self.until, self.read = Label("", "strong"), Label("", "detail")
        self.column.add_under_head(in_lines(self.until, self.read, row_px=STANDING_PX))
        self.chips = {
            Which.KEPT: self.column.add_chip(pgettext("review", "Kept"), Which.KEPT, checked=True),
            Which.TO_SORT: self.column.add_chip(_("To sort"), Which.TO_SORT),
            Which.ASIDE: self.column.add_chip(_("Put aside"), Which.ASIDE),
        }
        self.ordering = Ordering(self.column.list.list)
        self.changing = Changing(self, errands, lambda: self.together)
        self.story = StoryFoot(errands, Subject.REVIEW, reading.save_summary)
        self.article = ChosenArticle(self, errands, self.story.first_words)
        self.essentials = EssentialsFoot(errands, Subject.REVIEW, reading.save_lines)
        self.preview = self.beside(ReviewPreview())
        self.put_in_front(self.preview)
        self.right.setMinimumWidth(LEAST_PREVIEW_PX)
        self.sending = ReviewSending(self, errands, ReviewGate(self, errands, self.feet))
        self.preview.bar.right(self.sending.test, self.sending.send)
        self.fill(TwoPanes(over(self.column, self.feet), self.right))
        self._minute = QTimer(self, interval=READ_AGAIN_EVERY_MS)
        self._together = QTimer(self, singleShot=True, interval=0)
        self._offer_more()
        self._listen()
        self._letters: dict[str, Callable[[], None]] = {
            **{key: partial(self.column.list.list.stretch, by) for key, by in STRETCHES.items()},
            "R": self.turn,
            "O": self.read_it,
            "T": self.sending.test.click,
        }
        self.bind_keys("Ctrl+Return", "Ctrl+Enter", does=self.sending.ask)
        self.bind_letters(*self._letters, does=self._letter)

    @property
    def feet(self) -> tuple[ReviewFoot, ReviewFoot]:
        """What may stand under the list."""
        return self.story, self.essentials

    @property
    def which(self) -> Which:
        """What is listed."""
        return Which(str(self.column.filter))

    @property
    def review(self) -> Review | None:
        """The one that is shown."""
        return self.changing.review

    @property
    @override
    def takes_letters(self) -> bool:
        at: QWidget | None = self.window().focusWidget()
        return at is None or not any(foot.isAncestorOf(at) for foot in self.feet)

    # ── Reading ───────────────────────────────────────────────────────────────────────

    @override
    def question(self, searched: str, *, after: object | None, limit: int) -> Reading[ReviewRows]:
        return self._asked(self.which).ask

    def _asked(self, which: Which) -> reading.ReviewListRequest:
        language = self.changing.language
        return reading.ReviewListRequest(
            review=self._asked_for, shown=self._stays, language=language, which=which
        )

    @override
    def how_many(self, number: int) -> str:
        return words.how_many(number)

    @override
    def shown(self) -> None:
        """Show the review of today, whichever was opened before."""
        self._stale |= self.is_earlier or self._asked_for is not None
        self._ask_for(None)
        super().shown()

    def _ask_for(self, review: ReviewId | None) -> None:
        self._asked_for, self._stays = review, None

    @override
    def open(self, ref: Ref) -> None:
        """Show the review that *ref* points at; without a number, that of today."""
        self._show_review(ReviewId(ref.id) if ref.id else None)

    @Slot(object)
    def _show_review(self, review: ReviewId | None) -> None:
        """Show *review*; None: the last one of today."""
        self.leaving()
        self._ask_for(review)
        self._is_recounted = True
        self.column.check(Which.KEPT)
        self.refresh()

    @override
    def changed(self, change: Change) -> None:
        self._is_recounted |= change.subject in {Subject.MENTION, Subject.CLIP}
        super().changed(change)

    @override
    def changed_elsewhere(self) -> None:
        self._is_recounted = True
        super().changed_elsewhere()

    @override
    def say_found(self, found: ReviewRows) -> None:
        review = self.changing.review = found.review
        is_open = review is not None and not review.is_issued
        self._stays = review.id if review is not None and is_open else None
        self.is_earlier = found.is_earlier
        self._say_back()
        self.chips[Which.TO_SORT].setHidden(self.is_earlier and not is_open)
        self.earlier.know(found.earlier, None if review is None else review.id)
        if review is None or found.edition is None:
            self.column.title.setText(words.review())
            for label in (self.column.count, self.until, self.read):
                label.setText("")
            for chip in self.chips.values():
                chip.count("")
        else:
            self._say_review(review, found.edition, found.at)
        about = words.notice(
            review, found.letters, self._waiting, found.at, is_earlier=found.is_earlier
        )
        self.preview.notice.say(*about)
        for form in self.preview.forms.values():
            form.setEnabled(review is not None)
        for file in self.files:
            file.setEnabled(review is not None)
        self.issue.setEnabled(is_open)
        self.sending.offer(found)

    def _say_review(self, review: Review, edition: Edition, at: datetime) -> None:
        self.column.title.setText(words.title(edition, at))
        self.column.count.setText(words.counted(edition))
        said, is_late = words.standing(review, at)
        self.until.setText(said)
        give_role(self.until, "word-red" if is_late else "strong")
        self.read.setText(words.sources(edition))
        self.chips[Which.KEPT].count(words.number(len(review.kept)))
        self.chips[Which.ASIDE].count(words.number(len(review.aside)))
        if self.is_earlier and review.is_issued:
            self._waiting = 0
            return
        self.changing.language = review.language
        self.in_english.setText(words.other_language(review.language))
        if self._is_recounted:
            self._is_recounted = False
            self.errands.read("waiting", partial(reading.waiting, review.id), self._say_waiting)

    @override
    def not_found(self, error: CommsDeskError) -> None:
        """Say why, and stay with what is shown: an earlier one may have been altered."""
        super().not_found(error)
        if not isinstance(error, STORAGE_FAILURES):
            self._asked_for = None

    @override
    def show_error(self, error: CommsDeskError) -> None:
        self.error.explain(error, self.changing.way_out(error))

    @override
    def say_none(self, found: ReviewRows) -> None:
        if found.review is None:
            self.teach(self._lesson)
        elif self.which is Which.TO_SORT:
            self.say_instead(_("Nothing is left to sort: all that came is kept or read."))
        else:
            self.say_instead(_("Nothing is put aside."))

    @override
    def choose_row(self, found: ReviewRows) -> None:
        """Choose a row, to be written of under the list: the first story, where none is yet."""
        rows = self.column.list.list
        if rows.chosen is None and found.rows:
            first = next((row for row in found.rows if row.key != words.ESSENTIALS), found.rows[0])
            rows.put_back(first.key)
        self._show_foot()

    @Slot(object)
    def _say_waiting(self, counted: tuple[ReviewId, int]) -> None:
        review, (of, waiting) = self.review, counted
        if review is None or review.id != of or (self.is_earlier and review.is_issued):
            return
        self._waiting = waiting
        self.chips[Which.TO_SORT].count(words.number(waiting))
        if review.is_issued:
            self._read_first(self.FIRST_ROWS)

    @override
    def read_card(self) -> None:
        """Draw the review again as it is read, in the form that is asked for."""
        job = partial(reading.drawn_of, self._asked(Which.KEPT), self.preview.form)
        self.errands.read("drawn", job, self.preview.show_drawn, self._not_drawn)

    @Slot(object)
    def _not_drawn(self, error: CommsDeskError) -> None:
        """Say why: a template of the office's may ask for what there is not."""
        self.preview.show_drawn(None)
        self.cannot_read(error)

    # ── What is shown ─────────────────────────────────────────────────────────────────

    @property
    def together(self) -> tuple[ReviewItem, ...]:
        """The stories that are chosen, as far as they are of the review."""
        items = () if self.review is None or self.which is Which.TO_SORT else self.review.items
        keys = {row.key for row in self.column.list.list.together()}
        return tuple(each for each in items if each.id in keys)

    @property
    def chosen(self) -> ReviewItem | None:
        """That of them which was chosen last."""
        return next((each for each in self.together if each.id == self.column.list.chosen), None)

    @override
    def pick(self, key: int) -> None:
        self._show_foot()

    @Slot()
    def _show_foot(self) -> None:
        """Show what is written of the row chosen; of what is frozen, nothing is."""
        review, item, chosen = self.review, self.chosen, self.column.list.chosen
        may_write = review is not None and not review.is_issued and self.which is Which.KEPT
        if review is not None and item is not None:
            self.story.show_story(review, item, self.together)
            self.article.choose(item.article)
            self.preview.show_story(item.entry.title, item.entry.link)
        if review is not None and may_write:
            self.essentials.show_review(review)
        self.story.setVisible(may_write and item is not None)
        self.essentials.setVisible(may_write and chosen == words.ESSENTIALS)

    @Slot()
    def _show_chosen(self) -> None:
        """Scroll to the row chosen, in what room the list has left."""
        lay_out_now(self.column, self)
        self.column.list.list.scrollTo(self.column.list.list.currentIndex())

    @override
    def leaving(self) -> None:
        """Save what was typed."""
        for foot in self.feet:
            foot.saver.save_now()

    # ── Choosing, moving ──────────────────────────────────────────────────────────────

    @Slot(object)
    @override
    def narrow(self, which: object) -> None:
        """List what the chip says; what there is to sort is of a review, which is begun."""
        self.leaving()
        self.column.list.list.choose_none()
        if which is Which.TO_SORT and self.review is None:
            self.begin()
        else:
            super().narrow(which)

    @Slot()
    @override
    def do_first_thing(self) -> None:
        """Choose among what came."""
        if not self.column.check(Which.TO_SORT):
            self.narrow(Which.TO_SORT)

    @Slot()
    def begin(self) -> None:
        """Begin the review of today, or its addendum."""
        self._ask_for(None)
        self.errands.write(None, partial(reading.begin, self.changing.language), self._begun)

    @Slot()
    def _go_on(self) -> None:
        """Go on from a frozen review to its addendum, from one of another day to that of today."""
        if self.is_earlier:
            self._show_review(None)
        else:
            self.begin()

    @Slot(object)
    def _begun(self, _review: Review) -> None:
        if not self.column.check(Which.TO_SORT):
            self._recount()
        self.focus_list()

    @Slot(object)
    def _write(self, key: object) -> None:
        """Go to what is written of the row, or read in the Watch what may be kept."""
        if self.which is Which.TO_SORT and isinstance(key, int):
            self.open_wanted.emit(Ref(Subject.MENTION, key))
        for foot in self.feet:
            if foot.isVisible():
                foot.begin()

    @Slot()
    def write_chosen(self) -> None:
        """Go to what is written of the row chosen (Enter)."""
        self._write(self.column.list.chosen)

    @Slot(int)
    def _write_next(self, by: int) -> None:
        """Go on to the summary of the next story, or of the one before."""
        self.leaving()
        self.column.list.list.step(by)
        self.write_chosen()

    @Slot()
    def turn(self) -> None:
        """Put what is chosen aside, bring it back, or keep what may be kept (R)."""
        rows = self.column.list.list
        keys = [row.key for row in rows.together()]
        self.leaving()
        if self.which is Which.TO_SORT and keys:
            self.changing.keep([ArticleId(key) for key in keys if isinstance(key, int)])
        elif not self.changing.turn():
            return
        rows.choose(keys[-1])
        rows.step(1)

    @Slot()
    def read_it(self) -> None:
        """Open the article chosen in the browser (O)."""
        key, item = self.column.list.chosen, self.chosen
        if item is not None:
            self.article.open(item.article)
        elif self.which is Which.TO_SORT and isinstance(key, int):
            self.article.open(ArticleId(key))

    @Slot()
    def _recount(self) -> None:
        self._is_recounted = True
        self.refresh_soon()

    # ── Leaving ───────────────────────────────────────────────────────────────────────

    @Slot(str)
    def _done(self, said: str) -> None:
        self.error.hide()
        self.undoable.emit(said, None)
        self._recount()

    @Slot()
    def _other_language(self) -> None:
        self.leaving()
        is_french = self.changing.language is Language.FRENCH
        self.changing.language = Language.ENGLISH if is_french else Language.FRENCH
        self._ask_for(None)
        self._recount()

    def _say_back(self) -> None:
        """Say where the way back leads."""
        says = _("Back to the review of today") if self.is_earlier else _("Back to the Watch")
        self.back.setAccessibleName(says)
        self.back.setToolTip(plain(f"{says} (Esc)"))

    @Slot()
    def _leave(self) -> None:
        """Go back: from an earlier review to that of today, from there to the Watch."""
        if self.is_earlier:
            self._show_review(None)
        else:
            self.page_wanted.emit("watch")

    # ── Signals and keys ──────────────────────────────────────────────────────────────

    def _offer_more(self) -> None:
        self.files = (
            self.more.offer(_("Open in the browser"), self.sending.open_page),
            self.more.offer(_("Save as Word"), self.sending.save_word),
            self.more.offer(_("Save as PDF"), self.sending.save_pdf),
        )
        self.more.offer(_("Open the article"), self.read_it, key="O")
        self.issue = self.more.offer(_("Issue without sending…"), self.sending.ask_to_issue)
        self.in_english = self.more.offer(
            words.other_language(self.changing.language), self._other_language
        )
        self.more.menu().addMenu(self.earlier)

    def _listen(self) -> None:
        self.column.list.opened.connect(self._write)
        self.ordering.moved.connect(self.changing.move)
        self.ordering.section_moved.connect(self.changing.move_section)
        self.story.unfolded.connect(self._show_chosen)
        self.story.next_wanted.connect(self._write_next)
        self.story.excerpt_wanted.connect(self.changing.quote)
        self.story.section_wanted.connect(self.changing.put_under)
        self.story.rename_wanted.connect(self.changing.rename)
        self.changing.undoable.connect(self.undoable)
        self.changing.changed.connect(self._recount)
        self.earlier.wanted.connect(self._show_review)
        for foot in self.feet:
            foot.left.connect(self.focus_list)
        self.preview.form_group.buttonClicked.connect(self.read_card)
        self.preview.notice.acted.connect(self._go_on)
        self.error.acted.connect(self.error.hide)
        self.error.acted.connect(self.changing.take_up)
        self.sending.done.connect(self._done)
        self.sending.file_made.connect(self.file_made)
        self.column.list.list.selectionModel().selectionChanged.connect(self._together.start)
        self._together.timeout.connect(self._show_foot)
        self._minute.timeout.connect(self.refresh_soon)
        self._minute.start()

    @Slot()
    def _letter(self) -> None:
        letter = self.sender().objectName()
        if self.takes_letters and not single_keys.are_held():
            self.in_turn(self._letters[letter])

    @override
    def commands(self) -> tuple[Command, ...]:
        return (*super().commands(), *self._of_keys(), *self.earlier.commands())

    def _of_keys(self) -> Iterator[Command]:
        yield from self.sending.commands()
        if self.review is not None and self.review.is_issued and not self.is_earlier:
            yield Command(_("Addendum"), "", self.begin)
        up, down = _("Alt+Up"), _("Alt+Down")
        move, section = self.ordering.step, self.ordering.step_section
        one_more, one_less = (self._letters[key] for key in STRETCHES)
        yield Command(_("Put aside, or bring back"), "R", self.turn)
        yield Command(_("Write of the chosen story"), _("Enter"), self.write_chosen)
        yield Command(_("Choose the next row too"), "Shift+J", one_more)
        yield Command(_("Choose the row before too"), "Shift+K", one_less)
        yield Command(_("Move up"), up, partial(move, -1))
        yield Command(_("Move down"), down, partial(move, 1))
        yield Command(_("Move the section up"), f"Shift+{up}", partial(section, -1))
        yield Command(_("Move the section down"), f"Shift+{down}", partial(section, 1))

    @override
    def focus_search(self) -> None:
        """Search in the Watch: it is where what is not kept is found."""
        self.page_wanted.emit("watch")

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the summary under the list where that has room enough."""
        super().resizeEvent(event)
        self.story.have_room(has_room=event.size().height() >= ROOM_PX)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Escape: from several rows to one first."""
        if event.key() == Qt.Key.Key_Escape and len(self.column.list.list.together()) > 1:
            self.column.list.choose(self.column.list.chosen)
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)
