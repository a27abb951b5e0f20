"""Long texts that the feeds brought, and the watches that must be asked of them."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from comms_desk.clock import StillClock
from comms_desk.media.themes.desk import ThemeDesk
from comms_desk.media.themes.model import NewTheme
from comms_desk.storage import upgrade
from comms_desk.storage.database import Database
from tests.bench.hostile import Case
from tests.media.themes.newsroom import WatchRoom

SIZE = 1_000_000
_SPOKEN = (
    "La Ville de Montréal",
    "l’hôtel de ville",
    "la mairesse de Montréal",
    "les Canadiens de Montréal",
    "le conseil municipal",
    "l’arrondissement de Verdun",
    "le SIM",
    "le SPVM",
    "le budget",
)


def _database(folder: Path) -> Database:
    import comms_desk.across.schema  # noqa: F401

    clock = StillClock(datetime(2026, 11, 24, tzinfo=UTC))
    return Database(f"sqlite:///{folder / 'desk.sqlite3'}", clock=clock)


def make(watches: Sequence[NewTheme], texts: Sequence[str], folder: Path) -> None:
    """Have a desk with *watches* to which the feeds brought *texts*; the City's where none are."""
    database = _database(folder)
    upgrade.migrate(database, folder)
    room = WatchRoom(database)
    for watch in watches:
        room.watches.add(watch)
    if not watches:
        room.add_citys()
    room.deliver(*((f"Article {number}", text) for number, text in enumerate(texts)))
    database.dispose()


def meet(folder: Path) -> str:
    """Ask the watches of all that waits."""
    database = _database(folder)
    desk = ThemeDesk(database)
    while not desk.catch_up().is_done:
        pass
    mentions = desk.mentions().total
    database.dispose()
    return f"{mentions} mentions"


def _spoken(seed: int) -> str:
    """A text of a megabyte in which the City is spoken of again and again."""
    chance = random.Random(seed)
    words = [f"mot{number}" for number in range(3_000)]
    told: list[str] = []
    size = 0
    while size < SIZE:
        said = chance.choice(_SPOKEN if chance.random() < 0.2 else words)
        told.append(said)
        size += len(said) + 1
    return " ".join(told)


def _make_city(folder: Path) -> None:
    make((), [_spoken(seed) for seed in range(9)], folder)


def _make_many(folder: Path) -> None:
    near = [
        NewTheme(name=f"Thème {number}", query=f"ville NEAR/5 (budget OR mot{number}) NEAR/5 parc")
        for number in range(300)
    ]
    make(near, ["ville budget parc " * (SIZE // 18)], folder)


CASES = (
    Case(
        name="three terms near one another 11,000 times",
        make=partial(
            make,
            [NewTheme(name="Parcs", query="ville NEAR/5 budget NEAR/5 parc")],
            ["ville budget parc " * 11_000],
        ),
        meet=meet,
    ),
    Case(name="the City's themes over nine texts of a megabyte", make=_make_city, meet=meet),
    Case(name="300 themes over one text of a megabyte", make=_make_many, meet=meet),
)
