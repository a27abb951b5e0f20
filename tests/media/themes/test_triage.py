"""What people make of mentions: stars, notes, tones of whom they name, and why each was found."""

import pytest

from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.media.articles.model import ArticleId, ArticleMissing
from comms_desk.media.themes.memory import MemoryDesk
from comms_desk.media.themes.model import MentionFilter, NewTheme, Note, Stamp, Tone
from comms_desk.media.themes.saved_view_rows import SavedViewRow
from comms_desk.media.themes.saved_views import (
    NewView,
    SavedView,
    ViewEmpty,
    ViewNameMissing,
    ViewNameTaken,
)
from comms_desk.media.themes.saved_views_desk import SavedViewDesk
from comms_desk.media.themes.triage import FoundTerm, TriageDesk, WhyFound
from comms_desk.planning.dossiers.desk import DossierDesk
from comms_desk.planning.dossiers.model import DossierId, NewDossier
from comms_desk.storage.database import Database
from comms_desk.storage.errors import EditConflict, TakenSince
from comms_desk.storage.model import FieldChange
from comms_desk.text.query import QueryError
from tests.media.themes.newsroom import BUDGET, HOCKEY, WatchRoom
from tests.support.asked_of_desks import history_of
from tests.support.imports import counted


@pytest.fixture
def room(database: Database) -> WatchRoom:
    return WatchRoom(database)


@pytest.fixture
def triage(database: Database) -> TriageDesk:
    return TriageDesk(database)


@pytest.fixture
def views(database: Database) -> SavedViewDesk:
    return SavedViewDesk(database)


@pytest.fixture
def found(room: WatchRoom) -> tuple[ArticleId, ArticleId]:
    """Two mentions: of the budget, and of hockey."""
    room.watches.add(NewTheme(name="Montréal", query="Montréal"))
    budget, hockey = room.deliver(BUDGET, HOCKEY)
    room.catch_up()
    return budget, hockey


def listed(room: WatchRoom, which: MentionFilter) -> list[ArticleId]:
    return [mention.id for mention in room.watches.mentions(which).rows]


def test_many_articles_at_once_take_as_few_statements_as_one(
    room: WatchRoom, triage: TriageDesk, database: Database
) -> None:
    one, *more = room.deliver(*[(f"Titre {n}", f"Montréal, {n}") for n in range(60)])
    dossier = DossierDesk(database).add(NewDossier(code="D1", name="Budget")).id
    memory = MemoryDesk(database, room.watches)

    def statements(*some: ArticleId) -> int:
        with counted() as sent:
            assert triage.star(*some) == some
            assert triage.unstar(*some) == some
            assert room.watches.set_tones(dict.fromkeys(some, Tone.MIXED)) == dict.fromkeys(some)
            assert room.watches.link_all(some, dossier) == some
            assert memory.mark_irrelevant(*some) == some
            assert memory.mark_pertinent(*some) == some
            assert room.told_once.read(*some) == some
        return len(sent)

    assert statements(one) == statements(*more)
    assert set(room.watches.set_tones(dict.fromkeys((one, *more))).values()) == {Tone.MIXED}
    assert (
        len(history_of(triage, Ref(Subject.ARTICLE, one)))
        == len(history_of(triage, Ref(Subject.ARTICLE, more[-1])))
        == 2
    )
    assert room.watches.link_all([one, *more], dossier) == ()
    assert room.watches.unlink_all([one, *more], dossier) == (one, *more)


def test_a_star_is_everybodys_with_who_and_when(
    room: WatchRoom, triage: TriageDesk, found: tuple[ArticleId, ArticleId], clock: StillClock
) -> None:
    budget, hockey = found

    assert triage.star(budget) == (budget,)
    assert triage.star(budget, hockey) == (hockey,)

    assert room.watches.mention(budget).star == Stamp(by=room.reader, at=clock.now())
    assert triage.unstar(hockey) == (hockey,)
    assert listed(room, MentionFilter(is_starred=True)) == [budget]
    assert room.watches.judged([hockey])[hockey].star is None
    with pytest.raises(ArticleMissing):
        triage.star(ArticleId(1))


def test_a_note_is_written_over_what_was_read_and_undone(
    room: WatchRoom, triage: TriageDesk, found: tuple[ArticleId, ArticleId], clock: StillClock
) -> None:
    budget, _hockey = found

    first = triage.edit(budget, FieldChange("note", "", "À citer au conseil"))
    triage.edit(budget, FieldChange("note", "À citer au conseil", "Déjà cité"))

    kept = Note(by=room.reader, at=clock.now(), text="Déjà cité")
    assert room.watches.mention(budget).note == kept
    assert listed(room, MentionFilter(is_noted=True)) == [budget]
    with pytest.raises(EditConflict):
        triage.edit(budget, first.change.inverse())
    triage.edit(budget, FieldChange("note", "Déjà cité", " \n"))
    assert room.watches.mention(budget).note is None
    assert listed(room, MentionFilter(is_noted=True)) == []
    with pytest.raises(ValueError, match="title"):
        triage.edit(budget, FieldChange("title", "", "Autre"))


def test_the_history_of_an_article_tells_its_star_and_its_note(
    room: WatchRoom, triage: TriageDesk, found: tuple[ArticleId, ArticleId]
) -> None:
    budget, _hockey = found
    triage.star(budget)
    triage.edit(budget, FieldChange("note", "", "À citer"))
    triage.unstar(budget)

    told = [
        (edit.field, edit.before, edit.after, edit.by)
        for edit in history_of(triage, Ref(Subject.ARTICLE, budget))
    ]

    assert told == [
        ("star", True, False, room.reader),
        ("note", "", "À citer", room.reader),
        ("star", False, True, room.reader),
    ]


def test_a_tone_is_that_of_the_city_or_of_a_named_subject(
    room: WatchRoom, triage: TriageDesk, found: tuple[ArticleId, ArticleId]
) -> None:
    budget, hockey = found
    room.watches.set_tone(budget, Tone.NEUTRAL)

    assert room.watches.set_tone(budget, Tone.NEGATIVE, of="La mairesse") is None
    assert room.watches.set_tone(hockey, Tone.POSITIVE, of=" LA  MAIRESSE ") is None
    assert room.watches.set_tone(hockey, Tone.MIXED, of="Verdun") is None
    assert room.watches.set_tone(hockey, Tone.MIXED, of="la mairesse") is Tone.POSITIVE

    assert room.watches.mention(budget).tone is Tone.NEUTRAL
    assert room.watches.mention(budget).toned == (("La mairesse", Tone.NEGATIVE),)
    assert room.watches.mention(hockey).tone is None
    assert dict(room.watches.mention(hockey).toned) == {
        "La mairesse": Tone.MIXED,
        "Verdun": Tone.MIXED,
    }
    assert triage.subjects() == ("La mairesse", "Verdun")
    assert listed(room, MentionFilter(tone=Tone.NEGATIVE)) == []
    assert listed(room, MentionFilter(tone=Tone.NEUTRAL)) == [budget]


def test_of_a_subject_too_ones_own_tone_stands_before_that_of_others(
    room: WatchRoom, found: tuple[ArticleId, ArticleId], database: Database
) -> None:
    budget, _hockey = found
    room.watches.set_tone(budget, Tone.NEGATIVE, of="SIM")
    room.watches.set_tone(budget, Tone.NEUTRAL)
    database.act_as(room.colleague())

    room.watches.set_tone(budget, Tone.POSITIVE, of="SIM")

    assert room.watches.mention(budget).toned == (("SIM", Tone.POSITIVE),)
    database.act_as(room.reader)
    assert room.watches.mention(budget).toned == (("SIM", Tone.NEGATIVE),)
    room.watches.set_tone(budget, None, of="SIM")
    assert room.watches.mention(budget).toned == (("SIM", Tone.POSITIVE),)


def test_why_tells_the_terms_that_stand_there_where_and_what_was_ignored(
    room: WatchRoom, triage: TriageDesk
) -> None:
    city = room.watches.add(
        NewTheme(
            name="Ville",
            query='Montréal AND (budget OR "hôtel de ville" OR neige)',
            ignored=("Canadiens de Montréal", "Montréal-Est"),
        )
    )
    text = "Les Canadiens de Montréal visitent l’hôtel de ville de Montréal."
    (article,) = room.deliver(("Le budget", text))
    room.catch_up()

    (why,) = triage.why(article)

    start = text.index("Montréal.")
    hall = text.index("hôtel")
    team = text.index("Canadiens")
    assert why == WhyFound(
        watch=room.watches.get(city.id),
        terms=(
            FoundTerm(typed="Montréal", title=(), text=((start, start + 8),), words=("Montréal",)),
            FoundTerm(typed="budget", title=((3, 9),), text=(), words=("budget",)),
            FoundTerm(
                typed='"hôtel de ville"',
                title=(),
                text=((hall, hall + 14),),
                words=("hôtel de ville",),
            ),
        ),
        ignored=(
            FoundTerm(
                typed="Canadiens de Montréal",
                title=(),
                text=((team, team + 21),),
                words=("Canadiens de Montréal",),
            ),
        ),
    )


def test_a_star_or_a_note_keeps_a_mention_from_a_phrase_that_is_proposed(
    room: WatchRoom, triage: TriageDesk, database: Database
) -> None:
    memory = MemoryDesk(database, room.watches)
    room.watches.add(NewTheme(name="Montréal", query="Montréal"))
    win, loss = room.deliver(HOCKEY, ("Le Canadien gagne", "Les Canadiens de Montréal ont gagné."))
    room.catch_up()
    memory.mark_irrelevant(win)
    (proposed,) = memory.proposals(win)
    assert proposed.lost == 2

    triage.edit(loss, FieldChange("note", "", "Le maire y était"))

    assert [each.lost for each in memory.proposals(win)] in ([], [1])


def test_a_view_is_saved_whole_for_one_person_or_for_the_office(
    room: WatchRoom, views: SavedViewDesk, database: Database
) -> None:
    which = MentionFilter(
        is_unread=True,
        source=Ref(Subject.OUTLET, 3),
        tone=Tone.NEGATIVE,
        dossier=DossierId(2),
        is_starred=True,
    )

    ours = views.add(NewView(name="Neige", query="neige OR verglas"))
    mine = views.add(NewView(name="à revoir", which=which, person=room.reader))

    assert views.every() == (mine, ours)
    assert (mine.which, ours.query) == (which, "neige OR verglas")
    assert views.get(mine.id) == mine
    database.act_as(room.colleague())
    assert views.every() == (ours,)


def test_a_view_has_a_name_of_its_own_and_asks_for_something(
    room: WatchRoom, views: SavedViewDesk
) -> None:
    first: SavedView = views.add(NewView(name="Neige", query="neige"))

    with pytest.raises(ViewNameTaken):
        views.add(NewView(name="NEIGE", query="verglas", person=room.reader))
    with pytest.raises(ViewNameMissing):
        NewView(name=" – ", query="neige")
    with pytest.raises(ViewEmpty):
        NewView(name="Tout")
    with pytest.raises(QueryError):
        views.edit(first.id, FieldChange("query", "neige", "(neige"))
    views.put_in_bin(first.id)
    second = views.add(NewView(name="Neige", query="verglas"))
    with pytest.raises(TakenSince):
        views.take_out_of_bin(first.id)
    assert views.every() == (second,)


def test_a_view_that_is_not_understood_any_more_comes_out_of_the_bin(
    views: SavedViewDesk, database: Database
) -> None:
    view = views.add(NewView(name="Budget", query="budget"))
    views.put_in_bin(view.id)
    with database.transaction() as transaction:
        transaction.session.get_one(SavedViewRow, view.id).query = "(budget"

    views.take_out_of_bin(view.id)

    (back,) = views.every()
    with pytest.raises(QueryError):
        views.edit(back.id, FieldChange("name", "Budget", "Le budget"))
    views.edit(back.id, FieldChange("query", "(budget", "budget"))
