"""The worker holds what it works with: each of these takes megabytes for as long as it runs."""

from importlib.util import find_spec

from tests.ui.test_plain_imports import said

AT_WORK = """
import sys
from comms_desk.across import schema
from comms_desk.media.feeds import parse
from comms_desk.media.feeds.dates import read_date
from comms_desk.worker import main, polling
assert read_date("jeudi 26 novembre 2026, 17 h 04")
print([name for name in sys.argv[1:] if name in sys.modules])
"""
FOR_OTHERS = (
    "PIL",
    "PySide6",
    "alembic",
    "babel",
    "comms_desk.across.mails",
    "comms_desk.wording.sentences",
    "docx",
    "keyring",
    "markdown_it",
    "openpyxl",
    "phonenumbers",
    "sqlalchemy.dialects.postgresql",
)
"""What comes when a letter is written, a desk is upgraded, or something goes wrong."""


def test_a_worker_that_polls_imports_nothing_of_others() -> None:
    assert said(AT_WORK, *FOR_OTHERS) == ["[]"]


def test_what_is_of_others_is_what_it_is_called() -> None:
    assert [name for name in FOR_OTHERS if find_spec(name) is None] == []
