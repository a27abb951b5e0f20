"""All of a list sign for an embargo: one exception each, the reason said once."""

from datetime import datetime, timedelta

import pytest

from comms_desk.across.embargo_grants import grant_list
from comms_desk.across.office import Office
from comms_desk.changes import Ref
from comms_desk.embargo.model import NoEmbargo, NotSigned
from comms_desk.mail.model import ExclusionReason
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.media.lists.model import ListId
from tests.media.dispatches.sent import Press, address
from tests.support.offices import still_office

office = pytest.fixture(still_office)


@pytest.fixture
def agencies(office: Office) -> ListId:
    press = Press(office.database)
    people = [press.contact(name, f"{name}@fil.example") for name in ("ana", "bob", "cid")]
    office.outbox.suppress(address("cid@fil.example"), because=ExclusionReason.ASKED)
    return press.list("Agences", *people, address("fil@fil.example"))


def in_an_hour(office: Office) -> datetime:
    return office.database.clock.now() + timedelta(hours=1)


def text(office: Office) -> Ref:
    return office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Budget", text="54.")).ref


def test_each_who_is_written_to_has_an_exception_in_their_own_name(
    office: Office, agencies: ListId
) -> None:
    ref = text(office)
    office.embargoes.place(ref, until=in_an_hour(office), ends_when="")
    office.embargoes.grant(ref, "bob@fil.example", signed_by="Sa cheffe")

    new = grant_list(office, ref, agencies, reason="par courriel, le 23")

    lock = office.embargoes.of(ref)
    assert lock is not None
    assert [(each.recipient, each.signed_by, each.note) for each in lock.exceptions] == [
        ("bob@fil.example", "Sa cheffe", ""),
        ("ana@fil.example", "ana", "par courriel, le 23"),
        ("fil@fil.example", "fil@fil.example", "par courriel, le 23"),
    ]
    assert [each.recipient for each in new] == ["ana@fil.example", "fil@fil.example"]
    office.embargoes.withdraw(ref, new[0].id)
    assert grant_list(office, ref, agencies, reason="de nouveau")[0].note == "de nouveau"


def test_a_list_signs_with_a_reason_and_an_embargo_alone(office: Office, agencies: ListId) -> None:
    ref = text(office)
    with pytest.raises(NoEmbargo):
        grant_list(office, ref, agencies, reason="par courriel")
    office.embargoes.place(ref, until=in_an_hour(office), ends_when="")

    with pytest.raises(NotSigned):
        grant_list(office, ref, agencies, reason=" ")
