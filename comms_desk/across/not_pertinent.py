"""What is not pertinent leaves the open reviews of today with it, and comes back with it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comms_desk.i18n import Language
from comms_desk.media.reviews.model import ReviewIssued

if TYPE_CHECKING:
    from comms_desk.across.office import Office
    from comms_desk.media.articles.model import ArticleId
    from comms_desk.media.reviews.model import OutOfReview


@dataclass(frozen=True, slots=True)
class PutAside:
    """The articles that were not aside before, and what left the open reviews with them."""

    articles: "tuple[ArticleId, ...]"
    reviews: "tuple[OutOfReview, ...]"


def put_aside(office: "Office", articles: "Sequence[ArticleId]") -> PutAside:
    """Put *articles* aside as not pertinent, and their stories out of the reviews of today."""
    with office.database.all_or_nothing():
        aside = office.memory.mark_irrelevant(*articles)
        gone = [office.reviews.take_out(articles, language=each) for each in Language]
    return PutAside(aside, tuple(each for each in gone if each is not None))


def take_back(office: "Office", done: PutAside) -> None:
    """Undo `put_aside`; what a review that was issued since does not tell waits for the next."""
    with office.database.all_or_nothing():
        office.memory.mark_pertinent(*done.articles)
        for each in done.reviews:
            with suppress(ReviewIssued):
                office.reviews.keep_again(each)
