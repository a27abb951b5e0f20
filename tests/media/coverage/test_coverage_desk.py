"""Which articles a coverage report is of, on a real desk."""

from datetime import UTC, date, datetime, timedelta

import pytest

from comms_desk.clock import StillClock
from comms_desk.media.articles.model import ArticleId, ArticleOrigin
from comms_desk.media.clips.desk import ClipDesk
from comms_desk.media.clips.model import NewClip
from comms_desk.media.coverage.desk import CoverageDesk
from comms_desk.media.coverage.report import (
    CoverageReport,
    DaysReversed,
    NotReleased,
    ReportGrouping,
    ReportRequest,
)
from comms_desk.media.drafting.desk import DraftDesk
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.media.themes.memory import MemoryDesk
from comms_desk.media.themes.model import NewTheme, Tone
from comms_desk.planning.dossiers.desk import DossierDesk
from comms_desk.planning.dossiers.model import DossierId, NewDossier
from comms_desk.planning.people.desk import PeopleDesk
from comms_desk.planning.people.model import NewPerson
from comms_desk.storage.database import Database
from comms_desk.storage.errors import NotFound
from tests.media.dispatches import sent
from tests.media.stories.press import BUDGET, FIRE, REWRITTEN, Press
from tests.support.releases import FOOT

SIX = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
"""6 h in Montréal, on a Tuesday."""
TUESDAY = date(2026, 11, 24)
EVERYTHING = "Montréal OR Hochelaga"


@pytest.fixture
def press(database: Database, clock: StillClock) -> Press:
    clock.advance(SIX - clock.now())
    press = Press(database)
    press.watches.add(NewTheme(name="Ville", query=EVERYTHING))
    return press


def listened(press: Press) -> None:
    while not press.watches.catch_up().is_done:
        pass
    press.group()


def of_days(press: Press, since: date = TUESDAY, until: date = TUESDAY) -> CoverageReport:
    return CoverageDesk(press.database).report(ReportRequest(since=since, until=until))


def articles(found: CoverageReport) -> list[ArticleId]:
    return [each.article for each in found.rows]


def dossier(press: Press) -> DossierId:
    return DossierDesk(press.database).add(NewDossier(code="BUDGET", name="Budget 2027")).id


def test_a_period_counts_the_mentions_that_appeared_in_its_days(
    press: Press, clock: StillClock
) -> None:
    press.publishes("Le Devoir", "La météo sera clémente partout dimanche.")
    first = press.publishes("La Presse", BUDGET, author="Luc Tremblay")
    copy = press.publishes("Métro", REWRITTEN, author="La Presse canadienne")
    clock.advance(timedelta(days=1))
    later = press.publishes("CTV", FIRE)
    listened(press)

    found = of_days(press)

    assert articles(found) == [first, copy]
    assert (found.whole.stories, found.whole.articles) == (1, 2)
    assert {name: each.articles for name, each in found.by[ReportGrouping.JOURNALIST].items()} == {
        "Luc Tremblay": 1,
        "": 1,
    }
    assert articles(of_days(press, TUESDAY + timedelta(days=1), date(2026, 11, 30))) == [later]


def test_the_days_before_a_period_are_counted_beside_it(press: Press, clock: StillClock) -> None:
    press.publishes("La Presse", BUDGET)
    clock.advance(timedelta(days=1))
    press.publishes("CTV", FIRE)
    listened(press)

    found = of_days(press, TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=1))

    assert found.before is not None
    assert (found.whole.articles, found.before.articles) == (1, 1)


def test_what_was_on_air_counts_on_its_own_day_though_it_is_noted_later(
    press: Press, clock: StillClock
) -> None:
    clock.advance(timedelta(days=3))
    clips = ClipDesk(press.database)
    clip = clips.add(NewClip(title="Budget", aired_at=SIX, speaker="Paul Arcand"))

    found = of_days(press)

    assert articles(found) == [clip.article_id]
    assert found.rows[0].origin is ArticleOrigin.CLIP
    assert found.rows[0].journalists == ()


def test_what_is_not_pertinent_is_not_counted(press: Press) -> None:
    press.publishes("La Presse", BUDGET)
    aside = press.publishes("CTV", FIRE)
    listened(press)
    MemoryDesk(press.database, press.watches).mark_irrelevant(aside)

    assert aside not in articles(of_days(press))


def test_tones_say_who_judged_and_the_last_one_stands(press: Press, clock: StillClock) -> None:
    article = press.publishes("La Presse", BUDGET)
    press.publishes("CTV", FIRE)
    listened(press)
    press.watches.set_tone(article, Tone.NEUTRAL)
    clock.advance(timedelta(minutes=1))
    press.database.act_as(PeopleDesk(press.database).add(NewPerson(name="Bao Vu")).id)
    press.watches.set_tone(article, Tone.NEGATIVE)
    press.watches.set_tone(article, Tone.POSITIVE, of="STM")

    found = of_days(press)

    assert found.whole.tones == {Tone.NEGATIVE: 1}
    assert found.rows[0].raters == ("Bao Vu", "Anne Roy")
    assert found.rows[0].toned == (("STM", Tone.POSITIVE),)
    assert (found.twice, found.agreed) == (1, 0)


def test_a_dossier_counts_what_is_tied_to_it_with_the_copies(press: Press) -> None:
    tied = press.publishes("La Presse", BUDGET)
    copy = press.publishes("Métro", REWRITTEN)
    press.publishes("CTV", FIRE)
    listened(press)
    about = dossier(press)
    press.watches.link(tied, about)

    found = CoverageDesk(press.database).report(ReportRequest(dossier=about))

    assert articles(found) == [tied, copy]
    assert found.called == "BUDGET · Budget 2027"
    assert (found.since, found.until, found.before) == (TUESDAY, TUESDAY, None)


def test_a_dossier_without_coverage_is_a_report_of_nothing(press: Press) -> None:
    found = CoverageDesk(press.database).report(ReportRequest(dossier=dossier(press)))

    assert (found.whole.articles, found.rows) == (0, ())
    assert [each.first for each in found.spans] == [TUESDAY]


def test_a_text_that_has_not_left_has_no_coverage(press: Press) -> None:
    new = NewDraft(kind=DraftKind.RELEASE, title="Budget 2027", text=BUDGET)
    draft = DraftDesk(press.database).add(new)
    desk = CoverageDesk(press.database)

    with pytest.raises(NotReleased):
        desk.report(ReportRequest(draft=draft.id))
    assert desk.report(ReportRequest(draft=draft.id, since=TUESDAY)).called == "Budget 2027"


def test_a_text_counts_what_takes_it_up_since_it_left_and_what_is_tied_to_its_dossier(
    press: Press, clock: StillClock
) -> None:
    about = dossier(press)
    sender = sent.Press(press.database)
    draft = sender.drafts.add(
        NewDraft(kind=DraftKind.RELEASE, title="Budget 2027", text=BUDGET, dossier=about, **FOOT)
    ).id
    press.publishes("CTV", BUDGET)
    clock.advance(timedelta(minutes=5))
    sender.desk.send(draft, sent.to("zoe@journal.example"))
    sender.worker().carry()
    clock.advance(timedelta(days=1))
    takes = press.publishes("La Presse", f"À Montréal, l’étude commence. {BUDGET}")
    tied = press.publishes("Métro", FIRE)
    press.publishes("Le Devoir", "À Montréal, les parcs ouvrent dimanche pour les enfants.")
    clock.advance(timedelta(days=20))
    press.publishes("Le Soleil", f"À Montréal, on en reparle. {BUDGET}")
    listened(press)
    press.watches.link(tied, about)

    found = CoverageDesk(press.database).report(ReportRequest(draft=draft))

    assert articles(found) == [takes, tied]
    assert (found.since, found.until) == (TUESDAY, TUESDAY + timedelta(days=14))
    assert found.pickup is not None
    assert [each.article for each in found.pickup.articles] == [takes]
    assert found.pickup.compared == 2
    with pytest.raises(DaysReversed):
        CoverageDesk(press.database).report(
            ReportRequest(draft=draft, until=TUESDAY - timedelta(days=1))
        )


def test_days_that_nobody_lived_are_no_days_of_a_report(press: Press) -> None:
    desk = CoverageDesk(press.database)

    found = desk.report(ReportRequest(since=date.min, until=date.max))

    assert (found.since, found.until) == (date(2000, 1, 1), TUESDAY)
    assert desk.report(ReportRequest(until=date.min)).whole.articles == 0
    with pytest.raises(DaysReversed):
        desk.report(ReportRequest(since=TUESDAY + timedelta(days=1)))


def test_what_there_is_not_is_said(press: Press) -> None:
    with pytest.raises(NotFound):
        CoverageDesk(press.database).report(ReportRequest(dossier=DossierId(999)))
    with pytest.raises(DaysReversed):
        ReportRequest(since=TUESDAY, until=TUESDAY - timedelta(days=1))
