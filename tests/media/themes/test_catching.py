"""A round of the watches thinks without a lock, and writes only what is still so."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete

from comms_desk.media.articles.store import ArticleRow
from comms_desk.media.themes import desk
from comms_desk.media.themes.desk import TEXTS_AT_ONCE, TRIES
from comms_desk.media.themes.model import Caught, NewTheme, ThemeId
from comms_desk.media.themes.names import QueryNames
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.media.themes.newsroom import BUDGET, HOCKEY, WatchRoom

CITY = NewTheme(name="Ville", query="mairesse", alert=True)
LONG_CHARACTERS = desk.CHARACTERS_AT_ONCE // 2 + 1


@pytest.fixture
def room(database: Database) -> WatchRoom:
    return WatchRoom(database)


class Meanwhile:
    """A stop that never says so, and does things the first times that it is asked."""

    def __init__(self, *acts: Callable[[], object]) -> None:
        self._acts = list(acts)

    def __call__(self) -> bool:
        if self._acts:
            self._acts.pop(0)()
        return False


def mentioned(room: WatchRoom) -> list[int]:
    return [mention.id for mention in room.watches.mentions().rows]


def test_others_write_while_a_text_is_matched(room: WatchRoom) -> None:
    room.watches.add(CITY)
    (budget,) = room.deliver(BUDGET)
    others = ThreadPoolExecutor(1)

    def write() -> None:
        new = NewTheme(name="Parcs", query="parc")
        others.submit(room.watches.add, new).result()

    with others:
        room.watches.catch_up(stop=Meanwhile(write))

    assert [watch.name for watch in room.watches.every()] == ["Parcs", "Ville"]
    room.catch_up()
    assert mentioned(room) == [budget]


def test_a_round_that_is_stopped_writes_nothing_and_is_done_later(room: WatchRoom) -> None:
    room.watches.add(CITY)
    (budget,) = room.deliver(BUDGET)

    caught = room.watches.catch_up(stop=lambda: True)

    assert caught == Caught(is_done=False, is_stopped=True)
    assert mentioned(room) == []
    assert room.watches.catch_up().mentions == (budget,)


def test_a_stop_is_heard_between_two_watches_of_one_text(room: WatchRoom) -> None:
    for number in range(50):
        room.watches.add(NewTheme(name=f"Ville {number}", query="mairesse"))
    room.deliver(BUDGET)
    asked = list[int]()

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 2

    assert not room.watches.catch_up(stop=stop).is_done
    assert len(asked) < 10


def test_a_watch_whose_query_changed_meanwhile_is_asked_its_new_one(room: WatchRoom) -> None:
    watch = room.watches.add(CITY)
    _budget, hockey = room.deliver(BUDGET, HOCKEY)
    change = FieldChange(field="query", before=CITY.query, after="perdu")

    caught = room.watches.catch_up(stop=Meanwhile(lambda: room.watches.edit(watch.id, change)))
    room.catch_up()

    assert caught.mentions == (hockey,)
    assert mentioned(room) == [hockey]


def test_a_watch_that_is_removed_meanwhile_finds_nothing(room: WatchRoom) -> None:
    watch = room.watches.add(CITY)
    room.deliver(BUDGET)

    caught = room.watches.catch_up(stop=Meanwhile(lambda: room.watches.put_in_bin(watch.id)))

    assert (caught.texts, caught.mentions, caught.is_done) == (1, (), True)


def test_changes_without_end_hold_no_round_up(room: WatchRoom) -> None:
    room.watches.add(CITY)
    budget, _other = room.deliver(BUDGET, BUDGET)

    def another_watch(number: int) -> Callable[[], object]:
        new = NewTheme(name=f"Autre {number}", query="parc")
        return lambda: room.watches.add(new)

    acts = list[Callable[[], object]]()
    for number in range(TRIES):  # Each time the stop is asked before and after either text.
        acts += [another_watch(number), int, int, int]
    caught = room.watches.catch_up(stop=Meanwhile(*acts))

    assert (caught.texts, caught.mentions) == (1, (budget,))
    assert len(mentioned(room)) == 1
    room.catch_up()
    assert len(mentioned(room)) == 2


def test_texts_asked_by_another_worker_meanwhile_are_not_asked_twice(room: WatchRoom) -> None:
    room.watches.add(CITY)
    (budget,) = room.deliver(BUDGET)
    others = list[tuple[int, ...]]()

    caught = room.watches.catch_up(
        stop=Meanwhile(lambda: others.append(room.watches.catch_up().mentions))
    )

    assert others == [(budget,)]
    assert (caught.mentions, caught.alerts, caught.is_done) == ((), (), True)


def test_a_version_that_comes_meanwhile_is_asked_next(room: WatchRoom) -> None:
    room.watches.add(CITY)
    (budget,) = room.deliver(BUDGET, key="budget")
    newer = ("Budget : la Ville précise", "La mairesse précise.")

    room.watches.catch_up(stop=Meanwhile(lambda: room.deliver(newer, key="budget")))
    room.catch_up()

    assert mentioned(room) == [budget]
    assert room.watches.mention(budget).text.title == newer[0]


def test_an_article_that_is_gone_meanwhile_leaves_the_others(room: WatchRoom) -> None:
    watch = room.watches.add(CITY)
    gone, budget = room.deliver(BUDGET, BUDGET)

    def remove() -> None:
        with room.database.transaction() as transaction:
            transaction.session.execute(delete(ArticleRow).where(ArticleRow.id == gone))

    caught = room.watches.catch_up(stop=Meanwhile(remove))

    assert caught.alerts == ((watch.id, budget),)
    assert mentioned(room) == [budget]


def test_a_look_back_begins_again_where_it_was_moved(room: WatchRoom) -> None:
    room.deliver(*[BUDGET] * (TEXTS_AT_ONCE + 5))
    room.catch_up()
    room.watches.add(CITY)
    others = list[int]()

    def look_back_elsewhere() -> None:
        others.append(len(room.watches.catch_up().mentions))

    caught = room.watches.catch_up(stop=Meanwhile(look_back_elsewhere))

    assert others == [TEXTS_AT_ONCE]
    assert (len(caught.mentions), caught.is_done) == (5, True)
    assert room.watches.mentions().total == TEXTS_AT_ONCE + 5


def test_long_texts_are_asked_a_few_at_a_time(room: WatchRoom) -> None:
    long = ("Le budget", "mairesse " + "x" * LONG_CHARACTERS)
    room.deliver(*[long] * 5)
    room.watches.add(CITY)  # It looks back at all of them, and they wait to be asked too.

    rounds = room.catch_up()

    assert [caught.texts for caught in rounds] == [2, 2, 1] * 2
    assert room.watches.mentions().total == 5


def test_what_calls_out_is_told_as_it_is_when_it_is_written(room: WatchRoom) -> None:
    watch = room.watches.add(CITY)
    (budget,) = room.deliver(BUDGET)
    change = FieldChange(field="alert", before=True, after=False)

    caught = room.watches.catch_up(stop=Meanwhile(lambda: room.watches.edit(watch.id, change)))

    assert (caught.mentions, caught.alerts) == ((budget,), ())
    assert ThemeId(watch.id) in room.watches.mention(budget).watches


def test_a_query_is_tried_on_no_more_than_so_many_words(room: WatchRoom) -> None:
    room.deliver(*[BUDGET] * 8, *[HOCKEY] * 3)
    query = QueryNames().asked("mairesse", ())

    with room.database.snapshot() as snapshot:
        told = desk.ask(snapshot, query, shown=1, most_characters=len("".join(BUDGET)) * 2)

    assert (told.examined, told.answering, len(told.found)) == (5, 2, 1)


def test_only_what_is_shown_of_a_trial_is_marked(room: WatchRoom) -> None:
    room.deliver(*[BUDGET] * 4, HOCKEY)

    tried = room.watches.try_out(CITY, limit=1)

    assert (tried.examined, tried.answering, len(tried.found)) == (5, 4, 1)
