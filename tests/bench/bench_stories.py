"""Stories of 100,000 articles of the window, and the list of 1,000,000 mentions, on both engines.

``python -m tests.bench.bench_stories [--articles 100000] [--mentions 1000000] [--on SQLite]``.  A
third of the articles are copies of others, edited.  All are grouped as the worker does it; then new
ones come, fifty at a time and one at a time.  Then, in another desk, each story is listed once, as
the window asks for it, offered for a review, and has around it what the reading pane shows.
All times are the processor's, that of the server included; the goals are those of SQLite.
"""

import argparse
import gc
import json
import random
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate, batched
from pathlib import Path

import psutil
from sqlalchemy import insert, text

import comms_desk.across.schema  # noqa: F401 - every table is known
from comms_desk.across.reading_pane import around
from comms_desk.across.story_list import ToldOnce
from comms_desk.clock import StillClock
from comms_desk.media.articles.model import first_id_of
from comms_desk.media.articles.store import ArticleRow, ArticleTextRow
from comms_desk.media.outlets.desk import OutletDesk
from comms_desk.media.outlets.model import NewOutlet, OutletId
from comms_desk.media.reviews.desk import ReviewDesk
from comms_desk.media.stories.desk import StoryDesk
from comms_desk.media.themes.desk import ThemeDesk
from comms_desk.media.themes.model import EVERY_MENTION, MentionFilter, NewTheme
from comms_desk.storage.database import Database
from tests.bench import bench_said
from tests.bench.engines import ENGINES, desk_of, processor, settle
from tests.bench.sizes import sized
from tests.support.mornings import office_on

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
OUTLETS = sized(300, tiny=5)
COPIED = 3
"""One article in so many is another's copy."""
RECENT = sized(2_000, tiny=20)
"""A copy is of one of the last so many."""
EDITED = 0.2
"""So much of its words."""
NEW = sized(2_000, tiny=12)
TOGETHER = sized(50, tiny=3)
"""So many of the new ones come at once, in the first half."""
GOALS = {
    "joins_ms_p95": 1.0,
    "grouped_s": 30.0,
    "newest_50_ms_p95": 10.0,
    "morning_200_ms": 100.0,
}
ASKED = sized(60, tiny=2)
WORDS = sized(30_000, tiny=1_000)
AT_ONCE = 5_000
SYLLABLES = (
    "ba",
    "cor",
    "dé",
    "fin",
    "gol",
    "hé",
    "lam",
    "mon",
    "nou",
    "par",
    "que",
    "rue",
    "tion",
)


def copy_of(told: str, chance: random.Random) -> str:
    """Return *told* with a fifth of its words taken out or put in, a few at a time."""
    words = told.split()
    for _ in range(max(1, int(len(words) * EDITED) // 3)):
        start = chance.randrange(max(1, len(words) - 3))
        words[start : start + 3] = chance.sample(words, min(2, len(words)))
    return " ".join(words)


def written(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Yield titles and texts: most are summaries, one in ten is a whole article."""
    chance = random.Random(seed)
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(WORDS)]
    words[::40] = map(str.capitalize, words[::40])
    words[::97] = map(str, range(0, WORDS, 97))
    weights = [*accumulate(1 / (n + 10) for n in range(WORDS))]
    recent: list[tuple[str, str]] = []
    for number in range(count):
        if recent and not number % COPIED:
            title, said = chance.choice(recent[-RECENT:])
            yield title, copy_of(said, chance)
            continue
        length = chance.randint(200, 500) if not number % 10 else chance.randint(20, 90)
        told = chance.choices(words, cum_weights=weights, k=9 + length)
        recent = [*recent[-RECENT:], (" ".join(told[:9]), " ".join(told[9:]))]
        yield recent[-1]


def bring(
    database: Database, told: Sequence[tuple[str, str]], *, first: int, outlets: Sequence[int]
) -> list[int]:
    """Put articles in as feeds would have; return their ids, which follow *first*."""
    ids = [first + number for number in range(len(told))]
    for some in batched(zip(ids, told, strict=True), AT_ONCE):
        with database.transaction() as transaction:
            transaction.session.execute(
                insert(ArticleRow),
                [
                    {
                        "id": each,
                        "link": f"https://media.example/{each}",
                        "link_key": str(each).encode(),
                        "feed_id": None,
                        "outlet_id": outlets[each % len(outlets)],
                        "author": "",
                        "language": "fr",
                        "published_at": None,
                        "version": 1,
                    }
                    for each, _ in some
                ],
            )
            transaction.session.execute(
                insert(ArticleTextRow),
                [
                    {
                        "article_id": each,
                        "version": 1,
                        "title": title,
                        "summary": "",
                        "text": said,
                        "at": transaction.now,
                    }
                    for each, (title, said) in some
                ],
            )
    return ids


def media(database: Database) -> list[OutletId]:
    """Add the outlets, and return their ids."""
    desk = OutletDesk(database)
    return [desk.add(NewOutlet(name=f"Média {number}")).id for number in range(OUTLETS)]


def grouping(database: Database, count: int) -> dict[str, float]:
    """Group *count* articles, then let new ones join."""
    desk, process, outlets = StoryDesk(database), psutil.Process(), media(database)
    spent = processor(database)
    told = list(written(count + NEW, seed=1))
    step = int(timedelta(days=3).total_seconds() * (1 << 20) / count)
    first = first_id_of(NOW - timedelta(days=3))
    bring(database, told[:count], first=first, outlets=outlets)
    before_mb = process.memory_info().rss / 1e6
    started = spent()
    while not desk.catch_up().is_done:
        pass
    grouped_s = spent() - started
    after_mb = process.memory_info().rss / 1e6
    joins: list[float] = []
    alone: list[float] = []
    for some in batched(told[count:], TOGETHER):
        fresh = len(some) if len(joins) < NEW // 2 // TOGETHER else 1
        bring(database, some[:fresh], first=first + step + count + NEW, outlets=outlets)
        first += fresh + 1
        started = spent()
        desk.catch_up()
        (joins if fresh > 1 else alone).append((spent() - started) * 1e3 / fresh)
    with database.snapshot() as snapshot:
        stories = snapshot.session.scalar(text("select count(*) from stories")) or 0
        copies = snapshot.session.scalar(
            text("select count(*) from story_articles where story_id is not null")
        )
    return {
        "articles": count,
        "stories": stories,
        "articles_in_stories": copies or 0,
        "grouped_s": grouped_s,
        "us_an_article": grouped_s / count * 1e6,
        "more_memory_mb": after_mb - before_mb,
        "joins_ms_p95": p95(joins),
        "joins_alone_ms_p95": p95(alone),
    }


def listing(database: Database, home: Path, count: int) -> dict[str, float]:
    """List *count* mentions, of which a third are copies, each story once."""
    outlets = media(database)
    watches, reviews = ThemeDesk(database), ReviewDesk(database)
    office = office_on(database, home)
    bench_said.fill(office)
    watch = watches.add(NewTheme(name="Ville", query="montreal")).id
    first = first_id_of(NOW - timedelta(days=300))
    step = int(timedelta(days=300).total_seconds() * (1 << 20) / count)
    blob = "blob" if database.is_sqlite else "bytea"
    with database.transaction() as transaction:

        def run(statement: str) -> None:
            transaction.session.execute(text(statement))

        if not database.is_sqlite:
            run("set local session_replication_role = replica")  # looks at no foreign key
        numbers = (
            "with recursive n(i) as"
            f" (select cast(0 as bigint) union all select i + 1 from n where i < {count - 1})"
        )
        number = f"{first} + i * {step}"
        run(
            "insert into articles (id, link, link_key, outlet_id, author, language, version) "
            f"{numbers} select {number}, 'https://m.example/'||i, cast(cast(i as text) as {blob}), "
            f"{outlets[0]} + i % {len(outlets)}, '', 'fr', 1 from n"
        )
        run(
            "insert into article_texts (article_id, version, title, summary, text, at) "
            f"{numbers} select {number}, 1, 'Montréal annonce la mesure '||i, '', "
            "'La Ville de Montréal a annoncé la mesure.', '2026-11-01 00:00:00' from n"
        )
        run(
            "insert into mentions"
            " (watch_id, article_id, text_id, title_marks, text_marks, words, at)"
            f" select {watch}, article_id, id, '[[0,8]]', '[]', '[\"montreal\"]',"
            " '2026-11-01 00:00:00' from article_texts"
        )
        run(f"insert into stories (original_id) {numbers} select {number} from n where i % 9 = 0")
        run(
            "insert into story_articles (article_id, story_id, marks, is_by_hand) "
            f"{numbers} select {number}, (select id from stories where original_id = "
            f"{first} + i / 9 * 9 * {step}), cast('' as {blob}), false from n where i % 3 = 0"
        )
    settle(database)
    told = ToldOnce(database, is_grouped=True)
    page = told.mentions()
    spent = processor(database)
    review = reviews.begin().id
    asked = iter(page.rows * 2)
    gc.collect()
    gc.freeze()  # as the window does; it sweeps between two calls
    told_of: Mapping[str, Callable[[], object]] = {
        "newest_50": told.mentions,
        "next_50": lambda: told.mentions(after=page.next_key),
        "unread_50": lambda: told.mentions(MentionFilter(is_unread=True)),
        "figures": told.figures,
        "ungrouped_newest_50": lambda: watches.mentions(EVERY_MENTION),
        "offered": lambda: reviews.offered(review),
        "around": lambda: around(office, next(asked).mention, ()),
    }
    figures = {f"{name}_ms_p95": p95(timed(spent, ask)) for name, ask in told_of.items()}
    started = spent()
    after = None
    for _ in range(4):
        morning = told.mentions(after=after)
        after = morning.next_key
    return {"mentions": count, **figures, "morning_200_ms": (spent() - started) * 1e3}


def timed(spent: Callable[[], float], ask: Callable[[], object]) -> list[float]:
    """Return how many milliseconds, as *spent* tells them, each of some calls takes."""
    ask()
    times = []
    for _ in range(ASKED):
        started = spent()
        ask()
        times.append((spent() - started) * 1e3)
    return times


def p95(times: Sequence[float]) -> float:
    """Return what nineteen in twenty stay below."""
    return statistics.quantiles(times, n=20)[-1]


def main(words: Sequence[str] = ()) -> int:
    """Run the bench; 1 when a goal is missed."""
    options = argparse.ArgumentParser()
    options.add_argument("--articles", type=int, default=sized(100_000, tiny=40))
    options.add_argument("--mentions", type=int, default=sized(1_000_000, tiny=120))
    options.add_argument("--on", choices=ENGINES, action="append")
    given = options.parse_args(words)
    is_missed = False
    for engine in given.on or ENGINES:
        with desk_of(engine, StillClock(NOW)) as database:
            figures = grouping(database, given.articles)
        with tempfile.TemporaryDirectory() as home, desk_of(engine, StillClock(NOW)) as database:
            figures |= listing(database, Path(home), given.mentions)
        goals = {} if engine != "SQLite" else GOALS
        print(engine, json.dumps(figures | {"goals": goals}, indent=2), flush=True)
        is_missed |= any(figures[each] >= goal for each, goal in goals.items())
    return int(is_missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
