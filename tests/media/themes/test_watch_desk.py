"""What the office listens for is found once, marked, read, judged and tied."""

from datetime import timedelta

import pytest

from comms_desk.across.story_list import ToldOnce
from comms_desk.changes import Change, Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.media.articles.model import ArticleId, ArticleMissing
from comms_desk.media.themes import names, within
from comms_desk.media.themes.desk import TEXTS_AT_ONCE
from comms_desk.media.themes.model import (
    Caught,
    Grade,
    IgnoredPhraseWrong,
    MentionFilter,
    NameTaken,
    NewTheme,
    Theme,
    ThemeNameMissing,
    Tone,
    asked,
)
from comms_desk.planning.dossiers.desk import DossierDesk
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.planning.people.desk import PeopleDesk
from comms_desk.planning.people.model import NewPerson
from comms_desk.storage.database import Database, Transaction
from comms_desk.storage.errors import NotFound
from comms_desk.storage.model import FieldChange
from comms_desk.text.matching import MOST_MARKS
from comms_desk.text.query import QueryError
from tests.media.themes.newsroom import BUDGET, HOCKEY, WatchRoom

CITY = NewTheme(name="Ville", query='"hôtel de ville" OU "mairesse de Montréal"', alert=True)
MONTREAL = NewTheme(
    name="Montréal",
    query="Montréal",
    ignored=("Canadiens de Montréal",),
    grade=Grade.TO_CHECK,
)


@pytest.fixture
def room(database: Database) -> WatchRoom:
    return WatchRoom(database)


def ids(room: WatchRoom, **filters: object) -> list[ArticleId]:
    """The articles mentioned, as the page lists them."""
    which = MentionFilter(**filters)  # type: ignore[arg-type]
    return [mention.id for mention in room.watches.mentions(which).rows]


def test_every_field_of_a_watch_survives_the_database(room: WatchRoom) -> None:
    added = room.watches.add(MONTREAL)

    assert room.watches.get(added.id) == Theme(
        id=added.id,
        name="Montréal",
        query="Montréal",
        ignored=("Canadiens de Montréal",),
        grade=Grade.TO_CHECK,
        alert=False,
        is_looking_back=False,
    )


def test_a_watch_that_could_not_be_asked_is_refused() -> None:
    with pytest.raises(QueryError):
        NewTheme(name="Ville", query="(ville")
    with pytest.raises(IgnoredPhraseWrong):
        NewTheme(name="Ville", query="ville", ignored=(" – ",))
    with pytest.raises(ThemeNameMissing):
        NewTheme(name="\u00a0 ", query="ville")


def test_two_watches_cannot_have_one_name(room: WatchRoom) -> None:
    room.watches.add(CITY)

    with pytest.raises(NameTaken):
        room.watches.add(NewTheme(name="VILLE", query="parc"))


def test_an_article_that_answers_becomes_a_mention_with_its_words_marked(room: WatchRoom) -> None:
    watch = room.watches.add(CITY)
    budget, _hockey = room.deliver(BUDGET, HOCKEY)

    (caught,) = room.catch_up()

    assert caught == Caught(texts=2, mentions=(budget,), alerts=((watch.id, budget),), is_done=True)
    (mention,) = room.watches.mentions().rows
    assert mention.watches == (watch.id,)
    assert mention.grade is Grade.KEEP
    assert mention.article.outlet_name == "La Dépêche"
    assert [mention.text.text[a:b] for a, b in mention.text_marks] == [
        "mairesse de Montréal",
        "hôtel de ville",
    ]
    assert mention.words == ("mairesse de Montréal", "hôtel de ville")
    assert mention.tone is None
    assert not mention.article.is_read


def test_an_article_that_answers_two_watches_is_one_mention(room: WatchRoom) -> None:
    city, montreal = room.watches.add(CITY), room.watches.add(MONTREAL)
    room.deliver(BUDGET, HOCKEY)
    room.catch_up()

    (mention,) = room.watches.mentions().rows

    assert set(mention.watches) == {city.id, montreal.id}
    assert mention.grade is Grade.KEEP
    assert room.watches.mention(mention.id) == mention
    assert ids(room, watch=montreal.id) == ids(room, watch=city.id) == [mention.id]


def test_asking_again_finds_nothing_more(room: WatchRoom) -> None:
    room.watches.add(CITY)
    room.deliver(BUDGET)
    room.catch_up()

    assert room.watches.catch_up() == Caught()
    assert room.watches.mentions().total == 1


def test_a_batch_is_never_larger_than_one_transaction_may_be(room: WatchRoom) -> None:
    room.watches.add(CITY)
    room.deliver(*[BUDGET] * (TEXTS_AT_ONCE + 10))

    rounds = room.catch_up()

    assert [caught.texts for caught in rounds] == [TEXTS_AT_ONCE, 10]
    assert room.watches.mentions().total == TEXTS_AT_ONCE + 10


def test_a_worker_that_lost_its_lease_writes_nothing(room: WatchRoom) -> None:
    room.watches.add(CITY)
    room.deliver(BUDGET)

    def refuse(_transaction: Transaction) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        room.watches.catch_up(permit=refuse)

    assert room.watches.mentions().total == 0
    assert len(room.catch_up()[0].mentions) == 1


def test_a_new_watch_looks_back_and_calls_nothing_out(room: WatchRoom) -> None:
    room.deliver(*[BUDGET] * 60, HOCKEY)
    room.catch_up()
    watch = room.watches.add(CITY)
    assert watch.is_looking_back

    rounds = room.catch_up()

    assert room.watches.mentions().total == 60
    assert all(not caught.alerts for caught in rounds)
    assert not room.watches.get(watch.id).is_looking_back


def test_a_new_version_of_an_article_moves_its_mention(room: WatchRoom) -> None:
    room.watches.add(CITY)
    (article,) = room.deliver(BUDGET, key="budget")
    room.catch_up()

    room.deliver(("Budget : la Ville précise", "À l’hôtel de ville, on précise."), key="budget")
    (caught,) = room.catch_up()

    assert caught.mentions == ()
    (mention,) = room.watches.mentions().rows
    assert mention.id == article
    assert mention.text.title == "Budget : la Ville précise"
    assert mention.words == ("hôtel de ville",)


def test_a_new_version_that_answers_no_more_leaves_what_was_found(room: WatchRoom) -> None:
    room.watches.add(CITY)
    (article,) = room.deliver(BUDGET, key="budget")
    room.catch_up()

    room.deliver(("La Ville dépose son bilan", "Autre texte."), key="budget")
    room.catch_up()

    mention = room.watches.mention(article)
    assert mention.text.title == BUDGET[0]
    assert mention.article.title == "La Ville dépose son bilan"


def test_another_query_forgets_and_asks_again(room: WatchRoom) -> None:
    watch = room.watches.add(CITY)
    budget, hockey = room.deliver(BUDGET, HOCKEY)
    room.catch_up()
    room.watches.set_tone(budget, Tone.MIXED)

    change = FieldChange(field="query", before=CITY.query, after="perdu OU mairesse")
    room.watches.edit(watch.id, change)
    room.catch_up()

    assert ids(room) == [hockey, budget]
    assert room.watches.mention(budget).tone is Tone.MIXED
    room.watches.edit(watch.id, change.inverse())
    room.catch_up()
    assert ids(room) == [budget]


def test_ignored_phrases_may_be_changed(room: WatchRoom) -> None:
    watch = room.watches.add(MONTREAL)
    budget, hockey = room.deliver(BUDGET, HOCKEY)
    room.catch_up()
    assert ids(room) == [budget]

    room.watches.edit(
        watch.id, FieldChange(field="ignored", before=list(MONTREAL.ignored), after=[])
    )
    room.catch_up()

    assert ids(room) == [hockey, budget]
    with pytest.raises(IgnoredPhraseWrong):
        room.watches.edit(watch.id, FieldChange(field="ignored", before=[], after=["–"]))


def test_a_wrong_query_is_refused_and_the_old_one_stays(room: WatchRoom) -> None:
    watch = room.watches.add(CITY)

    with pytest.raises(QueryError):
        room.watches.edit(watch.id, FieldChange(field="query", before=CITY.query, after="a OR"))

    assert room.watches.get(watch.id).query == CITY.query


def test_a_watch_in_the_bin_shows_nothing_and_comes_back_up_to_date(room: WatchRoom) -> None:
    watch = room.watches.add(CITY)
    (first,) = room.deliver(BUDGET)
    room.catch_up()

    room.watches.put_in_bin(watch.id)
    (second,) = room.deliver(BUDGET)
    room.catch_up()
    assert ids(room) == []
    with pytest.raises(NotFound):
        room.watches.get(watch.id)

    room.watches.take_out_of_bin(watch.id)
    room.catch_up()
    assert ids(room) == [second, first]


def test_pages_follow_without_gap_nor_repeat(room: WatchRoom) -> None:
    room.watches.add(CITY)
    room.watches.add(MONTREAL)
    room.deliver(*[BUDGET] * 7)
    room.catch_up()

    first = room.watches.mentions(limit=4)
    second = room.watches.mentions(limit=4, after=first.next_key)

    assert first.total == second.total == 7
    assert second.next_key is None
    found = [mention.id for mention in (*first.rows, *second.rows)]
    assert found == sorted(set(found), reverse=True)
    assert len(found) == 7


def test_what_a_person_has_read_is_read_for_them_alone(room: WatchRoom) -> None:
    room.watches.add(CITY)
    budget, other = room.deliver(BUDGET, BUDGET)
    room.catch_up()

    room.articles.mark_read([budget], person=room.reader)

    assert ids(room, is_unread=True) == [other]
    assert room.watches.mention(budget).article.is_read
    assert room.told_once.figures().unread == 1
    room.database.act_as(None)
    assert room.told_once.figures().unread == 2


def test_mentions_are_narrowed_by_source_tone_dossier_watch_and_reading_together(
    room: WatchRoom,
) -> None:
    city = room.watches.add(CITY)
    room.watches.add(NewTheme(name="Hockey", query="perdu"))
    budget, hockey, other = room.deliver(BUDGET, HOCKEY, BUDGET)
    room.catch_up()
    dossier = DossierDesk(room.database).add(NewDossier(code="BUD", name="Budget")).id
    outlet = Ref(Subject.OUTLET, room.watches.mention(budget).article.outlet or 0)
    for article in (budget, hockey):
        room.watches.link(article, dossier)
    for article in (budget, other):
        room.watches.set_tone(article, Tone.NEGATIVE)
    room.articles.mark_read([other], person=room.reader)

    assert ids(room, source=outlet) == [other, hockey, budget]
    assert ids(room, source=Ref(Subject.FEED, room.feed)) == [other, hockey, budget]
    assert ids(room, source=Ref(Subject.OUTLET, outlet.id + 1)) == []
    assert ids(room, tone=Tone.NEGATIVE) == [other, budget]
    assert ids(room, dossier=dossier) == [hockey, budget]
    assert ids(room, dossier=dossier, tone=Tone.NEGATIVE) == [budget]
    assert ids(room, watch=city.id, tone=Tone.NEGATIVE, is_unread=True, source=outlet) == [budget]
    assert room.told_once.unread_of_each()[city.id] == 1


def test_the_tone_asked_for_is_the_one_that_is_shown(room: WatchRoom, clock: StillClock) -> None:
    room.watches.add(CITY)
    (budget,) = room.deliver(BUDGET)
    room.catch_up()
    room.watches.set_tone(budget, Tone.NEGATIVE)
    clock.advance(timedelta(minutes=1))
    colleague = PeopleDesk(room.database).add(NewPerson(name="Zoé Roy")).id
    third = PeopleDesk(room.database).add(NewPerson(name="Ève Diallo")).id
    room.database.act_as(colleague)
    room.watches.set_tone(budget, Tone.POSITIVE)

    def asked() -> list[Tone]:
        return [tone for tone in Tone if ids(room, tone=tone)]

    for person, tone in ((room.reader, Tone.NEGATIVE), (third, Tone.POSITIVE)):
        room.database.act_as(person)
        assert asked() == [room.watches.mention(budget).tone] == [tone]


def each_alone(room: WatchRoom) -> ToldOnce:
    """The mentions, each article for itself."""
    return ToldOnce(room.database, is_grouped=False)


def test_all_that_is_listed_is_read_at_once_but_what_came_since(room: WatchRoom) -> None:
    city = room.watches.add(CITY)
    room.watches.add(NewTheme(name="Hockey", query="perdu"))
    budget, hockey, other = room.deliver(BUDGET, HOCKEY, BUDGET)
    room.catch_up()
    which, now = MentionFilter(watch=city.id), room.database.clock.now()

    made = each_alone(room).read_all(which, up_to=hockey, seen_at=now)
    assert (made.articles, made.total) == ((budget,), 1)
    assert ids(room, is_unread=True) == [other, hockey]

    room.articles.mark_unread(made.articles, person=room.reader)
    made = each_alone(room).read_all(which, up_to=other, seen_at=now, most=1)
    assert (made.articles, made.total) == ((other,), 2)
    assert ids(room, is_unread=True) == [hockey, budget]


def test_an_older_article_that_a_watch_found_since_stays_unread(
    room: WatchRoom, clock: StillClock
) -> None:
    room.watches.add(CITY)
    hockey, budget = room.deliver(HOCKEY, BUDGET)
    room.catch_up()
    seen_at = clock.now()
    clock.advance(timedelta(seconds=1))
    room.watches.add(NewTheme(name="Hockey", query="perdu"))
    room.catch_up()

    made = each_alone(room).read_all(MentionFilter(), up_to=budget, seen_at=seen_at)

    assert made.articles == (budget,)
    assert ids(room, is_unread=True) == [hockey]


def test_only_unread_mentions_of_a_watch_that_alerts_are_called_out(room: WatchRoom) -> None:
    city = room.watches.add(CITY)
    room.watches.add(NewTheme(name="Hockey", query="perdu"))
    budget, _hockey, read = room.deliver(BUDGET, HOCKEY, BUDGET)
    room.catch_up()
    room.articles.mark_read([read], person=room.reader)

    with room.database.snapshot() as snapshot:
        called = within.called_since(snapshot, 0, snapshot.now - timedelta(days=1), room.reader)
        later = within.called_since(snapshot, called.last, snapshot.now, room.reader)

    assert called.articles == (budget,)
    assert called.watches == ((city.id, 1),)
    assert later.articles == ()


def test_what_a_watch_finds_as_it_looks_back_calls_nobody(
    room: WatchRoom, clock: StillClock
) -> None:
    (budget,) = room.deliver(BUDGET)
    clock.advance(timedelta(hours=2))
    room.watches.add(CITY)
    room.catch_up()

    with room.database.snapshot() as snapshot:
        called = within.called_since(snapshot, 0, snapshot.now - timedelta(days=1), room.reader)

    assert ids(room) == [budget]
    assert called.articles == ()


def test_this_week_is_the_last_seven_days(room: WatchRoom, clock: StillClock) -> None:
    room.watches.add(CITY)
    room.deliver(BUDGET)
    clock.advance(timedelta(days=8))
    room.deliver(BUDGET)
    room.catch_up()

    assert room.told_once.figures().this_week == 1


def test_a_tone_is_a_person_s_and_can_be_taken_back(room: WatchRoom) -> None:
    room.watches.add(CITY)
    (budget,) = room.deliver(BUDGET)
    room.catch_up()

    assert room.watches.set_tone(budget, Tone.NEGATIVE) is None
    assert room.watches.set_tone(budget, Tone.MIXED) is Tone.NEGATIVE
    assert room.watches.mention(budget).tone is Tone.MIXED

    assert room.watches.set_tone(budget, None) is Tone.MIXED
    assert room.watches.mention(budget).tone is None
    with pytest.raises(ArticleMissing):
        room.watches.set_tone(ArticleId(1), Tone.MIXED)


def test_a_mention_is_tied_to_a_dossier(room: WatchRoom) -> None:
    room.watches.add(CITY)
    (budget,) = room.deliver(BUDGET)
    room.catch_up()
    dossier = DossierDesk(room.database).add(NewDossier(code="BUD-27", name="Budget 2027"))

    assert room.watches.link(budget, dossier.id)

    assert [each.code for each in room.watches.mention(budget).dossiers] == ["BUD-27"]
    assert room.watches.unlink(budget, dossier.id)
    assert room.watches.mention(budget).dossiers == ()


def test_an_article_of_no_watch_can_be_judged_and_tied_too(room: WatchRoom) -> None:
    (article,) = room.deliver(HOCKEY)

    room.watches.set_tone(article, Tone.NEUTRAL)

    mention = room.watches.mention(article)
    assert (mention.watches, mention.tone, mention.text_marks) == ((), Tone.NEUTRAL, ())
    with pytest.raises(ArticleMissing):
        room.watches.mention(ArticleId(1))


def test_news_of_mentions_is_given_after_the_commit(room: WatchRoom) -> None:
    room.watches.add(CITY)
    (budget,) = room.deliver(BUDGET)
    heard: list[Change] = []
    room.database.announcer.subscribe(heard.append)

    room.catch_up()

    assert Change.of(Subject.MENTION, [budget]) in heard


def test_a_watch_is_tried_before_it_is_added(room: WatchRoom) -> None:
    budget, _hockey = room.deliver(BUDGET, HOCKEY)

    tried = room.watches.try_out(MONTREAL)

    assert (tried.examined, tried.answering) == (2, 1)
    (mention,) = tried.found
    assert mention.id == budget
    assert mention.words == ("Montréal",)
    assert room.watches.every() == ()


def test_a_watch_that_is_no_longer_understood_is_named_and_the_others_go_on(
    room: WatchRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = room.watches.add(NewTheme(name="Ancien", query="parc"))
    city = room.watches.add(CITY)

    def stricter(query: str, ignored: tuple[str, ...]) -> object:
        return asked("(" if query == "parc" else query, ignored)

    monkeypatch.setattr(names, "asked", stricter)
    room.deliver(BUDGET)
    room.catch_up()

    assert [watch.id for watch, _ in room.watches.broken()] == [old.id]
    assert room.watches.mentions().rows[0].watches == (city.id,)


def test_the_shipped_watches_are_watches(room: WatchRoom) -> None:
    room.add_citys()

    room.deliver(BUDGET, HOCKEY)
    room.catch_up()

    assert room.watches.mentions().total == 1
    assert room.watches.broken() == ()


def test_a_mention_keeps_a_thousand_places_over_all_its_watches_and_says_that_there_may_be_more(
    room: WatchRoom,
) -> None:
    room.watches.add(NewTheme(name="Ville", query="ville"))
    room.watches.add(NewTheme(name="Budget", query="budget"))
    few, many = room.deliver(BUDGET, ("Le budget de la ville", "ville et budget " * 700))
    room.catch_up()

    mention = room.watches.mention(many)

    assert len(mention.title_marks) + len(mention.text_marks) == MOST_MARKS
    assert [mention.text.title[a:b] for a, b in mention.title_marks] == ["budget", "ville"]
    assert mention.marks_are_capped
    assert not room.watches.mention(few).marks_are_capped
