"""Example calls of stories."""

from collections.abc import Iterator

from comms_desk.storage.database import Database
from tests.contracts.calls import Call, reads, writes
from tests.media.stories.press import BUDGET, FIRE, Press


def calls(database: Database) -> Iterator[Call]:
    press = Press(database)
    stories = press.stories
    one, two, three = (
        press.publishes(name, BUDGET) for name in ("Le Quotidien", "Radio Un", "Télé Deux")
    )
    alone = press.publishes("Le Matin", FIRE)

    yield writes(stories.catch_up, stories.catch_up)
    press.group()
    yield reads(stories.catch_up, stories.catch_up)
    yield reads(stories.story, lambda: stories.story(one))
    yield reads(stories.newest, stories.newest)
    yield writes(stories.split, lambda: stories.split(three))
    moved = stories.join(alone, one)
    yield writes(stories.undo, lambda: stories.undo(moved))
    yield writes(stories.join, lambda: stories.join(alone, two))
