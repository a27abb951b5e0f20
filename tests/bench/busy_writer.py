"""Writes as the worker does while it polls: fifty articles a transaction, then the watches.

Run by `bench_slots` on the desk of ``COMMS_DESK_HOME``, until the end of its standard input.
"""

import sys
import threading
from itertools import count

from comms_desk.across.office import Office, open_office
from comms_desk.media.articles.model import Delivery
from comms_desk.media.feeds.model import FeedId, NewFeed, Poll
from comms_desk.media.feeds.parse import FeedEntry

ENTRIES_AT_ONCE = 50
PAUSE_S = 0.05


def main() -> int:
    """Write until told to stop; print how many articles were committed."""
    stopped = threading.Event()
    threading.Thread(target=_wait_for_the_end, args=(stopped,), daemon=True).start()
    office = open_office()
    feed = office.feeds.add(NewFeed(address="https://chantier.example/rss", language="fr")).id
    print("ready", flush=True)
    done = 0
    for number in count():
        if stopped.wait(PAUSE_S):
            break
        _write(office, feed, number)
        done += ENTRIES_AT_ONCE
    office.close()
    print(done, flush=True)
    return 0


def _wait_for_the_end(stopped: threading.Event) -> None:
    sys.stdin.read()
    stopped.set()


def _write(office: Office, feed: FeedId, number: int) -> None:
    (due,) = office.feeds.due(only=[feed])
    entries = tuple(
        FeedEntry(
            key=f"{number}-{each}",
            title=f"La Ville de Montréal rouvre la rue {number}-{each} à la circulation",
            link=f"https://chantier.example/{number}/{each}",
            summary="La Ville de Montréal a annoncé la fin du chantier.",
            text="La Ville de Montréal a annoncé la fin du chantier. " * 20,
            author="Camille Ostiguy-Roy",
            published_at=None,
        )
        for each in range(ENTRIES_AT_ONCE)
    )
    poll = Poll(feed=due, body_hash=str(number).encode(), fingerprints=b"12345678")
    office.articles.take_in([Delivery(poll=poll, entries=entries)])
    office.themes.catch_up()


if __name__ == "__main__":
    sys.exit(main())
