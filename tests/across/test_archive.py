"""What was sent is archived, never binned, and destroyed only by a rule that somebody signed."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, inspect, text

import comms_desk.across.schema  # noqa: F401 - every table is known
from comms_desk.changes import Change, Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.embargo.desk import EmbargoDesk
from comms_desk.embargo.model import UnderEmbargo
from comms_desk.internal.bulletins.desk import BulletinDesk
from comms_desk.internal.bulletins.model import (
    BulletinBlockKind,
    BulletinId,
    BulletinLeaving,
    BulletinNumberTaken,
    NewBlock,
)
from comms_desk.jobs.desk import JobDesk
from comms_desk.kinds import those
from comms_desk.mail.address import Address
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.model import LettersLeaving
from comms_desk.media.drafting.desk import DraftDesk, new_sitting
from comms_desk.media.drafting.model import DraftId, DraftKind, DraftStatus, NewDraft
from comms_desk.planning.dossiers.desk import DossierDesk
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.planning.people.desk import PeopleDesk
from comms_desk.planning.people.model import NewPerson
from comms_desk.storage.archive import Archive, archivable_rows, ruled_rows
from comms_desk.storage.bin import Bin
from comms_desk.storage.database import Database
from comms_desk.storage.errors import (
    IsArchived,
    NotArchived,
    NotFound,
    NothingSent,
    RuleEnded,
    RuleIncomplete,
    RuleRuns,
    RuleUnknown,
    WasSent,
)
from comms_desk.storage.finding import RowPlace
from comms_desk.storage.model import Act, DestructionRule, FieldChange, NewRule, RuleId
from tests.internal.written import DAY, NEW, TEXT, hire, open_account, png
from tests.mail.outbox_support import TAKEN, Worker, account, queued
from tests.support.years import live_on

YEARS = 5
LONG_AFTER = timedelta(days=366 * YEARS)


@pytest.fixture
def archive(database: Database) -> Archive:
    database.act_as(PeopleDesk(database).add(NewPerson(name="Awa Diallo")).id)
    return Archive(database)


@pytest.fixture
def release(database: Database, archive: Archive) -> Ref:
    """A text that was released."""
    new = NewDraft(
        kind=DraftKind.RELEASE, title="Budget 2027", text="Un.\n", status=DraftStatus.RELEASED
    )
    return DraftDesk(database).add(new).ref


@pytest.fixture
def bulletin(database: Database, archive: Archive) -> Ref:
    """A bulletin that two employees were sent."""
    return sent_bulletin(database)


def sent_bulletin(database: Database) -> Ref:
    open_account(database)
    hire(database, "Roy", "Tremblay")
    desk = BulletinDesk(database)
    written = desk.add(NEW, [TEXT]).id
    desk.send(written)
    deliver(database)
    return Ref(Subject.BULLETIN, written)


def deliver(database: Database) -> None:
    worker = Worker(database)
    for claim in worker.claim():
        worker.departures.settle(worker.account, claim, TAKEN)
    JobDesk(database).release(worker.lease)


def signed(kind: Subject, years: int = YEARS) -> NewRule:
    return NewRule(
        kind=kind,
        years=years,
        reference="12-345",
        signed_by="Ève Lavoie, greffière",
        signed_on=date(2026, 3, 2),
    )


def ruled(archive: Archive, *things: Ref) -> DestructionRule:
    """Archive *things* and return the rule that will destroy them."""
    for each in things:
        archive.put_in(each)
    return archive.add_rule(signed(things[0].kind))


# ── What was sent stays out of the bin ────────────────────────────────────────────────


def test_each_kind_that_may_be_sent_has_an_archive() -> None:
    assert set(archivable_rows()) == set(those(lambda kind: kind.is_archived))
    assert set(ruled_rows()) == set(those(lambda kind: kind.is_ruled))


def test_a_text_that_left_is_archived_and_not_binned(
    database: Database, archive: Archive, release: Ref
) -> None:
    desk = DraftDesk(database)

    with pytest.raises(WasSent) as refused:
        desk.put_in_bin(DraftId(release.id))

    assert refused.value.name == "Budget 2027"
    archived = archive.put_in(release)
    assert (archived.ref, archived.name, archived.by) == (release, "Budget 2027", database.actor)
    assert desk.search().rows == ()
    assert [each.id for each in desk.search("budget").rows] == [release.id]
    assert [each.id for each in desk.search(where=RowPlace.IN_ARCHIVE).rows] == [release.id]
    assert desk.get(DraftId(release.id)).archived_at == archived.at
    assert desk.open(DraftId(release.id)).text == "Un.\n"
    assert Bin(database).search().rows == ()


@pytest.mark.parametrize("status", DraftStatus)
def test_a_text_that_was_released_is_not_binned(
    database: Database, archive: Archive, status: DraftStatus
) -> None:
    desk = DraftDesk(database)
    draft = desk.add(NewDraft(kind=DraftKind.SPEECH, title="Mot", status=status))
    is_out = status in (DraftStatus.RELEASED, DraftStatus.CORRECTED, DraftStatus.WITHDRAWN)

    assert archive.was_sent(draft.ref) is is_out
    if is_out:
        with pytest.raises(WasSent):
            desk.put_in_bin(draft.id)
    else:
        desk.put_in_bin(draft.id)


def test_a_text_of_which_a_word_file_was_made_to_be_reviewed_may_be_binned(
    database: Database, archive: Archive
) -> None:
    desk = DraftDesk(database)
    draft = desk.add(NewDraft(kind=DraftKind.RELEASE, title="Essai", text="Un.\n"))
    desk.word(draft.id)

    with pytest.raises(NothingSent):
        archive.put_in(draft.ref)
    desk.put_in_bin(draft.id)
    desk.take_out_of_bin(draft.id)
    desk.edit(draft.id, FieldChange("status", "draft", "released"))

    with pytest.raises(WasSent):
        desk.put_in_bin(draft.id)


def test_a_text_about_which_a_letter_may_have_left_is_not_binned(
    database: Database, archive: Archive
) -> None:
    account(database)
    desk = DraftDesk(database)
    draft = desk.add(NewDraft(kind=DraftKind.RELEASE, title="Neige"))
    other = desk.add(NewDraft(kind=DraftKind.RELEASE, title="Pluie"))
    queued(database, about=draft.ref)
    assert not archive.was_sent(draft.ref)

    deliver(database)

    assert archive.was_sent(draft.ref)
    assert not archive.was_sent(other.ref)


def test_a_bulletin_that_left_is_archived_and_not_binned(
    database: Database, archive: Archive, bulletin: Ref
) -> None:
    desk, sent = BulletinDesk(database), BulletinId(bulletin.id)

    with pytest.raises(WasSent):
        desk.put_in_bin(sent)
    archive.put_in(bulletin)

    assert desk.search().rows == ()
    (found,) = desk.search("nous").rows
    assert found.archived_at == desk.get(sent).archived_at != None  # noqa: E711
    with pytest.raises(IsArchived):
        desk.send(sent)
    assert desk.issue(sent) is not None


def test_a_bulletin_is_binned_though_another_was_sent(
    database: Database, archive: Archive, bulletin: Ref
) -> None:
    desk = BulletinDesk(database)
    following = desk.copy(BulletinId(bulletin.id), day=DAY).id

    assert not archive.was_sent(Ref(Subject.BULLETIN, following))
    desk.put_in_bin(following)


def test_a_bulletin_whose_letters_were_all_stopped_may_be_binned(
    database: Database, archive: Archive
) -> None:
    open_account(database)
    hire(database, "Roy")
    desk = BulletinDesk(database)
    bulletin = desk.add(NEW, [TEXT]).id
    desk.send(bulletin)
    with pytest.raises(BulletinLeaving):
        desk.put_in_bin(bulletin)
    issue = desk.issue(bulletin)
    assert issue is not None
    OutboxDesk(database).cancel(issue.message)

    with pytest.raises(NothingSent):
        archive.put_in(Ref(Subject.BULLETIN, bulletin))
    desk.put_in_bin(bulletin)


def test_nothing_is_archived_while_a_letter_of_it_waits(
    database: Database, archive: Archive, bulletin: Ref
) -> None:
    hire(database, "Nouvelle")
    BulletinDesk(database).send(BulletinId(bulletin.id))

    with pytest.raises(BulletinLeaving):
        archive.put_in(bulletin)

    deliver(database)
    archive.put_in(bulletin)


def test_what_was_never_sent_is_not_archived(database: Database, archive: Archive) -> None:
    draft = DraftDesk(database).add(NewDraft(kind=DraftKind.RELEASE, title="Idée"))
    dossier = DossierDesk(database).add(NewDossier(code="N", name="Neige")).id

    with pytest.raises(NothingSent):
        archive.put_in(draft.ref)
    with pytest.raises(NotFound):
        archive.put_in(Ref(Subject.DOSSIER, dossier))
    assert not archive.was_sent(Ref(Subject.DOSSIER, dossier))


def test_what_is_archived_is_not_changed_until_it_is_taken_out(
    database: Database, archive: Archive, release: Ref
) -> None:
    desk, draft = DraftDesk(database), DraftId(release.id)
    title = FieldChange("title", "Budget 2027", "Budget")
    archive.put_in(release)

    with pytest.raises(IsArchived):
        desk.edit(draft, title)
    archive.take_out(release)

    desk.edit(draft, title)
    assert [each.title for each in desk.search().rows] == ["Budget"]
    acts = [each.act for each in desk.history(draft)]
    assert acts == [Act.EDITED, Act.UNARCHIVED, Act.ARCHIVED]


def test_what_was_being_typed_as_it_was_archived_is_kept_aside(
    database: Database, archive: Archive, release: Ref
) -> None:
    desk, draft = DraftDesk(database), DraftId(release.id)
    opened = desk.open(draft)
    sitting = new_sitting(opened.text)
    desk.save_working(draft, "Un. De", base=opened.base, sitting=sitting)

    archive.put_in(release)
    desk.save_working(draft, "Un. Deux.\n", base=opened.base, sitting=sitting)
    aside = desk.revise(draft, "Un. Deux.\n", base=opened.base, sitting=sitting)

    assert aside is not None
    assert (aside.aside, aside.text) == (True, "Un. Deux.\n")
    assert desk.text(draft) == "Un.\n"
    with pytest.raises(IsArchived):
        desk.settle(aside.id, "Un. Deux.\n", over=opened.base)
    archive.take_out(release)
    desk.settle(aside.id, "Un. Deux.\n", over=opened.base)
    assert desk.text(draft) == "Un. Deux.\n"


def test_to_archive_twice_or_take_out_twice_is_done_once(
    database: Database, archive: Archive, release: Ref
) -> None:
    heard: list[Change] = []
    database.announcer.subscribe(heard.append)

    first, again = archive.put_in(release), archive.put_in(release)
    archive.take_out(release)
    archive.take_out(release)

    assert first == again
    assert heard == [Change.of(Subject.DRAFT, [release.id])] * 2
    with pytest.raises(NotArchived):
        archive.find(release)


def test_a_dossier_still_shows_its_archived_texts(database: Database, archive: Archive) -> None:
    dossier = DossierDesk(database).add(NewDossier(code="N", name="Neige")).id
    desk = DraftDesk(database)
    draft = desk.add(NewDraft(kind=DraftKind.RELEASE, dossier=dossier, status=DraftStatus.RELEASED))

    archive.put_in(draft.ref)

    assert [each.id for each in desk.search(dossier=dossier).rows] == [draft.id]


def test_the_number_of_an_archived_bulletin_stays_taken(
    database: Database, archive: Archive, bulletin: Ref
) -> None:
    archive.put_in(bulletin)
    desk = BulletinDesk(database)

    with pytest.raises(BulletinNumberTaken):
        desk.add(NEW)

    following = desk.add_next(name="Flash", day=DAY)
    assert (following.name, following.number) == (NEW.name, NEW.number + 1)


def test_the_archive_is_searched_by_name_the_last_put_in_first(
    archive: Archive, release: Ref, bulletin: Ref, clock: StillClock
) -> None:
    archive.put_in(release)
    clock.advance(timedelta(minutes=1))
    archive.put_in(bulletin)

    assert [each.ref for each in archive.search().rows] == [bulletin, release]
    found = archive.search("budg 2027")
    assert ([each.ref for each in found.rows], found.total) == ([release], 1)
    one = archive.search(limit=1)
    assert ([each.ref for each in one.rows], one.total) == ([bulletin], 2)


# ── The bin never destroys what was sent ──────────────────────────────────────────────


def test_the_bin_archives_what_was_released_while_it_was_there(
    database: Database, archive: Archive
) -> None:
    desk = DraftDesk(database)
    released = desk.add(NewDraft(kind=DraftKind.RELEASE, title="Neige"))
    scrapped = desk.add(NewDraft(kind=DraftKind.RELEASE, title="Pluie"))
    for each in (released, scrapped):
        desk.put_in_bin(each.id)
    desk.edit(released.id, FieldChange("status", "draft", "released"))
    live_on(database, timedelta(days=30))

    assert Bin(database).purge() == 1

    (kept,) = archive.search().rows
    assert (kept.ref, kept.by, kept.at) == (released.ref, None, database.clock.now())
    assert desk.get(released.id).title == "Neige"


def test_what_was_ever_released_is_never_binned(database: Database) -> None:
    desk = DraftDesk(database)
    back = desk.add(NewDraft(kind=DraftKind.RELEASE, title="Neige")).id
    never = desk.add(NewDraft(kind=DraftKind.RELEASE, title="Pluie")).id
    desk.edit(never, FieldChange("title", "Pluie", "released"))
    desk.edit(back, FieldChange("status", "draft", "released"))
    desk.edit(back, FieldChange("status", "released", "draft"))

    with pytest.raises(WasSent):
        desk.put_in_bin(back)
    desk.put_in_bin(never)


# ── Rules of destruction ──────────────────────────────────────────────────────────────


def test_a_rule_says_for_how_long_by_what_and_who_signed(archive: Archive) -> None:
    rule = archive.add_rule(signed(Subject.DRAFT))

    assert archive.rules() == (rule,)
    assert (rule.years, rule.reference, rule.signed_by) == (5, "12-345", "Ève Lavoie, greffière")
    with pytest.raises(RuleRuns):
        archive.add_rule(signed(Subject.DRAFT, years=1))
    other = archive.add_rule(signed(Subject.BULLETIN, years=1))
    ended = archive.end_rule(rule.id)
    assert ended.ended_at is not None
    assert archive.end_rule(rule.id) == ended
    shorter = archive.add_rule(signed(Subject.DRAFT, years=1))
    assert archive.rules() == (shorter, other, ended)


@pytest.mark.parametrize("years", [0, 201])
def test_a_rule_that_nobody_signed_or_without_end_is_none(years: int) -> None:
    with pytest.raises(RuleIncomplete):
        signed(Subject.DRAFT, years=years)
    with pytest.raises(RuleIncomplete):
        NewRule(
            kind=Subject.DRAFT, years=1, reference="x", signed_by=" ", signed_on=date(2026, 1, 1)
        )


def test_nothing_is_destroyed_before_its_time_nor_without_a_person(
    archive: Archive, release: Ref, database: Database, clock: StillClock
) -> None:
    rule = ruled(archive, release)
    assert archive.find(release).kept_until == clock.now().replace(year=2031)
    five_years = clock.now().replace(year=2031) - clock.now()
    live_on(database, five_years - timedelta(seconds=1))

    due = archive.due(rule.id)
    assert (due.things, due.held, due.archived) == ((), (), 1)
    with pytest.raises(NotArchived):
        archive.destroy(rule.id, release)

    clock.advance(timedelta(seconds=1))
    Bin(database).purge()
    assert [each.ref for each in archive.due(rule.id).things] == [release]


def test_a_text_is_destroyed_with_all_that_it_said_and_its_record_stays(
    database: Database, archive: Archive, release: Ref
) -> None:
    desk = DraftDesk(database)
    sitting = new_sitting("Un.\n")
    desk.revise(DraftId(release.id), "Secret.\n", base=desk.open(DraftId(release.id)).base,
                sitting=sitting)  # fmt: skip
    account(database)
    queued(database, about=release)
    deliver(database)
    rule = ruled(archive, release)
    live_on(database, LONG_AFTER)

    gone = archive.destroy(rule.id, release)

    assert (gone.ref, gone.name, gone.rule, gone.by) == (release, "Budget 2027", rule, 1)
    assert archive.destroyed().rows == (gone,)
    with pytest.raises(NotFound):
        desk.get(DraftId(release.id))
    assert desk.history(DraftId(release.id)) == ()
    everything = all_that_is_stored(database)
    assert "Secret" not in everything
    assert "zoe" not in everything
    with pytest.raises(NotArchived):
        archive.destroy(rule.id, release)


def test_a_bulletin_is_destroyed_with_its_letters_its_tests_and_its_pictures(
    database: Database, archive: Archive, bulletin: Ref
) -> None:
    desk = BulletinDesk(database)
    kept = desk.copy(BulletinId(bulletin.id), day=DAY)
    desk.send_test(BulletinId(bulletin.id), Address.parse("essai@ville.example"))
    deliver(database)
    rule = ruled(archive, bulletin)
    live_on(database, LONG_AFTER)

    gone = archive.destroy(rule.id, bulletin)

    assert gone.name == "Entre nous 41 L’essentiel"
    assert OutboxDesk(database).letters().rows == ()
    assert "essai" not in all_that_is_stored(database)
    assert desk.get(kept.id).blocks


def test_pictures_that_nothing_else_shows_go_too(
    database: Database, archive: Archive, bulletin: Ref
) -> None:
    desk = BulletinDesk(database)
    image = NewBlock(kind=BulletinBlockKind.IMAGE, alternative="x", image=png(), image_name="p.png")
    pictured = desk.add_next(name="x", day=DAY).id
    desk.edit(pictured, FieldChange("subject", "", "Parc"))
    desk.add_block(pictured, image)
    desk.send(pictured)
    deliver(database)
    ref = Ref(Subject.BULLETIN, pictured)
    rule = ruled(archive, ref)
    live_on(database, LONG_AFTER)

    archive.destroy(rule.id, ref)

    assert scalar(database, "SELECT count(*) FROM blobs") == 0
    assert scalar(database, "SELECT count(*) FROM messages") == 1


def test_nothing_is_destroyed_while_an_embargo_holds_or_a_letter_waits(
    database: Database, archive: Archive, release: Ref, clock: StillClock
) -> None:
    account(database)
    rule = ruled(archive, release)
    live_on(database, LONG_AFTER)
    embargoes = EmbargoDesk(database)
    embargoes.place(release, until=clock.now() + timedelta(hours=1), ends_when="à midi")
    queued(database, about=release)

    with pytest.raises(LettersLeaving):
        archive.destroy(rule.id, release)
    (held,) = archive.due(rule.id).held
    assert (held.thing.ref, type(held.why)) == (release, LettersLeaving)
    OutboxDesk(database).cancel(OutboxDesk(database).letters().rows[0].message)
    with pytest.raises(UnderEmbargo):
        archive.destroy(rule.id, release)
    assert archive.due(rule.id).things == ()
    clock.advance(timedelta(hours=1))
    archive.destroy(rule.id, release)
    assert scalar(database, "SELECT count(*) FROM embargoes") == 0


def test_a_rule_that_ended_destroys_nothing(
    archive: Archive, release: Ref, database: Database
) -> None:
    rule = ruled(archive, release)
    live_on(database, LONG_AFTER)
    archive.end_rule(rule.id)

    with pytest.raises(RuleEnded):
        archive.destroy(rule.id, release)
    with pytest.raises(RuleUnknown):
        archive.due(RuleId(99))
    assert archive.find(release).kept_until is None


def test_a_rule_destroys_nothing_of_another_kind_nor_what_was_taken_out(
    archive: Archive, release: Ref, bulletin: Ref, database: Database
) -> None:
    rule = ruled(archive, release)
    archive.put_in(bulletin)
    live_on(database, LONG_AFTER)
    archive.take_out(release)

    for ref in (release, bulletin):
        with pytest.raises(NotArchived):
            archive.destroy(rule.id, ref)
    assert archive.due(rule.id).things == ()


def scalar(database: Database, question: str) -> object:
    with database.snapshot() as snapshot:
        return snapshot.session.execute(text(question)).scalar()


def all_that_is_stored(database: Database) -> str:
    """Return every value of every table, but for the record of what was destroyed."""

    def read(connection: Connection) -> str:
        tables = inspect(connection).get_table_names()
        rows = [
            row
            for table in tables
            if table not in {"destructions", "people", "person_logins"}
            for row in connection.execute(text(f"SELECT * FROM {table}")).all()
        ]
        return repr(rows)

    with database.snapshot() as snapshot:
        return read(snapshot.session.connection())


def test_a_record_of_what_was_destroyed_is_found_by_words_of_its_name(
    database: Database, archive: Archive, release: Ref
) -> None:
    rule = ruled(archive, release)
    live_on(database, LONG_AFTER)
    gone = archive.destroy(rule.id, release)

    assert archive.destroyed("BUDG 2027").rows == (gone,)
    assert archive.destroyed("udget").total == 0
    assert archive.destroyed("budget", rule=RuleId(rule.id + 1)).rows == ()
    assert archive.destroyed("budget", limit=0).total == 1
