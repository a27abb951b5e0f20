"""R: the story of an article, or of several, in the press review of today, or out of it."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from comms_desk.i18n import _, pgettext
from comms_desk.media.articles.model import ArticleId
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.watch.triage import Triage, TriageDone, named

if TYPE_CHECKING:
    from comms_desk.across.office import Office

REVIEW_KEY = "R"


class InReview(Button):
    """Puts the story of the article shown in the review, or takes it out."""

    def __init__(self, doing: Triage) -> None:
        """Offer it for no article yet."""
        hint = _("Key {key}").format(key=REVIEW_KEY)
        super().__init__(pgettext("press", "Review"), hint=hint, key=REVIEW_KEY)
        self.setCheckable(True)
        self._triage = doing
        self._article: ArticleId | None = None
        self.clicked.connect(self.turn)

    def show_article(self, article: ArticleId, *, is_kept: bool) -> None:
        """Say whether *article*, or a copy of it, is in a review of today."""
        self._article, self._is_kept = article, is_kept
        self.setChecked(is_kept)
        kept = _("In the review of today")
        self.setAccessibleDescription(kept if is_kept else "")

    @Slot()
    def turn(self) -> None:
        """Put it in, or take it out."""
        if self._article is not None:
            self.setChecked(self._is_kept)  # until it is read again
            job = take_out if self._is_kept else keep
            self._triage.do(partial(job, (self._article,)))


def keep(articles: Sequence[ArticleId], office: "Office") -> TriageDone:
    """Keep the stories of *articles* for the review of today."""
    from comms_desk.wording.reviews import kept_said, unkept_said

    kept = office.reviews.keep(articles)
    if not kept.articles:
        return TriageDone(
            _("In the review already · {what}").format(what=named(office, articles)), None
        )
    told = f"{kept_said(kept)} · {named(office, kept.articles)}"
    return TriageDone(told, lambda office: office.reviews.unkeep(kept), unkept_said(kept))


def take_out(articles: Sequence[ArticleId], office: "Office") -> TriageDone:
    """Take the stories of *articles* out of the review of today, whichever copy stands in it."""
    gone = office.reviews.take_out(articles)
    if gone is None:
        told = _("In a review that was issued · {what}")
        return TriageDone(told.format(what=named(office, articles)), None)
    told = _("Taken out of the review · {what}").format(what=named(office, gone.articles))
    return TriageDone(told, lambda office: office.reviews.keep_again(gone), _("Kept again"))
