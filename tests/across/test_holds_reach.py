"""A hold reaches what a thing stands on, and what was taken out of its reach by an edit."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, insert

from comms_desk.across.mails import proposed
from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.internal.audience.model import NewEmployee
from comms_desk.mail.address import Address
from comms_desk.media.articles.store import FullTextRow
from comms_desk.media.clips.model import NewClip
from comms_desk.media.contacts.model import ContactId, NewContact, NewPosition
from comms_desk.media.drafting.model import DraftId, DraftKind, NewDraft
from comms_desk.media.inquiries.model import InquiryId, NewInquiry, Reporter
from comms_desk.media.inquiries.moments import Holder, MomentKind, NewMoment
from comms_desk.media.lists.model import ListId, NewList
from comms_desk.media.outlets.model import NewOutlet, OutletId
from comms_desk.media.themes.model import NewTheme
from comms_desk.planning.people.model import NewPerson
from comms_desk.storage.holds import HoldRow, carry_over
from comms_desk.storage.model import Act, Days, FieldChange
from tests.across.test_holds import (
    LATER,
    binned,
    contact,
    dossier,
    draft_filed,
    hold,
    office,
)
from tests.mail.outbox_support import account, queued
from tests.support.years import live_on

__all__ = ["office"]

EVE = Address.parse("eve@roy.example")
ELSEWHERE = Address.parse("eve@pigiste.example")
LUC = Address.parse("luc@radio.example")
type Made = tuple[Ref | str, Ref]
"""What a hold is over, and what it has to reach."""


def an_article_of_a_clip(office: Office) -> Made:
    clip = office.clips.add(NewClip(title="Des arbres tombent"))
    return Ref(Subject.CLIP, clip.id), Ref(Subject.ARTICLE, clip.article_id)


def the_inquiry_that_has_the_answer(office: Office) -> Made:
    one, other = (office.inquiries.add(NewInquiry(title=title)).id for title in ("Un", "Deux"))
    office.inquiries.join(one, other)
    return Ref(Subject.INQUIRY, one), Ref(Subject.INQUIRY, other)


def the_answer_to_somebody(office: Office) -> Made:
    asks = Reporter(name="Ève Roy", email=EVE)
    one = office.inquiries.add(NewInquiry(title="Un", reporters=(asks,))).id
    other = office.inquiries.add(NewInquiry(title="Deux")).id
    office.inquiries.join(one, other)
    return EVE.bare, Ref(Subject.INQUIRY, other)


def the_dossier_of_a_draft(office: Office) -> Made:
    filed = dossier(office)
    return draft_filed(office, filed), filed


def a_list_with_the_address(office: Office) -> Made:
    made = office.lists.add(NewList(name="Arbres")).id
    office.lists.put_members(made, [EVE])
    return EVE.bare, Ref(Subject.LIST, made)


def a_list_that_had_the_address(office: Office) -> Made:
    over, made = a_list_with_the_address(office)
    office.lists.take_out_members(ListId(made.id), [EVE])
    return over, made


def a_list_that_had_the_contact(office: Office) -> Made:
    who = contact(office)
    made = office.lists.add(NewList(name="Arbres")).id
    office.lists.put_members(made, [who])
    office.lists.take_out_members(made, [who])
    return who, Ref(Subject.LIST, made)


def an_outlet_with_the_address(office: Office) -> Made:
    made = office.outlets.add(NewOutlet(name="Le Journal", emails=(EVE,))).id
    return EVE.bare, Ref(Subject.OUTLET, made)


def an_outlet_that_had_the_address(office: Office) -> Made:
    over, made = an_outlet_with_the_address(office)
    office.outlets.edit(OutletId(made.id), FieldChange("emails", (EVE.bare,), ()))
    return over, made


def a_contact_who_had_the_address(office: Office) -> Made:
    who = contact(office)
    (position,) = office.contacts.get(ContactId(who.id)).positions
    change = FieldChange("emails", position.emails, (ELSEWHERE.bare,))
    office.contacts.edit_position(position.id, change)
    return EVE.bare, who


def a_contact_whose_position_went(office: Office) -> Made:
    positions = NewPosition(emails=(EVE,)), NewPosition(emails=(ELSEWHERE,))
    made = office.contacts.add(NewContact(family_name="Roy", positions=positions)).id
    first, *_other = office.contacts.get(made).positions
    office.contacts.remove_position(first.id)
    return EVE.bare, Ref(Subject.CONTACT, made)


def an_inquiry_whose_reporter_went(office: Office) -> Made:
    asks = Reporter(name="Ève Roy", email=EVE, phone="514 555-0100")
    made = office.inquiries.add(NewInquiry(title="Mon arbre", reporters=(asks,))).id
    office.inquiries.set_reporters(made, ())
    return EVE.bare, Ref(Subject.INQUIRY, made)


def an_inquiry_whose_contact_went(office: Office) -> Made:
    who = contact(office)
    asks = Reporter(contact=ContactId(who.id), name="Ève Roy")
    made = office.inquiries.add(NewInquiry(title="Mon arbre", reporters=(asks,))).id
    office.inquiries.set_reporters(made, ())
    return who, Ref(Subject.INQUIRY, made)


def an_inquiry_answered_at_the_address(office: Office) -> Made:
    made = office.inquiries.add(NewInquiry(title="Mon arbre", reply_to=EVE)).id
    return EVE.bare, Ref(Subject.INQUIRY, made)


def an_inquiry_of_letters_beyond_ascii(office: Office) -> Made:
    asks = Reporter(name="Ève Roy", email=Address.parse("Éve@Forêt.example"))
    made = office.inquiries.add(NewInquiry(title="Mon arbre", reporters=(asks,))).id
    return "éve@forêt.example", Ref(Subject.INQUIRY, made)


def a_contact_whose_address_changed_on_a_position_that_went(office: Office) -> Made:
    positions = NewPosition(emails=(EVE,)), NewPosition(emails=(LUC,))
    made = office.contacts.add(NewContact(family_name="Roy", positions=positions)).id
    first, *_other = office.contacts.get(made).positions
    change = FieldChange("emails", first.emails, (ELSEWHERE.bare,))
    office.contacts.edit_position(first.id, change)
    office.contacts.remove_position(first.id)
    return EVE.bare, Ref(Subject.CONTACT, made)


def an_inquiry_of_who_has_the_address(office: Office) -> Made:
    asks = Reporter(contact=ContactId(contact(office).id), name="Ève Roy")
    made = office.inquiries.add(NewInquiry(title="Mon arbre", reporters=(asks,))).id
    return EVE.bare, Ref(Subject.INQUIRY, made)


def an_inquiry_of_who_had_the_address(office: Office) -> Made:
    _over, made = an_inquiry_whose_contact_went(office)
    return EVE.bare, made


def a_list_that_had_who_has_the_address(office: Office) -> Made:
    _over, made = a_list_that_had_the_contact(office)
    return EVE.bare, made


def a_clip_signed_by_who_has_the_address(office: Office) -> Made:
    contact(office)
    clip = office.clips.add(NewClip(title="Des arbres tombent", speaker="Ève Roy"))
    return EVE.bare, Ref(Subject.CLIP, clip.id)


def an_inquiry_from_their_former_address(office: Office) -> Made:
    asks = Reporter(name="Ève Roy", email=EVE)
    made = office.inquiries.add(NewInquiry(title="Mon arbre", reporters=(asks,))).id
    _over, who = a_contact_who_had_the_address(office)
    return who, Ref(Subject.INQUIRY, made)


def a_clip_signed_by_their_former_name(office: Office) -> Made:
    who = contact(office)
    clip = office.clips.add(NewClip(title="Des arbres tombent", speaker="Ève Roy"))
    office.contacts.edit(ContactId(who.id), FieldChange("family_name", "Roy", "Tremblay"))
    return who, Ref(Subject.CLIP, clip.id)


def a_letter_to_an_employees_former_address(office: Office) -> Made:
    new = NewEmployee(given_name="Léa", family_name="Cyr", email=EVE)
    made = office.audience.add(new).id
    account(office.database)
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Abattage"))
    queued(office.database, EVE, about=draft.ref)
    office.audience.edit(made, FieldChange("email", EVE.bare, ELSEWHERE.bare))
    return Ref(Subject.EMPLOYEE, made), draft.ref


def a_contact_who_went_to_another_outlet(office: Office) -> Made:
    one, other = (office.outlets.add(NewOutlet(name=name)).id for name in ("Un", "Deux"))
    held = NewPosition(outlet=one, title="journaliste")
    made = office.contacts.add(NewContact(family_name="Okafor", positions=(held,))).id
    (position,) = office.contacts.get(made).positions
    office.contacts.edit_position(position.id, FieldChange("outlet", one, other))
    return Ref(Subject.OUTLET, one), Ref(Subject.CONTACT, made)


def a_contact_whose_position_there_went(office: Office) -> Made:
    one = office.outlets.add(NewOutlet(name="Le Journal")).id
    positions = NewPosition(outlet=one), NewPosition(emails=(EVE,))
    made = office.contacts.add(NewContact(family_name="Okafor", positions=positions)).id
    there = next(each for each in office.contacts.get(made).positions if each.outlet == one)
    office.contacts.remove_position(there.id)
    return Ref(Subject.OUTLET, one), Ref(Subject.CONTACT, made)


def an_inquiry_that_had_the_answer(office: Office) -> Made:
    one, other = (office.inquiries.add(NewInquiry(title=title)).id for title in ("Un", "Deux"))
    office.inquiries.join(one, other)
    office.inquiries.join(one, None)
    return Ref(Subject.INQUIRY, one), Ref(Subject.INQUIRY, other)


def an_inquiry_handed_to_a_colleague(office: Office) -> Made:
    leo = office.people.add(NewPerson(name="Léo")).id
    made = office.inquiries.add(NewInquiry(title="Mon arbre")).id
    office.inquiries.record(made, NewMoment(what=MomentKind.HANDED, holder=Holder(person=leo)))
    return Ref(Subject.PERSON, leo), Ref(Subject.INQUIRY, made)


def a_draft_that_they_might_have_before(office: Office) -> Made:
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Abattage"))
    until = office.database.clock.now() + timedelta(hours=1)
    office.embargoes.place(draft.ref, until=until, ends_when="")
    office.embargoes.grant(draft.ref, EVE.key, signed_by="Ève")
    return EVE.bare, draft.ref


CASES = (
    an_article_of_a_clip,
    the_inquiry_that_has_the_answer,
    the_answer_to_somebody,
    the_dossier_of_a_draft,
    a_list_with_the_address,
    a_list_that_had_the_address,
    a_list_that_had_the_contact,
    an_outlet_with_the_address,
    an_outlet_that_had_the_address,
    a_contact_who_had_the_address,
    a_contact_whose_position_went,
    an_inquiry_whose_reporter_went,
    an_inquiry_whose_contact_went,
    an_inquiry_answered_at_the_address,
    an_inquiry_of_letters_beyond_ascii,
    a_contact_whose_address_changed_on_a_position_that_went,
    an_inquiry_of_who_has_the_address,
    an_inquiry_of_who_had_the_address,
    a_list_that_had_who_has_the_address,
    a_clip_signed_by_who_has_the_address,
    an_inquiry_from_their_former_address,
    a_clip_signed_by_their_former_name,
    a_letter_to_an_employees_former_address,
    a_contact_who_went_to_another_outlet,
    a_contact_whose_position_there_went,
    an_inquiry_that_had_the_answer,
    an_inquiry_handed_to_a_colleague,
    a_draft_that_they_might_have_before,
)


@pytest.mark.parametrize("make", CASES, ids=lambda make: make.__name__.replace("_", " "))
def test_a_hold_reaches(office: Office, make: Callable[[Office], Made]) -> None:
    over, made = make(office)
    assert not office.holds.over(made)

    held = hold(office, over)

    assert [each.id for each in office.holds.over(made)] == [held]


def test_a_hold_over_one_of_a_list_lets_another_be_erased(office: Office) -> None:
    zoe = NewContact(family_name="Tran", positions=(NewPosition(emails=(LUC,)),))
    one, other = contact(office), Ref(Subject.CONTACT, office.contacts.add(zoe).id)
    press = office.lists.add(NewList(name="Presse")).id
    office.lists.put_members(press, [one, other])

    hold(office, one)

    assert not office.holds.over(other)
    binned(office, other)


def test_a_hold_over_a_day_keeps_what_a_theme_found_that_day(
    office: Office, clock: StillClock
) -> None:
    office.themes.add(NewTheme(name="Arbres", query="arbres"))
    found = []
    for title in ("Des arbres tombent", "Les arbres repoussent"):
        found.append(Ref(Subject.ARTICLE, office.clips.add(NewClip(title=title)).article_id))
        while not office.themes.catch_up().is_done:
            pass
        day = clock.now().date()
        clock.advance(timedelta(days=40))

    hold(office, Days(first=day, last=day))

    assert [bool(office.holds.over(each)) for each in found] == [False, True]


def test_the_bin_and_full_texts_are_asked_of_sixty_holds(office: Office) -> None:
    """SQLite takes no expression that is more than a thousand deep."""
    for number in range(60):
        day = date(2020, 1, 1) + timedelta(days=number)
        hold(office, Days(first=day, last=day) if number % 2 else f"q{number}@x.example")
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Abattage"))
    binned(office, draft.ref)
    live_on(office.database, LATER)

    office.articles.forget_full_texts()

    assert office.bin.purge() == 1


def test_what_a_held_clip_stands_on_keeps_its_full_text(office: Office) -> None:
    over, article = an_article_of_a_clip(office)
    hold(office, over)
    with office.database.transaction() as transaction:
        columns = {
            "article_id": article.id,
            "text": "Des arbres tombent.",
            "tries": 1,
            "for_subscribers": False,
        }
        moments = {"fetched_at": transaction.now, "expires_at": transaction.now}
        transaction.session.execute(insert(FullTextRow).values(columns | moments))
    live_on(office.database, LATER)

    office.articles.forget_full_texts()

    with office.database.snapshot() as snapshot:
        assert snapshot.session.get(FullTextRow, article.id) is not None


def test_a_held_draft_keeps_the_dossier_it_was_filed_in(office: Office) -> None:
    draft, filed = the_dossier_of_a_draft(office)
    hold(office, draft)
    binned(office, filed)
    live_on(office.database, LATER)

    office.bin.purge()

    assert isinstance(draft, Ref)
    assert office.drafts.get(DraftId(draft.id)).dossier == filed.id


def test_who_asks_no_more_stands_in_the_history(office: Office) -> None:
    luc = Reporter(name="Luc Bédard", email=EVE)
    zoe = Reporter(name="Zoé Tran", phone="514 555-0101")
    asked = office.inquiries.add(NewInquiry(title="Mon arbre", reporters=(luc, zoe))).id

    office.inquiries.set_reporters(InquiryId(asked), (zoe,))
    office.inquiries.set_reporters(InquiryId(asked), (zoe,))

    (gone,) = (each for each in office.inquiries.history(asked) if each.field == "reporter")
    assert (gone.act, gone.before) == (Act.REMOVED, ["Luc Bédard", "eve@roy.example"])


def test_who_is_said_otherwise_asks_still_and_their_former_address_is_reached(
    office: Office,
) -> None:
    luc = Reporter(name="Luc Bédard", email=EVE)
    asked = office.inquiries.add(NewInquiry(title="Mon arbre", reporters=(luc,))).id
    card = office.contacts.add(NewContact(given_name="Luc", family_name="Bédard")).id

    office.inquiries.set_reporters(asked, (replace(luc, email=LUC),))
    office.inquiries.set_reporters(asked, (replace(luc, email=LUC, contact=card),))

    (said,) = (each for each in office.inquiries.history(asked) if each.field == "reporter")
    assert (said.act, said.after) == (Act.EDITED, ["Luc Bédard", "luc@radio.example"])
    hold(office, EVE.bare)
    assert office.holds.over(Ref(Subject.INQUIRY, asked))


def test_an_address_that_many_have_had_is_asked_about(office: Office) -> None:
    for number in range(120):
        held = NewPosition(emails=(Address.parse(f"info@média{number}.ca"),))
        made = office.contacts.add(NewContact(family_name=f"R{number}", positions=(held,))).id
        (position,) = office.contacts.get(made).positions
        change = FieldChange("emails", position.emails, (f"r{number}@x.example",))
        office.contacts.edit_position(position.id, change)
    hold(office, "info@média5.ca")
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Abattage"))
    binned(office, draft.ref)
    live_on(office.database, LATER)

    assert office.bin.purge() == 1


def test_a_hold_over_a_contact_who_is_not_there_stops_no_other_destruction(
    office: Office,
) -> None:
    """As after a restore from a backup that was made before they were added."""
    who = contact(office)
    hold(office, who)
    held = office.holds.every()
    with office.database.transaction() as transaction:
        transaction.session.execute(delete(HoldRow))
    binned(office, who)
    live_on(office.database, LATER)
    office.bin.purge()
    with office.database.transaction() as transaction:
        carry_over(transaction, held)
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Abattage"))
    binned(office, draft.ref)
    live_on(office.database, LATER)

    assert office.bin.purge() == 1


def test_who_is_erased_takes_no_mail_of_who_has_their_former_address_now(
    office: Office,
) -> None:
    _over, who = a_contact_who_had_the_address(office)
    raw = b"From: Zoe <eve@roy.example>\nMessage-ID: <1@x.example>\n\nCombien d'arbres?\n"
    office.mails_to_sort.add(proposed(office, raw))

    binned(office, who)
    live_on(office.database, LATER)
    office.bin.purge()

    assert office.mails_to_sort.search().total == 1
