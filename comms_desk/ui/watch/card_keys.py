"""What each key alone does on the card of a mention, and in the list beside it.

A key is meant for the row that is chosen, and its card is read: until it is there, the key waits.
"""

from collections import deque
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Protocol

from comms_desk.changes import Ref
from comms_desk.media.themes.model import Tone
from comms_desk.ui.frame.byline_box import ACCEPT_KEY
from comms_desk.ui.watch import words
from comms_desk.ui.watch.in_review import REVIEW_KEY
from comms_desk.ui.watch.irrelevant import ASIDE_KEY, EXAMPLE_KEY, IGNORE_KEY
from comms_desk.ui.watch.mention_card import MentionCard
from comms_desk.ui.watch.story_panel import JOIN_KEY, SPLIT_KEY
from comms_desk.ui.watch.tied_dossiers import LINK_KEY
from comms_desk.ui.watch.triage_panel import NOTE_KEY, OF_KEY, STAR_KEY, WHY_KEY

type Act = Callable[[], object]


def _judge(tone: Tone, card: MentionCard) -> None:
    card.tones.judge(tone)


CARD_KEYS: Mapping[str, Callable[[MentionCard], None]] = {
    "U": MentionCard.ask_unread,
    LINK_KEY: lambda card: card.dossiers.pick(),
    "O": MentionCard.open_article,
    "E": MentionCard.change_clip,
    SPLIT_KEY: lambda card: card.story.split(),
    JOIN_KEY: lambda card: card.story.pick_other(),
    ACCEPT_KEY: lambda card: card.bylines.accept(),
    STAR_KEY: lambda card: card.marks.toggle_star(),
    NOTE_KEY: lambda card: card.marks.write(),
    OF_KEY: lambda card: card.marks.ask_whom(),
    WHY_KEY: lambda card: card.marks.ask_why(),
    REVIEW_KEY: lambda card: card.in_review.turn(),
    ASIDE_KEY: lambda card: card.irrelevant.toggle(),
    IGNORE_KEY: lambda card: card.irrelevant.ignore(),
    EXAMPLE_KEY: lambda card: card.irrelevant.keep(),
    **{key: partial(_judge, tone) for tone, (_glyph, key) in words.TONES.items()},
}
"""What each key alone does."""


class Asks(Protocol):
    """The page whose card the keys are for."""

    card_of: Ref | None

    @property
    def card(self) -> MentionCard:
        """What the keys act on."""

    def ask_card(self, ref: Ref) -> None:
        """Read the card of *ref*."""

    def pick(self, key: int) -> None:
        """Show the card of the row *key*, as if it had been chosen just now."""

    def window(self) -> Any:
        """Return the window, which knows where one types."""


class CardKeys:
    """The keys as they are pressed: each acts on the article that was chosen then, or not at all.

    Where the keys are faster than the reading, the next card waits until what was
    pressed before is done.
    """

    def __init__(self, page: Asks) -> None:
        """Press nothing yet."""
        self._page = page
        self._held: deque[tuple[Ref, Act]] = deque()
        self._next: Ref | None = None
        """The card that is to be shown once nothing is held."""

    def press(self, letter: str) -> None:
        """Do what *letter* does, now or as soon as the card is there."""
        self.do(partial(CARD_KEYS[letter], self._page.card))

    def do(self, act: Act) -> None:
        """Do *act* of the card, now or as soon as it is there."""
        wanted = self._next or self._page.card_of
        if wanted is None:
            return
        if not self._held and wanted == self._page.card.ref:
            act()
            return
        if not self._held:
            self._page.ask_card(wanted)  # it may have been refused
        self._held.append((wanted, act))

    def holds(self, ref: Ref) -> bool:
        """Say whether keys wait for another card: that of *ref* is then shown after it."""
        if self._held:
            self._next = ref
        return bool(self._held)

    def go_on(self) -> None:
        """Do what waited for the card that is there now, and have the next one be read."""
        page = self._page
        while self._held:
            ref, act = self._held[0]
            if ref != page.card.ref:
                if ref != page.card_of:
                    self._next = self._next or page.card_of
                    page.ask_card(ref)
                return
            self._held.popleft()
            typed_in = page.window().focusWidget()
            act()
            if page.window().focusWidget() is not typed_in:
                self._held.clear()  # the rest was meant for the field that it opened
        after, self._next = self._next, None
        if after is not None:
            page.pick(after.id)

    def forget(self, ref: Ref | None) -> None:
        """Drop what waits for the card of *ref*, which does not come."""
        self._held = deque(each for each in self._held if each[0] != ref)
        self.go_on()
