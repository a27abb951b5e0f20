"""Example calls of Today, which only reads."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from comms_desk.across.today import TodayDesk
from comms_desk.mail.model import LetterState, MessageId
from comms_desk.storage.database import Database
from tests.contracts.calls import Call, reads
from tests.support.mornings import office_on


def calls(database: Database) -> Iterator[Call]:
    with tempfile.TemporaryDirectory() as home:
        today = TodayDesk(office_on(database, Path(home)))
        yield reads(today.read, today.read)
        yield reads(today.troubles, today.troubles)
        yield reads(
            today.letters_of,
            lambda: today.letters_of(MessageId(1), LetterState.UNCERTAIN),
        )
