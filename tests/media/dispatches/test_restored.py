"""A text that may have left before a restore leaves again only on a person's word."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from comms_desk.across import restore
from comms_desk.clock import StillClock
from comms_desk.jobs.desk import JobDesk
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.model import ExclusionReason
from comms_desk.media.dispatches.model import Amendment, TextMaybeSent
from comms_desk.storage import backup
from tests.media.dispatches.sent import Press, address, to
from tests.support.databases import new_desk


@pytest.fixture
def press(tmp_path: Path, clock: StillClock) -> Iterator[Press]:
    database = new_desk(tmp_path / "desk.sqlite3", clock)
    yield Press(database)
    database.dispose()


def test_one_sent_since_the_backup_is_sent_again_only_on_a_persons_word(
    press: Press, tmp_path: Path
) -> None:
    zoe, luc = to("zoe@journal.example"), to("luc@radio.example")
    unsent, sent = press.draft(title="Autre"), press.draft()
    press.desk.send(sent, zoe)
    file = backup.save(press.database, tmp_path / "desk.backup")
    press.desk.send(sent, luc)

    done = restore.restore(press.database, file, tmp_path / "backups")

    assert done.texts_doubted == 1
    with pytest.raises(TextMaybeSent):
        press.desk.send(sent, luc)
    with pytest.raises(TextMaybeSent):
        press.desk.correct(sent, Amendment(note="Autrement."))
    press.desk.send(unsent, zoe)
    press.desk.send(sent, replace(luc, even_if_sent=True))
    press.desk.send(sent, to("ana@tele.example"))


@pytest.mark.parametrize("why", ["stopped", "withheld"])
def test_one_whose_letters_came_to_nothing_and_were_sent_anew_since_is_in_doubt(
    press: Press, tmp_path: Path, why: str
) -> None:
    outbox, zoe = OutboxDesk(press.database), address("zoe@journal.example")
    draft = press.draft()
    press.desk.send(draft, to(zoe.bare))
    if why == "stopped":
        press.desk.stop(draft)
    else:
        outbox.suppress(zoe, because=ExclusionReason.BOUNCED)
    file = backup.save(press.database, tmp_path / "desk.backup")
    outbox.allow(zoe)
    press.desk.send(draft, to(zoe.bare))
    assert press.worker().carry() == [zoe.bare]
    JobDesk(press.database).release(
        JobDesk(press.database).take("worker", is_dead=lambda _by: True)
    )

    done = restore.restore(press.database, file, tmp_path / "backups")

    assert done.texts_doubted == 1
    outbox.allow(zoe)
    with pytest.raises(TextMaybeSent):
        press.desk.send(draft, to(zoe.bare))


def test_one_that_was_withdrawn_since_the_backup_is_in_doubt_though_nobody_had_it(
    press: Press, tmp_path: Path
) -> None:
    draft = press.draft()
    press.desk.send(draft, to("zoe@journal.example"))
    file = backup.save(press.database, tmp_path / "desk.backup")
    press.desk.withdraw(draft)

    restore.restore(press.database, file, tmp_path / "backups")

    with pytest.raises(TextMaybeSent):
        press.desk.send(draft, to("luc@radio.example"))


def test_every_text_is_in_doubt_where_the_desk_before_cannot_be_read(
    press: Press, tmp_path: Path
) -> None:
    draft = press.draft()
    file = backup.save(press.database, tmp_path / "desk.backup")
    press.database.dispose()
    Path(press.database.place).write_bytes(b"no database any more" * 400)

    done = restore.restore(press.database, file, tmp_path / "backups")

    assert (done.carried_over, done.texts_doubted) == (False, 1)
    with pytest.raises(TextMaybeSent):
        press.desk.send(draft, to("zoe@journal.example"))
