"""Full texts are wanted by a feed's choice, read by the themes and by search, then erased."""

from datetime import timedelta

import pytest

from comms_desk.across.search import Search
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.media.articles.full.full_text_rows import AGAIN_AFTER, FRESH, MOST_TRIES, PATIENCE
from comms_desk.media.articles.model import ArticleId, Missing, ReadPage
from comms_desk.media.feeds.desk import FeedDesk
from comms_desk.media.feeds.model import FullTextWhen
from comms_desk.media.themes.memory import MemoryDesk
from comms_desk.media.themes.model import Mention, NewTheme
from comms_desk.media.themes.remembered import ExampleWanted
from comms_desk.settings import FULL_TEXTS_KEPT
from comms_desk.storage.database import Database
from comms_desk.storage.desk_settings import DeskSettings
from comms_desk.storage.holds import HoldDesk
from comms_desk.storage.model import FieldChange, NewHold
from tests.media.themes.newsroom import WatchRoom

SHORT = ("Un incendie à Verdun", "Les pompiers étaient sur place.")
PAGE = "Les pompiers étaient sur place.\n\nAu neuvième paragraphe, la Ville de Montréal répond."
CITY = NewTheme(name="Ville", query='"ville de montreal"', alert=True)
FIRE = NewTheme(name="Feu", query="incendie")


@pytest.fixture
def room(database: Database) -> WatchRoom:
    return WatchRoom(database)


def choose(room: WatchRoom, when: FullTextWhen) -> None:
    change = FieldChange("full_text", FullTextWhen.NEVER, when)
    FeedDesk(room.database).edit(room.feed, change)


def mentions(room: WatchRoom) -> list[ArticleId]:
    return [each.id for each in room.watches.mentions().rows]


def wanted(room: WatchRoom) -> list[ArticleId]:
    return [each.article for each in room.articles.wanted_pages()]


def found(room: WatchRoom, query: str) -> list[ArticleId]:
    return [each.id for each in Search(room.database).articles(query).rows]


def marked(mention: Mention) -> list[str]:
    return [mention.text.all_text[start:end] for start, end in mention.text_marks]


def test_no_page_is_wanted_of_a_feed_by_itself(room: WatchRoom) -> None:
    room.watches.add(FIRE)
    room.deliver(SHORT)
    room.catch_up()

    assert room.articles.wanted_pages() == ()


def test_the_themes_wait_for_the_page_and_find_the_city_in_it(room: WatchRoom) -> None:
    choose(room, FullTextWhen.BEFORE)
    room.watches.add(CITY)
    (fire,) = room.deliver(SHORT)
    room.catch_up()
    assert mentions(room) == []

    (page,) = room.articles.wanted_pages()
    assert (page.article, page.link) == (fire, "https://depeche.example/e1")
    room.articles.keep_pages([ReadPage(article=fire, text=PAGE)])
    rounds = room.catch_up()

    assert mentions(room) == [fire]
    assert [alert for each in rounds for alert in each.alerts] == [(1, fire)]
    (mention,) = room.watches.mentions().rows
    assert marked(mention) == ["Ville de Montréal"]
    assert wanted(room) == []


def test_themes_that_wait_are_asked_of_nothing_before(room: WatchRoom) -> None:
    choose(room, FullTextWhen.BEFORE)
    room.watches.add(FIRE)
    room.deliver(SHORT)

    room.catch_up()

    assert mentions(room) == []


def test_the_themes_wait_so_long_and_are_asked_again_when_the_page_comes(
    room: WatchRoom, clock: StillClock
) -> None:
    choose(room, FullTextWhen.BEFORE)
    room.watches.add(FIRE)
    room.watches.add(CITY)
    (fire,) = room.deliver(SHORT)
    room.catch_up()

    clock.advance(PATIENCE)
    room.catch_up()
    (mention,) = room.watches.mentions().rows
    assert len(mention.watches) == 1

    room.articles.keep_pages([ReadPage(article=fire, text=PAGE)])
    room.catch_up()
    (mention,) = room.watches.mentions().rows
    assert len(mention.watches) == 2


def test_a_page_that_gives_nothing_holds_the_themes_up_no_longer(room: WatchRoom) -> None:
    choose(room, FullTextWhen.BEFORE)
    room.watches.add(FIRE)
    (fire,) = room.deliver(SHORT)

    room.articles.keep_pages([ReadPage(article=fire, missing=Missing.BARRED)])
    room.catch_up()

    assert mentions(room) == [fire]
    told = room.articles.full_text(fire)
    assert told is not None
    assert (told.text, told.missing, told.waits) == ("", Missing.BARRED, False)


def test_a_page_that_fails_is_tried_twice(room: WatchRoom, clock: StillClock) -> None:
    choose(room, FullTextWhen.BEFORE)
    (fire,) = room.deliver(SHORT)
    failed = ReadPage(article=fire, missing=Missing.FAILING)

    for _ in range(MOST_TRIES):
        assert wanted(room) == [fire]
        room.articles.keep_pages([failed])
        assert wanted(room) == []
        clock.advance(AGAIN_AFTER)

    assert wanted(room) == []


def test_a_server_that_asks_for_patience_has_it(room: WatchRoom, clock: StillClock) -> None:
    choose(room, FullTextWhen.BEFORE)
    (fire,) = room.deliver(SHORT)
    later = clock.now() + timedelta(hours=2)

    room.articles.keep_pages([ReadPage(article=fire, missing=Missing.FAILING, again_at=later)])

    clock.advance(AGAIN_AFTER)
    assert wanted(room) == []
    clock.advance(timedelta(hours=2))
    assert wanted(room) == [fire]


def test_of_mentions_only_the_page_is_wanted_once_a_theme_has_found_it(room: WatchRoom) -> None:
    choose(room, FullTextWhen.MENTIONS)
    room.watches.add(FIRE)
    fire, _other = room.deliver(SHORT, ("Le Canadien perd", "Encore."))
    assert wanted(room) == []

    room.catch_up()

    assert mentions(room) == [fire]
    assert wanted(room) == [fire]


def test_marks_stand_in_the_page_of_a_mention(room: WatchRoom) -> None:
    choose(room, FullTextWhen.MENTIONS)
    room.watches.add(NewTheme(name="Feu", query='incendie OR "ville de montreal"'))
    (fire,) = room.deliver(SHORT)
    room.catch_up()

    room.articles.keep_pages([ReadPage(article=fire, text=PAGE)])
    room.catch_up()

    (mention,) = room.watches.mentions().rows
    assert marked(mention) == ["Ville de Montréal"]
    assert all(start >= mention.text.full_begins_at for start, _end in mention.text_marks)


def test_no_page_of_old_articles_is_asked(room: WatchRoom, clock: StillClock) -> None:
    room.deliver(SHORT)
    clock.advance(FRESH + timedelta(minutes=1))
    choose(room, FullTextWhen.MENTIONS)

    room.watches.add(FIRE)
    room.catch_up()

    assert len(mentions(room)) == 1
    assert wanted(room) == []


def test_search_finds_what_the_page_says_for_as_long_as_it_is_kept(
    room: WatchRoom, clock: StillClock
) -> None:
    choose(room, FullTextWhen.BEFORE)
    room.watches.add(CITY)
    (fire,) = room.deliver(SHORT)
    room.articles.keep_pages([ReadPage(article=fire, text=PAGE)])
    room.catch_up()
    assert found(room, '"ville de montreal"') == found(room, "neuvième") == [fire]

    clock.advance(timedelta(days=FULL_TEXTS_KEPT.default))
    assert room.articles.forget_full_texts() == 1

    assert found(room, "neuvième") == []
    assert found(room, "neuvième OR pompiers") == found(room, "pompiers -neuvième") == [fire]
    assert room.articles.full_text(fire) is None
    (mention,) = room.watches.mentions().rows
    assert (mention.text.full, mention.text_marks) == ("", ())
    assert room.articles.forget_full_texts() == 0


def test_a_full_text_whose_article_a_hold_keeps_outlives_its_time(
    room: WatchRoom, clock: StillClock
) -> None:
    choose(room, FullTextWhen.BEFORE)
    fire, other = room.deliver(SHORT)[0], room.deliver(("Une autre nouvelle", ""))[0]
    room.articles.keep_pages([ReadPage(article=each, text=PAGE) for each in (fire, other)])
    room.catch_up()
    holds = HoldDesk(room.database)
    kept = holds.place(NewHold(over=Ref(Subject.ARTICLE, fire), reason="Demande d’accès")).id

    clock.advance(timedelta(days=FULL_TEXTS_KEPT.default))
    assert room.articles.forget_full_texts() == 1
    assert room.articles.forget_full_texts() == 0

    told = room.articles.full_text(fire)
    assert told is not None
    assert told.text == PAGE
    assert room.articles.full_text(other) is None
    holds.lift(kept, "Réponse donnée")
    assert room.articles.forget_full_texts() == 1


def test_a_desk_says_how_long_full_texts_are_kept(room: WatchRoom, clock: StillClock) -> None:
    DeskSettings(room.database).set(FULL_TEXTS_KEPT, 3)
    choose(room, FullTextWhen.BEFORE)
    (fire,) = room.deliver(SHORT)

    room.articles.keep_pages([ReadPage(article=fire, text=PAGE)])

    told = room.articles.full_text(fire)
    assert told is not None
    assert told.expires_at == clock.now() + timedelta(days=3)


def test_another_version_of_the_feed_s_words_loses_nothing_of_the_page(room: WatchRoom) -> None:
    choose(room, FullTextWhen.BEFORE)
    room.watches.add(CITY)
    (fire,) = room.deliver(SHORT, key="feu")
    room.articles.keep_pages([ReadPage(article=fire, text=PAGE)])
    room.catch_up()

    room.deliver((SHORT[0], SHORT[1] + " Le feu est éteint."), key="feu")
    room.catch_up()

    assert found(room, "neuvième") == found(room, "éteint") == [fire]
    (mention,) = room.watches.mentions().rows
    assert marked(mention) == ["Ville de Montréal"]


def test_what_comes_while_the_themes_think_is_asked_after(room: WatchRoom) -> None:
    choose(room, FullTextWhen.BEFORE)
    room.watches.add(CITY)
    (fire,) = room.deliver(SHORT)
    room.articles.keep_pages([ReadPage(article=fire, missing=Missing.BARRED)])
    (again,) = room.deliver(SHORT)

    def come() -> bool:
        if wanted(room):
            room.articles.keep_pages([ReadPage(article=again, text=PAGE)])
        return False

    while not room.watches.catch_up(stop=come).is_done:
        pass

    assert mentions(room) == [again]


def test_an_example_outlives_the_page_by_the_paragraph_that_made_it_one(
    room: WatchRoom, clock: StillClock
) -> None:
    choose(room, FullTextWhen.BEFORE)
    city = room.watches.add(CITY).id
    (fire,) = room.deliver(SHORT)
    page = f"Une page entière.\n\n{PAGE}\n\nUn mot de la fin."
    room.articles.keep_pages([ReadPage(article=fire, text=page)])
    room.catch_up()
    memory = MemoryDesk(room.database, room.watches)

    (kept,) = memory.keep(fire, [city], ExampleWanted.MUST)

    clock.advance(timedelta(days=FULL_TEXTS_KEPT.default))
    room.articles.forget_full_texts()
    assert kept.text == (
        "Les pompiers étaient sur place.\n\nAu neuvième paragraphe, la Ville de Montréal répond."
    )
    assert [each.holds for each in memory.examples(city)] == [True]
