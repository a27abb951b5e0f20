"""A release of the desk and an article that it has, side by side."""

from typing import TYPE_CHECKING

from comms_desk.across import Office
from comms_desk.media.coverage.model import ComparedPair
from comms_desk.media.coverage.pickup import words_of
from comms_desk.media.coverage.release import as_read, read_release, without_title
from comms_desk.media.coverage.reprise import reprise

if TYPE_CHECKING:
    from comms_desk.media.articles.model import ArticleId
    from comms_desk.media.drafting.model import DraftId

type Titled = tuple[str, str]
"""A title, and the text."""


def compared(office: Office, draft: "DraftId", article: "ArticleId") -> ComparedPair:
    """Return what *article* took of the text of *draft*, as both were last kept.

    Raises:
        NotFound, ArticleMissing: One of them is not there.
    """
    told = office.articles.text(article)
    release = office.drafts.get(draft).title, as_read(office.drafts.text(draft))
    return of_texts(release, (told.title, words_of(told)), outlet=told.outlet)


def of_texts(release: Titled, article: Titled, *, outlet: str = "") -> ComparedPair:
    """Return what *article* took of *release*; a title that begins a text is none of it."""
    (release_title, said), (article_title, told) = release, article
    said = without_title(said)
    return ComparedPair(
        release_title=release_title,
        release=said,
        article_title=article_title,
        outlet=outlet,
        article=told,
        reprise=reprise(read_release(said), told),
    )
