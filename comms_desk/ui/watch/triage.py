"""What is done to one article or to several at once, each time with one undo.

A card does it to its article, and the panel of the rows that are chosen to all of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from comms_desk.across import not_pertinent
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.articles.titles import article_title
from comms_desk.media.themes.model import CITY, Tone
from comms_desk.planning.dossiers.model import DossierId
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit.notices import NamedUndo
from comms_desk.ui.watch import words

if TYPE_CHECKING:
    from comms_desk.across.office import Office

type Job = Callable[["Office"], object]


@dataclass(frozen=True, slots=True)
class TriageDone:
    """What was just done, in words; *undo* takes it back, and *undone* is said of that."""

    said: str
    undo: Job | None
    undone: str = ""


class Triage(QObject):
    """Has things done by errands, and offers to undo them.

    Signals:
        undoable: What was just done, and a bound callable that undoes it.
    """

    undoable = Signal(str, object)

    def __init__(self, parent: QObject, errands: Errands) -> None:
        """Do by *errands*."""
        super().__init__(parent)
        self._errands = errands

    def do(self, job: Callable[["Office"], TriageDone]) -> None:
        """Do *job* in the writing thread."""
        self._errands.write(None, job, self.tell)

    @Slot(object)
    def tell(self, done: TriageDone) -> None:
        """Say what was *done*, and offer to undo it."""
        if done.undo is None:
            self.undoable.emit(done.said, None)
            return
        undo = partial(self._errands.write, None, done.undo, self._undone)
        self.undoable.emit(done.said, NamedUndo(undo, done.undone))

    @Slot(object)
    def _undone(self, _answer: object) -> None:
        """Say nothing: the page hears of the change and reads again."""


def star(articles: Sequence[ArticleId], office: "Office", *, is_on: bool = True) -> TriageDone:
    """Give *articles* a star with their copies, or take theirs away."""
    changed = _star(office.told_once.copies(*articles), office, is_on=is_on)
    said = _("Starred · {what}") if is_on else _("Star removed · {what}")
    return TriageDone(
        said.format(what=named(office, articles)), partial(_star, changed, is_on=not is_on)
    )


def judge(
    articles: Sequence[ArticleId], tone: Tone | None, office: "Office", *, of: str = CITY
) -> TriageDone:
    """Give *articles* a tone of the City or of whom is named; None takes it back."""
    before = _set_tones(dict.fromkeys(articles, tone), of, office)
    said = _("Tone: {tone} · {what}") if of == CITY else _("Tone of {whom}: {tone} · {what}")
    if tone is None:
        said = _("Tone removed · {what}")
    called = words.tone_name(tone) if tone else ""
    told = said.format(whom=of, tone=called, what=named(office, articles))
    return TriageDone(told, partial(_set_tones, before, of))


def put_aside(articles: Sequence[ArticleId], office: "Office") -> TriageDone:
    """Put *articles* aside with their copies, as not pertinent: out of the review of today too."""
    done = not_pertinent.put_aside(office, office.told_once.copies(*articles))
    count = len(done.articles)
    said = _("Not pertinent · {what}")
    if len(articles) == 1 and count > 1:
        said = _("Not pertinent · {what} and its copies, {count} articles")
    told = said.format(what=named(office, articles), count=format_number(count))
    if done.reviews:
        told = _("Out of the review too · {what}").format(what=told)
    return TriageDone(
        told, lambda office: not_pertinent.take_back(office, done), _("Back in the watch")
    )


def take_back(articles: Sequence[ArticleId], office: "Office") -> TriageDone:
    """Put *articles* back in the lists with their copies, pertinent again, in no review."""
    changed = office.memory.mark_pertinent(*office.told_once.copies(*articles))
    told = _("Back in the watch · {what}").format(what=named(office, articles))
    return TriageDone(
        told, lambda office: office.memory.mark_irrelevant(*changed), _("Put aside again")
    )


def read(articles: Sequence[ArticleId], office: "Office") -> TriageDone:
    """Note that the person at this desk has read *articles*, and so their stories."""
    ids = office.told_once.copies(*articles)
    person = office.database.actor
    unread = tuple(
        each.id for each in office.articles.by_ids(ids, person=person) if not each.is_read
    )
    office.told_once.read(*articles)
    told = _("Read · {what}").format(what=named(office, articles))
    return TriageDone(told, partial(_unread, unread), _("Marked as unread again"))


def tie(articles: Sequence[ArticleId], dossier: DossierId, office: "Office") -> TriageDone:
    """Tie *articles* to *dossier*."""
    tied = office.themes.link_all(articles, dossier)
    code = office.dossiers.get(dossier).code
    told = _("Linked to {code} · {what}").format(code=code, what=named(office, articles))
    return TriageDone(
        told, lambda office: office.themes.unlink_all(tied, dossier), _("Link undone")
    )


def named(office: "Office", articles: Sequence[ArticleId]) -> str:
    """Return the title of the only one, or how many there are."""
    if len(articles) == 1:
        title = article_title(office.themes.mention(articles[0]).article.title)
        return _("“{article}”").format(article=words.short(title))
    return ngettext("{count} mention", "{count} mentions", len(articles)).format(
        count=format_number(len(articles))
    )


def _star(articles: Sequence[ArticleId], office: "Office", *, is_on: bool) -> tuple[ArticleId, ...]:
    """Give those very *articles* a star, or take theirs away; return whose that changed."""
    return (office.triage.star if is_on else office.triage.unstar)(*articles)


def _set_tones(
    wanted: Mapping[ArticleId, Tone | None], of: str, office: "Office"
) -> Mapping[ArticleId, Tone | None]:
    """Give each its tone, and return what each had."""
    return office.themes.set_tones(wanted, of=of)


def _unread(articles: Sequence[ArticleId], office: "Office") -> None:
    if office.database.actor is not None:
        office.articles.mark_unread(articles, person=office.database.actor)
