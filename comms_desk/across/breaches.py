"""What the media have of a text that is still under embargo: a breach, which holds nothing.

What is published is public: a clip and a review are never held.  It is said on the mention and on
Today, with the words there and the sentence here, for as long as the embargo holds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from comms_desk.across import Office
from comms_desk.changes import Ref
from comms_desk.embargo import within as embargoes
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.themes import within as watches

if TYPE_CHECKING:
    from comms_desk.media.articles.model import ArticleText
    from comms_desk.storage.database import Snapshot

LOOKED_BACK = timedelta(days=3)
"""Of mentions, for as long as an embargo holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """An article with words of a text that is under embargo.

    Attributes:
        title: The article's; *outlet* is where it came out.
        words: As they stand there.
        ref: The text, called *of*, which has the sentence *there*.
        until: When its embargo ends.
    """

    article: ArticleId
    title: str
    outlet: str
    words: tuple[str, ...]
    ref: Ref
    of: str
    there: str
    until: datetime


def breach(office: Office, text: "ArticleText") -> Breach | None:
    """Return the breach that *text* is; None: it has no words that are under embargo."""
    with office.database.snapshot() as snapshot:
        return next(_breaches(snapshot, [text]), None)


def breaches_lately(office: Office) -> tuple[Breach, ...]:
    """Return those among the mentions of the last days, the newest first."""
    with office.database.snapshot() as snapshot:
        if not embargoes.holding(snapshot):
            return ()
        # Up to what came this very second, by a clock that was ahead too.
        since, until = snapshot.now - LOOKED_BACK, snapshot.now + LOOKED_BACK
        seen = watches.seen_between(snapshot, since, until)
        return tuple(_breaches(snapshot, articles.latest_texts(snapshot, seen[::-1])))


def _breaches(snapshot: "Snapshot", texts: "Sequence[ArticleText]") -> Iterator[Breach]:
    every = embargoes.locked_words(snapshot) if texts else ()
    for text in texts if every else ():
        said = f"{text.title}\n{text.all_text}"
        held = embargoes.words_held(snapshot, said, every=every, says_nothing=True)
        for locked, words in held:
            lock = locked.embargo
            yield Breach(
                article=text.article,
                title=text.title,
                outlet=text.outlet,
                words=words,
                ref=lock.ref,
                of=locked.title,
                there=embargoes.sentence_there(snapshot, lock.ref, words),
                until=lock.until,
            )
            break
