"""The tone of an article: four buttons, a key each, and what takes it back."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from comms_desk.i18n import _
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.articles.titles import article_title
from comms_desk.media.watches.model import Mention, Tone
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.watch import words

if TYPE_CHECKING:
    from comms_desk.across.office import Office


class Tones(QObject):
    """The buttons that judge the article of the card.

    Signals:
        undoable: What was just done, and a bound callable that undoes it.
    """

    undoable = Signal(str, object)

    def __init__(self, parent: QObject, errands: Errands) -> None:
        """Build the buttons; the card puts them in its bar."""
        super().__init__(parent)
        self._errands = errands
        self._mention: Mention | None = None
        self.buttons: dict[Tone, Button] = {}
        for tone, (glyph, key) in words.TONES.items():
            button = Button(
                f"{glyph} {words.tone_name(tone)}", hint=_("Key {key}").format(key=key), key=key
            )
            button.setAccessibleName(words.tone_name(tone))
            button.setCheckable(True)
            button.clicked.connect(self._pressed)
            self.buttons[tone] = button

    def show_mention(self, mention: Mention) -> None:
        """Show how *mention* was judged."""
        self._mention = mention
        self._check(mention.tone)

    def judge(self, tone: Tone) -> None:
        """Judge the article; the tone that it has already is taken back."""
        if self._mention is None:
            return
        article = self._mention.id
        wanted = None if self._mention.tone is tone else tone
        self._check(wanted)
        job = partial(_set_tone, article, wanted)
        title = article_title(self._mention.article.title)
        self._errands.write(None, lambda office: (title, job(office)), self._toned)

    def _check(self, tone: Tone | None) -> None:
        for each, button in self.buttons.items():
            button.setChecked(each is tone)

    @Slot()
    def _pressed(self) -> None:
        sender = self.sender()
        for tone, button in self.buttons.items():
            if button is sender:
                self.judge(tone)

    @Slot(object)
    def _toned(self, done: "tuple[str, tuple[ArticleId, Tone | None, Tone | None]]") -> None:
        title, (article, before, after) = done
        undo = partial(self._errands.write, None, partial(_set_tone, article, before), self._undone)
        self.undoable.emit(words.toned(after, title), undo)

    @Slot(object)
    def _undone(self, _answer: object) -> None:
        """Say nothing: the page hears of the change and reads again."""


def _set_tone(
    article: ArticleId, tone: Tone | None, office: "Office"
) -> tuple[ArticleId, Tone | None, Tone | None]:
    return article, office.watches.set_tone(article, tone), tone
