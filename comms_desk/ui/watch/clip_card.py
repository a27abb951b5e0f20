"""The card of a clip: its facts, mended where they stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import override

from PySide6.QtCore import Signal, Slot

from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.clips.facts import facts
from comms_desk.media.clips.model import Clip
from comms_desk.media.outlets.model import OutletId
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.fact_card import FactCard
from comms_desk.ui.kit.controls import Button


@dataclass(frozen=True, slots=True)
class ClipView:
    """A clip, and the outlets that it may be of."""

    clip: Clip
    outlets: Mapping[OutletId, str]


class ClipCard(FactCard):
    """The clip that is being changed.

    Signals:
        left: The person goes back to the article that it is; carries its id.
    """

    left = Signal(object)

    def __init__(self, errands: Errands) -> None:
        """Build an empty card."""
        nothing = _("Choose a clip to read it here.")
        super().__init__(errands, Subject.CLIP, facts(), nothing=nothing)
        self.article: ArticleId | None = None
        """What it is to every list."""
        self.leave = Button(_("Back to the article"), role="quiet", does=self._leave)
        self.bar.left(self.leave)

    @override
    def show_view(self, view: ClipView) -> None:
        """Show a clip."""
        self.article = view.clip.article_id
        self.show_thing(view.clip, facts(view.outlets))

    @Slot()
    def _leave(self) -> None:
        if self.article is not None:
            self.left.emit(Ref(Subject.MENTION, self.article))
