"""What each key alone does on the card of a mention, and in the list beside it."""

from collections.abc import Callable, Mapping
from functools import partial

from comms_desk.media.watches.model import Tone
from comms_desk.ui.byline_box import ACCEPT_KEY
from comms_desk.ui.watch import words
from comms_desk.ui.watch.in_review import REVIEW_KEY
from comms_desk.ui.watch.irrelevant import ASIDE_KEY, EXAMPLE_KEY, IGNORE_KEY
from comms_desk.ui.watch.mention_card import MentionCard
from comms_desk.ui.watch.story_panel import JOIN_KEY, SPLIT_KEY
from comms_desk.ui.watch.tied_dossiers import LINK_KEY
from comms_desk.ui.watch.triage_panel import NOTE_KEY, OF_KEY, STAR_KEY, WHY_KEY

STRETCHES = {"Shift+J": 1, "Shift+K": -1}
"""They choose one more row, or let it go."""


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
