"""The same story elsewhere: its copies with their hours, and what takes one out or adds one."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.articles.titles import article_title
from comms_desk.media.stories.model import Moved
from comms_desk.media.themes.model import EVERY_MENTION
from comms_desk.storage.paging import PageOfRows
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.picker import Picker
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label, ShortenedLabel, Tag
from comms_desk.ui.kit.layout import empty_out
from comms_desk.ui.kit.more_button import MoreButton
from comms_desk.ui.kit.notices import NamedUndo
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.kit.stacks import abreast, stacked
from comms_desk.ui.watch import story_words

OFFERED = 8
SPLIT_KEY, JOIN_KEY = "G", "M"


class StoryPanel(QWidget):
    """The story of the article on the card; of one that is alone, what puts it with another.

    Signals:
        undoable: What was just done, and a bound callable that undoes it.
        open_wanted: A `Ref` to show: another article of the story.
    """

    undoable = Signal(str, object)
    open_wanted = Signal(object)

    def __init__(self, errands: Errands, more: MoreButton) -> None:
        """Show nothing yet; what takes it out, or joins it to another, is in *more*."""
        super().__init__()
        self._errands = errands
        self._article: ArticleId | None = None
        self._name = ""
        self._is_grouped = False
        self.title = Label("", "card-title", wraps=True)
        self._copies = stacked(gap_px=0)
        self._more = more
        self.split_it = more.offer(_("Another story"), self.split, key=SPLIT_KEY)
        more.offer(_("Same story as…"), self.pick_other, key=JOIN_KEY)
        self.picker = Picker(
            errands,
            self._offered,
            asks=_("Words of the other article"),
            offers=_("Articles"),
            none_match=_("No article matches “{words}”."),
        )
        self.picker.hide()
        self.picker.chosen.connect(self._join)
        self.picker.left.connect(self._leave)
        stacked(self.title, self._copies, self.picker, inside=self, gap_px=tokens.SPACE_2_PX)

    def show_story(
        self, article: ArticleId, name: str, story: story_words.StoryView | None
    ) -> None:
        """Show the *story* of *article*, which is called *name*; None: it is alone."""
        if article != self._article:
            self.picker.hide()
        self._article, self._name, self._is_grouped = article, name, story is not None
        self.setVisible(story is not None or not self.picker.isHidden())
        empty_out(self._copies)
        self.title.setVisible(story is not None)
        self.split_it.setVisible(story is not None)
        if story is None:
            return
        self.title.setText(story.title)
        for copy in story.lines:
            self._copies.addWidget(self._line(copy, is_shown=copy.article == article))

    @Slot()
    def split(self) -> None:
        """Take the article out of its story, for good."""
        article = self._article
        if article is not None and self._is_grouped:
            self._errands.write(None, lambda office: office.stories.split(article), self._was_split)

    @Slot()
    def pick_other(self) -> None:
        """Ask which article tells the same story."""
        if self._article is not None:
            self.show()
            self.picker.ask()

    def _line(self, copy: story_words.CopyLine, *, is_shown: bool) -> QWidget:
        line = QWidget()
        line.setMinimumHeight(tokens.CHIP_HEIGHT_PX)
        row = abreast(inside=line, gap_px=tokens.SPACE_2_PX)
        if is_shown:
            row.addWidget(Label(copy.medium))
        else:
            go = Button(copy.medium, role="link", hint=copy.title)
            go.setProperty("article", copy.article)
            go.clicked.connect(self._open)
            row.addWidget(go)
        row.addWidget(Label(copy.hour, "detail"))
        for said in copy.tags:
            row.addWidget(Tag(said))
        row.addWidget(ShortenedLabel(copy.differs, "detail"), 1)
        return line

    def _offered(self, office: Office, words: str) -> PageOfRows[Row]:
        return _articles(office, words, self._article)

    @Slot()
    def _open(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.open_wanted.emit(Ref(Subject.MENTION, sender.property("article")))

    @Slot(object)
    def _join(self, other: object) -> None:
        self._leave()
        if self._article is not None and isinstance(other, int):
            job = partial(_join, self._article, ArticleId(other))
            self._errands.write(None, job, self._was_joined)

    @Slot()
    def _leave(self) -> None:
        self.picker.hide()
        self.setVisible(self._is_grouped)
        self._more.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _was_split(self, moved: Moved) -> None:
        self._offer(moved, story_words.was_split(self._name), _("Grouped again"))

    @Slot(object)
    def _was_joined(self, moved: Moved) -> None:
        self._offer(moved, story_words.was_joined(self._name), _("No longer grouped"))

    def _offer(self, moved: Moved, said: str, undone: str) -> None:
        undo = partial(
            self._errands.write, None, lambda office: office.stories.undo(moved), self._was_undone
        )
        self.undoable.emit(said, NamedUndo(undo, undone))

    @Slot(object)
    def _was_undone(self, _nothing: object) -> None:
        """Say nothing: the page hears of the change and reads again."""


def _join(article: ArticleId, other: ArticleId, office: Office) -> Moved:
    return office.stories.join(article, other)


def _articles(office: Office, words: str, but: ArticleId | None) -> PageOfRows[Row]:
    """Return the articles that *words* find, or the newest mentions; not the article itself."""
    if words.strip():
        found = office.search.articles(words, EVERY_MENTION, limit=OFFERED)
        articles = found.rows
    else:
        articles = tuple(
            told.mention.article for told in office.told_once.mentions(limit=OFFERED).rows
        )
    rows = tuple(
        Row(
            key=each.id,
            title=article_title(each.title),
            detail=story_words.source_and_hour(each),
            strong=False,
        )
        for each in articles
        if each.id != but
    )
    return PageOfRows(rows=rows, total=len(rows))
