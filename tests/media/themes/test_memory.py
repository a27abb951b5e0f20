"""A theme remembers what it must find; an edit is replayed, and what is not pertinent is heard."""

import pytest

from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.media.articles.model import ArticleId, ArticleMissing
from comms_desk.media.articles.store import ArticleRow
from comms_desk.media.themes import replay, store
from comms_desk.media.themes.memory import MemoryDesk
from comms_desk.media.themes.model import (
    MentionFilter,
    NewTheme,
    NewWordList,
    Stamp,
    ThemeId,
    ThemeIsOurs,
    Tone,
    WordListEmpty,
)
from comms_desk.media.themes.remembered import (
    EXAMPLE_CHARACTERS,
    Example,
    ExampleEmpty,
    ExampleWanted,
    NewExample,
    Replay,
)
from comms_desk.media.themes.word_lists_desk import WordListDesk
from comms_desk.storage.database import Database
from comms_desk.storage.errors import NotFound
from comms_desk.storage.model import FieldChange
from tests.media.themes.newsroom import BUDGET, HOCKEY, WatchRoom

LOSS = ("Défaite à Boston", "Le match du Canadien de Montréal a mal fini.")
WIN = ("Une victoire à domicile", "La partie du Canadien de Montréal s’est bien terminée.")
STREET = ("La rue de Verdun rouvre", "La circulation a repris.")
PARK = ("Un parc à Verdun", "L’arrondissement de Montréal plante des arbres.")


@pytest.fixture
def room(database: Database) -> WatchRoom:
    return WatchRoom(database)


@pytest.fixture
def memory(room: WatchRoom) -> MemoryDesk:
    return MemoryDesk(room.database, room.watches)


@pytest.fixture
def montreal(room: WatchRoom) -> ThemeId:
    return room.watches.add(NewTheme(name="Montréal", query="montréal OU verdun")).id


def shown(room: WatchRoom, **filters: object) -> list[ArticleId]:
    which = MentionFilter(**filters)  # type: ignore[arg-type]
    return [mention.id for mention in room.watches.mentions(which).rows]


def test_every_field_of_an_example_survives_the_database(
    room: WatchRoom, memory: MemoryDesk, montreal: ThemeId, clock: StillClock
) -> None:
    (park,) = room.deliver(PARK)

    (kept,) = memory.keep(park, [montreal], ExampleWanted.MUST)

    assert (
        kept
        == memory.get(kept.id)
        == Example(
            id=kept.id,
            watch=montreal,
            wanted=ExampleWanted.MUST,
            title=PARK[0],
            text=PARK[1],
            outlet="La Dépêche",
            author="Camille Ostiguy-Roy",
            language="fr",
            moment=room.articles.text(park).moment,
            article=park,
            by=room.reader,
            at=clock.now(),
        )
    )


def test_an_example_outlives_its_article_and_says_the_same(
    room: WatchRoom, memory: MemoryDesk, montreal: ThemeId
) -> None:
    (park,) = room.deliver(PARK)
    (kept,) = memory.keep(park, [montreal], ExampleWanted.MUST)

    with room.database.transaction() as transaction:
        row = transaction.session.get_one(ArticleRow, park)
        transaction.session.delete(row)

    ((example, holds),) = ((each.example, each.holds) for each in memory.examples(montreal))
    assert (example.id, example.article, example.text) == (kept.id, None, PARK[1])
    assert holds


def test_an_article_is_one_example_of_a_theme_whatever_is_wanted_of_it(
    room: WatchRoom, memory: MemoryDesk, montreal: ThemeId
) -> None:
    (park,) = room.deliver(PARK)
    (first,) = memory.keep(park, [montreal], ExampleWanted.MUST)

    (second,) = memory.keep(park, [montreal], ExampleWanted.MUST_NOT)

    assert (second.id, second.wanted) == (first.id, ExampleWanted.MUST_NOT)
    assert [each.holds for each in memory.examples(montreal)] == [False]
    assert memory.broken() == {montreal: 1}
    memory.edit(first.id, FieldChange("wanted", ExampleWanted.MUST_NOT, ExampleWanted.MUST))
    assert memory.broken() == {}
    assert [each.ref for each in room.watches.history(montreal)] == [
        Ref(Subject.EXAMPLE, first.id)
    ] * 2


def test_an_example_that_is_put_in_the_bin_is_asked_nothing(
    memory: MemoryDesk, montreal: ThemeId
) -> None:
    new = NewExample(watch=montreal, wanted=ExampleWanted.MUST, title="Laval", text="x" * 30_000)
    example = memory.add(new)
    assert len(example.text) == EXAMPLE_CHARACTERS
    assert memory.broken() == {montreal: 1}

    memory.put_in_bin(example.id)

    assert memory.broken() == {}
    assert memory.examples(montreal) == ()


def test_what_cannot_be_an_example_is_refused(
    room: WatchRoom, memory: MemoryDesk, montreal: ThemeId
) -> None:
    (park,) = room.deliver(PARK)
    with room.database.transaction() as transaction:
        by_hand = ThemeId(store.by_hand(transaction).id)

    with pytest.raises(ExampleEmpty):
        NewExample(watch=montreal, wanted=ExampleWanted.MUST, title=" – ")
    with pytest.raises(ArticleMissing):
        memory.keep(ArticleId(1), [montreal], ExampleWanted.MUST)
    with pytest.raises(NotFound):
        memory.keep(park, [ThemeId(999)], ExampleWanted.MUST)
    with pytest.raises(ThemeIsOurs):
        memory.keep(park, [by_hand], ExampleWanted.MUST)


def test_an_edit_is_replayed_before_it_is_saved(
    room: WatchRoom, memory: MemoryDesk, montreal: ThemeId
) -> None:
    park, street, hockey, budget = room.deliver(PARK, STREET, HOCKEY, BUDGET)
    memory.keep(street, [montreal], ExampleWanted.MUST)
    memory.keep(hockey, [montreal], ExampleWanted.MUST_NOT)

    told = memory.replay(montreal, query="budget OU verdun", ignored=("rue de Verdun",))

    assert (told.examined, told.within, told.is_whole) == (4, 4, True)
    assert (told.gained, told.lost) == (0, 2)
    assert {mention.id for mention in told.no_more} == {street, hockey}
    (lost,) = [mention for mention in told.no_more if mention.id == street]
    assert lost.words == ("Verdun",)
    assert [each.article for each in told.broken] == [street]
    assert told.breaks == told.broken
    assert shown(room) == []
    assert {park, budget}.isdisjoint({each.id for each in told.newly})


def test_a_replay_that_the_index_cannot_help_looks_at_fewer_articles_and_says_so(
    room: WatchRoom,
    memory: MemoryDesk,
    montreal: ThemeId,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room.deliver(*[PARK, STREET, HOCKEY, LOSS])
    monkeypatch.setattr(replay, "WITHOUT_INDEX_ARTICLES", 3)

    told = memory.replay(montreal, query="-montréal", ignored=())

    assert (told.examined, told.within) == (3, 3)


def test_a_replay_that_is_stopped_says_how_far_it_came(
    room: WatchRoom, memory: MemoryDesk, montreal: ThemeId
) -> None:
    room.deliver(*[(f"Parc {number}", "Verdun") for number in range(10)])
    asked = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 4

    told = memory.replay(montreal, query="montréal", ignored=(), stop=stop)

    assert (told.examined, told.within, told.is_whole, told.lost) == (4, 10, False, 4)


def test_a_replay_follows_the_lists_that_a_query_names(
    room: WatchRoom, memory: MemoryDesk, montreal: ThemeId
) -> None:
    WordListDesk(room.database).add(NewWordList(name="secteurs", terms=("verdun", "lachine")))
    park, _street, hockey = room.deliver(PARK, STREET, HOCKEY)

    told = memory.replay(montreal, query="@secteurs", ignored=())

    assert [mention.id for mention in told.no_more] == [hockey]
    assert told.gained == 0
    assert park not in {mention.id for mention in told.no_more}


def test_an_edit_of_a_list_is_replayed_in_all_that_names_it(
    room: WatchRoom, memory: MemoryDesk, montreal: ThemeId
) -> None:
    words = WordListDesk(room.database).add(NewWordList(name="secteurs", terms=("verdun", "parc")))
    near = room.watches.add(NewTheme(name="Près", query="@secteurs")).id
    room.watches.add(NewTheme(name="Autour", query="@Près OU rue"))
    room.watches.add(NewTheme(name="Sans", query="montréal -@secteurs"))
    _park, street, _hockey, _budget = room.deliver(PARK, STREET, HOCKEY, BUDGET)
    memory.keep(street, [near], ExampleWanted.MUST)

    told = memory.replay_list(words.id, ("parc", "hockey", "budget"))

    assert told == Replay(examined=4, within=4, follows=told.follows)
    assert [(each.name, each.gained, each.lost, len(each.breaks)) for each in told.follows] == [
        ("Près", 1, 1, 1),
        ("Autour", 1, 0, 0),
        ("Sans", 0, 1, 0),
    ]
    assert shown(room) == []
    assert memory.replay_list(words.id, words.terms).follows == ()
    with pytest.raises(WordListEmpty):
        memory.replay_list(words.id, ())


def test_a_replay_follows_the_watches_that_name_the_one_edited(
    room: WatchRoom, memory: MemoryDesk, montreal: ThemeId
) -> None:
    room.watches.add(NewTheme(name="Ensemble", query="@Montréal budget"))
    room.watches.add(NewTheme(name="Ailleurs", query="canadien* -@Montréal"))
    room.watches.add(NewTheme(name="Sauf", query="@Montréal", ignored=("rue de Verdun",)))
    _park, _street, _hockey, budget = room.deliver(PARK, STREET, HOCKEY, BUDGET)

    told = memory.replay(montreal, query="verdun", ignored=())

    assert [(each.name, each.gained, each.lost) for each in told.follows] == [
        ("Sauf", 0, 2),
        ("Ailleurs", 1, 0),
        ("Ensemble", 0, 1),
    ]
    assert budget in {each.id for each in told.no_more}


def test_a_replay_looks_in_the_fields_and_beside_the_words_where_it_is_named(
    room: WatchRoom, memory: MemoryDesk
) -> None:
    words = WordListDesk(room.database).add(NewWordList(name="médias", terms=("le courrier",)))
    park = room.watches.add(NewTheme(name="Parcs", query="parc")).id
    room.watches.add(NewTheme(name="Ici", query="média:@médias"))
    room.watches.add(NewTheme(name="En titre", query="titre:@Parcs"))
    room.watches.add(NewTheme(name="Autour", query="@Parcs NEAR/2 maire"))
    room.deliver(
        ("Une rue sans nom", "Elle mène à un parc."),
        ("Un parc", "Ce matin on y a beaucoup parlé, dit le maire de la rue."),
    )

    told = memory.replay_list(words.id, ("le courrier", "la dépêche"))
    assert [(each.name, each.gained, each.lost) for each in told.follows] == [("Ici", 2, 0)]
    told = memory.replay(park, query="parc OU rue", ignored=())
    assert [(each.name, each.gained, each.lost) for each in told.follows] == [
        ("Autour", 1, 0),
        ("En titre", 1, 0),
    ]


def test_a_replay_says_what_is_lost_where_a_theme_is_understood_no_more(
    room: WatchRoom, memory: MemoryDesk
) -> None:
    park = room.watches.add(NewTheme(name="Parcs", query="parc")).id
    room.watches.add(NewTheme(name="Autour", query="@Parcs NEAR/2 maire"))
    room.deliver(("Un parc", "Le maire au parc."), ("Un parc", "Sans lui."))

    told = memory.replay(park, query="parc ET parc*", ignored=())

    assert (told.gained, told.lost) == (0, 0)
    assert [(each.name, each.gained, each.lost) for each in told.follows] == [("Autour", 0, 1)]
    back = memory.replay(park, query="parc", ignored=())
    assert back.follows == ()


def test_what_is_not_pertinent_leaves_every_list_and_count_until_it_is_undone(
    room: WatchRoom, memory: MemoryDesk, montreal: ThemeId, clock: StillClock
) -> None:
    park, hockey = room.deliver(PARK, HOCKEY)
    room.catch_up()

    assert memory.mark_irrelevant(hockey) == (hockey,)
    assert memory.mark_irrelevant(hockey) == ()

    assert shown(room) == shown(room, watch=montreal) == shown(room, is_unread=True) == [park]
    assert shown(room, is_irrelevant=True) == [hockey]
    assert room.told_once.figures().unread == 1
    assert room.told_once.unread_of_each() == {montreal: 1}
    put_aside = Stamp(by=room.reader, at=clock.now())
    assert room.watches.mention(hockey).irrelevant == put_aside
    assert room.watches.judged([hockey])[hockey].irrelevant == put_aside
    assert memory.mark_pertinent(hockey) == (hockey,)
    assert memory.mark_pertinent(hockey) == ()
    assert set(shown(room)) == {park, hockey}


def test_what_is_not_pertinent_proposes_the_phrase_that_others_put_aside_share(
    room: WatchRoom, memory: MemoryDesk, montreal: ThemeId
) -> None:
    loss, win, park = room.deliver(LOSS, WIN, PARK)
    room.catch_up()
    room.watches.set_tone(park, Tone.POSITIVE)
    memory.mark_irrelevant(win)
    memory.mark_irrelevant(loss)

    (proposed,) = memory.proposals(loss)

    assert (proposed.watch, proposed.phrase) == (montreal, "Canadien de Montréal")
    assert (proposed.others, proposed.lost, proposed.irrelevant) == (1, 2, 2)
    assert (proposed.read, proposed.breaks) == (0, ())


def test_the_first_that_is_not_pertinent_proposes_the_words_beside_its_mark(
    room: WatchRoom, memory: MemoryDesk, montreal: ThemeId
) -> None:
    street, _park = room.deliver(STREET, PARK)
    room.catch_up()
    memory.mark_irrelevant(street)

    (proposed,) = memory.proposals(street)

    assert (proposed.watch, proposed.phrase) == (montreal, "rue de Verdun")


def test_a_phrase_that_a_kept_mention_holds_is_not_proposed(
    room: WatchRoom, memory: MemoryDesk
) -> None:
    room.watches.add(NewTheme(name="Verdun", query="verdun"))
    street, other = room.deliver(STREET, ("Travaux", "La rue de Verdun ferme encore."))
    room.catch_up()
    room.watches.set_tone(other, Tone.NEGATIVE)
    memory.mark_irrelevant(street)

    assert [each.phrase for each in memory.proposals(street)] != ["rue de Verdun"]


def test_a_phrase_is_accepted_at_once_and_its_article_becomes_an_example(
    room: WatchRoom, memory: MemoryDesk, montreal: ThemeId
) -> None:
    street, park = room.deliver(STREET, PARK)
    room.catch_up()
    memory.mark_irrelevant(street)

    done = memory.ignore(street, montreal, "rue de Verdun")

    room.catch_up()
    assert room.watches.get(montreal).ignored == ("rue de Verdun",)
    assert shown(room, is_irrelevant=True) == []
    assert shown(room) == [park]
    assert memory.get(done.example).wanted is ExampleWanted.MUST_NOT
    assert memory.broken() == {}
    assert memory.proposals(street) == ()
    room.watches.edit(montreal, done.edit.change.inverse())
    assert memory.broken() == {montreal: 1}


def test_a_phrase_that_is_ignored_leaves_every_other_mention_where_it_is(
    room: WatchRoom, memory: MemoryDesk, montreal: ThemeId
) -> None:
    street, park = room.deliver(STREET, PARK)
    room.catch_up()

    memory.ignore(street, montreal, "rue de Verdun")

    assert shown(room) == [park]
    assert room.watches.get(montreal).is_looking_back
    room.catch_up()
    assert shown(room) == [park]


def test_what_must_not_stand_there_is_looked_for_without_what_is_ignored(
    room: WatchRoom, memory: MemoryDesk
) -> None:
    (loss,) = room.deliver(("Un match", "Le Canadien de Laval joue à Montréal."))
    new = NewTheme(name="Laval", query="montréal SAUF canadien", ignored=("Canadien de Laval",))

    assert room.watches.try_out(new).answering == 1
    watch = room.watches.add(new).id
    room.catch_up()

    assert shown(room, watch=watch) == [loss]
    told = memory.replay(watch, query="montréal SAUF canadien", ignored=())
    assert (told.gained, told.lost) == (0, 1)
