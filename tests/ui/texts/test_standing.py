"""What became of a text, in its row and at the head of its card."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.clock import StillClock
from comms_desk.media.drafting.model import DraftStatus
from comms_desk.ui.texts import words
from comms_desk.ui.texts.page import TextsPage
from tests.ui.texts.pages import NEW, opened


@pytest.mark.parametrize(
    ("status", "row", "tag"),
    [
        (DraftStatus.DRAFT, "Under embargo · Release", ""),
        (DraftStatus.SCHEDULED, "Under embargo · Release", "scheduled"),
        (DraftStatus.CORRECTED, "Under embargo · Release", "corrected"),
        (DraftStatus.WITHDRAWN, "Withdrawn · Release", "withdrawn"),
    ],
)
def test_it_is_said_in_its_row_and_at_its_head(
    page: TextsPage,
    qtbot: QtBot,
    office: Office,
    clock: StillClock,
    status: DraftStatus,
    row: str,
    tag: str,
) -> None:
    draft = office.drafts.add(replace(NEW, status=status))
    office.embargoes.place(draft.ref, until=clock.now() + timedelta(hours=2), ends_when="")
    opened(page, qtbot, draft)

    assert words.row(office.drafts.get(draft.id), clock.now()).detail.startswith(row)
    assert page.card.status.text() == tag
