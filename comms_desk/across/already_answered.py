"""What the City already said, asked in a newsroom's words: answers, texts, bulletins, verbatims.

The index proposes at most 500, `text.ranking` puts them in order, and the best sentences of each
are what may be quoted.  Words that mean the same are those of the desk, with the office's own
beside its templates; a figure that differs from the answer being written stands beside it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.embargo import within as embargo
from comms_desk.i18n import CITY_ZONE, format_date
from comms_desk.mail import within as outbox
from comms_desk.media.inquiries.reply import answered
from comms_desk.media.verbatims.model import parted
from comms_desk.paths import resource
from comms_desk.storage import sayings
from comms_desk.storage.database import Snapshot
from comms_desk.storage.sayings import Saying
from comms_desk.text.families import Families, read_families, telling
from comms_desk.text.figures import Differing, differing
from comms_desk.text.fold import tokens
from comms_desk.text.markdown import Document as MarkdownDocument
from comms_desk.text.markdown import paragraph, quote, write_markdown
from comms_desk.text.ranking import Ranked, RankedText, Sought, TextCorpus, rank
from comms_desk.text.sentences import sentences

if TYPE_CHECKING:
    from comms_desk.media.articles.model import Article
    from comms_desk.planning.dossiers.model import DossierId

SHOWN = 5
LONGEST_QUESTION = 4_000
"""In characters: what is typed after is not looked for."""
LEXICON = "lexicon"
SYNONYMS, PLACES = "synonyms.txt", "places.txt"
CLIPS_FOLLOW = timedelta(days=14)
"""An article of the same dossier follows what was said so many days before, at most."""
SAID_BEFORE, SAID_AFTER = timedelta(days=14), timedelta(days=7)
"""An article is on what was said so long before it, or answers it so long after."""
MOST_OF = 0.5
"""Of the worth of a headline, in what was said on it."""
MOST_CLIPS = 3
MOST_TIED = 200
"""Clips of a dossier that are looked at, the latest tied first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlreadyAnswered:
    """Something that was said, and what of it answers.

    Attributes:
        ref: The thing that said it; its *kind* is the kind of source.
        passage: The best sentences, as they were said.
        differs: The figures of the answer being written that it says otherwise.
        followed: The clips of the same dossier in the days after, the first ones.
    """

    ref: Ref
    title: str
    at: datetime
    passage: str
    differs: tuple[Differing, ...] = ()
    followed: tuple["Article", ...] = ()

    @property
    def kind(self) -> Subject:
        """Return of what kind the source is."""
        return self.ref.kind

    @property
    def quoted(self) -> str:
        """Return the passage as Markdown that quotes it, with its source and its day.

        Whoever speaks in a verbatim is named by its source alone, not before their words too.
        """
        day, words = format_date(self.at.astimezone(CITY_ZONE).date()), self.passage
        label, colon, _rest = words.partition(":")
        speaker = set(tokens(self.title.rpartition(" · ")[2]))
        if self.kind is Subject.VERBATIM and colon and set(tokens(label)) <= speaker:
            words = f" {words}".replace(f" {label}:", "").strip()
        return write_markdown(MarkdownDocument((quote(words), paragraph(f"— {self.title}, {day}"))))


def already_said(
    office: Office,
    words: str,
    *,
    dossier: "DossierId | None" = None,
    answer: str = "",
    limit: int = SHOWN,
) -> tuple[AlreadyAnswered, ...]:
    """Return what was said that answers *words* best, the best first, one a thing.

    The same answer of one day is once: those who asked the same got one answer.
    What is under an embargo, leaves later, or waits in the outbox was not said yet.

    Args:
        office: The desk.
        words: The question as it is typed.
        dossier: The dossier that it is about; what is of it comes first of two equals.
        answer: The answer being written, whose figures are compared.
        limit: How many at most.

    Raises:
        FamiliesUnreadable, FamiliesTooLong: The office's own file of words is not understood.
    """
    families = families_of(office)
    with office.database.snapshot() as snapshot:
        today = snapshot.now.astimezone(CITY_ZONE).date()
        sought = families.sought(words[:LONGEST_QUESTION], today=today)
        asked = [_phrases(families, each) for each in sought]
        proposed = sayings.propose(snapshot, asked)
        held = {each.ref for each in embargo.holding(snapshot)}
        said = [
            each for each in proposed.sayings if each.ref not in held and each.at <= snapshot.now
        ]
        documents, parts = _documents(families, said, dossier)
        known = TextCorpus(count=proposed.count, holding=proposed.holding)
        best: dict[Ref, Ranked] = {}
        heard: set[tuple[str, date]] = set()
        for each in rank(sought, documents, known, today=today):
            one = said[each.place]
            words_of_day = (one.text, _day(one.at))
            is_told = one.ref.kind is Subject.INQUIRY and words_of_day in heard
            if one.ref not in best and not is_told and _has_left(snapshot, one):
                best[one.ref] = each
                heard.add(words_of_day)
            if len(best) >= limit:
                break
    return tuple(
        _said(office, said[each.place], parts[each.place], each, answer) for each in best.values()
    )


def said_on(
    office: Office,
    words: str,
    *,
    at: datetime,
    dossiers: Collection[int] = (),
    limit: int = SHOWN,
) -> tuple[Saying, ...]:
    """Return what the City said about then on what *words* tell, or of *dossiers*, the last first.

    Words are a headline: what was said has most of them.  Each thing is there once.
    """
    asked = [((each,),) for each in telling(words[:LONGEST_QUESTION])]
    said: dict[Ref, Saying] = {}
    with office.database.snapshot() as snapshot:
        until = min(at + SAID_AFTER, snapshot.now)
        found = sayings.near(
            snapshot, asked, since=at - SAID_BEFORE, until=until, least=MOST_OF, dossiers=dossiers
        )
        held = {each.ref for each in embargo.holding(snapshot)}
        for each in found:
            is_new = each.ref not in held and each.ref not in said
            if len(said) < limit and is_new and _has_left(snapshot, each):
                said[each.ref] = each
    return tuple(said.values())


def _has_left(snapshot: Snapshot, saying: Saying) -> bool:
    if saying.ref.kind is Subject.INQUIRY:
        return answered.has_left(snapshot, saying.ref, saying.part)
    return not outbox.never_left(snapshot, saying.ref)


def families_of(office: Office) -> Families:
    """Return the families of words of the desk, with those of the office's own files.

    Raises:
        FamiliesUnreadable, FamiliesTooLong: One of those is not understood.
    """
    folder = office.paths.data / LEXICON
    return _families(*(_written(folder / each) for each in (SYNONYMS, PLACES)))


@lru_cache(maxsize=4)
def _families(*own: tuple[Path, int] | None) -> Families:
    """Read them; those of every office without files of its own are the same."""
    synonyms, places = (
        [*_read(resource(LEXICON, name)), *(_read(written[0]) if written else ())]
        for name, written in zip((SYNONYMS, PLACES), own, strict=True)
    )
    return Families(synonyms, places=places)


def _read(file: Path) -> Sequence[Iterable[str]]:
    return read_families(file.read_text(encoding="utf-8"))


def _written(file: Path) -> tuple[Path, int] | None:
    return (file, file.stat().st_mtime_ns) if file.is_file() else None


def _phrases(families: Families, sought: Sought) -> list[Sequence[str]]:
    return [written for phrase in sought.phrases for written in families.written(phrase)]


def _documents(
    families: Families, said: Iterable[Saying], dossier: int | None
) -> tuple[list[RankedText], list[list[str]]]:
    """Return *said* as it is ranked, and its sentences."""
    documents: list[RankedText] = []
    parts: list[list[str]] = []
    for each in said:
        asked, answers = (each.asked, each.text)
        if each.ref.kind is Subject.VERBATIM:
            asked, answers = parted(each.text)  # what a journalist says, the City did not
        spoken = sentences(answers)
        head = families.terms(f"{each.title}\n{asked}")
        documents.append(
            RankedText(
                parts=[head, *map(families.terms, spoken)],
                on=_day(each.at),
                is_of_dossier=dossier is not None and each.dossier == dossier,
            )
        )
        parts.append(spoken)
    return documents, parts


def _said(
    office: Office, saying: Saying, spoken: Sequence[str], ranked: Ranked, answer: str
) -> AlreadyAnswered:
    # The first part is the title: the sentences begin after it.
    passage = " ".join(spoken[each - 1] for each in ranked.best if each > 0)
    return AlreadyAnswered(
        ref=saying.ref,
        title=saying.title,
        at=saying.at,
        passage=passage,
        differs=differing(answer, passage) if answer else (),
        followed=_followed(office, saying),
    )


def _followed(office: Office, saying: Saying) -> tuple["Article", ...]:
    from comms_desk.media.articles.model import ArticleId

    if saying.dossier is None:
        return ()
    tied = office.dossiers.linked(saying.dossier)  # type: ignore[arg-type]
    asked = [ArticleId(ref.id) for ref in tied if ref.kind is Subject.ARTICLE][:MOST_TIED]
    until = saying.at + CLIPS_FOLLOW
    after = [each for each in office.articles.by_ids(asked) if saying.at <= each.moment <= until]
    return tuple(sorted(after, key=lambda each: each.moment)[:MOST_CLIPS])


def _day(moment: datetime) -> date:
    return moment.astimezone(CITY_ZONE).date()
