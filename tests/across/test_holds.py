"""What a hold is over is destroyed by nothing: by no bin, no rule, no expiry and no erasure."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, inspect, select

import comms_desk.across.schema  # noqa: F401 - every table is known
from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.internal.audience.model import NewEmployee
from comms_desk.keys import Keys
from comms_desk.mail.address import Address
from comms_desk.media.clips.model import NewClip
from comms_desk.media.contacts.model import ContactId, NewContact, NewPosition
from comms_desk.media.drafting.model import DraftId, DraftKind, DraftStatus, NewDraft
from comms_desk.media.inquiries.model import NewInquiry, Reporter
from comms_desk.media.lists.model import NewList
from comms_desk.media.outlets.model import NewOutlet, OutletId
from comms_desk.media.themes.model import NewTheme
from comms_desk.media.verbatims.model import NewVerbatim
from comms_desk.paths import Paths
from comms_desk.planning.dossiers.model import DossierId, NewDossier
from comms_desk.planning.people.model import NewPerson
from comms_desk.settings_file import PersonSettings
from comms_desk.storage import holds
from comms_desk.storage.database import Database
from comms_desk.storage.errors import (
    HeldFromDestruction,
    HoldLifted,
    HoldOfNothing,
    HoldUnexplained,
    HoldUnknown,
    NotFound,
)
from comms_desk.storage.model import Days, FieldChange, HoldId, NewHold, NewRule
from comms_desk.storage.rows import Base
from tests.mail.outbox_support import TAKEN, Worker, account, queued
from tests.support.years import live_on

WHY = "Demande d’accès 2026-118"
LATER = timedelta(days=31)
PERMITS = NewDossier(code="PERMIS", name="Permis d’abattage")


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    paths = Paths.under(tmp_path)
    paths.make()
    settings = PersonSettings.read(paths.settings_file)
    opened = Office(database, paths=paths, settings=settings, keys=Keys())
    database.act_as(opened.people.add(NewPerson(name="Awa Diallo")).id)
    return opened


def hold(office: Office, over: Ref | Days | str) -> HoldId:
    return office.holds.place(NewHold(over=over, reason=WHY)).id


def dossier(office: Office) -> Ref:
    return Ref(Subject.DOSSIER, office.dossiers.add(PERMITS).id)


def contact(office: Office) -> Ref:
    position = NewPosition(emails=(Address.parse("eve@roy.example"),))
    new = NewContact(given_name="Ève", family_name="Roy", positions=(position,))
    return Ref(Subject.CONTACT, office.contacts.add(new).id)


def outlet(office: Office) -> Ref:
    return Ref(Subject.OUTLET, office.outlets.add(NewOutlet(name="Le Journal")).id)


def draft_filed(office: Office, over: Ref) -> Ref:
    new = NewDraft(kind=DraftKind.RELEASE, title="Abattage", dossier=DossierId(over.id))
    return office.drafts.add(new).ref


def inquiry_filed(office: Office, over: Ref) -> Ref:
    new = NewInquiry(title="Combien d’arbres ?", dossier=DossierId(over.id))
    return Ref(Subject.INQUIRY, office.inquiries.add(new).id)


def verbatim_filed(office: Office, over: Ref) -> Ref:
    new = NewVerbatim(name="Mêlée", text="Nous verrons.", dossier=DossierId(over.id))
    return Ref(Subject.VERBATIM, office.verbatims.add(new).id)


def clip_tied(office: Office, over: Ref) -> Ref:
    clip = office.clips.add(NewClip(title="Des arbres tombent"))
    office.themes.link(clip.article_id, DossierId(over.id))
    return Ref(Subject.CLIP, clip.id)


def watch_with_a_mention(office: Office, over: Ref) -> Ref:
    watch = office.themes.add(NewTheme(name="Arbres", query="arbres")).id
    clip_tied(office, over)
    while not office.themes.catch_up().is_done:
        pass
    return Ref(Subject.WATCH, watch)


def draft_moved_since(office: Office, over: Ref) -> Ref:
    ref = draft_filed(office, over)
    office.drafts.edit(DraftId(ref.id), FieldChange("dossier", over.id, None))
    return ref


def contact_tied(office: Office, over: Ref) -> Ref:
    ref = contact(office)
    office.dossiers.link(DossierId(over.id), ref)
    return ref


def inquiry_asked(office: Office, over: Ref) -> Ref:
    who = Reporter(contact=ContactId(over.id), name="Ève Roy")
    new = NewInquiry(title="Combien d’arbres ?", reporters=(who,))
    return Ref(Subject.INQUIRY, office.inquiries.add(new).id)


def clip_signed(office: Office, over: Ref) -> Ref:
    new = NewClip(title="Des arbres tombent", speaker="Ève Roy")
    return Ref(Subject.CLIP, office.clips.add(new).id)


def draft_sent_to_them(office: Office, over: Ref) -> Ref:
    account(office.database)
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Abattage"))
    queued(office.database, Address.parse("Eve@roy.example"), about=draft.ref)
    (letter,) = office.outbox.letters().rows
    office.outbox.cancel(letter.message)
    return draft.ref


def list_of_them(office: Office, over: Ref) -> Ref:
    made = office.lists.add(NewList(name="Arbres")).id
    office.lists.put_members(made, [over])
    return Ref(Subject.LIST, made)


def contact_who_works_there(office: Office, over: Ref) -> Ref:
    position = NewPosition(outlet=OutletId(over.id), title="journaliste")
    new = NewContact(family_name="Okafor", positions=(position,))
    return Ref(Subject.CONTACT, office.contacts.add(new).id)


def clip_of_it(office: Office, over: Ref) -> Ref:
    new = NewClip(title="Des arbres tombent", outlet=OutletId(over.id))
    return Ref(Subject.CLIP, office.clips.add(new).id)


def inquiry_of_it(office: Office, over: Ref) -> Ref:
    new = NewInquiry(title="Combien d’arbres ?", outlet=OutletId(over.id))
    return Ref(Subject.INQUIRY, office.inquiries.add(new).id)


def itself(_office: Office, over: Ref) -> Ref:
    return over


type Make = Callable[[Office], Ref]
type Hang = Callable[[Office, Ref], Ref]

COVERED: Mapping[str, tuple[Make, Hang]] = {
    "a dossier": (dossier, itself),
    "a draft of a dossier": (dossier, draft_filed),
    "an inquiry of a dossier": (dossier, inquiry_filed),
    "a verbatim of a dossier": (dossier, verbatim_filed),
    "a clip tied to a dossier": (dossier, clip_tied),
    "a theme whose mention a dossier has": (dossier, watch_with_a_mention),
    "a draft that was of a dossier": (dossier, draft_moved_since),
    "a contact tied to a dossier": (dossier, contact_tied),
    "an inquiry of a contact": (contact, inquiry_asked),
    "a clip that a contact signed": (contact, clip_signed),
    "a draft that a contact was sent": (contact, draft_sent_to_them),
    "a list in which a contact stands": (contact, list_of_them),
    "an outlet": (outlet, itself),
    "a contact of an outlet": (outlet, contact_who_works_there),
    "a clip of an outlet": (outlet, clip_of_it),
    "an inquiry of an outlet": (outlet, inquiry_of_it),
}


def binned(office: Office, ref: Ref) -> None:
    """Have *ref* be in the bin, where a person is not put while a hold is over them."""
    from comms_desk.across.things import DESKS

    DESKS[ref.kind](office).put_in_bin(ref.id)


@pytest.mark.parametrize("named", COVERED)
def test_the_bin_keeps_what_a_hold_reaches_until_it_is_lifted(office: Office, named: str) -> None:
    make, hang = COVERED[named]
    over = make(office)
    ref = hang(office, over)
    other = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Piscines")).ref
    binned(office, ref)
    binned(office, other)
    kept = hold(office, over)
    live_on(office.database, LATER)

    assert office.bin.kept_by_holds() == 1
    assert office.bin.purge() == 1, "what no hold reaches goes"

    (left,) = office.bin.search().rows
    assert left.ref == ref
    assert left.hold is not None
    assert left.hold.reason == WHY
    office.holds.lift(kept, "Réponse donnée")
    assert office.bin.kept_by_holds() == 0
    assert office.bin.purge() >= 1
    assert office.bin.search().total == 0


def test_a_hold_is_over_the_days_of_montreal(office: Office, clock: StillClock) -> None:
    first = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="La veille")).ref
    clock.advance(
        datetime(2026, 12, 1, 4, 59, tzinfo=UTC) - clock.now()
    )  # 23 h 59 on 30 November, in Montréal
    last = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Ce soir-là")).ref
    clock.advance(datetime(2026, 12, 1, 5, 0, tzinfo=UTC) - clock.now())
    after = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Le lendemain")).ref

    hold(office, Days(first=date(2026, 11, 30), last=date(2026, 11, 30)))

    reached = [ref for ref in (first, last, after) if office.holds.over(ref)]
    assert reached == [last]


def test_to_be_put_in_the_bin_makes_nothing_be_of_that_day(
    office: Office, clock: StillClock
) -> None:
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="La veille")).ref
    clock.advance(timedelta(days=2))
    binned(office, draft)
    today = clock.now().date()

    hold(office, Days(first=today, last=today))

    assert office.holds.over(draft) == ()


def test_an_address_is_held_of_who_is_on_no_card(office: Office) -> None:
    asks = Reporter(name="Luc Bédard", email=Address.parse("Luc@Bedard.example"))
    theirs = office.inquiries.add(NewInquiry(title="Mon arbre", reporters=(asks,))).id
    other = office.inquiries.add(NewInquiry(title="Ma rue")).id

    hold(office, " LUC@bedard.example ")

    assert office.holds.over(Ref(Subject.INQUIRY, theirs))
    assert not office.holds.over(Ref(Subject.INQUIRY, other))


def test_what_a_colleague_did_is_held_with_them(office: Office) -> None:
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Abattage"))
    other = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Piscines"))
    colleague = office.people.add(NewPerson(name="Léo Tremblay")).id
    office.database.act_as(colleague)
    office.drafts.edit(draft.id, FieldChange("title", "Abattage", "Abattages"))

    hold(office, Ref(Subject.PERSON, colleague))

    assert office.holds.over(draft.ref)
    assert not office.holds.over(other.ref)


# ── Who is asked to erase somebody ────────────────────────────────────────────────────────


def test_what_a_colleague_led_before_is_held_with_them(office: Office) -> None:
    eve = office.people.add(NewPerson(name="Ève Roy")).id
    led = office.dossiers.add(replace(PERMITS, lead=eve)).id
    office.dossiers.edit(led, FieldChange("lead", eve, None))

    hold(office, Ref(Subject.PERSON, eve))

    assert office.holds.over(Ref(Subject.DOSSIER, led))


def test_nobody_is_erased_while_a_hold_is_over_them(office: Office) -> None:
    who = contact(office)
    kept = hold(office, who)

    with pytest.raises(HeldFromDestruction) as refused:
        binned(office, who)

    assert (refused.value.name, refused.value.reason) == ("Ève Roy", WHY)
    assert office.contacts.get(ContactId(who.id)).name == "Ève Roy"
    office.holds.lift(kept, "Réponse donnée")
    binned(office, who)
    live_on(office.database, LATER)
    assert office.bin.purge() == 1


def test_an_employee_is_not_erased_while_a_hold_is_over_their_address(office: Office) -> None:
    new = NewEmployee(given_name="Léa", family_name="Cyr", email=Address.parse("lea@ville.example"))
    who = Ref(Subject.EMPLOYEE, office.audience.add(new).id)
    hold(office, "lea@ville.example")

    with pytest.raises(HeldFromDestruction):
        binned(office, who)

    assert office.audience.search().total == 1


# ── Rules, expiries, what is undone ───────────────────────────────────────────────────────


def test_a_rule_destroys_nothing_that_a_hold_reaches(office: Office) -> None:
    new = NewDraft(kind=DraftKind.RELEASE, title="Abattage", status=DraftStatus.RELEASED)
    sent = office.drafts.add(new).ref
    office.archive.put_in(sent)
    live_on(office.database, timedelta(days=400))
    rule = office.archive.add_rule(
        NewRule(
            kind=Subject.DRAFT,
            years=1,
            reference="12-345",
            signed_by="Ève Lavoie",
            signed_on=date(2026, 3, 2),
        )
    ).id
    kept = hold(office, sent)

    due = office.archive.due(rule)
    with pytest.raises(HeldFromDestruction):
        office.archive.destroy(rule, sent)

    assert due.things == ()
    (said,) = due.held
    assert isinstance(said.why, HeldFromDestruction)
    assert office.archive.find(sent).name == "Abattage"
    office.holds.lift(kept, "Réponse donnée")
    assert office.archive.destroy(rule, sent).name == "Abattage"


def test_what_a_vendor_told_is_not_taken_back_while_a_hold_reaches_it(office: Office) -> None:
    over = dossier(office)
    clip = office.clips.add(NewClip(title="Des arbres tombent"))
    office.themes.link(clip.article_id, DossierId(over.id))
    hold(office, over)

    with pytest.raises(HeldFromDestruction):
        office.clips.take_back([clip.article_id])

    (kept,) = office.articles.by_ids([clip.article_id])
    assert kept.title == "Des arbres tombent"


# ── Placing, lifting, listing ─────────────────────────────────────────────────────────────


def test_a_hold_that_is_lifted_stays_with_who_lifted_it_when_and_why(
    office: Office, clock: StillClock
) -> None:
    over = dossier(office)
    placed = office.holds.place(NewHold(over=over, reason=f"  {WHY}\n"))
    awa, at = office.database.actor, clock.now()
    clock.advance(timedelta(days=1))
    office.database.act_as(office.people.add(NewPerson(name="Léo Tremblay")).id)

    office.holds.lift(placed.id, "Réponse donnée")

    (lifted,) = office.holds.every()
    assert (lifted.over, lifted.reason, lifted.placed_by, lifted.placed_at) == (over, WHY, awa, at)
    assert (lifted.lifted_by, lifted.lifted_at) == (office.database.actor, clock.now())
    assert lifted.lifted_because == "Réponse donnée"
    with pytest.raises(HoldLifted):
        office.holds.lift(placed.id, "Encore")


def test_a_hold_is_over_something_and_has_a_reason(office: Office) -> None:
    over = dossier(office)

    with pytest.raises(HoldUnexplained):
        NewHold(over=over, reason=" \n ")
    with pytest.raises(HoldOfNothing):
        NewHold(over=Days(first=date(2026, 12, 2), last=date(2026, 12, 1)), reason=WHY)
    with pytest.raises(HoldOfNothing):
        NewHold(over="Ève Roy", reason=WHY)
    with pytest.raises(NotFound):
        hold(office, Ref(Subject.DRAFT, 99))
    with pytest.raises(HoldUnknown):
        office.holds.lift(HoldId(7), "Réponse donnée")
    kept = hold(office, over)
    with pytest.raises(HoldUnexplained):
        office.holds.lift(kept, " ")
    assert len(office.holds.every()) == 1


# ── The root ──────────────────────────────────────────────────────────────────────────────


def everything(office: Office) -> Mapping[str, Ref]:
    """One row at least of each kind that can be kept, as the sample desk has them."""
    with office.database.snapshot() as snapshot:
        found = {}
        for table, (kind, column) in holds.kept_tables().items():
            ids = select(Base.metadata.tables[table].c[column]).limit(1)
            first = snapshot.session.scalar(ids)
            if first is not None:
                found[table] = Ref(kind, first)
        return found


def test_who_forgets_to_ask_is_refused_at_the_root(office: Office) -> None:
    over = dossier(office)
    for hang in (draft_filed, inquiry_filed, verbatim_filed, clip_tied, contact_tied):
        hang(office, over)
    outlet(office)
    rows = everything(office)
    assert {"drafts", "inquiries", "verbatims", "clips", "contacts", "articles"} <= set(rows)
    for table, ref in rows.items():
        kept = hold(office, ref)
        mapped = next(
            mapper.class_
            for mapper in Base.registry.mappers
            if inspect(mapper.class_).local_table.name == table
        )
        database = office.database
        with pytest.raises(HeldFromDestruction), database.transaction() as transaction:
            transaction.session.execute(delete(mapped))
        with pytest.raises(HeldFromDestruction), database.transaction() as transaction:
            transaction.session.execute(delete(Base.metadata.tables[table]))
        with pytest.raises(HeldFromDestruction), database.transaction() as transaction:
            transaction.session.delete(transaction.session.scalars(select(mapped)).first())
        office.holds.lift(kept, "Réponse donnée")
    assert everything(office) == rows


def test_a_hold_that_is_placed_as_the_bin_is_emptied_wins(office: Office) -> None:
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Abattage"))
    binned(office, draft.ref)
    live_on(office.database, LATER)

    with ThreadPoolExecutor(1) as other:
        with office.database.all_or_nothing():
            emptied = other.submit(office.bin.purge)
            hold(office, draft.ref)
        assert emptied.result() == 0

    assert office.bin.search().total == 1


def test_an_article_is_reached_by_its_own_hold(office: Office) -> None:
    clip = office.clips.add(NewClip(title="Des arbres tombent"))

    hold(office, Ref(Subject.ARTICLE, clip.article_id))

    assert office.holds.over(Ref(Subject.CLIP, clip.id))


def test_letters_that_left_to_somebody_hold_what_they_were_about(office: Office) -> None:
    account(office.database)
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Abattage"))
    queued(office.database, Address.parse("luc@bedard.example"), about=draft.ref)
    worker = Worker(office.database)
    for claim in worker.claim():
        worker.departures.settle(worker.account, claim, TAKEN)

    hold(office, "luc@bedard.example")

    assert office.holds.over(draft.ref)
