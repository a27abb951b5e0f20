"""What the media have of a text that is still under embargo is said, and never held."""

from datetime import timedelta
from pathlib import Path

from comms_desk.across.breaches import breach, breaches_lately
from comms_desk.across.today import TodayDesk
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.media.themes.model import NewTheme
from comms_desk.storage.database import Database
from tests.across.test_unanswered import publish
from tests.support.mornings import office_on

SENTENCE = "les 45 bibliothèques accueilleront le public de 10 h à 17 h dans tous les quartiers"
HOUR = timedelta(hours=1)


def test_a_mention_with_words_under_embargo_is_said_with_both_places_until_the_lift(
    database: Database, clock: StillClock, tmp_path: Path
) -> None:
    office = office_on(database, tmp_path)
    outlet = office.outlets.add(NewOutlet(name="Le Devoir")).id
    new = NewDraft(kind=DraftKind.RELEASE, title="Horaire", text=f"Enfin, {SENTENCE}. Voilà.")
    draft = Ref(Subject.DRAFT, office.drafts.add(new).id)
    office.embargoes.place(draft, until=clock.now() + HOUR, ends_when="")
    office.themes.add(NewTheme(name="Bibliothèques", query="bibliothèques"))
    publish(office, outlet, f"Exclusif. Bientôt {SENTENCE.upper()}, dit-on.", "Des bibliothèques.")
    while not office.themes.catch_up().is_done:
        pass

    (found,) = breaches_lately(office)

    assert (found.ref, found.of, found.outlet) == (draft, "Horaire", "Le Devoir")
    assert found.words == (SENTENCE.upper(),)
    assert found.there == f"Enfin, {SENTENCE}."
    assert breach(office, office.themes.mention(found.article).text) == found
    assert TodayDesk(office).troubles().breaches == (found,)
    clock.advance(HOUR)
    assert breaches_lately(office) == ()
