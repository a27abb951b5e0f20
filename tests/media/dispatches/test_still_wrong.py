"""A correction says where what it sends still has what was wrong."""

from dataclasses import replace

import pytest

from comms_desk.media.dispatches.english import Beside
from comms_desk.media.dispatches.model import Amendment, DispatchKind, StillIn
from comms_desk.media.dispatches.still_wrong import still_wrong
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.media.dispatches.sent import TITLE, Press, to

WRONG = Amendment(wrong="54", right="45")


@pytest.fixture
def press(database: Database) -> Press:
    return Press(database)


def test_a_correction_says_that_the_title_has_still_what_was_wrong(press: Press) -> None:
    draft = press.draft()
    press.desk.send(draft, to("zoe@journal.example"))
    press.worker().carry()
    press.rewrite(draft, "Il y a 45 pistes, et non **54** pistes.")
    press.drafts.edit(draft, FieldChange("title", TITLE, "Cinquante-quatre, ou 54"))

    plan = press.desk.plan_amendment(draft, DispatchKind.CORRECTION, WRONG)

    assert plan.still_wrong == (StillIn.TITLE, StillIn.TEXT)
    assert plan.obstacles == ()
    withdrawal = press.desk.plan_amendment(draft, DispatchKind.WITHDRAWAL, WRONG)
    assert withdrawal.still_wrong == ()


@pytest.mark.parametrize(
    ("wrong", "right", "text", "stands"),
    [
        ("54", "45", "Il y a 54 pistes.", True),
        ("54", "45", "Il y a 154 pistes, 54 000 cônes et 54,5\u00a0M$.", False),
        ("54", "45", "De 3,54 à 540.", False),
        ("54", "45", "Le total\u00a0: 54.", True),
        ("54\u00a0pistes", "45 pistes", "Il y a **54** pistes.", True),
        ("4,5 M$", "45 M$", "Un budget de 4,5\u00a0M$.", True),
        ("le maire", "la mairesse", "Le maire parlera.", True),
        ("l'égout", "l'aqueduc", "C’est l’égout.", True),
        ("Cote", "Côté", "Madame Côté et monsieur Lacote.", False),
        ("la ville", "la Ville", "Selon la Ville.", False),
        ("54", "54 km", "Il y a 54\u00a0km de pistes.", False),
        ("54", "54 km", "Il y a 54\u00a0km, oui, 54.", True),
        ("", "45", "Il y a 54 pistes.", False),
        ("45", "45", "Il y a 45 pistes.", False),
    ],
)
def test_the_very_words_are_looked_for(
    press: Press, wrong: str, right: str, text: str, *, stands: bool
) -> None:
    draft = replace(press.drafts.get(press.draft()), title="Budget")
    said = Amendment(wrong=wrong, right=right)

    found = still_wrong(said, draft, text, interviews="", english=None)

    assert found == ((StillIn.TEXT,) if stands else ())


def test_every_part_that_is_sent_is_looked_into(press: Press) -> None:
    draft = replace(
        press.drafts.get(press.draft()),
        title="54",
        subtitle="Les 54",
        source="Service des 54",
        contact="514 555-0154, poste 54",
    )
    english = Beside(replace(draft, source="", contact=""), "54 lanes.")

    found = still_wrong(WRONG, draft, "54", interviews="Salle 54", english=english)

    assert found == tuple(StillIn)
