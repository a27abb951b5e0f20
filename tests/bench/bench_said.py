"""What was already said, over 2,000 earlier answers: found among five, and in how long.

Each search is the whole call of the window, on both engines, its server's processor included.
Beside it stands the order of FTS5 by itself, over the same folded words.  The half of the questions
that is kept aside is not asked here.
"""

import sys
import tempfile
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Final

from sqlalchemy import text

from comms_desk.across.already_answered import already_said
from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.planning.dossiers.model import DossierId
from comms_desk.storage import sayings
from comms_desk.text.fold import tokens
from tests.bench.bench_search import p95
from tests.bench.engines import ENGINES, desk_of, processor, settle
from tests.bench.sizes import sized
from tests.media.inquiries import said_corpus
from tests.support.mornings import office_on

ON: Final = sized(ENGINES, tiny=ENGINES[:1])
GOAL_FOUND: Final = 90
GOAL_P95_MS: Final = 150.0
NOW: Final = datetime(2026, 11, 24, 14, 20, tzinfo=UTC)
ANSWERS: Final = said_corpus.answers()[: sized(None, tiny=40)]
NUMBERS: Final = {each.id: number for number, each in enumerate(ANSWERS, 1)}
QUESTIONS: Final = tuple(each for each in said_corpus.questions("tuning") if each.answer in NUMBERS)
DOSSIERS: Final = {
    name: number for number, name in enumerate(sorted({each.dossier for each in ANSWERS}), 1)
}


def fill(office: Office) -> None:
    """Have every answer be one that left."""
    with office.database.transaction() as transaction:
        for each in ANSWERS:
            at = datetime.combine(each.date, time(15), tzinfo=UTC)
            said = sayings.NewSaying(
                title=each.title, text=each.text, at=at, dossier=DOSSIERS[each.dossier]
            )
            sayings.say(transaction, Ref(Subject.INQUIRY, NUMBERS[each.id]), [said])


def ours(office: Office) -> tuple[int, list[float]]:
    """Return how many of a hundred are found, and the milliseconds of processor of each."""
    found, times, spent = 0, [], processor(office.database)
    for question in QUESTIONS:
        dossier = DossierId(DOSSIERS[question.dossier]) if question.dossier else None
        begun = spent()
        said = already_said(office, question.text, dossier=dossier)
        times.append((spent() - begun) * 1000)
        found += NUMBERS[question.answer] in {each.ref.id for each in said}
    return found, times


def plain(office: Office) -> int:
    """Return how many FTS5 finds by itself."""
    found = 0
    with office.database.transaction() as transaction:
        ask = transaction.session.execute
        ask(text("CREATE VIRTUAL TABLE plain USING fts5(title, body, tokenize='ascii')"))
        put = text("INSERT INTO plain (rowid, title, body) VALUES (:id, :title, :body)")
        for each in ANSWERS:
            title, body = " ".join(tokens(each.title)), " ".join(tokens(each.text))
            ask(put, {"id": NUMBERS[each.id], "title": title, "body": body})
        wanted = text("SELECT rowid FROM plain WHERE plain MATCH :words ORDER BY rank LIMIT 5")
        for question in QUESTIONS:
            words = " OR ".join(f'"{each}"' for each in dict.fromkeys(tokens(question.text)))
            found += NUMBERS[question.answer] in ask(wanted, {"words": words}).scalars().all()
    return found


def main() -> int:
    """Measure, print, and say whether the goals are met."""
    is_missed = False
    for engine in ON:
        with tempfile.TemporaryDirectory() as home, desk_of(engine, StillClock(NOW)) as database:
            office = office_on(database, Path(home))
            fill(office)
            settle(database)
            found, times = ours(office)
            if database.is_sqlite:
                print(f"FTS5 by itself: {plain(office)} of {len(QUESTIONS)} among the first five")
        print(f"already said ({engine}): {found} among the first five (goal {GOAL_FOUND})")
        first, most = times[0], p95(times)
        print(f"  the first {first:.0f} ms of processor, p95 {most:.0f} (goal {GOAL_P95_MS:.0f})")
        is_missed |= found < GOAL_FOUND or most >= GOAL_P95_MS
    return int(is_missed)


if __name__ == "__main__":
    sys.exit(main())
