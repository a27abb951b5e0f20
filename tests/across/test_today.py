"""Today hides nothing that fails, and says how much it does not show."""

from datetime import timedelta
from pathlib import Path

from comms_desk.across.today import TodayDesk
from comms_desk.clock import StillClock
from comms_desk.mail.model import Decision, LetterState
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.storage.database import Database
from tests.support.mornings import SLEPT, office_on, spoil


def test_an_empty_desk_says_so(database: Database, tmp_path: Path) -> None:
    today = TodayDesk(office_on(database, tmp_path)).read()

    assert today.is_empty
    assert today.waiting == 0


def test_a_bad_morning_shows_all_that_failed(
    database: Database, clock: StillClock, tmp_path: Path
) -> None:
    office = office_on(database, tmp_path)
    spoil(office, clock)

    today = TodayDesk(office).read()

    uncertain, refused = today.letters
    assert (uncertain.state, uncertain.count) == (LetterState.UNCERTAIN, 1)
    assert (refused.state, refused.count) == (LetterState.REFUSED, 2)
    assert [feed.title for feed in today.feeds] == ["Journal des voisins"]
    (gap,) = today.gaps
    assert gap.until - gap.since == SLEPT
    assert today.figures.unread == 6
    assert len(today.mentions) == 6
    assert not today.is_empty


def test_a_decided_letter_leaves_today(
    database: Database, clock: StillClock, tmp_path: Path
) -> None:
    office = office_on(database, tmp_path)
    spoil(office, clock)
    today = TodayDesk(office)
    uncertain = today.read().letters[0]

    office.outbox.decide(uncertain.first.id, Decision.LEAVE)

    assert [group.state for group in today.read().letters] == [LetterState.REFUSED]
    assert today.letters_of(uncertain.message, LetterState.UNCERTAIN) == ()


def test_an_embargo_that_lifts_today_is_named_by_its_draft(
    database: Database, clock: StillClock, tmp_path: Path
) -> None:
    office = office_on(database, tmp_path)
    draft = office.drafts.new(NewDraft(kind=DraftKind.RELEASE, title="Budget 2027"))
    later = office.drafts.new(NewDraft(kind=DraftKind.RELEASE, title="Dans un mois"))
    until = clock.now() + timedelta(hours=2)
    office.embargoes.place(draft.ref, until=until, ends_when="until the news conference begins")
    office.embargoes.place(later.ref, until=until + timedelta(days=30), ends_when="")

    today = TodayDesk(office).read()

    assert [locked.title for locked in today.lifting] == ["Budget 2027"]
    assert not today.is_empty
