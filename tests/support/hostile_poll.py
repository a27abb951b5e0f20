"""Polls the addresses given as arguments in this process, and says what became of each.

Run as ``python -m tests.support.hostile_poll DATABASE ADDRESS…``: prints one JSON object with
the peak of the memory that the process held.
"""

import json
import sys
from pathlib import Path
from threading import Event, Thread
from typing import override

import psutil

from comms_desk.clock import SystemClock
from comms_desk.media.articles.desk import ArticleDesk
from comms_desk.media.feeds.desk import FeedDesk
from comms_desk.media.feeds.model import NewFeed
from comms_desk.settings import ALLOWED_NETWORKS
from comms_desk.storage.desk_settings import DeskSettings
from comms_desk.worker.polling import Polling
from tests.support.databases import prepare, sqlite_at

LOOK_EVERY_S = 0.005


class Peak(Thread):
    """Looks at the process's memory until it is told to stop."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.bytes = 0
        self.over = Event()

    @override
    def run(self) -> None:
        process = psutil.Process()
        while not self.over.wait(LOOK_EVERY_S):
            self.bytes = max(self.bytes, process.memory_info().rss)


def main(file: str, addresses: list[str]) -> None:
    """Poll once, all together."""
    database = sqlite_at(Path(file), SystemClock())
    prepare(database, Path(file).parent)
    DeskSettings(database).set(ALLOWED_NETWORKS, ("127.0.0.0/8",))
    feeds = FeedDesk(database)
    added = feeds.add_all(NewFeed(address=address) for address in addresses)
    peak = Peak()
    peak.start()
    done = Polling(feeds=feeds, articles=ArticleDesk(database)).run()
    peak.over.set()
    peak.join()
    states = [feeds.get(feed) for feed in added.new]
    troubles = {
        feed.address: type(trouble).__name__ if (trouble := feed.what_failed()) else ""
        for feed in states
    }
    figures = {"peak_mib": peak.bytes >> 20, "new": done.new_articles, "troubles": troubles}
    print(json.dumps(figures))
    database.dispose()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
