"""The article of the story chosen: its own first words, to write ours by, and its page.

What it says itself is for who writes, and is never in the edition (docs/review.md).
"""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Qt, QUrl, Slot

from comms_desk.across import Office
from comms_desk.errors import CommsDeskError
from comms_desk.media.articles.model import ArticleId
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.page import Page
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.kit.open_file import open_address
from comms_desk.ui.kit.plain import plain
from comms_desk.ui.review.preview import WEB_SCHEMES

LETTERS_SHOWN, LINES_SHOWN = 210, 4
"""Of its first words; the tool tip has more."""
LETTERS_TOLD = 1_200


@dataclass(frozen=True, slots=True)
class ArticleWords:
    """What an article says itself, and where."""

    article: ArticleId
    link: str
    words: str


def told(article: ArticleId, office: Office) -> ArticleWords:
    """Return what *article* says, as the Watch shows it."""
    mention = office.themes.mention(article)
    said = mention.article.summary.strip() or mention.shown_text[0]
    return ArticleWords(article, mention.article.link, " ".join(said[:LETTERS_TOLD].split()))


class FirstWords(Label):
    """The first words of an article, in as many lines whatever they are: nothing moves."""

    def __init__(self) -> None:
        """Say nothing yet."""
        super().__init__("", "detail", wraps=True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setContentsMargins(tokens.HANG_PX, 0, tokens.HANG_PX, 0)
        self.setFixedHeight(LINES_SHOWN * self.fontMetrics().lineSpacing())

    def say(self, said: str) -> None:
        """Say as much of that as fits."""
        short = said if len(said) <= LETTERS_SHOWN else f"{said[:LETTERS_SHOWN].rsplit(' ', 1)[0]}…"
        self.setText(short)
        self.setToolTip(plain(said))


class ChosenArticle(QObject):
    """Reads the article that is chosen, and opens its page."""

    def __init__(self, page: Page, errands: Errands, words: FirstWords) -> None:
        """Say in *words* how it begins; errors go to *page*."""
        super().__init__(page)
        self._page, self._errands, self._words = page, errands, words
        self._article: ArticleId | None = None

    def choose(self, article: ArticleId | None) -> None:
        """Say how *article* begins."""
        if article != self._article:
            self._article = article
            self._words.say("")
        if article is not None:
            self._errands.read("told", partial(told, article), self._show, self._not_told)

    @Slot(object)
    def _show(self, told_: ArticleWords) -> None:
        if told_.article == self._article:
            self._words.say(told_.words)

    @Slot(object)
    def _not_told(self, _error: CommsDeskError) -> None:
        """Say nothing: what is kept of it stands in the list all the same."""

    def open(self, article: ArticleId) -> None:
        """Open its page in the browser."""
        self._errands.read("open", partial(told, article), self._open, self._page.show_error)

    @Slot(object)
    def _open(self, told_: ArticleWords) -> None:
        if QUrl(told_.link).scheme() in WEB_SCHEMES:
            open_address(told_.link)
