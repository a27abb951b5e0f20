"""English goes below French with its ground alone; what is done outside is ticked by a person."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import docx
import pytest

from comms_desk.changes import Ref, Subject
from comms_desk.embargo.model import UnderEmbargo
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.freezes import FreezeDesk
from comms_desk.media.dispatches.model import (
    Amendment,
    DispatchKind,
    EnglishAlone,
    EnglishNotAllowed,
    EnglishStale,
    GroundIncomplete,
    LetterForm,
    NewWireOrder,
    NotInEnglish,
    OrderIncomplete,
    SameAsSent,
    SendingTime,
    SentDiffers,
    Step,
    TextChanged,
    TrialElsewhere,
)
from comms_desk.settings import ENGLISH
from comms_desk.storage.database import Database
from comms_desk.storage.desk_settings import DeskSettings
from tests.media.dispatches.sent import MINUTE, TEN, Press, address, in_english, recorded, to

ZOE = to("zoe@journal.example")


@pytest.fixture
def press(database: Database) -> Press:
    return Press(database)


def test_english_goes_below_french_where_its_ground_is_recorded(press: Press) -> None:
    draft, english = press.draft(), in_english(press)
    with pytest.raises(EnglishNotAllowed):
        press.desk.set_english(draft, recorded(english))
    DeskSettings(press.database).set(ENGLISH, True)

    press.desk.set_english(draft, recorded(english))
    wanted = replace(ZOE, forms=frozenset({LetterForm.INLINE, LetterForm.PDF}))
    shown = press.desk.preview(draft, wanted)

    assert shown.subject.startswith("Communiqué – ")
    assert shown.text.index("Il y a 54 pistes.") < shown.text.index("54 lanes.")
    assert '<td lang="fr"' in shown.html
    assert '<td lang="en"' in shown.html
    assert [file.name[:10] for file in shown.files] == ["Communiqué", "News relea"]
    DeskSettings(press.database).set(ENGLISH, False)
    assert "54 lanes." not in press.desk.preview(draft, wanted).text


def test_what_was_approved_for_another_text_does_not_leave(press: Press) -> None:
    DeskSettings(press.database).set(ENGLISH, True)
    draft, english = press.draft(), in_english(press)
    press.desk.set_english(draft, recorded(english))
    press.rewrite(draft, "Il y a 45 pistes.")

    with pytest.raises(EnglishStale):
        press.desk.send(draft, ZOE)

    kept = press.desk.english(draft)
    assert kept is not None
    assert kept.is_stale
    press.desk.set_english(draft, None)
    assert press.desk.english(draft) is None
    press.desk.send(draft, ZOE)


def test_english_that_was_changed_since_it_was_approved_does_not_leave(press: Press) -> None:
    DeskSettings(press.database).set(ENGLISH, True)
    draft, english = press.draft(), in_english(press)
    press.desk.set_english(draft, recorded(english))
    press.rewrite(english, "Nobody approved this.")

    with pytest.raises(EnglishStale):
        press.desk.send(draft, ZOE)

    press.desk.set_english(draft, recorded(english))
    press.drafts.put_in_bin(english)
    with pytest.raises(EnglishStale):
        press.desk.send(draft, ZOE)


def test_english_under_an_embargo_of_its_own_leaves_below_no_text_before(press: Press) -> None:
    DeskSettings(press.database).set(ENGLISH, True)
    draft, english = press.draft(), in_english(press)
    press.desk.set_english(draft, recorded(english))
    press.embargo(english, TEN)

    with pytest.raises(UnderEmbargo):
        press.desk.send(draft, ZOE)

    press.embargo(draft, TEN)
    press.desk.send(draft, replace(ZOE, when=SendingTime.WHEN_LIFTED))


def test_what_is_written_anew_has_the_english_below_it_that_was_approved(press: Press) -> None:
    DeskSettings(press.database).set(ENGLISH, True)
    draft, english = press.draft(), in_english(press)
    press.desk.set_english(draft, recorded(english))
    press.embargo(draft, TEN)
    press.desk.send(draft, replace(ZOE, when=SendingTime.WHEN_LIFTED))

    said = []
    for moved, text in ((1, "54 lanes."), (2, "Nobody approved this.")):
        press.rewrite(english, text)
        press.embargo(draft, TEN + moved * MINUTE)
        assert press.desk.follow_embargoes() == 1
        written = press.desk.of(draft)[0].messages[-1]
        said.append(OutboxDesk(press.database).message(written).content.text)

    assert "54 lanes." in said[0]
    assert "Nobody approved" not in said[1]
    press.drafts.put_in_bin(english)
    press.embargo(draft, TEN)
    assert press.desk.follow_embargoes() == 1


def test_another_english_than_was_shown_does_not_leave(press: Press) -> None:
    DeskSettings(press.database).set(ENGLISH, True)
    draft, english = press.draft(), in_english(press)
    press.desk.set_english(draft, recorded(english))
    shown = press.desk.plan(draft, ZOE)
    press.rewrite(english, "45 lanes.")
    press.desk.set_english(draft, recorded(english))

    with pytest.raises(TextChanged):
        press.desk.send(draft, ZOE, shown=shown)

    press.desk.send(draft, ZOE, shown=press.desk.plan(draft, ZOE))


def test_another_english_than_was_shown_corrects_nothing(press: Press) -> None:
    DeskSettings(press.database).set(ENGLISH, True)
    draft, english = press.draft(), in_english(press)
    press.desk.send(draft, ZOE)
    press.worker().carry()
    press.rewrite(draft, "Il y a 45 pistes.")
    press.desk.set_english(draft, recorded(english))
    said = Amendment(wrong="54", right="45")
    shown = press.desk.plan_amendment(draft, DispatchKind.CORRECTION, said)
    press.desk.set_english(draft, None)

    with pytest.raises(TextChanged):
        press.desk.correct(draft, said, shown=shown)


def test_english_never_leaves_by_itself(press: Press) -> None:
    with pytest.raises(EnglishAlone):
        press.desk.send(in_english(press), ZOE)


def test_a_ground_is_whole_or_refused(press: Press) -> None:
    DeskSettings(press.database).set(ENGLISH, True)
    draft, english = press.draft(), in_english(press)

    with pytest.raises(GroundIncomplete):
        press.desk.set_english(draft, replace(recorded(english), approved_by=" "))
    with pytest.raises(NotInEnglish):
        press.desk.set_english(draft, recorded(press.draft()))


def test_a_correction_says_in_english_what_is_certain(press: Press) -> None:
    DeskSettings(press.database).set(ENGLISH, True)
    draft, english = press.draft(), in_english(press)
    press.desk.set_english(draft, recorded(english))
    press.desk.send(draft, ZOE)
    press.worker().carry()
    press.rewrite(draft, "Il y a 45 pistes.")
    press.desk.set_english(draft, recorded(english))

    press.desk.correct(draft, Amendment(wrong="54", right="45"))

    message = OutboxDesk(press.database).message(press.desk.of(draft)[0].messages[0])
    assert "il fallait lire «\u00a045\u00a0»" in message.content.text
    assert (
        "In the news release sent at 7:30\u00a0a.m., “54” should have read “45”."
        in message.content.text
    )


@pytest.mark.parametrize(
    ("said", "certain"),
    [
        (
            Amendment(note="Le nombre de pistes était faux."),
            "The news release sent at 7:30\u00a0a.m. has been corrected.",
        ),
        (
            Amendment(note="C’était faux.", wrong="54", right="45"),
            "In the news release sent at 7:30\u00a0a.m., “54” should have read “45”.",
        ),
        (Amendment(note="C’était faux.", in_english="It was wrong."), "It was wrong."),
    ],
)
def test_english_has_a_whole_notice_of_its_own_whatever_the_french_says(
    press: Press, said: Amendment, certain: str
) -> None:
    DeskSettings(press.database).set(ENGLISH, True)
    draft, english = press.draft(), in_english(press)
    press.desk.send(draft, ZOE)
    press.worker().carry()
    press.rewrite(draft, "Il y a 45 pistes.")
    press.desk.set_english(draft, recorded(english))

    plan = press.desk.plan_amendment(draft, DispatchKind.CORRECTION, said)
    press.desk.correct(draft, said, shown=plan)

    assert plan.has_english
    (message,) = press.desk.of(draft)[0].messages
    french, below = (
        OutboxDesk(press.database)
        .message(message)
        .content.text.split("54 lanes.")[0]
        .split("Good day,")
    )
    assert f"{said.note} Cette version remplace la précédente." in french
    assert f"{certain} This version replaces the previous one." in below
    assert said.note not in below


def test_a_correction_that_is_written_anew_keeps_each_language_to_its_own(press: Press) -> None:
    DeskSettings(press.database).set(ENGLISH, True)
    draft, english = press.draft(), in_english(press)
    press.embargo(draft, TEN, "zoe@journal.example")
    press.desk.send(draft, ZOE)
    press.worker().carry()
    press.rewrite(draft, "Il y a 45 pistes.")
    press.desk.set_english(draft, recorded(english))
    press.desk.correct(draft, Amendment(note="C’était faux.", in_english="It was wrong."))
    press.embargo(draft, TEN + MINUTE, "zoe@journal.example")

    assert press.desk.follow_embargoes() == 1

    written = press.desk.of(draft)[0].messages[-1]
    text = OutboxDesk(press.database).message(written).content.text
    assert text.count("C’était faux. Cette version") == 1
    assert text.count("It was wrong. This version") == 1
    assert text.count("C’était faux.") == 1


def test_what_is_done_outside_waits_until_somebody_ticks_it(press: Press) -> None:
    draft = press.draft()
    assert press.desk.to_do() == ()
    press.desk.send(draft, ZOE)

    press.desk.tick(draft, Step.WIRE)

    assert [each.step for each in press.desk.to_do()] == [Step.WEB]
    assert len(press.desk.to_do(draft)) == 2
    press.desk.tick(draft, Step.WIRE, done=False)
    assert len(press.desk.to_do()) == 2
    press.desk.tick(draft, Step.WIRE)
    press.worker().carry()
    press.rewrite(draft, "Il y a 45 pistes.")
    press.desk.correct(draft, Amendment(wrong="54", right="45"))
    assert [(each.edition, each.step) for each in press.desk.to_do()] == [
        (2, Step.WEB),
        (2, Step.WIRE),
    ]


def test_the_citys_site_waits_as_long_as_the_text_does(press: Press) -> None:
    draft = press.draft()
    press.embargo(draft)
    press.desk.send(draft, replace(ZOE, when=SendingTime.WHEN_LIFTED))

    waits = {each.step: each.not_before for each in press.desk.to_do()}
    assert waits == {Step.WEB: TEN, Step.WIRE: None}

    press.embargoes.lift(Ref(Subject.DRAFT, draft))
    assert {each.not_before for each in press.desk.to_do()} == {None}
    press.embargo(draft)
    press.desk.withdraw(draft, "")
    assert {each.not_before for each in press.desk.to_do(draft)} == {None}


def test_the_citys_site_waits_for_the_hour_of_a_text_without_an_embargo(press: Press) -> None:
    at = press.database.clock.now() + timedelta(hours=2)
    press.desk.send(press.draft(), replace(ZOE, when=SendingTime.AT, at=at))

    waits = {each.step: each.not_before for each in press.desk.to_do()}
    assert waits == {Step.WEB: at, Step.WIRE: None}


def test_while_sending_is_frozen_what_waits_is_to_be_nowhere_else_either(press: Press) -> None:
    waiting, gone = press.draft(), press.draft()
    press.desk.send(gone, ZOE)
    press.worker().carry()
    press.desk.send(waiting, ZOE)
    freezes = FreezeDesk(press.database)

    freezes.freeze("Décès d’un conseiller")

    frozen = {(each.draft, each.is_frozen) for each in press.desk.to_do()}
    assert frozen == {(waiting, True), (gone, False)}
    press.desk.withdraw(gone)
    freezes.let_go(Ref(Subject.DRAFT, waiting))
    assert not any(each.is_frozen for each in press.desk.to_do())


def test_the_newswire_is_told_circuits_hour_and_whom_to_call(press: Press) -> None:
    draft = press.draft()
    press.embargo(draft, TEN)
    new = NewWireOrder(circuits="Québec, médias généraux", contact="A. Okafor, 514 555-0100")

    made = press.desk.wire_order(draft, new)

    assert made.name.startswith("SOUS EMBARGO - Bon de diffusion - Budget 2027")
    assert "Circuits\u00a0: Québec, médias généraux" in made.text
    assert "Heure de diffusion\u00a0: mardi 24 novembre 2026, 10\u00a0h" in made.text
    assert "Il y a 54 pistes." in made.text
    words = "\n".join(each.text for each in docx.Document(BytesIO(made.content)).paragraphs)
    assert "BON DE DIFFUSION" in words
    assert "Personne à joindre\u00a0: A. Okafor, 514 555-0100" in words
    assert press.drafts.history(draft)[0].field == "wire order"


def test_an_order_without_circuits_is_none(press: Press) -> None:
    with pytest.raises(OrderIncomplete):
        press.desk.wire_order(press.draft(), NewWireOrder(circuits=" ", contact="A. Okafor"))


def test_the_citys_site_waits_for_the_hour_of_what_was_replaced_before_it_left(
    press: Press,
) -> None:
    draft = press.draft()
    press.desk.send(draft, replace(ZOE, when=SendingTime.AT, at=TEN))
    press.rewrite(draft, "Il y a 45 pistes.")

    press.desk.correct(draft, Amendment())

    waits = {each.step: each.not_before for each in press.desk.to_do()}
    assert waits == {Step.WEB: TEN, Step.WIRE: None}


def test_a_figure_that_is_wrong_in_english_alone_is_corrected(press: Press) -> None:
    DeskSettings(press.database).set(ENGLISH, True)
    draft, english, worker = press.draft(), in_english(press), press.worker()
    press.desk.set_english(draft, recorded(english))
    press.desk.send(draft, ZOE)
    assert worker.carry() == ["zoe@journal.example"]
    press.rewrite(english, "45 lanes.")
    press.desk.set_english(draft, recorded(english))

    with pytest.raises(SentDiffers):
        press.desk.send(draft, to("luc@radio.example"))
    press.desk.correct(draft, Amendment(note="45 pistes, en anglais."))

    assert worker.carry() == ["zoe@journal.example"]
    outbox = OutboxDesk(press.database)
    assert "45 lanes." in outbox.message(outbox.letters().rows[0].message).content.text
    press.desk.send(draft, to("luc@radio.example"))
    with pytest.raises(SameAsSent):
        press.desk.correct(draft, Amendment(note="Encore."))


def test_english_that_comes_once_french_has_left_keeps_it_from_nobody(press: Press) -> None:
    DeskSettings(press.database).set(ENGLISH, True)
    draft, english = press.draft(), in_english(press)
    press.desk.send(draft, ZOE)
    press.desk.set_english(draft, recorded(english))

    press.desk.send(draft, to("luc@radio.example"))

    assert press.worker().carry() == ["zoe@journal.example", "luc@radio.example"]


def test_english_under_an_embargo_of_its_own_is_tried_in_the_house_alone(press: Press) -> None:
    DeskSettings(press.database).set(ENGLISH, True)
    draft, english = press.draft(), in_english(press)
    press.desk.set_english(draft, recorded(english))
    press.embargo(english, TEN)

    with pytest.raises(TrialElsewhere):
        press.desk.test(draft, ZOE, address("zoe@journal.example"))
    press.desk.test(draft, ZOE, address("moi@ville.example"))
