"""A hold reaches what a thing stands on, and what was taken out of its reach by an edit."""

from collections.abc import Callable

import pytest
from sqlalchemy import insert

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.mail.address import Address
from comms_desk.media.articles.store import FullTextRow
from comms_desk.media.clips.model import NewClip
from comms_desk.media.contacts.model import ContactId, NewContact, NewPosition
from comms_desk.media.drafting.model import DraftId
from comms_desk.media.inquiries.model import InquiryId, NewInquiry, Reporter
from comms_desk.media.lists.model import ListId, NewList
from comms_desk.media.outlets.model import NewOutlet, OutletId
from comms_desk.storage.model import FieldChange
from tests.across.test_holds import (
    LATER,
    binned,
    contact,
    dossier,
    draft_filed,
    hold,
    office,
)
from tests.support.years import live_on

__all__ = ["office"]

EVE = Address.parse("eve@roy.example")
ELSEWHERE = Address.parse("eve@pigiste.example")
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
)


@pytest.mark.parametrize("make", CASES, ids=lambda make: make.__name__.replace("_", " "))
def test_a_hold_reaches(office: Office, make: Callable[[Office], Made]) -> None:
    over, made = make(office)
    assert not office.holds.over(made)

    held = hold(office, over)

    assert [each.id for each in office.holds.over(made)] == [held]


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
    assert gone.before == ["Luc Bédard", "eve@roy.example"]
