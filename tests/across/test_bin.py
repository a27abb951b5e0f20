"""The bin of the whole desk: what is in it, until when, and the way out."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import comms_desk.across.schema  # noqa: F401 - every table is known
from comms_desk.across import out_of_bin
from comms_desk.across.history import history
from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.i18n import Language
from comms_desk.internal.audience.model import NewEmployee
from comms_desk.internal.bulletins.model import BulletinBlockKind, NewBlock, NewBulletin
from comms_desk.kinds import those
from comms_desk.mail.address import Address
from comms_desk.media.clips.model import NewClip
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.media.feeds.model import NewFeed
from comms_desk.media.inquiries.model import NewInquiry
from comms_desk.media.lists.model import NewList
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.media.themes.model import NewTheme, NewWordList
from comms_desk.media.themes.remembered import ExampleWanted, NewExample
from comms_desk.media.themes.saved_views import NewView
from comms_desk.media.verbatims.model import NewVerbatim
from comms_desk.paths import Paths
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.settings import BIN_KEPT
from comms_desk.storage import edits
from comms_desk.storage.bin import binned_rows
from comms_desk.storage.desks import BinnedDesk
from comms_desk.storage.errors import NotFound, NotInBin, TakenSince
from comms_desk.storage.model import Act, FieldChange
from tests.contracts.every_kind import OfEveryKind
from tests.support.offices import new_office
from tests.support.years import live_on


@pytest.fixture
def office(tmp_path: Path, clock: StillClock) -> Iterator[Office]:
    opened = new_office(Paths.under(tmp_path), clock=clock)
    yield opened
    opened.close()


def binned_dossier(office: Office) -> Ref:
    dossier = office.dossiers.add(NewDossier(code="NEIGE", name="Déneigement")).id
    office.dossiers.put_in_bin(dossier)
    return Ref(Subject.DOSSIER, dossier)


def binned_outlet(office: Office) -> Ref:
    outlet = office.outlets.add(NewOutlet(name="Le Journal")).id
    office.outlets.put_in_bin(outlet)
    return Ref(Subject.OUTLET, outlet)


def binned_contact(office: Office) -> Ref:
    contact = office.contacts.add(NewContact(family_name="Roy", given_name="Ève")).id
    office.contacts.put_in_bin(contact)
    return Ref(Subject.CONTACT, contact)


def binned_feed(office: Office) -> Ref:
    feed = office.feeds.add(NewFeed(address="https://journal.example/rss", title="La Une")).id
    office.feeds.put_in_bin(feed)
    return Ref(Subject.FEED, feed)


def binned_watch(office: Office) -> Ref:
    watch = office.themes.add(NewTheme(name="Budget", query="budget")).id
    office.themes.put_in_bin(watch)
    return Ref(Subject.WATCH, watch)


def binned_example(office: Office) -> Ref:
    watch = office.themes.add(NewTheme(name="Budget", query="budget")).id
    new = NewExample(watch=watch, wanted=ExampleWanted.MUST, title="Le budget est adopté")
    example = office.memory.add(new).id
    office.memory.put_in_bin(example)
    return Ref(Subject.EXAMPLE, example)


def binned_view(office: Office) -> Ref:
    view = office.saved_views.add(NewView(name="À relire", query="budget")).id
    office.saved_views.put_in_bin(view)
    return Ref(Subject.VIEW, view)


def binned_draft(office: Office) -> Ref:
    draft = office.drafts.add(NewDraft(kind=DraftKind.SPEECH, title="Mot", text="Bonjour")).id
    office.drafts.put_in_bin(draft)
    return Ref(Subject.DRAFT, draft)


def binned_bulletin(office: Office) -> Ref:
    new = NewBulletin(
        name="Entre nous",
        number=41,
        day=date(2026, 11, 24),
        subject="Neige",
        language=Language.FRENCH,
    )
    bulletin = office.bulletins.add(new).id
    office.bulletins.put_in_bin(bulletin)
    return Ref(Subject.BULLETIN, bulletin)


def binned_employee(office: Office) -> Ref:
    employee = office.audience.add(NewEmployee(family_name="Diallo", given_name="Awa")).id
    office.audience.put_in_bin(employee)
    return Ref(Subject.EMPLOYEE, employee)


def binned_terms(office: Office) -> Ref:
    terms = office.word_lists.add(NewWordList(name="neige", terms=("déneigement",))).id
    office.word_lists.put_in_bin(terms)
    return Ref(Subject.WORD_LIST, terms)


def binned_inquiry(office: Office) -> Ref:
    inquiry = office.inquiries.add(NewInquiry(title="Neige")).id
    office.inquiries.put_in_bin(inquiry)
    return Ref(Subject.INQUIRY, inquiry)


def binned_verbatim(office: Office) -> Ref:
    verbatim = office.verbatims.add(NewVerbatim(name="Mêlée", text="Oui.")).id
    office.verbatims.put_in_bin(verbatim)
    return Ref(Subject.VERBATIM, verbatim)


def binned_clip(office: Office) -> Ref:
    clip = office.clips.add(NewClip(title="Neige au 98,5")).id
    office.clips.put_in_bin(clip)
    return Ref(Subject.CLIP, clip)


def binned_list(office: Office) -> Ref:
    made = office.lists.add(NewList(name="Agences")).id
    office.lists.put_in_bin(made)
    return Ref(Subject.LIST, made)


BINNED: OfEveryKind[tuple[Callable[[Office], Ref], str]] = OfEveryKind(
    "BINNED, of tests/across/test_bin.py",
    {
        Subject.DOSSIER: (binned_dossier, "NEIGE Déneigement"),
        Subject.OUTLET: (binned_outlet, "Le Journal"),
        Subject.CONTACT: (binned_contact, "Ève Roy"),
        Subject.LIST: (binned_list, "Agences"),
        Subject.FEED: (binned_feed, "La Une https://journal.example/rss"),
        Subject.WATCH: (binned_watch, "Budget"),
        Subject.WORD_LIST: (binned_terms, "neige"),
        Subject.EXAMPLE: (binned_example, "Le budget est adopté"),
        Subject.VIEW: (binned_view, "À relire"),
        Subject.DRAFT: (binned_draft, "Mot"),
        Subject.BULLETIN: (binned_bulletin, "Entre nous 41 Neige"),
        Subject.INQUIRY: (binned_inquiry, "Neige"),
        Subject.VERBATIM: (binned_verbatim, "Mêlée"),
        Subject.CLIP: (binned_clip, "Neige au 98,5"),
        Subject.EMPLOYEE: (binned_employee, "Awa Diallo"),
    },
)


def test_each_kind_that_has_a_bin_is_tried_here() -> None:
    assert {kind.SUBJECT for kind in binned_rows()} == set(those(lambda kind: kind.is_binned))


@pytest.mark.parametrize("kind", those(lambda kind: kind.is_binned))
def test_what_was_put_in_the_bin_is_named_there_and_comes_out(
    office: Office, kind: Subject, clock: StillClock
) -> None:
    put_in_bin, name = BINNED[kind]
    ref = put_in_bin(office)

    (binned,) = office.bin.search().rows
    assert (binned.ref, binned.name) == (ref, name)
    assert binned.by == office.database.actor
    assert (binned.at, binned.kept_until) == (clock.now(), clock.now() + timedelta(days=30))

    assert out_of_bin.take_out(office, ref) == out_of_bin.OutOfBin(binned=binned)

    assert office.bin.search().rows == ()
    with pytest.raises(NotInBin):
        out_of_bin.take_out(office, ref)


EDITED: OfEveryKind[tuple[Callable[[Office], BinnedDesk[Any, Any, Any]], FieldChange]] = (
    OfEveryKind(
        "EDITED, of tests/across/test_bin.py",
        {
            Subject.DOSSIER: (
                lambda office: office.dossiers,
                FieldChange("code", "NEIGE", "NEIGE-27"),
            ),
            Subject.OUTLET: (
                lambda office: office.outlets,
                FieldChange("name", "Le Journal", "Le Journal du Nord"),
            ),
            Subject.CONTACT: (
                lambda office: office.contacts,
                FieldChange("given_name", "Ève", "Eva"),
            ),
            Subject.LIST: (lambda office: office.lists, FieldChange("name", "Agences", "Fils")),
            Subject.FEED: (lambda office: office.feeds, FieldChange("title", "La Une", "Une")),
            Subject.WATCH: (
                lambda office: office.themes,
                FieldChange("name", "Budget", "Le budget"),
            ),
            Subject.WORD_LIST: (
                lambda office: office.word_lists,
                FieldChange("name", "neige", "hiver"),
            ),
            Subject.EXAMPLE: (
                lambda office: office.memory,
                FieldChange("wanted", "must", "must_not"),
            ),
            Subject.VIEW: (
                lambda office: office.saved_views,
                FieldChange("name", "À relire", "Lues"),
            ),
            Subject.DRAFT: (
                lambda office: office.drafts,
                FieldChange("title", "Mot", "Mot de bienvenue"),
            ),
            Subject.BULLETIN: (
                lambda office: office.bulletins,
                FieldChange("subject", "Neige", "Pluie"),
            ),
            Subject.INQUIRY: (
                lambda office: office.inquiries,
                FieldChange("title", "Neige", "Glace"),
            ),
            Subject.VERBATIM: (
                lambda office: office.verbatims,
                FieldChange("name", "Mêlée", "Point"),
            ),
            Subject.CLIP: (
                lambda office: office.clips,
                FieldChange("title", "Neige au 98,5", "Glace"),
            ),
            Subject.EMPLOYEE: (
                lambda office: office.audience,
                FieldChange("given_name", "Awa", "Aïcha"),
            ),
        },
    )
)
"""The desk of each kind, and a change of what was put in the bin above."""


@pytest.mark.parametrize("kind", those(lambda kind: kind.is_binned))
def test_a_change_of_what_is_in_the_bin_is_kept_told_and_undone(
    office: Office, kind: Subject
) -> None:
    ref = BINNED[kind][0](office)
    desk, change = EDITED[kind][0](office), EDITED[kind][1]

    edit = desk.edit(ref.id, change)

    with pytest.raises(NotFound):
        desk.get(ref.id)
    back = desk.take_out_of_bin(ref.id)
    assert back == desk.get(ref.id) == desk.take_out_of_bin(ref.id)
    assert getattr(back, change.field) == change.after
    assert [each.act for each in desk.history(ref.id)] == [Act.RESTORED, Act.EDITED, Act.BINNED]
    assert desk.history(ref.id)[1] == edit
    desk.edit(ref.id, edit.change.inverse())
    assert getattr(desk.get(ref.id), change.field) == change.before


@pytest.mark.parametrize("kind", those(lambda kind: kind.is_binned))
def test_what_is_on_no_list_of_a_desk_is_refused_by_its_kind_and_number(
    office: Office, kind: Subject
) -> None:
    desk, change = EDITED[kind][0](office), EDITED[kind][1]

    for refused in (
        lambda: desk.get(99),
        lambda: desk.edit(99, change),
        lambda: desk.put_in_bin(99),
        lambda: desk.take_out_of_bin(99),
    ):
        with pytest.raises(NotFound) as missing:
            refused()
        assert missing.value.ref == Ref(kind, 99)
    assert desk.history(99) == ()


@pytest.mark.parametrize("kind", those(lambda kind: kind.is_binned))
def test_a_field_that_no_person_edits_is_a_mistake_of_ours(office: Office, kind: Subject) -> None:
    ref = BINNED[kind][0](office)

    with pytest.raises(ValueError, match="binned_at"):
        EDITED[kind][0](office).edit(ref.id, FieldChange("binned_at", None, None))


def test_the_history_of_a_contact_tells_of_their_positions(office: Office) -> None:
    held = NewPosition(title="journaliste")
    contact = office.contacts.add(NewContact(family_name="Roy", positions=(held,))).id
    other = office.contacts.add(NewContact(family_name="Côté", positions=(held,))).id
    (position,) = office.contacts.get(contact).positions

    edit = office.contacts.edit_position(
        position.id, FieldChange("title", "journaliste", "cheffe de pupitre")
    )

    assert office.contacts.history(contact) == (edit,)
    assert office.contacts.history(other) == ()


def test_a_clock_that_is_wrong_empties_no_bin(office: Office, clock: StillClock) -> None:
    contact = office.contacts.add(NewContact(family_name="Roy")).id
    office.contacts.put_in_bin(contact)
    clock.advance(timedelta(days=3650))
    assert office.bin.purge() == 0

    office.contacts.add(NewContact(family_name="Okafor"))
    clock.advance(timedelta(days=-3649))
    assert office.bin.purge() == 0
    assert office.contacts.take_out_of_bin(contact).name == "Roy"

    office.contacts.put_in_bin(contact)
    live_on(office.database, timedelta(days=30))
    assert office.bin.purge() == 1


def test_who_leaves_the_bin_for_good_leaves_nothing_of_their_addresses(office: Office) -> None:
    held = NewPosition(emails=(Address.parse("eve@roy.example"),))
    contact = office.contacts.add(NewContact(family_name="Roy", positions=(held,))).id
    (position,) = office.contacts.get(contact).positions
    emails = FieldChange("emails", ("eve@roy.example",), ("eve.roy@roy.example",))
    office.contacts.edit_position(position.id, emails)
    office.contacts.put_in_bin(contact)

    live_on(office.database, timedelta(days=30))

    assert office.bin.purge() == 1
    with office.database.snapshot() as snapshot:
        assert edits.history(snapshot, Ref(Subject.POSITION, position.id)) == ()


def test_the_history_of_a_bulletin_tells_of_its_blocks(office: Office) -> None:
    new = NewBulletin(name="Entre nous", number=41, day=date(2026, 11, 24))
    bulletin = office.bulletins.add(
        new, [NewBlock(kind=BulletinBlockKind.TEXT, text="Bonjour.")]
    ).id
    (block,) = office.bulletins.get(bulletin).blocks

    edit = office.bulletins.edit_block(block.id, FieldChange("text", "Bonjour.", "Bonsoir."))

    assert office.bulletins.history(bulletin) == (edit,)


def test_an_embargo_is_told_by_the_history_of_a_text_and_not_put_back_from_there(
    office: Office, clock: StillClock
) -> None:
    draft = office.drafts.add(NewDraft(kind=DraftKind.SPEECH, title="Mot"))
    office.embargoes.place(draft.ref, until=clock.now() + timedelta(days=1), ends_when="")
    office.drafts.edit(draft.id, FieldChange("title", "Mot", "Discours"))

    renamed, held = history(office, draft.ref)

    assert renamed.back == FieldChange("title", "Discours", "Mot")
    assert (held.edit.field, held.back) == ("embargo", None)


def test_a_draft_goes_back_to_the_dossier_that_it_was_taken_from(office: Office) -> None:
    dossier = office.dossiers.add(NewDossier(code="NEIGE", name="Déneigement")).id
    draft = office.drafts.add(NewDraft(kind=DraftKind.SPEECH, dossier=dossier)).id
    office.drafts.edit(draft, FieldChange("dossier", dossier, None))

    (moved,) = office.drafts.history(draft)
    office.drafts.edit(draft, moved.change.inverse())

    assert office.drafts.get(draft).dossier == dossier


def test_the_last_put_in_comes_first_and_the_list_is_cut_with_its_total(
    office: Office, clock: StillClock
) -> None:
    refs = []
    for put_in_bin in (binned_watch, binned_dossier, binned_outlet):
        refs.append(put_in_bin(office))
        clock.advance(timedelta(minutes=1))

    page = office.bin.search(limit=2)

    assert [each.ref for each in page.rows] == [refs[2], refs[1]]
    assert page.total == 3


def test_the_desk_s_setting_says_until_when(office: Office, clock: StillClock) -> None:
    office.desk_settings.set(BIN_KEPT, 7)
    binned_outlet(office)

    (binned,) = office.bin.search().rows
    assert binned.kept_until == clock.now() + timedelta(days=7)


def test_who_put_it_in_last_is_said(office: Office) -> None:
    ref = binned_outlet(office)
    out_of_bin.take_out(office, ref)
    office.database.act_as(None)
    office.outlets.put_in_bin(ref.id)  # type: ignore[arg-type]

    (binned,) = office.bin.search().rows
    assert binned.by is None


def test_what_another_has_replaced_stays_in_the_bin(office: Office) -> None:
    ref = binned_outlet(office)
    office.outlets.add(NewOutlet(name="Le Journal"))

    with pytest.raises(TakenSince):
        out_of_bin.take_out(office, ref)

    assert [each.ref for each in office.bin.search().rows] == [ref]


@pytest.mark.parametrize("ref", [Ref(Subject.OUTLET, 99), Ref(Subject.ARTICLE, 1)])
def test_what_is_not_in_the_bin_is_said(office: Office, ref: Ref) -> None:
    with pytest.raises(NotInBin) as caught:
        out_of_bin.take_out(office, ref)

    assert caught.value.ref == ref
