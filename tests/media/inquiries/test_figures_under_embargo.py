"""An answer that has a figure of a text under embargo says so before it leaves."""

from datetime import timedelta

import pytest

from comms_desk.embargo.desk import EmbargoDesk
from comms_desk.media.drafting.desk import DraftDesk
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.storage.database import Database
from tests.media.inquiries.asked import CITY, Newsroom


@pytest.fixture
def office(database: Database) -> Newsroom:
    return Newsroom(database)


def test_a_figure_of_a_text_under_embargo_is_warned_of_before_the_answer_leaves(
    office: Newsroom,
) -> None:
    words = "Une somme de 12,4 M$ est prévue pour la piscine."
    draft = DraftDesk(office.database).add(
        NewDraft(kind=DraftKind.RELEASE, title="Piscine", text=words)
    )
    until = office.now + timedelta(hours=1)
    EmbargoDesk(office.database).place(draft.ref, until=until, ends_when="")
    inquiry = office.approved(office.asked(), "La piscine coûtera 12,4 millions de dollars.")

    plan = office.replies.plan(inquiry, CITY)

    assert plan.obstacles == ()
    (held,) = (each for letter in plan.letters for each in letter.figures)
    assert (held.title, held.written) == ("Piscine", ("12,4 millions de dollars",))
