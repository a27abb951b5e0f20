"""A text leaves once, to whom it should, at its hour, and each letter's fate is known."""

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from comms_desk.clock import StillClock
from comms_desk.mail.bounces.desk import BounceDesk
from comms_desk.mail.bounces.report import Nature
from comms_desk.mail.departures import Outcome
from comms_desk.mail.errors import LetterRefused, OutcomeUnknown, Stage
from comms_desk.mail.model import LetterState, NoAccount
from comms_desk.media.dispatches.desk import DispatchDesk
from comms_desk.media.dispatches.model import (
    AllHaveIt,
    Amendment,
    HourMissing,
    HourPassed,
    LetterForm,
    MediaContactMissing,
    NobodyToSendTo,
    NothingToLift,
    RequestedSending,
    SendingTime,
    SentDiffers,
    SourceMissing,
    TextChanged,
    TextMissing,
    TextNotKept,
    TrialElsewhere,
)
from comms_desk.media.drafting.desk import DraftDesk, new_sitting
from comms_desk.media.drafting.model import DraftKind, DraftStatus, NewDraft, TitleMissing
from comms_desk.media.lists.model import LeftOut
from comms_desk.settings import ENGLISH
from comms_desk.storage.database import Database
from comms_desk.storage.desk_settings import DeskSettings
from comms_desk.storage.model import FieldChange
from tests.mail.bounces.bounce_support import proven
from tests.media.dispatches.sent import (
    MINUTE,
    TAKEN,
    TEN,
    TITLE,
    Press,
    address,
    in_english,
    recorded,
    to,
)
from tests.support.releases import FOOT

ZOE = "zoe@journal.example"


@pytest.fixture
def press(database: Database) -> Press:
    return Press(database)


def test_a_text_leaves_once_to_each_who_is_named(press: Press) -> None:
    zoe = press.contact("Zoé", "zoe@journal.example")
    agencies = press.list("Agences", zoe, address("fil@agence.example"), rank=1)
    everybody = press.list("Tous", zoe, address("luc@radio.example"), rank=9)
    draft = press.draft()

    sent = press.desk.send(draft, RequestedSending(lists=(everybody, agencies)))

    assert (sent.letters, sent.people) == (3, 3)
    assert press.worker().carry() == [
        "fil@agence.example",
        "zoe@journal.example",
        "luc@radio.example",
    ]
    assert press.drafts.get(draft).status is DraftStatus.RELEASED
    (dispatch,) = press.desk.of(draft)
    assert dispatch.counts[LetterState.SENT] == dispatch.letters == 3
    assert dispatch.first_sent_at is not None


def test_a_letter_of_a_text_that_comes_back_is_said_with_the_others(press: Press) -> None:
    draft = press.draft()
    press.desk.send(draft, to("zoe@journal.example", "luc@radio.example"))
    press.worker().carry()

    back = proven(press.database, "zoe@journal.example", own_id="<r1@mx.example>")
    BounceDesk(press.database).take_in(back)

    (dispatch,) = press.desk.of(draft)
    assert (dispatch.counts[LetterState.SENT], dispatch.letters) == (2, 2)
    assert dispatch.bounced == {Nature.HARD: 1, Nature.SOFT: 0}
    bounced = {each.to.bare: each.bounced for each in press.desk.letters(draft).rows}
    assert bounced == {"zoe@journal.example": Nature.HARD, "luc@radio.example": None}


def test_sent_again_it_reaches_those_alone_who_have_not_had_it(press: Press) -> None:
    draft = press.draft()
    press.desk.send(draft, to("zoe@journal.example"))

    again = press.desk.send(draft, to("Zoe@Journal.example", "luc@radio.example"))

    assert again.letters == 1
    assert [each.left_out for each in again.left_out] == [LeftOut.ALREADY]
    assert sorted(press.worker().carry()) == ["luc@radio.example", "zoe@journal.example"]


def test_whoever_has_it_at_another_address_has_it(press: Press) -> None:
    zoe = press.contact("Zoé", "zoe@journal.example", "z@autre.example")
    draft = press.draft()
    press.desk.send(draft, RequestedSending(also=(zoe,)))

    with pytest.raises(AllHaveIt):
        press.desk.send(draft, RequestedSending(also=(zoe,)))


def test_who_had_it_before_they_had_a_card_has_it(press: Press) -> None:
    draft, worker = press.draft(), press.worker()
    press.desk.send(draft, to("zoe@journal.example"))
    assert worker.carry() == ["zoe@journal.example"]
    zoe = press.contact("Roy", "zoe.roy@radio.example", "zoe@journal.example")

    plan = press.desk.plan(draft, RequestedSending(also=(zoe,)))

    assert (plan.readers, [each.left_out for each in plan.left_out]) == ((), [LeftOut.ALREADY])


def test_what_was_stopped_may_be_sent_anew(press: Press) -> None:
    draft = press.draft()
    press.desk.send(draft, to("zoe@journal.example"))

    stopped = press.desk.stop(draft)
    press.desk.send(draft, to("zoe@journal.example"))

    assert (stopped.stopped, stopped.on_the_wire) == (1, 0)
    assert press.worker().carry() == ["zoe@journal.example"]
    assert [each.counts[LetterState.SENT] for each in press.desk.of(draft)] == [1, 0]


def test_what_is_on_the_wire_is_not_sent_anew(press: Press) -> None:
    draft = press.draft()
    press.desk.send(draft, to("zoe@journal.example"))
    press.worker().claim()

    assert press.desk.stop(draft).on_the_wire == 1
    with pytest.raises(AllHaveIt):
        press.desk.send(draft, to("zoe@journal.example"))


def test_another_text_is_never_quietly_sent_in_its_place(press: Press) -> None:
    draft = press.draft()
    press.desk.send(draft, to("zoe@journal.example"))
    press.rewrite(draft, "Il y a 45 pistes.")

    with pytest.raises(SentDiffers):
        press.desk.send(draft, to("luc@radio.example"))

    press.desk.stop(draft)
    press.desk.send(draft, to("zoe@journal.example"))
    assert press.worker().carry() == ["zoe@journal.example"]


def test_at_an_hour_it_leaves_then(press: Press, clock: StillClock) -> None:
    draft = press.draft()
    wanted = replace(to("zoe@journal.example"), when=SendingTime.AT, at=TEN)
    plan = press.desk.plan(draft, wanted)

    press.desk.send(draft, wanted, shown=plan)

    assert plan.first_leaves_at == plan.last_leaves_at == TEN
    clock.at = TEN - MINUTE
    assert press.worker().carry() == []
    clock.at = TEN
    assert press.worker().carry() == ["zoe@journal.example"]


def test_under_embargo_it_goes_to_those_alone_who_signed(press: Press) -> None:
    draft = press.draft()
    press.embargo(draft, TEN, "zoe@journal.example")

    sent = press.desk.send(draft, to("zoe@journal.example", "luc@radio.example"))

    assert [(each.address, each.left_out) for each in sent.left_out] == [
        (address("luc@radio.example"), LeftOut.NOT_SIGNED)
    ]
    assert press.worker().carry() == ["zoe@journal.example"]


def test_as_its_embargo_lifts_it_goes_to_all_and_early_to_those_who_signed(
    press: Press, clock: StillClock
) -> None:
    copy = press.list(
        "Copie interne", address("dg@ville.example"), address("311@ville.example"), rank=1, early=5
    )
    agencies = press.list("Agences", address("fil@agence.example"), rank=2)
    draft = press.draft()
    press.embargo(draft, TEN, "dg@ville.example", "fil@agence.example")
    wanted = RequestedSending(lists=(copy, agencies), when=SendingTime.WHEN_LIFTED)
    plan = press.desk.plan(draft, wanted)

    press.desk.send(draft, wanted, shown=plan)

    assert [
        (each.name, each.count, each.first_leaves_at, each.under_embargo) for each in plan.lists
    ] == [
        ("Copie interne", 1, TEN - 5 * MINUTE, True),
        ("Copie interne", 1, TEN, False),
        ("Agences", 1, TEN, False),
    ]
    clock.at = TEN - 5 * MINUTE
    worker = press.worker()
    assert worker.carry() == ["dg@ville.example"]
    clock.at = TEN - MINUTE
    assert worker.carry() == []
    clock.at = TEN
    assert worker.carry() == ["311@ville.example", "fil@agence.example"]


def test_the_letter_says_what_it_is_and_merges_no_name_in(press: Press) -> None:
    draft = press.draft()
    wanted = replace(
        to("Zoé <zoe@journal.example>"),
        photos="montreal.example/budget",
        interviews="A. Okafor, 514 555-0100",
        forms=frozenset({LetterForm.INLINE, LetterForm.WORD}),
    )

    shown = press.desk.preview(draft, wanted)

    assert shown.subject == f"Communiqué – {TITLE}"
    assert f"Voici le communiqué «\N{NO-BREAK SPACE}{TITLE}\N{NO-BREAK SPACE}»." in shown.text
    assert "Pour diffusion immédiate." in shown.text
    assert "Zoé" not in shown.text
    assert 'href="https://montreal.example/budget"' in shown.html
    (file,) = shown.files
    assert file.name.startswith("Communiqué - Budget 2027")
    assert file.name.endswith(".docx")


def test_under_embargo_the_letter_says_until_when(press: Press) -> None:
    draft = press.draft()
    press.embargo(draft, TEN, "zoe@journal.example")
    wanted = to("zoe@journal.example", "luc@radio.example")

    early = press.desk.preview(draft, wanted)
    lifted = press.desk.preview(draft, replace(wanted, when=SendingTime.WHEN_LIFTED))

    assert "Sous embargo jusqu’au mardi 24 novembre 2026, 10\N{NO-BREAK SPACE}h" in early.text
    assert "Pour diffusion immédiate." in lifted.text


def test_what_keeps_a_text_from_leaving_is_said(press: Press, database: Database) -> None:
    drafts = DraftDesk(database)
    untitled = drafts.add(NewDraft(kind=DraftKind.RELEASE, text="Un texte", **FOOT)).id
    empty = drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Vide")).id
    typed = press.draft()
    opened = drafts.open(typed)
    drafts.save_working(typed, "Plus", base=opened.base, sitting=new_sitting(opened.text))
    whole, zoe = press.draft(), to("zoe@journal.example")

    def obstacles(draft: object, wanted: RequestedSending) -> list[type]:
        return [type(each) for each in press.desk.plan(draft, wanted).obstacles]  # type: ignore[arg-type]

    assert obstacles(untitled, zoe) == [TitleMissing]
    assert obstacles(empty, zoe) == [TextMissing]
    assert obstacles(typed, zoe) == [TextNotKept]
    assert obstacles(whole, RequestedSending()) == [NobodyToSendTo]
    assert obstacles(whole, replace(zoe, when=SendingTime.AT, at=TEN - 300 * MINUTE)) == [
        HourPassed
    ]
    assert obstacles(whole, replace(zoe, when=SendingTime.AT)) == [HourMissing]
    assert obstacles(whole, replace(zoe, when=SendingTime.WHEN_LIFTED)) == [NothingToLift]
    assert obstacles(whole, zoe) == []


def test_a_release_says_its_source_and_whom_the_media_call_or_does_not_leave(
    press: Press,
) -> None:
    zoe, foot = to("zoe@journal.example"), "– 30 –\n\nSource : Ville de Montréal"
    bare = press.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Neige", text="Il neige.")).id
    speech = press.drafts.add(NewDraft(kind=DraftKind.SPEECH, title="Mot", text="Bonjour.")).id

    assert [type(each) for each in press.desk.plan(bare, zoe).obstacles] == [
        SourceMissing,
        MediaContactMissing,
    ]
    with pytest.raises(SourceMissing):
        press.desk.send(bare, zoe)
    assert press.worker().carry() == []
    assert press.desk.plan(speech, zoe).obstacles == ()

    press.rewrite(bare, f"Il neige.\n\n{foot}")
    (missing,) = press.desk.plan(bare, zoe).obstacles
    assert isinstance(missing, MediaContactMissing)
    press.drafts.edit(bare, FieldChange("contact", "", "Relations médias"))
    assert press.desk.send(bare, zoe).letters == 1


def test_what_left_without_a_source_is_corrected_and_withdrawn_all_the_same(
    press: Press,
) -> None:
    draft = press.draft()
    press.desk.send(draft, to("zoe@journal.example"))
    press.worker().carry()
    for field, value in FOOT.items():
        press.drafts.edit(draft, FieldChange(field, value, ""))
    press.rewrite(draft, "Il y a 45 pistes.")

    assert press.desk.correct(draft, Amendment(wrong="54", right="45")).told == 1
    assert press.desk.withdraw(draft).told == 1


def test_the_english_version_below_says_them_too(press: Press) -> None:
    french, english, zoe = press.draft(), in_english(press), to("zoe@journal.example")
    DeskSettings(press.database).set(ENGLISH, True)
    press.desk.set_english(french, recorded(english))
    assert press.desk.plan(french, zoe).obstacles == ()

    press.drafts.edit(english, FieldChange("contact", FOOT["contact"], ""))

    (missing,) = press.desk.plan(french, zoe).obstacles
    assert isinstance(missing, MediaContactMissing)
    assert missing.title == "Budget"


def test_without_an_account_nothing_leaves(sqlite_database: Database) -> None:
    draft = DraftDesk(sqlite_database).add(
        NewDraft(kind=DraftKind.RELEASE, title="Un titre", text="Un texte", **FOOT)
    )
    desk = DispatchDesk(sqlite_database)

    assert [type(each) for each in desk.plan(draft.id, to("a@b.example")).obstacles] == [NoAccount]
    with pytest.raises(NoAccount):
        desk.send(draft.id, to("a@b.example"))
    with pytest.raises(NoAccount):
        desk.test(draft.id, RequestedSending(), address("a@b.example"))


def test_what_has_changed_since_it_was_shown_is_not_sent(press: Press) -> None:
    draft, zoe = press.draft(), to("zoe@journal.example")
    shown = press.desk.plan(draft, zoe)
    press.rewrite(draft, "Il y a 45 pistes.")

    with pytest.raises(TextChanged):
        press.desk.send(draft, zoe, shown=shown)

    assert press.desk.of(draft) == ()


def test_a_test_is_a_letter_about_nothing_and_stays_in_the_house_under_embargo(
    press: Press,
) -> None:
    draft = press.draft()
    press.embargo(draft)

    press.desk.test(draft, RequestedSending(), address("moi@ville.example"))
    with pytest.raises(TrialElsewhere):
        press.desk.test(draft, RequestedSending(), address("moi@maison.example"))

    assert press.worker().carry() == ["moi@ville.example"]
    assert press.desk.letters(draft).rows == ()
    assert press.drafts.get(draft).status is DraftStatus.DRAFT


def test_the_subtitle_that_was_shown_is_the_one_that_leaves(press: Press) -> None:
    draft = press.draft()
    shown = press.desk.plan(draft, to(ZOE))
    press.drafts.edit(draft, FieldChange("subtitle", "", "La hausse est de 3,1"))

    with pytest.raises(TextChanged):
        press.desk.send(draft, to(ZOE), shown=shown)


@pytest.mark.parametrize("text", ["{{{ x }}}", "{{ x }}", "a {{{{ former }}}} b", "{{{{{a}}}}}"])
def test_braces_in_a_text_are_braces(press: Press, text: str) -> None:
    draft = press.draft(text=text, title=text)

    press.desk.send(draft, to(ZOE))

    assert press.worker().carry() == [ZOE]


def test_an_hour_that_was_not_asked_for_holds_nothing(press: Press) -> None:
    draft = press.draft()

    press.desk.send(draft, replace(to(ZOE), when=SendingTime.NOW, at=TEN))

    assert press.worker().carry() == [ZOE]


@pytest.mark.parametrize(
    ("table", "whom"), [("addressees", "address_key"), ("dispatch_persons", "ref")]
)
def test_the_database_itself_refuses_a_second_letter_of_an_edition(
    press: Press, table: str, whom: str
) -> None:
    zoe, draft = press.contact("Zoé", "zoe@journal.example"), press.draft()
    press.desk.send(draft, RequestedSending(also=(zoe,)))
    again = f"INSERT INTO {table} (draft_id, edition, {whom}, letter_id)"
    again += f" SELECT draft_id, edition, {whom}, letter_id FROM {table}"

    with pytest.raises(IntegrityError), press.database.transaction() as transaction:
        transaction.session.execute(text(again))


def test_a_text_is_out_when_it_left_to_the_press_not_when_some_had_it_before(
    press: Press, clock: StillClock
) -> None:
    draft = press.draft()
    press.embargo(draft, TEN, ZOE)
    early = press.list("Copie interne", press.contact("Roy", ZOE), early=5)
    wanted = RequestedSending(
        lists=(early,), also=(address("luc@radio.example"),), when=SendingTime.WHEN_LIFTED
    )
    press.desk.send(draft, wanted)
    worker = press.worker()
    clock.at = TEN - 5 * MINUTE
    assert worker.carry() == [ZOE]

    assert [each.first_sent_at for each in press.desk.of(draft)] == [None]

    clock.at = TEN
    assert worker.carry() == ["luc@radio.example"]
    assert [each.first_sent_at for each in press.desk.of(draft)] == [TEN]


def test_a_text_that_went_to_those_alone_who_signed_left_when_they_had_it(
    press: Press, clock: StillClock
) -> None:
    draft = press.draft()
    press.embargo(draft, TEN, ZOE)
    press.desk.send(draft, to(ZOE))
    press.worker().carry()

    assert [each.first_sent_at for each in press.desk.of(draft)] == [clock.now()]


def test_letters_that_somebody_decides_about_come_first(press: Press) -> None:
    draft = press.draft()
    names = ("ana", "bob", "cid", "dan")
    press.desk.send(draft, to(*(f"{name}@media.example" for name in names)))
    worker = press.worker()
    claims = worker.claim(3)
    ends: tuple[Outcome, ...] = (
        LetterRefused(Stage.RECIPIENT, 550, "5.1.1 no such user"),
        OutcomeUnknown("smtp", "reset"),
        TAKEN,
    )
    for claim, end in zip(claims, ends, strict=True):
        worker.departures.settle(worker.account, claim, end)

    first = press.desk.letters(draft, limit=1)
    rest = press.desk.letters(draft, after=first.next_key, limit=9)

    assert [each.to.local for each in (*first.rows, *rest.rows)] == ["bob", "ana", "dan", "cid"]
