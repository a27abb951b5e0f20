"""What stands beside the list of the Watch: the article, and the panels that take its place.

An article is read there; a feed and a clip are changed there; feeds are added, clips noted, and
the lists written that queries name.
"""

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, override

from PySide6.QtCore import QMimeData, Qt, Slot
from PySide6.QtGui import QKeyEvent

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.clips.model import Clip, ClipId
from comms_desk.media.feeds.model import Feed, FeedId
from comms_desk.media.themes.model import Caught, WordListId
from comms_desk.storage.errors import STORAGE_FAILURES
from comms_desk.ui.frame import toasts
from comms_desk.ui.frame.card_page import CardPage
from comms_desk.ui.frame.commands import Command
from comms_desk.ui.frame.fact_card import ThingCard
from comms_desk.ui.watch import reading, words
from comms_desk.ui.watch.card_keys import Act, CardKeys
from comms_desk.ui.watch.chosen_panel import ChosenPanel
from comms_desk.ui.watch.clip_card import ClipCard, ClipView
from comms_desk.ui.watch.dropped_files import AlertDrops, dropped
from comms_desk.ui.watch.feed_panel import FeedCard, FeedPanel
from comms_desk.ui.watch.feed_rows import FeedView
from comms_desk.ui.watch.filters import Filters
from comms_desk.ui.watch.lists_panel import ListForm, ListsPanel
from comms_desk.ui.watch.mention_card import MentionCard
from comms_desk.ui.watch.theme_panel import ThemePanel

if TYPE_CHECKING:
    from comms_desk.ui.watch.note_panel import NotePanel


class WatchBeside(CardPage[words.WatchListView]):
    """The right half of the Watch."""

    filters: Filters
    _is_warm = False
    """Whether a card was read in this process, or is about to be."""
    _lists_of_theme = False
    """Whether who leaves the lists goes back to the theme that was being written."""

    @cached_property
    def card(self) -> MentionCard:
        """The article chosen.  For the page to say."""
        raise NotImplementedError

    @cached_property
    def theme_panel(self) -> ThemePanel:
        """The theme being written, or half written when the window was left."""
        panel = self.beside(ThemePanel(self.errands))
        panel.kept.connect(self._catch_up)
        panel.left.connect(self._leave_theme)
        panel.lists_wanted.connect(self._look_at_lists)
        panel.resumed.connect(self._go_on)
        panel.undoable.connect(self.undoable)
        self.right.currentChanged.connect(self._in_front)
        panel.take_up()
        return panel

    @cached_property
    def chosen(self) -> ChosenPanel:
        """What can be done to several that are chosen."""
        panel = self.beside(ChosenPanel(self.errands, self.column.list))
        panel.changed.connect(self._chosen_otherwise)
        panel.undoable.connect(self.undoable)
        return panel

    @cached_property
    def keys(self) -> CardKeys:
        """What is pressed on the card, or before it is there."""
        return CardKeys(self)

    @Slot(object)
    def _press_early(self, act: Act) -> None:
        self.in_turn(partial(self.keys.do, act))

    @cached_property
    def alerts(self) -> AlertDrops:
        """What brings in the alerts that are dropped here."""
        made = AlertDrops(self)
        made.came.connect(self._catch_up)
        return made

    @cached_property
    def feed_panel(self) -> FeedPanel:
        """The feeds, and those being added."""
        panel = self.beside(FeedPanel(self.errands))
        panel.left.connect(self._leave_panel)
        panel.opened.connect(self._open_feed)
        panel.undoable.connect(self.undoable)
        return panel

    @cached_property
    def feed_card(self) -> FeedCard:
        """The feed chosen among the sources."""
        card = self.beside(FeedCard(self.errands))
        card.left.connect(self._show_feeds)
        card.look_wanted.connect(self._take)
        return card

    @cached_property
    def lists_panel(self) -> ListsPanel:
        """The lists of terms that queries name."""
        panel = self.beside(ListsPanel(self.errands))
        panel.left.connect(self._leave_lists)
        panel.opened.connect(self._open_list)
        return panel

    @cached_property
    def list_form(self) -> ListForm:
        """The list of terms being written."""
        form = self.beside(ListForm(self.errands))
        form.left.connect(self._show_lists)
        form.kept.connect(self._catch_up)
        form.undoable.connect(self.undoable)
        return form

    @cached_property
    def note_panel(self) -> "NotePanel":
        """The clip that is being noted."""
        from comms_desk.ui.watch.note_panel import NotePanel

        panel = self.beside(NotePanel(self.errands))
        panel.left.connect(self._leave_panel)
        panel.open_wanted.connect(self.open)
        panel.noted.connect(self._catch_up)
        panel.undoable.connect(self.undoable)
        return panel

    @cached_property
    def clip_card(self) -> ClipCard:
        """The clip that is being changed."""
        card = self.beside(ClipCard(self.errands))
        card.left.connect(self.open)
        return card

    @override
    def commands(self) -> tuple[Command, ...]:
        of_query = self.theme_panel.query.commands() if "theme_panel" in vars(self) else ()
        return (*super().commands(), *of_query)

    @override
    def card_of_kind(self, kind: Subject) -> ThingCard:
        match kind:
            case Subject.FEED:
                return self.feed_card
            case Subject.CLIP:
                return self.clip_card
            case _:
                return self.card

    @override
    def read_view(self, office: Office, ref: Ref) -> words.CardView | FeedView | ClipView:
        if ref.kind is Subject.CLIP:
            return reading.clip(office, ClipId(ref.id))
        if ref.kind is Subject.FEED:
            return reading.feed(office, FeedId(ref.id))
        return reading.card(ArticleId(ref.id), self.column.search.asked_for, office)

    @property
    @override
    def shown_thing(self) -> Ref | None:
        """The article: what is done to a mention is done to that."""
        shown = super().shown_thing
        is_article = shown is not None and shown.kind is Subject.MENTION
        return Ref(Subject.ARTICLE, shown.id) if shown is not None and is_article else shown

    def warm_up(self, article: ArticleId) -> None:
        """Read a card ahead: the first one of a process takes ten times as long as the others."""
        if not self._is_warm:
            self._is_warm = True
            job = partial(reading.card, article, "")
            self.errands.read("warm", job, self._was_warmed, self._was_warmed)

    @Slot(object)
    def _was_warmed(self, _answer: object) -> None:
        """Show nothing of it, nor say why it could not be read: nobody asked."""

    @Slot(object)
    def _open_feed(self, feed: int) -> None:
        """Show a feed in the place of the article: the list stays as it is."""
        self.leaving()
        self.bring_card(Subject.FEED)
        self.ask_card(Ref(Subject.FEED, feed))

    @Slot(object)
    def _change_clip(self, clip: Ref) -> None:
        """Show a clip in the place of the article that it is: the list stays as it is."""
        self.leaving()
        self.bring_card(Subject.CLIP)
        self.ask_card(clip)

    @override
    def said_binned(self, thing: Feed | Clip) -> str:
        return toasts.binned(thing.title if isinstance(thing, Clip) else thing.name)

    @Slot(object)
    @override
    def _gone(self, error: CommsDeskError) -> None:
        """Show no card of an article that is gone, or of words that are not understood yet."""
        asked = self.card_of
        is_article = asked is not None and asked.kind is Subject.MENTION
        if is_article and asked is not None and not isinstance(error, STORAGE_FAILURES):
            self.close_card(asked)
        else:
            super()._gone(error)
            self.card.hear(heard=True)
            self.keys.forget(asked)

    @override
    def close_card(self, ref: Ref) -> None:
        """Go back to the sources from one that went to the bin."""
        super().close_card(ref)
        self.keys.forget(ref)
        if ref.kind is Subject.FEED and self.right.currentWidget() is self.feed_card:
            self._show_feeds()
        elif ref.kind is Subject.CLIP and self.right.currentWidget() is self.clip_card:
            self._leave_panel()

    @Slot()
    def show_review(self) -> None:
        """Go to the press review, where what R keeps is put in order."""
        self.page_wanted.emit("review")

    @Slot()
    def _note_clip(self) -> None:
        self.put_in_front(self.note_panel)
        self.note_panel.start()

    @Slot()
    def _show_feeds(self) -> None:
        self.put_in_front(self.feed_panel)
        self.feed_panel.start()

    @Slot()
    def _show_lists(self) -> None:
        self.put_in_front(self.lists_panel)
        self.lists_panel.start()

    @Slot()
    def _look_at_lists(self) -> None:
        """Show the lists, which were asked for by the theme that is being written, or not."""
        self._lists_of_theme = self.right.currentWidget() is self.theme_panel
        self._show_lists()

    @Slot(object)
    def _open_list(self, words: WordListId | None) -> None:
        self.leaving()
        self.put_in_front(self.list_form)
        self.list_form.start(words)

    @Slot()
    def _leave_lists(self) -> None:
        """Go back to the theme that is being written, or else to the mentions."""
        if self._lists_of_theme:
            self.put_in_front(self.theme_panel)
            self.theme_panel.query.setFocus()
        else:
            self._leave_panel()

    @Slot()
    def _import_feeds(self) -> None:
        self._show_feeds()
        self.feed_panel.choose_file()

    @Slot()
    def _chosen_otherwise(self) -> None:
        """Show what can be done to several that are chosen; or again the one that is."""
        if self.chosen.are_several:
            self.put_in_front(self.chosen)
        elif self.right.currentWidget() is self.chosen:
            if self.chosen.isAncestorOf(self.window().focusWidget()):
                self.column.list.setFocus()
            self.put_in_front(self.card)
            if isinstance(key := self.column.list.chosen, int):
                self.pick(key)

    @Slot()
    def _make_theme(self) -> None:
        """Begin a theme that asks what is searched for, of the outlet if one is chosen."""
        asked, source = self.column.search.asked_for, self.filters.source
        if source.chosen is not None:
            asked = f'({asked}) outlet:"{source.currentText()}"'
        self.put_in_front(self.theme_panel)
        self.theme_panel.start()
        if self.theme_panel.query.toPlainText():
            self.undoable.emit(_("Finish the watch that was begun, or give it up, first."), None)
        else:
            self.theme_panel.query.setPlainText(asked)

    @Slot()
    def _leave_panel(self) -> None:
        self.put_in_front(self.card)
        self.column.list.setFocus()

    @Slot()
    def _go_on(self) -> None:
        """Show again the theme that was being written, unless something was opened since."""
        beside = self.right.currentWidget()
        if self.card_of is None and not isinstance(beside, FeedPanel | ListsPanel | ListForm):
            self.put_in_front(self.theme_panel)

    @Slot()
    def _in_front(self) -> None:
        is_it = self.right.currentWidget() is self.theme_panel
        self.theme_panel.be_in_front(in_front=is_it)

    @Slot()
    def _leave_theme(self) -> None:
        """Leave the theme that was written, unless something else is in front by now."""
        if self.right.currentWidget() is self.theme_panel:
            self._leave_panel()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the mentions on Escape; what is typed beside them stays for who comes back."""
        if event.key() == Qt.Key.Key_Escape and not self.shows_card:
            self.leaving()
            self._leave_panel()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _catch_up(self) -> None:
        self.refresh()
        self.errands.write("catch up", reading.catch_up, self._caught)

    @Slot(object)
    def _caught(self, caught: Caught) -> None:
        """Go on until the themes have been asked of all that is here, or it is the worker's."""
        if not (caught.is_done or caught.is_stopped):
            self.errands.write("catch up", reading.catch_up, self._caught)

    @override
    def dropping(self, data: QMimeData) -> Callable[[], None] | None:
        """Take a list of feeds, the address of a site, or vendors' alerts."""
        held = dropped(data)
        return self.alerts.dropping(data) if held is None else partial(self._take, held)

    @Slot(str)
    def _take(self, held: Path | str) -> None:
        """Bring the list in, or look for the site's feeds."""
        self.put_in_front(self.feed_panel)
        if isinstance(held, Path):
            self.feed_panel.start()
            self.feed_panel.bring_in(held)
        else:
            self.feed_panel.start(address=held)
