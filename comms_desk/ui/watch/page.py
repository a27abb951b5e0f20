"""The Watch: mentions of the City as they come, read, judged and tied from the keyboard.

The list shows what the themes found, or what a search finds in all articles.  Beside it is
the article chosen, with its words marked; or the panels where themes and feeds are added.
"""

from dataclasses import replace
from functools import cached_property, partial
from typing import cast, override

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QWidget

from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, pgettext
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.themes.model import (
    MadeRead,
    MentionFilter,
    Theme,
    ThemeId,
    WordListId,
)
from comms_desk.media.themes.saved_views import SavedView
from comms_desk.media.themes.views import Figures
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.fact_card import FactCard
from comms_desk.ui.frame.list_page import Reading
from comms_desk.ui.frame.memory import PageState
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit import single_keys
from comms_desk.ui.kit.controls import Button, Chip, Label
from comms_desk.ui.kit.layout import TwoPanes, in_lines
from comms_desk.ui.kit.new_button import NewButton
from comms_desk.ui.kit.notices import NamedUndo
from comms_desk.ui.kit.row_list import STRETCHES
from comms_desk.ui.watch import reading, words
from comms_desk.ui.watch.beside import WatchBeside
from comms_desk.ui.watch.card_keys import CARD_KEYS
from comms_desk.ui.watch.chips import ThemeChips
from comms_desk.ui.watch.clip_card import ClipView
from comms_desk.ui.watch.feed_panel import FeedPanel
from comms_desk.ui.watch.feed_rows import FeedView
from comms_desk.ui.watch.filters import Filters
from comms_desk.ui.watch.lists_panel import ListForm, ListsPanel
from comms_desk.ui.watch.mention_card import MentionCard
from comms_desk.ui.watch.saved_views import SavedViews
from comms_desk.ui.watch.theme_panel import ThemePanel
from comms_desk.ui.watch.triage import Triage
from comms_desk.wording import say

PANELS = ThemePanel | FeedPanel | ListsPanel | ListForm
"""What stands beside the list and is no card of what is listed, beside the note panel."""
LEAST_CARD_PX = 468
"""In the narrowest window the list has what is left: 380 px, in which titles are read."""
LINKS_ROW_PX = 22
APART = "|"
"""Stands between the parts of the filter as it is remembered."""
UNREAD = "unread"
NOTE_CLIP_KEY, REVIEW_PAGE_KEY = "N", "Shift+R"


class WatchPage(WatchBeside):
    """What the media say of the City."""

    KEY = "watch"
    SHOWS = frozenset(
        {
            Subject.EXAMPLE,
            Subject.MENTION,
            Subject.REVIEW,
            Subject.WATCH,
            Subject.WORD_LIST,
            Subject.VIEW,
            Subject.FEED,
            Subject.CLIP,
        }
    )
    SUBJECT = Subject.MENTION
    FIRST_ROWS = 60

    def __init__(self, errands: Errands) -> None:
        """Build the page; it reads when it is first shown."""
        super().__init__(errands, _("Search all articles"), first=_("Add a feed"))
        self._unread = 0
        self._figures: Figures | None = None
        self._listed: words.WatchListView | None = None
        """What the head counts; None where it says what was found."""
        self._read_last: ArticleId | None = None
        self.column.add_chip(pgettext("mentions", "All"), None, checked=True)
        self.sources = Button(_("Feeds"), role="link", hint=_("The feeds, and how they fare"))
        all_read = _("Mark all as read")
        self.all_read = Button("", role="quiet", icon="done", name=all_read, hint=all_read)
        self.renew = Button(
            "", role="quiet", icon="refresh", name=_("Refresh"), hint=_("Refresh all feeds")
        )
        change = _("Change the watch")
        self.change = Button("", role="quiet", icon="texts", name=change, hint=change)
        self.more = NewButton(
            _("New watch or feed"),
            (_("New watch"), self._new_theme),
            (_("Add a feed"), self._show_feeds),
            (_("Import a list of feeds"), self._import_feeds),
            (_("Bring in alerts"), self.alerts.choose_files),
            (_("Lists of terms"), self._look_at_lists),
        )
        note = _("Note a clip")
        self.note = Button("", role="quiet", icon="quote", name=note, hint=f"{note} (N)")
        self.column.add_to_head(self.note, self.all_read, self.renew, self.change, self.more)
        self.change.hide()
        self.told_once = Label("", "detail")
        """How many stories the mentions are."""
        self.review = Button(_("Press review"), role="link", hint=REVIEW_PAGE_KEY)
        self.coverage = Button(_("Coverage"), role="link", hint=_("Coverage report"))
        told = (self.told_once, self.sources, self.review, self.coverage)
        self.column.add_under_head(in_lines(*told, row_px=LINKS_ROW_PX))
        self.themes = ThemeChips(self.column)
        self.unread = Chip(_("Unread"))
        self.narrower = Button("", icon="filters", name=_("Filters"), hint=_("Filters"))
        self.narrower.setCheckable(True)
        self.narrower.setFixedSize(tokens.FIELD_HEIGHT_PX, tokens.FIELD_HEIGHT_PX)
        self.filters = Filters()
        self.column.add_beside_chips(self.unread)
        self.triage = Triage(self, self.errands)
        self.views = SavedViews(self.errands, self.triage)
        self.column.add_beside_search(self.narrower)
        self.column.add_beside_search(self.views)
        self.column.add_under_chips(self.views.line)
        self.column.add_under_chips(
            self.filters, *self.filters.choices, *self.filters.chips.values()
        )
        self.right.setMinimumWidth(LEAST_CARD_PX)
        self.fill(TwoPanes(self.column, self.right, list_width_px=tokens.READING_LIST_WIDTH_PX))
        self._listen()
        self.bind_letters(*CARD_KEYS, *STRETCHES, NOTE_CLIP_KEY, REVIEW_PAGE_KEY, does=self._letter)

    @cached_property
    @override
    def card(self) -> MentionCard:
        card = self.beside(MentionCard(self.errands))
        card.undoable.connect(self.undoable)
        card.open_wanted.connect(self.open_wanted)
        card.change_wanted.connect(self._change_clip)
        card.story.undoable.connect(self.undoable)
        card.story.open_wanted.connect(self._open_copy)
        card.early.connect(self._press_early)
        card.unread_wanted.connect(self._make_unread)
        card.irrelevant.taught.connect(self._catch_up)
        return card

    @override
    def first_beside(self) -> QWidget:
        """Return the empty card; a theme half written is taken up, and what is chosen heard of."""
        *_others, card = self.theme_panel, self.chosen, self.card
        return card

    @property
    @override
    def takes_letters(self) -> bool:
        """Not while a theme is being written, or a feed looked for or changed."""
        return self.shows_card and not isinstance(self.right.currentWidget(), FactCard)

    @property
    @override
    def shows_card(self) -> bool:
        beside = self.right.currentWidget()
        return not isinstance(beside, PANELS) and beside is not vars(self).get("note_panel")

    @override
    def leaving(self) -> None:
        """Keep a theme that is half written, and what was typed of a feed."""
        super().leaving()
        if "card" in vars(self):
            self.card.marks.save_now()
        for panel in ("theme_panel", "note_panel", "list_form"):
            if panel in vars(self):
                getattr(self, panel).save_now()

    @override
    def new(self) -> None:
        """Write a new theme, or go on with the one that was begun."""
        self._edit_theme(None)

    @override
    def open(self, ref: Ref) -> None:
        """Show the article, the theme or the feed that *ref* points at."""
        if ref.kind is Subject.FEED:
            self._open_feed(ref.id)
        elif ref.kind is Subject.CLIP:
            self._change_clip(ref)
        elif ref.kind is Subject.WATCH:
            self.themes.choose(ref.id)
        elif ref.kind is Subject.EXAMPLE:
            self.errands.read("example", partial(reading.theme_of, ref.id), self._edit_theme)
        elif ref.kind is Subject.VIEW:
            self.errands.read("view", partial(reading.saved_view, ref.id), self._show_view)
        elif ref.kind is Subject.WORD_LIST:
            self._open_list(WordListId(ref.id))
        else:
            self.unread.setChecked(False)
            self.filters.clear()
            self.column.check(None)
            super().open(Ref(Subject.MENTION, ref.id))

    @Slot(object)
    def _open_copy(self, ref: Ref) -> None:
        """Show another article of the story that is chosen: the list stays as it is."""
        self._read_last = None
        self.ask_card(ref)

    @Slot()
    @override
    def refresh(self) -> None:
        """Read again what is shown, how much of each theme waits, and what to narrow it by."""
        super().refresh()
        self.errands.read("waiting", reading.about_themes, self.themes.show_about)
        self.errands.read("broken", reading.broken, self.themes.show_broken)
        self.errands.read("standing", reading.standing, self._show_standing)
        self.errands.read("views", reading.saved_views, self.views.show_views)
        if self.narrower.isChecked():
            self.errands.read("offered", reading.offered, self.filters.offer)

    @Slot(object)
    def _show_standing(self, verb: str) -> None:
        """Say at the head whether anything need have been missed; pressed, which feeds."""
        if verb != self.sources.text():
            self.sources.rename(verb)

    # ── The list ──────────────────────────────────────────────────────────────────────

    @override
    def question(
        self, searched: str, *, after: object | None, limit: int
    ) -> Reading[words.WatchListView]:
        which = self._which()
        return reading.WatchListRequest(
            searched=searched, which=which, after=after, limit=limit
        ).ask

    def _which(self) -> MentionFilter:
        chosen = self.column.filter
        theme = ThemeId(chosen) if isinstance(chosen, int) else None
        return self.filters.narrow(MentionFilter(watch=theme, is_unread=self.unread.isChecked()))

    @Slot()
    def _narrow(self) -> None:
        self.narrow(None)

    @Slot()
    def _show_filters(self) -> None:
        """Show the choices, or hide them and leave nothing out."""
        are_shown = self.narrower.isChecked()
        self.filters.setVisible(are_shown)
        if are_shown:
            self.errands.read("offered", reading.offered, self.filters.offer)
            self.filters.source.setFocus()
        else:
            self.filters.clear()

    @Slot(object)
    def _show_view(self, view: SavedView) -> None:
        """List what *view* does: its words, its theme, and what it is narrowed to."""
        self.column.search.have(view.query)
        self.filters.choose(view.which)
        self.narrower.setChecked(self.filters.are_on)
        self.unread.setChecked(view.which.is_unread)
        self.themes.choose(view.which.watch)
        if self.filters.are_on:
            self.errands.read("offered", reading.offered, self.filters.offer)
        if self.themes.themes and view.which.watch is not None and self.themes.chosen is None:
            self.undoable.emit(_("The watch of this view is gone: it lists those of all."), None)
        self.narrow(None)

    @override
    def say_found(self, found: words.WatchListView) -> None:
        self.views.show_asked((self.column.search.asked_for, found.which))
        self._listed = found
        if found.rows:
            self.warm_up(ArticleId(cast("int", found.rows[0].key)))
        self._figures = found.figures if found.counts_unread else None
        self._count(found.figures.unread)
        told_once = words.told_once(found.figures) if found.counts_unread else ""
        self.told_once.setText(told_once)
        self.told_once.setVisible(bool(told_once))
        self.themes.show_themes(found.themes)
        self.column.count.setText(found.heading)
        self.change.setVisible(self.themes.chosen is not None)
        self.all_read.setVisible(bool(found.rows) and not self.column.search.asked_for)

    @override
    def say_none(self, found: words.WatchListView) -> None:
        nothing = words.nothing(found, self.column.search.asked_for, self._which())
        self.column.empty.first.rename(nothing.verb)
        if nothing.is_lesson:
            self.teach(nothing.sentence)
        else:
            self.say_instead(nothing.sentence, may_start=bool(nothing.verb))

    @override
    def pick(self, key: int) -> None:
        if self.chosen.are_several:
            return  # to choose it with others is not to read it
        if self.keys.holds(Ref(Subject.MENTION, key)):
            return
        is_shown = self.card_of == Ref(Subject.MENTION, key)
        if not (is_shown and self.right.currentWidget() is self.card):
            self._read_last = None
            super().pick(key)

    @property
    @override
    def left_at(self) -> str:
        unread = UNREAD if self.unread.isChecked() else ""
        return APART.join((super().left_at, unread, self.filters.left_at))

    @override
    def recall(self, kept: PageState) -> None:
        super().recall(kept)
        _theme, unread, narrowed = _parts(kept.filter)
        self.unread.setChecked(unread == UNREAD)
        self.narrower.setChecked(self.filters.expect(narrowed))

    @override
    def recall_filter(self, left_at: str) -> bool:
        """List again the theme that was listed, once the themes are known."""
        left, _unread, _narrowed = _parts(left_at)
        for each in self.themes.themes:
            if str(each.id) == left:
                self.themes.choose(each.id)  # reads the rows
        return False

    @override
    def recall_chosen(self, key: int) -> None:
        """Show the article that was chosen; one that was made unread since stays unread."""
        super().recall_chosen(key)
        self._read_last = ArticleId(key)

    @Slot(object)
    @override
    def not_found(self, error: CommsDeskError) -> None:
        """Say in the list why a search cannot be made; it is still being typed."""
        sentence = say(error)
        self.column.count.setText("")
        self.say_instead(sentence.whole)
        self.column.show_list(anything=False)

    # ── The card ──────────────────────────────────────────────────────────────────────

    @override
    def read_card(self) -> None:
        """Read the card again, or what is shown in its place."""
        beside = self.right.currentWidget()
        if isinstance(beside, ThemePanel | FeedPanel | ListsPanel | ListForm):
            beside.refresh()
        else:
            super().read_card()

    @Slot(object)
    @override
    def _show_card(self, answer: tuple[Ref, words.CardView | FeedView | ClipView, str]) -> None:
        super()._show_card(answer)
        ref, view, _held = answer
        if ref != self.card_of or not isinstance(view, words.CardView):
            return
        article = view.mention.article
        if view.is_unread and self._read_last != article.id:
            self._read_last = article.id
            QTimer.singleShot(0, self, partial(self._mark_read, article.id))  # once it is painted
        self.keys.go_on()

    def _mark_read(self, article: ArticleId) -> None:
        self.errands.write(None, partial(reading.mark_read, article), self._was_read)

    @Slot(object)
    def _was_read(self, articles: tuple[ArticleId, ...]) -> None:
        self._embolden(articles, strong=False)

    @Slot(object)
    def _was_unread(self, made: tuple[ArticleId, str]) -> None:
        article, title = made
        self._embolden((article,), strong=True)
        self.undoable.emit(words.made_unread(title), partial(self._mark_read, article))

    def _embolden(self, articles: tuple[ArticleId, ...], *, strong: bool) -> None:
        for row in self.column.list.list.rows.rows():
            if row.key in articles and row.strong is not strong:
                by = 1 if strong else -1
                self.column.list.update_row(replace(row, strong=strong))
                self._count(max(0, self._unread + by))
                shown = self.card.mention
                is_it = shown is not None and shown.id in articles
                self.themes.count(shown.watches if shown is not None and is_it else (), by)

    def _count(self, unread: int) -> None:
        """Say on the rail and in the head how many are unread: the same number."""
        self._unread = unread
        self.counted.emit(unread)
        if self._figures is not None and self._figures.unread != unread:
            self._figures = replace(self._figures, unread=unread)
            self.column.count.setText(words.heading(self._figures))

    # ── Panels ────────────────────────────────────────────────────────────────────────

    @Slot(object)
    def _edit_theme(self, theme: Theme | None) -> None:
        self.put_in_front(self.theme_panel)
        self.theme_panel.start(theme, offer_the_citys=not self.themes.themes)

    @Slot()
    def _new_theme(self) -> None:
        self._edit_theme(None)

    @Slot()
    def _change_chosen(self) -> None:
        if self.themes.chosen is not None:
            self._edit_theme(self.themes.chosen)

    @Slot()
    @override
    def do_first_thing(self) -> None:
        """Do the first thing that an empty page asks for."""
        if self.column.empty.first.text() == words.write_a_theme():
            self._edit_theme(None)
        else:
            self._show_feeds()

    # ── Verbs ─────────────────────────────────────────────────────────────────────────

    @Slot()
    def renew_feeds(self) -> None:
        """Ask every feed again; the bar says how it goes."""
        self.errands.write("renew", reading.refresh_feeds, self._renewed)

    @Slot(object)
    def _renewed(self, _nothing: None) -> None:
        self.undoable.emit(_("Refreshing all feeds…"), None)

    @Slot()
    def mark_all_read(self) -> None:
        """Mark as read all that is listed, not what came since; it can be undone."""
        if self._listed is not None and self._listed.rows:
            self.errands.write(None, partial(reading.mark_all_read, self._listed), self._all_read)

    @Slot(object)
    def _all_read(self, made: MadeRead) -> None:
        undo = NamedUndo(partial(self._all_unread, made.articles), _("Marked as unread again"))
        self.undoable.emit(words.made_all_read(made), undo if made.articles else None)
        self.refresh()

    def _all_unread(self, articles: tuple[ArticleId, ...]) -> None:
        shown = self.card.mention
        if shown is not None and shown.id in articles:
            self._read_last = shown.id  # else it would be read again for being in front
        self.errands.write(None, partial(reading.all_unread, articles), self._read_again)

    @Slot(object)
    def _read_again(self, _nothing: None) -> None:
        self.refresh()

    @Slot(object)
    def _make_unread(self, article: ArticleId) -> None:
        self._read_last = article
        self.errands.write(None, partial(reading.mark_unread, article), self._was_unread)

    @Slot()
    def _show_coverage(self) -> None:
        self.page_wanted.emit("coverage")

    @Slot()
    def _letter(self) -> None:
        shortcut = self.sender()
        if isinstance(shortcut, QShortcut) and not single_keys.are_held():
            self.in_turn(partial(self._press, shortcut.objectName()))

    def _press(self, letter: str) -> None:
        front = self.right.currentWidget()
        if letter == NOTE_CLIP_KEY and self.takes_letters:
            self._note_clip()
        elif letter == REVIEW_PAGE_KEY:
            self.show_review()
        elif letter in STRETCHES:
            self.column.list.list.stretch(STRETCHES[letter])
        elif self.chosen.are_several and front in {self.chosen, self.card}:
            self.chosen.press(letter)
        elif front is self.card and letter in CARD_KEYS:
            self.keys.press(letter)

    def _listen(self) -> None:
        self.renew.clicked.connect(self.renew_feeds)
        self.note.clicked.connect(self._note_clip)
        self.sources.clicked.connect(self._show_feeds)
        self.review.clicked.connect(self.show_review)
        self.coverage.clicked.connect(self._show_coverage)
        self.unread.clicked.connect(self._narrow)
        self.narrower.clicked.connect(self._show_filters)
        self.filters.narrowed.connect(self._narrow)
        self.triage.undoable.connect(self.undoable)
        self.views.wanted.connect(self._show_view)
        self.views.theme_wanted.connect(self._make_theme)
        self.change.clicked.connect(self._change_chosen)
        self.all_read.clicked.connect(self.mark_all_read)


def _parts(left_at: str) -> tuple[str, str, str]:
    """Return the theme, whether unread alone, and the choices, of a filter as it is remembered."""
    theme, unread, narrowed, *_more = (*left_at.split(APART), "", "", "")
    return theme, unread, narrowed
