"""The French catalogue says everything, in the City's typography."""

import importlib.util
from pathlib import Path

from comms_desk import i18n

TOOL = Path(__file__).parent.parent / "tools" / "catalogue.py"


def test_the_french_catalogue_is_complete_and_obeys_its_typography() -> None:
    spec = importlib.util.spec_from_file_location("catalogue", TOOL)
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)

    assert list(tool.problems()) == []


def test_a_document_keeps_its_language_whatever_the_window_speaks() -> None:
    before = i18n.current()
    try:
        i18n.use("en")

        french = i18n.catalogue("fr").gettext("Commands")

        assert french != i18n._("Commands")
    finally:
        i18n.use(before)
