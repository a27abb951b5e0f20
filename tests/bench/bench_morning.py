"""A morning of 300 sources and 2,000 entries, of which the truth is known: what is shown of it?

``python -m tests.bench.bench_morning [--seed N]``.  Every document goes the way of a poll, from
its bytes to mentions and stories, with the City's own themes; the network alone is left out.
The morning of the seed kept aside is made at the end, once.  Fails when more than five mentions
of a hundred are missed or wrongly kept, or when fewer than 95 pairs of a hundred are grouped
right.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from comms_desk.across.citys_watches import add_citys
from comms_desk.across.office import Office
from comms_desk.clock import StillClock
from comms_desk.media.articles import digest
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.feeds.fetch import FeedAnswer
from comms_desk.media.feeds.model import NewFeed
from comms_desk.media.themes.model import Grade
from comms_desk.paths import Paths
from tests.bench.sizes import sized
from tests.support.city_morning import ENDED, TUNING_SEED, Morning, Truth, morning
from tests.support.offices import new_office

GOAL = 0.95
ALL = 5_000
SOURCES = sized(300, tiny=20)
HOST = "http://127.0.0.1"


def read(office: Office, of: Morning) -> float:
    """Have the desk read that morning; return the seconds of processor that it took."""
    add_citys(office)
    office.feeds.add_all(
        NewFeed(address=f"{HOST}{each.path}", title=each.outlet, language=each.language)
        for each in of.sources
    )
    documents = {f"{HOST}{each.path}": each.document for each in of.sources}
    began = time.process_time()
    for feed in office.feeds.due(all_of_them=True):
        answer = FeedAnswer(address=feed.address, body=documents[feed.address])
        for delivery in digest.digest(feed, answer, digest.body_hash(answer)):
            office.articles.take_in([delivery])
    while not office.themes.catch_up().is_done:
        pass
    while not office.stories.catch_up().is_done:
        pass
    return time.process_time() - began


def judge(office: Office, truth: Truth) -> dict[str, object]:
    """Return what is shown, missed, wrongly kept and grouped."""
    found = office.themes.mentions(limit=ALL).rows
    links = {each.article.link: each.id for each in found}
    kept = {each.article.link for each in found if each.grade is Grade.KEEP}
    right = kept & truth.mentions
    ids = {each: link for link, each in links.items()}
    grouped = {
        frozenset((one, other))
        for story in _stories(office, list(ids))
        for one, other in combinations(sorted(ids[each] for each in story if each in ids), 2)
    }
    pairs = {
        frozenset(pair)
        for story in truth.stories
        for pair in combinations(sorted(story & links.keys()), 2)
    }
    listed = office.told_once.mentions(limit=ALL)
    return {
        "shown": len(found),
        "stories": len(listed.rows),
        "kept": len(kept),
        "missed": len(truth.mentions - links.keys()),
        "only to check": len((truth.mentions & links.keys()) - kept),
        "wrongly kept": len(kept - truth.mentions),
        "recall": round(len(right) / len(truth.mentions), 3),
        "precision": round(len(right) / max(len(kept), 1), 3),
        "pairs grouped right": round(len(grouped & pairs) / max(len(pairs), 1), 3),
        "pairs grouped that are": round(len(grouped & pairs) / max(len(grouped), 1), 3),
    }


def _stories(office: Office, ids: list[ArticleId]) -> list[list[ArticleId]]:
    stories = {}
    for each in ids:
        story = office.stories.story(each)
        if story is not None:
            stories[story.id] = [copy.article.id for copy in story.copies]
    return list(stories.values())


def main(words: Sequence[str] = ()) -> int:
    """Run the bench; 1 when a goal is missed."""
    options = argparse.ArgumentParser()
    options.add_argument("--seed", type=int, default=TUNING_SEED)
    given = options.parse_args(words)
    of = morning(given.seed)
    of = replace(of, sources=of.sources[:SOURCES])
    with tempfile.TemporaryDirectory() as folder:
        office = new_office(Paths.under(Path(folder)), clock=StillClock(ENDED))
        seconds = read(office, of)
        figures = judge(office, of.truth) | {"processor seconds": round(seconds, 2), "goal": GOAL}
        office.close()
    print(json.dumps(figures, indent=2))
    reached = ("recall", "precision", "pairs grouped right", "pairs grouped that are")
    return 0 if all(float(str(figures[each])) >= GOAL for each in reached) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
