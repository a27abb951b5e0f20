"""The window imports what it shows, as Python does, and nothing that waits for a press."""

import subprocess
import sys
from importlib.util import find_spec

import pytest

IMPORTS = """
import builtins, linecache
from comms_desk.ui import today, directory
from comms_desk.ui.shell import window
print(builtins.__import__ is builtins.__feature_import__)
print([name for name in linecache.cache if "comms_desk" in name])
"""


def said(code: str, *arguments: str) -> list[str]:
    """What a process of its own prints."""
    asked = [sys.executable, "-c", code, *arguments]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.splitlines()


@pytest.mark.parametrize("before", ["", "import PySide6.QtWidgets\n"])
def test_imports_of_the_window_are_pythons_own(before: str) -> None:
    hooked, _sources = said(before + IMPORTS)

    assert hooked == "False"


def test_no_source_of_the_window_is_read_as_it_is_imported() -> None:
    _hooked, sources = said(IMPORTS)

    assert sources == "[]"


SHELL = """
import sys
from comms_desk.ui import app
print([name for name in sys.argv[1:] if name in sys.modules])
"""
FOR_THE_OFFICE = (
    "babel",
    "html",
    "ipaddress",
    "logging.handlers",
    "pickle",
    "sqlalchemy",
    "ssl",
    "tomllib",
    "urllib.parse",
)
"""What comes once the shell is painted, with the office, or when something is read or refused."""

PAGES = """
import sys
from importlib import import_module
from comms_desk.across import schema
from comms_desk.internal.bulletins import desk
from comms_desk.ui.frame.pages import PLACES
for place in PLACES:
    if place.is_on_rail:
        import_module(place.module)
print([name for name in sys.argv[1:] if name in sys.modules])
"""
FOR_A_PRESS = (
    "PIL",
    "aiohttp",
    "comms_desk.documents.intake",
    "comms_desk.media.drafting.arrival",
    "comms_desk.media.feeds.document",
    "comms_desk.ui.bulletins.bulletin_card",
    "comms_desk.ui.frame.importing.panel",
    "comms_desk.ui.inquiries.inquiry_card",
    "comms_desk.ui.texts.sending.stage",
    "comms_desk.ui.texts.text_card",
    "comms_desk.ui.watch.note_panel",
    "docx",
    "feedparser",
    "http.client",
    "keyring",
    "lark",
    "markdown_it",
    "phonenumbers",
    "sqlalchemy.dialects.postgresql",
)
"""What a card needs, made once the first rows were read, or only a press, or a thread."""


def test_the_shell_imports_nothing_that_the_office_or_a_press_brings() -> None:
    assert said(SHELL, *FOR_THE_OFFICE) == ["[]"]


def test_no_page_imports_what_its_first_picture_does_without() -> None:
    assert said(PAGES, *FOR_A_PRESS) == ["[]"]


def test_what_waits_for_a_press_is_what_it_is_called() -> None:
    named = (*FOR_A_PRESS, *FOR_THE_OFFICE)

    assert [name for name in named if find_spec(name) is None] == []
