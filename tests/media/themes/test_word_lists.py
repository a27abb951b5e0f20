"""Lists and themes that queries name: what follows from them, from their edits and their names."""

import pytest

from comms_desk.media.articles.model import ArticleId
from comms_desk.media.themes.model import (
    MentionFilter,
    NameTaken,
    NewTheme,
    NewWordList,
    NoSuchWordList,
    StillNamed,
    TermWrong,
    Theme,
    ThemeId,
    WordList,
    WordListEmpty,
    WordListNameMissing,
)
from comms_desk.media.themes.word_lists_desk import WordListDesk
from comms_desk.storage.database import Database
from comms_desk.storage.errors import TakenSince
from comms_desk.storage.model import FieldChange
from comms_desk.text.passage import Passage
from comms_desk.text.query import Expectation, QueryError, Words
from tests.media.themes.newsroom import BUDGET, HOCKEY, WatchRoom

SNOW = NewWordList(name="neige", terms=("déneigement", "=REM"), also_called=("snow",))
PLOUGHS = ("Le déneigement commence", "Les charrues sortent.")
TRAM = ("Le tramway attendra", "Rien avant 2030.")


@pytest.fixture
def room(database: Database) -> WatchRoom:
    return WatchRoom(database)


@pytest.fixture
def lists(database: Database) -> WordListDesk:
    return WordListDesk(database)


def found(room: WatchRoom, watch: ThemeId) -> list[ArticleId]:
    """What a watch has found, once it was asked of all that waits."""
    room.catch_up()
    return [mention.id for mention in room.watches.mentions(MentionFilter(watch=watch)).rows]


def added(room: WatchRoom, name: str, query: str, *ignored: str) -> Theme:
    return room.watches.add(NewTheme(name=name, query=query, ignored=ignored))


def test_every_field_of_a_list_survives_the_database(lists: WordListDesk) -> None:
    new = lists.add(NewWordList(name="neige", terms=("sel", "=REM"), also_called=("snow",)))

    assert lists.get(new.id) == WordList(
        id=new.id, name="neige", also_called=("snow",), terms=("sel", "=REM")
    )
    assert lists.every() == (new,)


@pytest.mark.parametrize(
    ("name", "terms", "error"),
    [
        ("–", ("sel",), WordListNameMissing),
        ("neige", (), WordListEmpty),
        ("neige", ("sel", "–"), TermWrong),
        ("neige", ("se*l",), TermWrong),
        ("neige", ("@sel",), TermWrong),
    ],
)
def test_a_list_that_means_nothing_is_refused(
    name: str, terms: tuple[str, ...], error: type[Exception]
) -> None:
    with pytest.raises(error):
        NewWordList(name=name, terms=terms)


def test_a_query_finds_any_term_of_the_list_that_it_names(
    room: WatchRoom, lists: WordListDesk
) -> None:
    lists.add(NewWordList(name="neige", terms=("déneigement", "=REM"), also_called=("snow",)))
    ploughs, rem, _lower = room.deliver(PLOUGHS, ("Le REM arrête", "."), ("Un rem", "."))

    assert found(room, added(room, "Rues", "@neige").id) == [rem, ploughs]
    assert found(room, added(room, "Anglais", "@Snow SAUF charrues").id) == [rem]
    assert found(room, added(room, "Près", "@neige PRÈS/2 arrête").id) == [rem]
    assert found(room, added(room, "Titre", "titre:@neige").id) == [rem, ploughs]


def test_a_theme_inside_another_brings_the_phrases_that_it_ignores_and_no_others(
    room: WatchRoom,
) -> None:
    budget, hockey = room.deliver(BUDGET, HOCKEY)
    added(room, "Ville et services", "Montréal", "Canadiens de Montréal")

    assert found(room, added(room, "A", '@"ville et services"').id) == [budget]
    assert found(room, added(room, "B", '@"Ville et services" OU Canadiens').id) == [hockey, budget]


def test_phrases_to_ignore_may_be_those_of_a_list(room: WatchRoom, lists: WordListDesk) -> None:
    lists.add(NewWordList(name="clubs", terms=("Canadiens de Montréal",)))
    budget, _hockey = room.deliver(BUDGET, HOCKEY)

    assert found(room, added(room, "Ville", "Montréal", "@clubs").id) == [budget]
    with pytest.raises(NoSuchWordList):
        added(room, "Autre", "Montréal", "@Ville")


def test_an_edit_of_a_list_or_of_a_theme_has_all_that_name_it_asked_again(
    room: WatchRoom, lists: WordListDesk
) -> None:
    snow = lists.add(NewWordList(name="neige", terms=("déneigement",)))
    ploughs, tram = room.deliver(PLOUGHS, TRAM)
    inner = added(room, "Rues", "@neige")
    outer = added(room, "Tout", "@Rues OU sel")
    assert found(room, outer.id) == [ploughs]

    lists.edit(snow.id, FieldChange("terms", snow.terms, ("tramway",)))
    assert (found(room, inner.id), found(room, outer.id)) == ([tram], [tram])

    room.watches.edit(inner.id, FieldChange("query", "@neige", "charrues"))
    assert found(room, outer.id) == [ploughs]


def test_another_name_is_written_into_the_queries_that_name_it_and_undone_there(
    room: WatchRoom, lists: WordListDesk
) -> None:
    snow = lists.add(SNOW)
    inner = added(room, "Rues", "@neige  OU @SNOW", "@neige")
    outer = added(room, "Tout", "(@rues) OU sel")

    edit = lists.edit(snow.id, FieldChange("name", "neige", "Neige et glace"))
    room.watches.edit(inner.id, FieldChange("name", "Rues", "Voirie"))

    watch = room.watches.get(inner.id)
    assert watch.query == '@"Neige et glace"  OU @SNOW'
    assert watch.ignored == ('@"Neige et glace"',)
    assert room.watches.get(outer.id).query == "(@Voirie) OU sel"
    assert [each.field for each in room.watches.history(outer.id)] == ["query"]

    lists.edit(snow.id, edit.change.inverse())
    lists.edit(snow.id, FieldChange("also_called", ["snow"], []))
    assert room.watches.get(inner.id).query == "@neige  OU @neige"


def test_what_a_query_names_stays_out_of_the_bin(room: WatchRoom, lists: WordListDesk) -> None:
    snow = lists.add(SNOW)
    inner = added(room, "Rues", "@snow")
    outer = added(room, "Tout", "@Rues")

    with pytest.raises(StillNamed) as refused:
        lists.put_in_bin(snow.id)
    assert refused.value.watches == ("Rues",)
    with pytest.raises(StillNamed):
        room.watches.put_in_bin(inner.id)
    for watch in (outer, inner):
        room.watches.put_in_bin(watch.id)
    lists.put_in_bin(snow.id)

    assert lists.every() == ()
    assert lists.take_out_of_bin(snow.id) == snow


def test_a_theme_that_comes_back_before_what_it_names_is_asked_once_that_is_back(
    room: WatchRoom, lists: WordListDesk
) -> None:
    (ploughs,) = room.deliver(PLOUGHS)
    snow = lists.add(SNOW)
    theme = added(room, "Rues", "@neige")
    room.watches.put_in_bin(theme.id)
    lists.put_in_bin(snow.id)

    room.watches.take_out_of_bin(theme.id)
    room.catch_up()
    assert [watch.id for watch, _error in room.watches.broken()] == [theme.id]

    lists.take_out_of_bin(snow.id)
    assert found(room, theme.id) == [ploughs]
    assert room.watches.broken() == ()


def test_lists_and_themes_share_their_names(room: WatchRoom, lists: WordListDesk) -> None:
    snow = lists.add(SNOW)
    theme = added(room, "Rues", "charrues")

    for name in ("Neige", "snow"):
        with pytest.raises(NameTaken):
            added(room, name, "sel")
    with pytest.raises(NameTaken):
        lists.add(NewWordList(name="glace", terms=("glace",), also_called=("rues",)))
    with pytest.raises(NameTaken):
        lists.edit(snow.id, FieldChange("also_called", ["snow"], ["Rues"]))
    lists.put_in_bin(snow.id)
    room.watches.edit(theme.id, FieldChange("name", "Rues", "Snow"))
    with pytest.raises(TakenSince):
        lists.take_out_of_bin(snow.id)


def test_what_a_theme_names_may_stand_near_a_word_with_the_rest_of_the_theme(
    room: WatchRoom, lists: WordListDesk
) -> None:
    lists.add(SNOW)
    added(room, "Rues", "@neige OU charrue*")
    near = added(room, "Près", "@Rues PRÈS/3 commence")

    ploughs, _apart, _tram = room.deliver(PLOUGHS, ("Un rem", "Le déneigement."), TRAM)

    assert found(room, near.id) == [ploughs]


@pytest.mark.parametrize(
    ("query", "expected", "position"),
    [
        ("sel OU @glace", Expectation.KNOWN_NAME, 7),
        ("sel OU @Tout", Expectation.NO_CIRCLE, 7),
        ("@Rues", Expectation.NO_CIRCLE, 0),
        ("@long PRÈS/3 sel", Expectation.NEAR_WORDS, 0),
        ("sel titre:(a @jour)", Expectation.TEXT_IN_FIELD, 13),
        ("@beaucoup @beaucoup", Expectation.FEWER_TERMS, 10),
    ],
)
def test_a_name_that_cannot_stand_there_is_refused_at_its_place(
    room: WatchRoom, lists: WordListDesk, query: str, expected: Expectation, position: int
) -> None:
    lists.add(NewWordList(name="beaucoup", terms=tuple(f"mot{n}" for n in range(2_600))))
    rues = added(room, "Rues", "sel")
    added(room, "Tout", "@Rues OU neige")
    added(room, "long", "sel ET neige")
    added(room, "jour", "après:2026-11-01")

    with pytest.raises(QueryError) as refused:
        room.watches.edit(rues.id, FieldChange("query", "sel", query))

    assert (refused.value.expected, refused.value.position) == (expected, position)
    assert query[position:].startswith(refused.value.found)


def test_what_is_tried_says_what_each_term_and_each_phrase_finds_alone(
    room: WatchRoom, lists: WordListDesk
) -> None:
    lists.add(SNOW)
    room.deliver(PLOUGHS, ("Le REM arrête", "."), ("Un rem", "."), HOCKEY)
    query = "@neige OU =REM OU rem OU (zamboni ET titre:arrête)"
    ignored = ("@snow", "Canadiens de Montréal")

    tried = room.watches.try_out(NewTheme(name="Neige", query=query, ignored=ignored))

    assert {each.typed: each.count for each in tried.terms} == {
        "@neige": 2,
        "=REM": 1,
        "rem": 2,
        "zamboni": 0,
        "titre:arrête": 1,
    }
    assert {each.typed: each.count for each in tried.erased} == {
        "@snow": 2,
        "Canadiens de Montréal": 1,
    }
    assert (tried.examined, tried.days, tried.answering) == (4, 1, 1)


def test_fifty_themes_that_name_one_list_ask_a_text_for_it_once(
    room: WatchRoom, lists: WordListDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    terms = [f"rue {number} nord" for number in range(200)]
    lists.add(NewWordList(name="rues", terms=tuple(terms)))
    for number in range(50):
        added(room, f"Thème {number}", f"@rues ET mot{number}")
    room.catch_up()
    asked: list[object] = []
    holds = Passage.holds

    def counted(passage: Passage, words: Words) -> bool:
        asked.append(words)
        return holds(passage, words)

    monkeypatch.setattr(Passage, "holds", counted)

    room.deliver(("rue 199 nord", " ".join(f"mot{number}" for number in range(50))))
    (caught, *_rest) = room.catch_up()

    assert len(caught.mentions) == 1
    assert len(asked) <= 5 * len(terms)
