"""Every expected error is a sentence and a way out."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import pytest

import comms_desk
from comms_desk import i18n
from comms_desk.changes import Ref, Subject
from comms_desk.embargo.model import UnderEmbargo
from comms_desk.errors import CommsDeskError
from comms_desk.imports.model import PlannedRow, RowFate
from comms_desk.kinds import KINDS
from comms_desk.mail.errors import LetterRefused, Stage
from comms_desk.media.contacts.model import AddressTaken
from comms_desk.media.drafting import letters
from comms_desk.media.feeds.errors import FeedTaken, RefusedAddress
from comms_desk.media.feeds.left_out import LeftOutEntries, LeftOutReason
from comms_desk.paths import resource
from comms_desk.storage.errors import NotFound
from comms_desk.text.query import QueryError, parse
from comms_desk.wording import say, say_at_the_prompt
from comms_desk.wording.commands import WAYS_OUT
from comms_desk.wording.feeds import left_out
from comms_desk.wording.imports import of_contacts, of_employees
from comms_desk.wording.sentences import SAYINGS


def _names(kinds: AbstractSet[type[CommsDeskError]]) -> set[str]:
    return {each.__qualname__ for each in kinds}


@pytest.fixture(scope="module")
def errors() -> AbstractSet[type[CommsDeskError]]:
    for module in pkgutil.walk_packages(comms_desk.__path__, "comms_desk."):
        if ".migrations" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return {each for each in CommsDeskError.kinds() if each.__module__.startswith("comms_desk.")}


def test_every_expected_error_has_one_sentence(errors: AbstractSet[type[CommsDeskError]]) -> None:
    own = {each for each in errors if "what" in vars(each)}
    worded = set(SAYINGS)
    roots = {each for each in errors if each.__subclasses__()} - own - worded

    assert _names(errors - own - worded - roots) == set()
    assert _names(own & worded) == set()
    assert _names(roots) == {"FeedTrouble", "LineBroken", "MailError", "NotSent"}


def test_a_sentence_of_an_error_says_its_facts_alone(
    errors: AbstractSet[type[CommsDeskError]],
) -> None:
    for each in errors:
        if "what" in vars(each):
            facts = {field.name for field in fields(each)}  # type: ignore[arg-type]
            for said in (vars(each)["what"], vars(each)["way_out"]):
                places = [
                    (name, form) for _text, name, form, _as in Formatter().parse(said) if name
                ]
                assert {name for name, _form in places} <= facts, each
                assert not any(form for _name, form in places), each


def test_an_error_does_not_say_the_sentence_of_one_above_it() -> None:
    class AddressTakenTwice(AddressTaken):
        """Nobody has written its sentence."""

    with pytest.raises(LookupError):
        say(AddressTakenTwice("a@example.org", holder="Zoé"))


def test_a_secret_in_the_fact_of_an_error_is_not_said() -> None:
    said = say(FeedTaken("https://zoe:pluie@example.org/rss?key=abc"))

    assert "https://***@example.org/rss?key=***" in said.what


def test_a_command_has_a_way_out_of_its_own_only_where_the_window_has_one(
    errors: AbstractSet[type[CommsDeskError]],
) -> None:
    assert set(WAYS_OUT) <= errors


def test_a_thing_that_is_not_there_is_said_in_words() -> None:
    for kind in KINDS:
        said = say(NotFound(Ref(kind, 99))).what
        assert "99" in said
        assert f"{kind}:" not in said


def test_a_refused_network_says_how_it_is_allowed() -> None:
    refused = RefusedAddress("http://10.0.0.1/rss", machine="10.0.0.1")

    assert "comms-desk settings set feeds.allowed_networks …" in say_at_the_prompt(refused).way_out
    assert "comms-desk" not in say(refused).way_out


@pytest.fixture
def in_french() -> Iterator[None]:
    before = i18n.current()
    i18n.use("fr")
    yield
    i18n.use(before)


@pytest.fixture
def in_english() -> Iterator[None]:
    before = i18n.current()
    i18n.use("en")
    yield
    i18n.use(before)


@pytest.mark.parametrize("query", ["(a AND", "a OR  ", "title:", "(a b\u00a0"])
@pytest.mark.usefixtures("in_english")
def test_a_query_that_stops_short_is_wrong_at_its_end(query: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)

    assert say(caught.value).what == ("The query is not finished: something is missing at the end.")


@pytest.mark.parametrize("query", ["", " "])
@pytest.mark.usefixtures("in_english")
def test_an_empty_query_is_said_to_be_empty(query: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)

    assert say(caught.value).what == "The query is empty."


@pytest.mark.usefixtures("in_english")
def test_an_hour_that_ends_a_sentence_brings_its_own_full_stop() -> None:
    until = datetime(2026, 11, 24, 15, tzinfo=UTC)
    values = {"title": "Neige", "greeting": "Hello", "hour": "3\u00a0p.m.", "note": ""}

    _subject, (letter,) = letters.filled("acknowledgement.en", values, templates=None)

    assert say(UnderEmbargo(Ref(Subject.DRAFT, 1), until, "")).what.endswith(
        "November 24, 2026, 10\u00a0a.m."
    )
    assert letter.text.splitlines()[0].endswith("get back to you by 3\u00a0p.m.")
    assert i18n.one_stop("At 7:04 a.m.. So…") == "At 7:04 a.m. So…"
    assert i18n.one_stop("At 7 p.m... or Adam..") == "At 7 p.m... or Adam.."


def test_no_sentence_that_an_hour_ends_is_said_with_two_stops() -> None:
    package = Path(comms_desk.__file__).parent
    french_alone = package / "media" / "inquiries" / "papers" / "desk.py"
    of_errors = re.compile(r"^    (?:what|way_out) = N_\(.*?\)$", re.MULTILINE | re.DOTALL)

    untold = [
        file
        for file in package.rglob("*.py")
        if file.parent.name != "wording"  # these, and those of errors, pass where stops are counted
        and "one_stop" not in (code := file.read_text("utf-8"))
        and re.search(r"\{(time|moment|hour)\}\.", of_errors.sub("", code))
    ]

    assert untold == [french_alone]


@pytest.mark.usefixtures("in_french")
def test_counts_of_an_import_agree_in_french() -> None:
    def said(new: int, changed: int, same: int, refused: int) -> str:
        counts = {
            RowFate.NEW: new,
            RowFate.CHANGED: changed,
            RowFate.SAME: same,
            RowFate.REFUSED: refused,
        }
        fates = (fate for fate, count in counts.items() for _each in range(count))
        return of_contacts(
            PlannedRow(line=line, name="", fate=fate) for line, fate in enumerate(fates)
        )

    assert said(1, 1, 1, 1) == "1 nouveau contact · 1 modifié · 1 inchangé · 1 ligne refusée"
    assert said(2, 3, 4, 5) == "2 nouveaux contacts · 3 modifiés · 4 inchangés · 5 lignes refusées"
    assert said(0, 0, 2, 0) == "2 inchangés"
    newsroom = PlannedRow(line=2, name="", where="Avis", fate=RowFate.NEW, is_newsroom=True)
    assert of_contacts([newsroom]) == "1 rédaction"


@pytest.mark.usefixtures("in_french")
def test_counts_of_an_import_of_employees_agree_in_french() -> None:
    fates = (RowFate.NEW, RowFate.NEW, RowFate.SAME)
    rows = [PlannedRow(line=line, name="", fate=fate) for line, fate in enumerate(fates)]

    assert of_employees(rows, absent=2) == (
        "2 nouvelles personnes · 1 inchangée · 2 absentes du fichier, conservées"
    )


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("refuse", "550 refuse."),
        ("5.1.1 User unknown.", "550 5.1.1 User unknown."),
        ("Qui est-ce?", "550 Qui est-ce?"),
        ("see <https://mail.example/why>", "550 see <https://mail.example/why>."),
        ("(unknown)", "550 (unknown)."),
        ("", "550."),
    ],
)
def test_a_servers_words_are_parted_from_ours(answer: str, said: str) -> None:
    error = LetterRefused(Stage.DATA, 550, answer)

    assert say(error).what.endswith(f": {said}")


@pytest.mark.usefixtures("in_french")
def test_one_reason_for_all_that_is_left_out_of_a_feed_has_no_number_of_its_own() -> None:
    one = left_out(LeftOutEntries.of([LeftOutReason.TOO_MANY] * 500))
    two = left_out(LeftOutEntries.of([LeftOutReason.TOO_MANY] * 500 + [LeftOutReason.TOO_LARGE]))

    assert one == "500 articles laissés de côté\u00a0: au-delà des 2\u00a0000 premiers."
    assert two.endswith(": 500 au-delà des 2\u00a0000 premiers, 1 de plus de 1\u00a0Mo.")


def test_no_unit_of_programmers_is_said() -> None:
    catalogue = resource("locale") / "fr_CA" / "LC_MESSAGES" / "comms_desk.po"
    french = catalogue.read_text(encoding="utf-8")

    assert not re.findall(r"\b(?:[KMG]io|[KMG]iB)\b", french)
