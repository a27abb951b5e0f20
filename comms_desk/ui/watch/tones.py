"""The tone of an article: four buttons, a key each, and what takes it back."""

from functools import partial

from PySide6.QtCore import QObject, Slot

from comms_desk.i18n import _
from comms_desk.media.themes.model import CITY, Mention, Tone
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.watch import triage, words
from comms_desk.ui.watch.triage import Triage


class Tones(QObject):
    """The buttons that judge the article of the card: the City, or whom it names, for once."""

    def __init__(self, parent: QObject, doing: Triage) -> None:
        """Build the buttons; the card puts them in its bar."""
        super().__init__(parent)
        self._triage = doing
        self._mention: Mention | None = None
        self.of = CITY
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
        if self._mention is None or mention.id != self._mention.id:
            self.of = CITY
        self._mention = mention
        self._check(self._stands)

    def ask_of(self, whom: str) -> None:
        """Give the next tone to *whom*, and not to the City."""
        self.of = whom
        self._check(self._stands)

    def judge(self, tone: Tone) -> None:
        """Judge the article; the tone that it has already is taken back."""
        if self._mention is None:
            return
        wanted = None if self._stands is tone else tone
        self._check(wanted)
        self._triage.do(partial(triage.judge, (self._mention.id,), wanted, of=self.of))
        self.of = CITY

    @property
    def _stands(self) -> Tone | None:
        if self._mention is None or self.of == CITY:
            return None if self._mention is None else self._mention.tone
        return dict(self._mention.toned).get(self.of)

    def _check(self, tone: Tone | None) -> None:
        for each, button in self.buttons.items():
            button.setChecked(each is tone)

    @Slot()
    def _pressed(self) -> None:
        sender = self.sender()
        for tone, button in self.buttons.items():
            if button is sender:
                self.judge(tone)
