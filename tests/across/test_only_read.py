"""A desk that may only be read opens all the same: it is read, searched and exported."""

import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest

from comms_desk.across.office import open_office
from comms_desk.clock import StillClock
from comms_desk.keys import Keys
from comms_desk.log_file import Log
from comms_desk.media.contacts.model import NewContact
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.paths import Paths
from comms_desk.storage import soundness
from comms_desk.storage.errors import StorageReadOnly
from tests.support.away import only_read

NOW = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize("login", ["anne", "somebody new"])
def test_a_desk_that_may_only_be_read_opens_and_is_read(
    shared_folder: Path, monkeypatch: pytest.MonkeyPatch, login: str
) -> None:
    home = Paths.under(shared_folder / "desk")
    monkeypatch.setenv("LOGNAME", "anne")
    office = open_office(home, keys=Keys({}), clock=StillClock(NOW))
    contact = office.contacts.add(NewContact(family_name="Ada")).id
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Budget", text="La Ville.\n"))
    office.close()
    monkeypatch.setenv("LOGNAME", login)

    with only_read(shared_folder):
        office = open_office(home, keys=Keys({}), clock=StillClock(NOW))
        assert office.contacts.get(contact).family_name == "Ada"
        assert [row.id for row in office.contacts.search("ada").rows] == [contact]
        assert office.search.articles("budget").rows == ()
        assert soundness.check(office.database).is_sound
        assert [each.id for each in office.contacts.export()] == [contact]
        assert office.audience.export() == ()
        assert office.drafts.word(draft.id).content
        with pytest.raises(StorageReadOnly):
            office.contacts.add(NewContact(family_name="Bao"))
        office.close()


def test_a_log_that_may_not_be_written_loses_its_lines_and_nothing_else(
    shared_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = Log(shared_folder / "worker.log", delay=True, encoding="utf-8")
    record = logging.makeLogRecord({"msg": "the server is away"})

    with only_read(shared_folder):
        log.handle(record)
    log.handle(record)
    log.close()

    assert capsys.readouterr().err == ""
    assert (shared_folder / "worker.log").read_text(encoding="utf-8") == "the server is away\n"
