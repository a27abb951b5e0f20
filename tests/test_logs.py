"""What is logged tells no secret, the traceback included."""

import logging
from pathlib import Path

from comms_desk.logs import Discreet, Log


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
