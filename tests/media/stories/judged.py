"""What the desk makes of the articles that judge it: ``python -m tests.media.stories.judged HALF``.

HALF is ``tuning``, as often as one likes, or ``aside``, at the end.
"""

import sys
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from comms_desk.clock import StillClock
from comms_desk.storage.database import Database
from tests.media.stories.copies.corpus import FIRST_MORNING, Told, aside, tuning
from tests.media.stories.copies.judging import Score, judge
from tests.media.stories.press import Press
from tests.support.databases import new_desk

HALVES = {"tuning": tuning, "aside": aside}


def grouped(articles: Sequence[Told], database: Database, clock: StillClock) -> Iterable[set[str]]:
    """Deliver *articles* as they came, and return the stories by their keys."""
    press = Press(database)
    key_of = {}
    for told in articles:
        clock.at = max(clock.at, told.published_at + timedelta(minutes=1))
        article = press.publishes(
            told.outlet, told.text, title=told.title, at=told.published_at, author=told.author
        )
        key_of[article] = told.key
        press.group()
    found = press.briefs([*key_of])
    stories: dict[int, set[str]] = {}
    for article, brief in found.items():
        stories.setdefault(brief.id, set()).add(key_of[article])
    return stories.values()


def judged(half: str) -> Score:
    """Judge the desk by the articles of *half*."""
    clock = StillClock(FIRST_MORNING)
    with TemporaryDirectory() as folder:
        database = new_desk(Path(folder) / "desk.sqlite3", clock)

        def grouping(articles: Sequence[Told]) -> Iterable[Collection[str]]:
            return grouped(articles, database, clock)

        score = judge(grouping, HALVES[half]())
        database.dispose()
    return score


def main(half: str) -> None:
    """Say how well the desk does."""
    score = judged(half)
    print(f"pairs: precision {score.precision:.4f}, recall {score.recall:.4f}")
    print(f"each: precision {score.precision_of_near:.4f}, recall {score.recall_of_copies:.4f}")
    print(f"near-misses joined: {len(score.near_joined)}")
    for kind, (kept, total) in score.kept.items():
        print(f"  {kind}: {kept} of {total}")
    if half == "tuning":
        for each in score.near_joined:
            print(f"  joined: {each.kind} {each.first.key} {each.second.key}")
        print(f"  wrong: {len(score.wrong)}, such as {score.wrong[:5]}")


if __name__ == "__main__":
    main(sys.argv[1])
