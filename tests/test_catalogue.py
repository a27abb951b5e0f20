"""The French catalogue says everything, in the City's typography."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Message

from comms_desk import i18n

TOOL = Path(__file__).parent.parent / "tools" / "catalogue.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogue", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_french_catalogue_is_complete_and_obeys_its_typography(tool: ModuleType) -> None:
    assert list(tool.problems()) == []


def test_what_a_command_asks_for_is_called_in_french_as_in_its_usage(tool: ModuleType) -> None:
    """« DRAFT » is « BROUILLON » in the line of usage: so it is in the sentence below."""
    asked = ("DRAFT", "ADDRESS", "FIELD", "VALUE", "LETTER", "WHO")
    said = [str(each.string) for each in tool.stored() if each.id]
    assert [each for each in said if set(re.findall(r"\w+", each)) & set(asked)] == []


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("The desk's own", "Le sien"),
        ("At most {limit} MB", "Au plus {limit}\u00a0Mo"),
        ("At most {limit}\u00a0MB", "Au plus {limit} Mo"),
        ("{name}, no. {number}", "{name}, nᵒ\u00a0{number}"),
        ("Run “comms-desk migrate”.", "Lancez la mise à jour."),
        ("Confirm it.", "Confirmez avec «\u00a0--even-if-sent\u00a0»."),
    ],
)
def test_a_sentence_of_the_window_that_breaks_a_rule_is_named(
    tool: ModuleType, english: str, french: str
) -> None:
    faulty = Message(english, french)

    assert len(list(tool.of_message(faulty, [("comms_desk/ui/frame/page.py", 1)]))) == 1


def test_a_command_may_name_commands_and_click_quotes_as_it_does(tool: ModuleType) -> None:
    command = Message("Run “comms-desk migrate”.", "Lancez «\u00a0comms-desk migrate\u00a0».")
    clicks = Message("Try '{command}'.", "Lancez «\u00a0{command}\u00a0».")
    where_commands_speak = [("comms_desk/wording/commands.py", 1)]

    assert [*tool.of_message(command, where_commands_speak), *tool.of_message(clicks, ())] == []


@pytest.mark.parametrize("french", ["un courriel de {name}", "le dossier que «\u00a0{name}\u00a0»"])
def test_an_elision_before_a_name_is_found(tool: ModuleType, french: str) -> None:
    assert tool.ELISION.search(french)
    assert not tool.ELISION.search("au plus {name}, de {count} à {total}, du fichier {name}")


def test_a_document_keeps_its_language_whatever_the_window_speaks() -> None:
    before = i18n.current()
    try:
        i18n.use("en")

        french = i18n.catalogue("fr").gettext("Commands")

        assert french != i18n._("Commands")
    finally:
        i18n.use(before)
