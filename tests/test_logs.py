"""What is logged tells no secret, the traceback included."""

import logging
from pathlib import Path

from comms_desk import versions
from comms_desk.log_file import Log
from comms_desk.logs import BegunLater, Discreet


def test_a_log_tells_no_secret(tmp_path: Path) -> None:
    file = tmp_path / "worker.log"
    handler = Log(file, encoding="utf-8")
    handler.setFormatter(Discreet("%(levelname)s %(message)s"))
    log = logging.getLogger("tests.logs")
    log.propagate = False
    log.addHandler(handler)

    refused = OSError("http://ada:s3same@site.example/rss cannot be reached")
    log.error("%s is broken", "https://site.example/rss?token=s3same", exc_info=refused)
    log.removeHandler(handler)
    handler.close()

    written = file.read_text("utf-8")
    assert "https://site.example/rss?token=***" in written
    assert "OSError: http://***@site.example/rss cannot be reached" in written
    assert "s3same" not in written
    assert written.rstrip().endswith(versions()), "a report says of which version it is"


def test_a_log_that_is_begun_later_has_its_first_line_and_stays_the_same(tmp_path: Path) -> None:
    file, made = tmp_path / "window.log", []

    def make() -> logging.Handler:
        made.append(Log(file, encoding="utf-8"))
        return made[-1]

    handler = BegunLater(make)
    handler.setFormatter(Discreet("%(levelname)s %(message)s"))
    log = logging.getLogger("tests.logs.later")
    log.propagate = False
    log.addHandler(handler)
    assert made == []

    log.error("https://site.example/rss?token=s3same")
    log.error("again")
    log.removeHandler(handler)
    handler.close()

    assert len(made) == 1
    assert file.read_text("utf-8") == "ERROR https://site.example/rss?token=***\nERROR again\n"


def test_a_log_that_is_begun_later_and_cannot_be_written_loses_its_line_alone(
    tmp_path: Path,
) -> None:
    handler = BegunLater(lambda: Log(tmp_path / "gone" / "window.log", delay=True))
    log = logging.getLogger("tests.logs.unwritable")
    log.propagate = False
    log.addHandler(handler)

    log.error("lost")
    log.removeHandler(handler)
    handler.close()

    assert list(tmp_path.iterdir()) == []
