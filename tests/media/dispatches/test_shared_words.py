"""Words and figures of another text under embargo, in what is sent to the media: said before."""

from dataclasses import replace

import pytest

from comms_desk.changes import Ref, Subject
from comms_desk.embargo.model import WordsUnderEmbargo
from comms_desk.media.dispatches.model import Amendment, DispatchKind, LetterForm, NewWireOrder
from comms_desk.media.drafting.model import DraftId
from comms_desk.storage.database import Database
from tests.media.dispatches.sent import TEXT, Press, to

ZOE = "zoe@journal.example"
SENTENCE = "les bibliothèques accueilleront le public tous les dimanches dès janvier"


@pytest.fixture
def press(database: Database) -> Press:
    return Press(database)


def locked(press: Press) -> DraftId:
    draft = press.draft(f"Enfin, {SENTENCE}. La piscine coûtera 340 000 $.", title="Horaires")
    press.embargo(draft)
    return draft


def test_a_release_with_words_of_another_under_embargo_says_so_before_it_leaves_in_any_form(
    press: Press,
) -> None:
    locked(press)
    draft = press.draft(f"La Ville le dit : {SENTENCE}.", title="Budget")
    as_file = replace(to(ZOE), forms=frozenset((LetterForm.WORD,)))
    for wanted in (to(ZOE), as_file):
        (held,) = press.desk.plan(draft, wanted).obstacles

        assert isinstance(held, WordsUnderEmbargo)
        assert (held.title, held.words) == ("Horaires", (SENTENCE,))
        assert Ref(Subject.DRAFT, draft) in held.own
        with pytest.raises(WordsUnderEmbargo):
            press.desk.send(draft, wanted)


def test_a_release_warns_of_a_figure_of_another_under_embargo_and_leaves(press: Press) -> None:
    locked(press)
    draft = press.draft("La Ville versera 340 000 $ pour la piscine.", title="Budget")

    plan = press.desk.plan(draft, to(ZOE))

    (warned,) = plan.shared.figures
    assert (warned.title, warned.written) == ("Horaires", ("340 000 $",))
    assert press.desk.send(draft, to(ZOE), shown=plan).letters == 1


def test_the_order_to_the_newswire_has_no_words_of_another_under_embargo(press: Press) -> None:
    draft = press.draft(f"La Ville le dit : {SENTENCE}.", title="Budget")
    order = NewWireOrder(circuits="Québec", contact="514 555-0142")
    assert SENTENCE in press.desk.wire_order(draft, order).text
    other = locked(press)

    with pytest.raises(WordsUnderEmbargo):
        press.desk.wire_order(draft, order)

    assert SENTENCE in press.desk.wire_order(other, order).text


def test_a_figure_that_leaves_no_earlier_than_the_other_text_is_no_warning(press: Press) -> None:
    locked(press)
    draft = press.draft("La Ville versera 340 000 $ pour la piscine.", title="Budget")
    press.embargo(draft)

    assert press.desk.plan(draft, to(ZOE)).shared.figures == ()


def test_a_correction_says_what_is_held_in_it_until_somebody_signs(press: Press) -> None:
    draft = press.draft(TEXT, title="Budget")
    press.desk.send(draft, to(ZOE))
    press.worker().carry()
    other = locked(press)
    press.rewrite(draft, f"{TEXT}\n\nEt {SENTENCE}, pour 340 000 $ à la piscine.")
    said = Amendment(note="Une phrase manquait.")

    plan = press.desk.plan_amendment(draft, DispatchKind.CORRECTION, said)

    (held,) = plan.obstacles
    assert isinstance(held, WordsUnderEmbargo)
    assert [each.written for each in plan.shared.figures] == [("340 000 $",)]
    press.embargoes.let_through(
        Ref(Subject.DRAFT, other),
        held.words[0],
        inside=Ref(Subject.DRAFT, draft),
        signed_by="Ève Lavoie",
        reason="Dit au conseil",
    )
    assert press.desk.plan_amendment(draft, DispatchKind.CORRECTION, said).obstacles == ()
    assert press.desk.correct(draft, said).told == 1
