"""The sample desk comes in whole, by the doors that real things use."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest

from comms_desk.across import sample
from comms_desk.across.empty_desk import is_bare
from comms_desk.across.office import Office
from comms_desk.across.sample import is_there, load_sample, take_away
from comms_desk.across.today import TodayDesk
from comms_desk.changes import Change, Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.embargo.model import WordsUnderEmbargo
from comms_desk.errors import DeskNotBare, NoSample
from comms_desk.keys import Keys
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.themes.model import Tone
from comms_desk.paths import Paths
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.storage import soundness
from comms_desk.storage.database import Database
from comms_desk.storage.finding import RowPlace
from comms_desk.storage.model import FieldChange, NewHold
from tests.internal.written import open_account
from tests.mail.outbox_support import TAKEN, Worker
from tests.support.databases import new_desk
from tests.support.imports import counted
from tests.support.mornings import office_on
from tests.support.offices import new_office
from tests.support.samples import bring_sample

pytestmark = pytest.mark.long

MORNING = datetime(2026, 11, 24, 12, 4, tzinfo=UTC)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = new_office(
        Paths.under(tmp_path), keys=Keys(memory_only=True), clock=StillClock(MORNING)
    )
    yield opened
    opened.close()


def cut_off(_office: Office) -> None:
    raise ZeroDivisionError


def test_the_sample_desk_fills_an_empty_desk(office: Office) -> None:
    assert is_bare(office)

    loaded = load_sample(office)

    assert not is_bare(office)
    assert (loaded.contacts, loaded.employees, loaded.outlets) == (40, 60, 15)
    assert (loaded.articles, loaded.mentions, loaded.drafts) == (26, 20, 3)


def test_its_journalists_give_hours_as_people_say_them(office: Office) -> None:
    bring_sample(office)

    rows = office.inquiries.search().rows
    hours = [each.deadline.at for each in rows if each.deadline.at is not None]

    assert len(hours) > 3
    assert {(at.minute, at.second, at.microsecond) for at in hours} <= {(0, 0, 0), (30, 0, 0)}


def test_the_sample_desk_is_never_mixed_into_a_desk_that_holds_something(office: Office) -> None:
    office.contacts.add(NewContact(family_name="Okafor"))

    with pytest.raises(DeskNotBare):
        load_sample(office)

    assert office.dossiers.search().rows == ()
    assert office.contacts.search().total == 1


def test_a_copy_of_the_sample_desk_is_what_loading_it_makes(
    tmp_path: Path, clock: StillClock
) -> None:
    fresh = [new_desk(tmp_path / f"{number}.sqlite3", clock) for number in range(3)]
    loaded, *copied = (office_on(each, tmp_path) for each in fresh)

    load_sample(loaded)
    for each in copied:
        bring_sample(each)

    first, *others = (dumped(each) for each in fresh)
    assert others == [first, first]
    for database in fresh:
        database.dispose()


def dumped(database: Database) -> list[str]:
    """Return all that is in *database*, but for the secrets, of which each desk draws its own."""
    with closing(sqlite3.connect(database.place)) as desk:
        desk.execute("UPDATE drafts SET secret = ''")
        return list(desk.iterdump())


def test_two_who_load_the_sample_desk_at_once_load_it_once(
    database: Database, clock: StillClock, tmp_path: Path
) -> None:
    office_on(database, tmp_path)
    patient = [Database(database.url, clock=clock, busy_timeout_s=30) for _ in range(2)]
    offices = [office_on(each, tmp_path) for each in patient]
    together = Barrier(len(offices))

    def load(office: Office) -> bool:
        together.wait(60)
        try:
            load_sample(office)
        except DeskNotBare:
            return False
        return True

    with ThreadPoolExecutor(len(offices)) as threads:
        loaded = list(threads.map(load, offices))

    assert sorted(loaded) == [False, True]
    assert offices[0].contacts.search().total == 40
    for each in patient:
        each.dispose()


def test_a_sample_desk_that_is_cut_off_leaves_nothing_and_can_be_loaded(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = office_on(database, tmp_path)
    heard: list[Change] = []
    database.announcer.subscribe(heard.append)

    with monkeypatch.context() as patch:
        patch.setattr(sample, "add_bulletin", cut_off)
        with pytest.raises(ZeroDivisionError):
            load_sample(office)

    assert is_bare(office)
    assert heard == []
    assert load_sample(office).contacts == 40


def test_every_address_of_the_sample_desk_is_an_example(office: Office) -> None:
    bring_sample(office)

    contacts = office.contacts.export()
    emails = [
        email for each in contacts for position in each.positions for email in position.emails
    ]
    employees = office.audience.search(limit=100).rows

    assert emails
    assert all(email.endswith(".example") for email in emails)
    assert all(each.email.endswith(".example") for each in employees if each.email)


def test_a_text_of_the_sample_desk_is_held_by_an_embargo(office: Office) -> None:
    bring_sample(office)

    (embargo,) = office.embargoes.holding()

    assert embargo.ref.kind is Subject.DRAFT
    assert embargo.until == MORNING.replace(hour=15, minute=0) + timedelta(days=1)


def test_a_morning_of_it_is_asked_in_few_questions(office: Office) -> None:
    bring_sample(office)

    with counted() as sent:
        TodayDesk(office).read()

    assert len([each for each in sent if each.startswith("SELECT")]) <= 95


def test_the_twelve_lists_of_a_city_find_their_people(office: Office) -> None:
    bring_sample(office)

    lists = {each.name: each for each in office.lists.every()}
    people = {name: office.lists.members(each.id) for name, each in lists.items()}

    assert len(lists) == 12
    first = office.lists.every()[0]
    assert (first.name, first.early_minutes) == ("Copie interne", 5)
    assert all(found.total and not found.left_out for found in people.values())
    every = Counter(each.ref.kind for each in people["Tous les médias"].rows if each.ref)
    assert every == {Subject.CONTACT: 38, Subject.OUTLET: 15}, "but for the freelancers"
    quarter = {each.name for each in people["Quartier"].rows}
    assert {"Loïc Brunelle", "Zoé Plamondon", "Le Verdunois", "Plateau Express"} <= quarter
    assert "Télé-Cité" not in quarter
    assert "Rosalie Côté-Ferland" not in quarter


def test_the_invented_feeds_are_never_asked_for(office: Office) -> None:
    bring_sample(office)

    assert office.feeds.every()
    assert office.feeds.due(all_of_them=True) == ()


def everything(office: Office) -> dict[str, int]:
    """How many things of each kind are on the desk."""
    return {
        "dossiers": len(office.dossiers.search().rows),
        "outlets": office.outlets.search().total,
        "contacts": office.contacts.search().total,
        "feeds": len(office.feeds.every()),
        "articles": office.articles.search().total,
        "watches": len(office.themes.every()),
        "mentions": office.themes.mentions(limit=1).total,
        "drafts": office.drafts.search().total,
        "employees": office.audience.search().total,
        "bulletins": office.bulletins.search().total,
        "imports": office.imports.search().total,
        "embargoes": len(office.embargoes.holding()),
    }


def test_the_sample_desk_is_taken_away_whole(database: Database, tmp_path: Path) -> None:
    office = office_on(database, tmp_path)
    bring_sample(office)
    assert is_there(office)

    taken = take_away(office)

    assert set(everything(office).values()) == {0}
    assert taken.staying == ()
    assert not is_there(office)
    assert soundness.check(office.database).is_sound
    with pytest.raises(NoSample):
        take_away(office)


def test_what_was_changed_of_the_sample_desk_stays_with_what_it_needs(
    database: Database, tmp_path: Path
) -> None:
    office = office_on(database, tmp_path)
    bring_sample(office)
    changed, placed, *_others = office.contacts.export()
    outlet = changed.positions[0].outlet_name
    office.contacts.edit(changed.id, FieldChange("note", changed.note, "Le matin"))
    office.contacts.add_position(placed.id, NewPosition(title="chroniqueuse"))
    draft = office.drafts.search().rows[0]
    assert draft.dossier is not None
    office.drafts.edit(draft.id, FieldChange("subtitle", draft.subtitle, "Et l’hiver vient"))

    taken = take_away(office)

    assert {each.name for each in office.contacts.export()} == {changed.name, placed.name}
    assert outlet in {each.name for each in office.outlets.every()}
    assert [each.id for each in office.drafts.search().rows] == [draft.id]
    assert office.dossiers.get(draft.dossier).id == draft.dossier
    assert {changed.name, placed.name, draft.title} <= set(taken.staying)
    assert office.articles.search().total == office.audience.search().total == 0


def test_what_a_hold_keeps_of_the_sample_desk_stays(database: Database, tmp_path: Path) -> None:
    office = office_on(database, tmp_path)
    bring_sample(office)
    article = office.articles.search().rows[0]
    office.holds.place(NewHold(over=Ref(Subject.ARTICLE, article.id), reason="Demande d’accès"))

    taken = take_away(office)

    assert [each.id for each in office.articles.search().rows] == [article.id]
    assert article.title in taken.staying


def test_what_somebody_made_among_the_sample_stays_and_keeps_its_ties(
    database: Database, tmp_path: Path
) -> None:
    office = office_on(database, tmp_path)
    bring_sample(office)
    outlet = office.outlets.every()[0]
    mine = office.contacts.add(
        NewContact(family_name="Okafor", positions=(NewPosition(outlet=outlet.id),))
    )
    dossier = office.dossiers.add(NewDossier(code="MIEN", name="Le mien"))
    article = office.articles.search(limit=1).rows[0]
    office.themes.link(article.id, dossier.id)

    taken = take_away(office)

    assert [each.id for each in office.contacts.export()] == [mine.id]
    assert [each.code for each in office.dossiers.search().rows] == ["MIEN"]
    assert [each.id for each in office.articles.search().rows] == [article.id]
    assert {outlet.name, article.title} <= set(taken.staying)
    assert "Okafor" not in taken.staying
    assert soundness.check(office.database).is_sound


def test_a_tone_that_was_changed_is_seen_though_no_edit_notes_it(
    database: Database, tmp_path: Path
) -> None:
    office = office_on(database, tmp_path)
    database.act_as(office.people.recognise("elavoie").id)
    bring_sample(office)
    judged = next(each for each in office.themes.mentions().rows if each.tone is Tone.POSITIVE)
    office.themes.set_tone(judged.id, Tone.NEGATIVE)

    taken = take_away(office)

    assert judged.article.title in taken.staying
    assert [each.id for each in office.articles.search().rows] == [judged.id]


def lift_every(office: Office) -> None:
    for each in office.embargoes.holding():
        office.embargoes.lift(each.ref)


def test_the_bulletin_of_the_sample_waits_with_the_release_whose_words_it_has(
    database: Database, tmp_path: Path
) -> None:
    office = office_on(database, tmp_path)
    bring_sample(office)
    open_account(database)
    (bulletin,) = office.bulletins.search().rows

    with pytest.raises(WordsUnderEmbargo) as refused:
        office.bulletins.send(bulletin.id)

    assert refused.value.words == ("accueilleront le public de 10\u00a0h à 17\u00a0h",)
    assert refused.value.title.startswith("Bibliothèques")
    lift_every(office)
    assert office.bulletins.send(bulletin.id).queued > 0


def test_what_was_sent_of_the_sample_desk_stays_archived(
    database: Database, tmp_path: Path
) -> None:
    office = office_on(database, tmp_path)
    bring_sample(office)
    open_account(database)
    lift_every(office)
    (bulletin,) = office.bulletins.search().rows
    office.bulletins.send(bulletin.id)
    worker = Worker(database)
    for claim in worker.claim():
        worker.departures.settle(worker.account, claim, TAKEN)

    taken = take_away(office)

    assert office.bulletins.search().rows == ()
    (archived,) = office.bulletins.search(where=RowPlace.IN_ARCHIVE).rows
    assert archived.id == bulletin.id
    assert bulletin.subject in taken.staying


def test_what_leaves_still_of_the_sample_desk_stays_and_goes_on(
    database: Database, tmp_path: Path
) -> None:
    office = office_on(database, tmp_path)
    bring_sample(office)
    open_account(database)
    lift_every(office)
    (bulletin,) = office.bulletins.search().rows
    sent = office.bulletins.send(bulletin.id)

    take_away(office)

    assert office.bulletins.search().rows[0].is_leaving
    assert len(Worker(database).claim()) == sent.queued


def test_what_was_already_in_the_bin_hinders_nothing(database: Database, tmp_path: Path) -> None:
    office = office_on(database, tmp_path)
    bring_sample(office)
    office.contacts.put_in_bin(office.contacts.export()[0].id)

    assert take_away(office).staying == ()

    assert set(everything(office).values()) == {0}
