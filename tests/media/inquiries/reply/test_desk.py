"""What is said to who asks: in their thread, once, with an hour, as it was approved."""

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from comms_desk.changes import Ref, Subject
from comms_desk.i18n import Language
from comms_desk.mail.address import Address
from comms_desk.mail.errors import LetterRefused, Stage
from comms_desk.mail.freezes import FreezeDesk
from comms_desk.mail.model import (
    Decision,
    ExclusionReason,
    LetterId,
    LettersLeaving,
    NothingToDecide,
)
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.inquiries.model import InquiryId, NotOpen, Reporter
from comms_desk.media.inquiries.moments import (
    Attribution,
    Channel,
    MomentIncomplete,
    MomentKind,
    MomentStays,
    NewMoment,
    Resolution,
    Status,
)
from comms_desk.media.inquiries.reply.desk import ReplyDesk
from comms_desk.media.inquiries.reply.model import (
    AcknowledgedAlready,
    Acknowledgement,
    Answer,
    AnswerChanged,
    AnswerUnapproved,
    ApprovesOwn,
    NobodyToReply,
    NoComment,
    OfficeWords,
    PromisePassed,
    PromiseWithoutHour,
    Referral,
    SaidAlready,
    SpokespersonMissing,
)
from comms_desk.settings import COPY_TO, REPLY_TO
from comms_desk.storage.database import Database
from comms_desk.storage.desk_settings import DeskSettings
from comms_desk.storage.model import FieldChange
from comms_desk.wording.inquiries import answered_all_the_same
from tests.media.inquiries.asked import BEFORE, CITY, MAIL, TEXT, ZOE, Newsroom


@pytest.fixture
def office(database: Database) -> Newsroom:
    return Newsroom(database)


@pytest.fixture
def quick(sqlite_database: Database) -> Newsroom:
    return Newsroom(sqlite_database)


def read(office: Newsroom, letter: LetterId | None) -> EmailMessage:
    """Return a letter as its reader's program understands it."""
    assert letter is not None
    return message_from_bytes(office.outbox.bytes_of(letter), policy=default)


def plain(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\u00a0", " ").replace("\r\n", "\n")


def test_who_asks_is_told_that_it_came_and_until_when(office: Newsroom) -> None:
    DeskSettings(office.database).set(REPLY_TO, "medias@ville.example")
    DeskSettings(office.database).set(COPY_TO, "boite@ville.example")
    inquiry = office.asked("RE : Re: Déneigement")

    shown = office.replies.shown_acknowledgement(inquiry, office.promised())
    told = office.replies.acknowledge(inquiry, office.promised())

    mail = read(office, told.letter)
    assert (mail["In-Reply-To"], mail["References"].split()) == (MAIL, [BEFORE, MAIL])
    assert (mail["Subject"], mail["Reply-To"]) == ("Re: Déneigement", "medias@ville.example")
    assert mail["To"].addresses[0].addr_spec == ZOE.bare
    assert "Bonjour Zoé, bien reçu. Nous vérifions et vous revenons avant " in plain(mail)
    assert (
        plain(mail).strip()
        == told.text.replace("\u00a0", " ")
        == shown.text.replace("\u00a0", " ").strip()
    )
    assert office.desk.get(inquiry).status is Status.ACKNOWLEDGED
    assert sorted(office.carry()) == ["boite@ville.example", ZOE.bare]
    assert "boite" not in str(mail)


def test_an_english_inquiry_is_acknowledged_in_english(quick: Newsroom) -> None:
    inquiry = quick.asked("Snow", language=Language.ENGLISH)

    told = quick.replies.acknowledge(inquiry, quick.promised())

    assert told.text.startswith("Hello Zoé, we have received your request.")


def test_nobody_waits_without_an_hour_nor_for_one_that_is_past(quick: Newsroom) -> None:
    inquiry = quick.asked()

    with pytest.raises(PromiseWithoutHour):
        quick.replies.acknowledge(inquiry, Acknowledgement(words=OfficeWords.FOLLOWING))
    with pytest.raises(PromisePassed):
        quick.replies.acknowledge(inquiry, Acknowledgement(by=quick.now))

    assert quick.desk.get(inquiry).status is Status.RECEIVED


def test_who_asks_is_told_twice_only_of_another_hour(office: Newsroom) -> None:
    inquiry = office.asked()
    office.replies.acknowledge(inquiry, office.promised())

    with pytest.raises(AcknowledgedAlready):
        office.replies.acknowledge(inquiry, office.promised())
    office.replies.acknowledge(inquiry, office.promised(words=OfficeWords.FOLLOWING, again=True))

    assert office.carry() == [ZOE.bare] * 2


def test_a_call_is_noted_and_writes_to_nobody(quick: Newsroom) -> None:
    inquiry = quick.asked(reply_to=None, reporters=(Reporter(name="Zoé"),))

    noted = Acknowledgement(how=Channel.PHONE, note="Message laissé.")
    told = quick.replies.acknowledge(inquiry, noted)

    assert (told.how, told.text, told.letter) == (Channel.PHONE, "Message laissé.", None)
    assert quick.carry() == []


@pytest.mark.parametrize(
    ("name", "address", "greeted"),
    [
        ("Zoé Tremblay", "zoe.tremblay@quotidien.example", "Bonjour Zoé,"),
        ("Zoé Tremblay", "ztremblay@quotidien.example", "Bonjour Zoé,"),
        ("Tremblay, Zoé", "zoe.tremblay@quotidien.example", "Bonjour Zoé,"),
        ("TREMBLAY Zoé", "tremblay.zoe@quotidien.example", "Bonjour Zoé,"),
        ("Anne-Sophie O’Neill", "as.oneill@quotidien.example", "Bonjour,"),
        ("Tremblay Zoé", "zoe.tremblay@quotidien.example", "Bonjour,"),
        ("Zoé Tremblay", "nouvelles@quotidien.example", "Bonjour,"),
        ("Salle Nouvelles", "salle.nouvelles@quotidien.example", "Bonjour,"),
        ("Le Quotidien", "le.quotidien@quotidien.example", "Bonjour,"),
        ("Radio Rive", "radio.rive@onde.example", "Bonjour,"),
        ("", "zoe.tremblay@quotidien.example", "Bonjour,"),
        ("Zoé", "zoe@quotidien.example", "Bonjour,"),
        ("Théo Marcil Nguyen", "theo.marcil@quotidien.example", "Bonjour,"),
    ],
)
def test_nobody_is_called_by_a_name_that_may_not_be_theirs(
    quick: Newsroom, name: str, address: str, greeted: str
) -> None:
    where = Address.parse(address)
    inquiry = quick.asked(reply_to=where, reporters=(Reporter(name=name, email=where),))

    told = quick.replies.acknowledge(inquiry, quick.promised())

    assert told.text.startswith(greeted)


def test_an_address_that_is_not_theirs_does_not_wear_their_name(quick: Newsroom) -> None:
    inquiry = quick.asked(reply_to=Address.parse("liste-presse@federation.example"))

    shown = quick.replies.shown_acknowledgement(inquiry, quick.promised())

    assert [str(each) for each in shown.to] == ["liste-presse@federation.example"]


@pytest.mark.parametrize("local", ["noreply", "no-reply+7", "Do-Not-Reply", "nepasrepondre"])
def test_what_nobody_reads_is_not_written_to(quick: Newsroom, local: str) -> None:
    unread = Address.parse(f"{local}@formulaire.example")
    nobody = quick.asked(reporters=(Reporter(name="Zoé", email=unread),), reply_to=unread)
    somebody = quick.asked(reply_to=unread)

    with pytest.raises(NobodyToReply):
        quick.replies.acknowledge(nobody, quick.promised())
    shown = quick.replies.shown_acknowledgement(somebody, quick.promised())

    assert [each.bare for each in shown.to] == [ZOE.bare]


def test_the_directory_says_what_somebody_is_called(quick: Newsroom) -> None:
    held = NewPosition(emails=(ZOE,))
    new = NewContact(given_name="Marie Zoé", family_name="Tremblay", positions=(held,))
    contact = ContactDesk(quick.database).add(new).id
    inquiry = quick.asked(
        reporters=(Reporter(contact=contact, name="Zoé"),), reply_to=None, message_id=""
    )

    told = quick.replies.acknowledge(inquiry, quick.promised())

    assert told.text.startswith("Bonjour Marie Zoé,")
    assert read(quick, told.letter)["In-Reply-To"] is None
    assert quick.carry() == [ZOE.bare]


def test_several_who_ask_are_called_by_no_name(quick: Newsroom) -> None:
    luc = Address.parse("luc.roy@quotidien.example")
    who = (Reporter(name="Zoé Tremblay", email=ZOE), Reporter(name="Luc Roy", email=luc))
    inquiry = quick.asked(reporters=who, reply_to=None)

    told = quick.replies.acknowledge(inquiry, quick.promised())

    assert told.text.startswith("Bonjour,")
    assert quick.carry() == [ZOE.bare, luc.bare]


def test_the_words_are_the_office_s_own(quick: Newsroom, tmp_path: Path) -> None:
    words = tmp_path / "letters" / "acknowledgement.fr.md"
    words.parent.mkdir()
    words.write_text("Re: {{ title }}\n\n{{ greeting }}. On s’en occupe d’ici {{ hour }}.", "utf-8")
    inquiry = quick.asked()

    told = ReplyDesk(quick.database, tmp_path).acknowledge(inquiry, quick.promised())

    assert told.text.startswith("Bonjour Zoé. On s’en occupe d’ici ")


def test_what_the_office_calls_it_is_not_its_subject(quick: Newsroom) -> None:
    inquiry = quick.asked("Contrat")
    quick.desk.edit(inquiry, FieldChange("title", "Contrat", "Contrat : Zoé insiste encore"))

    told = quick.replies.acknowledge(inquiry, quick.promised())

    assert read(quick, told.letter)["Subject"] == "Re: Contrat"


# ── the answer ────────────────────────────────────────────────────────────────────────


def test_a_letter_to_whoever_called_begins_a_thread_and_its_subject(quick: Newsroom) -> None:
    called = quick.asked(
        "combien coûte le déneigement", message_id="", references=(), reply_to=None
    )

    told = quick.replies.acknowledge(called, quick.promised())

    assert read(quick, told.letter)["Subject"] == "Combien coûte le déneigement"


def test_the_text_that_was_approved_is_that_which_leaves(office: Newsroom) -> None:
    inquiry = office.approved(office.asked())
    plan = office.replies.plan(inquiry, CITY)

    (answered,) = office.replies.answer(inquiry, CITY, shown=plan)

    assert answered.text == TEXT == office.desk.get(inquiry).answer
    mail = read(office, answered.letter)
    assert (mail["In-Reply-To"], mail["References"].split()) == (MAIL, [BEFORE, MAIL])
    assert mail["Subject"] == "Re: Déneigement"
    assert "Le contrat s’élève à 48 M$.\n\nIl est de trois ans." in plain(mail)
    assert "Attribution : Ville de Montréal." in plain(mail)
    assert "<strong>48 M$</strong>" in str(mail.get_body(("html",)).get_content())  # type: ignore[union-attr]
    assert office.desk.get(inquiry).status is Status.ANSWERED
    assert office.carry() == [ZOE.bare]
    with pytest.raises(MomentStays):
        office.desk.take_back(answered.id)


def test_a_double_click_answers_once(office: Newsroom) -> None:
    inquiry = office.approved(office.asked())
    office.replies.answer(inquiry, CITY)

    with pytest.raises(NotOpen):
        office.replies.answer(inquiry, CITY)

    assert office.carry() == [ZOE.bare]


def test_who_wrote_it_does_not_approve_it_in_silence(office: Newsroom) -> None:
    inquiry = office.asked()
    office.write(inquiry)

    with pytest.raises(ApprovesOwn):
        office.replies.approve(inquiry, TEXT)
    with pytest.raises(ValueError, match="approved"):
        office.desk.record(inquiry, NewMoment(what=MomentKind.APPROVED, text=TEXT))
    with pytest.raises(AnswerUnapproved):
        office.replies.answer(inquiry, CITY)
    reason = "Seule de garde ce soir."
    office.replies.answer(inquiry, Answer(attribution=Attribution.CITY, reason=reason))

    forced = [each for each in office.desk.moments(inquiry) if each.what is MomentKind.APPROVED]
    assert [each.reason for each in forced] == [reason]


def test_whoever_wrote_a_part_of_it_is_one_of_its_writers(quick: Newsroom) -> None:
    inquiry = quick.asked(questions=("Combien?", "Quand?"))
    quick.database.act_as(quick.bao)
    (first, second) = quick.desk.get(inquiry).parts
    quick.desk.edit_question(second.id, FieldChange("answer", "", "En 2027."))
    quick.database.act_as(quick.ada)
    quick.desk.edit_question(first.id, FieldChange("answer", "", "48 M$."))
    whole = quick.replies.assemble(inquiry).answer

    assert whole == "**1. Combien?**\n\n48 M$.\n\n**2. Quand?**\n\nEn 2027."
    quick.database.act_as(quick.bao)
    with pytest.raises(ApprovesOwn):
        quick.replies.approve(inquiry, whole)


def test_a_question_without_its_answer_is_told(quick: Newsroom) -> None:
    inquiry = quick.asked(questions=("Combien?", "Quand?", "Où?"))
    first, second, _third = quick.desk.get(inquiry).parts
    quick.desk.edit_question(first.id, FieldChange("answer", "", "48 M$."))
    quick.replies.assemble(inquiry)
    quick.desk.edit_question(second.id, FieldChange("answer", "", "En 2027."))

    assert quick.replies.plan(inquiry, CITY).unanswered == (2, 3)


def test_what_was_changed_since_is_approved_anew(office: Newsroom) -> None:
    inquiry = office.approved(office.asked())
    shown = office.replies.plan(inquiry, CITY)
    office.write(inquiry, "Le contrat s’élève à 49 M$.")

    with pytest.raises(AnswerUnapproved):
        office.replies.answer(inquiry, CITY, shown=shown)
    office.approved(inquiry, "Le contrat s’élève à 50 M$.")
    with pytest.raises(AnswerChanged):
        office.replies.answer(inquiry, CITY, shown=shown)

    assert office.carry() == []


def test_an_answer_says_whose_it_is(quick: Newsroom) -> None:
    inquiry = quick.approved(quick.asked())
    speaks = Answer(attribution=Attribution.SPOKESPERSON)

    with pytest.raises(MomentIncomplete):
        quick.replies.answer(inquiry, Answer())
    with pytest.raises(SpokespersonMissing):
        quick.replies.answer(inquiry, speaks)
    quick.desk.edit(inquiry, FieldChange("spokesperson", None, quick.bao))
    (answered,) = quick.replies.answer(inquiry, speaks)

    assert "Attribution : Bao Nguyen." in plain(read(quick, answered.letter))


def test_background_is_said_not_to_be_quoted(quick: Newsroom) -> None:
    inquiry = quick.approved(quick.asked())

    (answered,) = quick.replies.answer(inquiry, Answer(attribution=Attribution.BACKGROUND))

    assert answered.resolution is Resolution.BACKGROUND
    assert "À titre d’information seulement : à ne pas citer." in plain(
        read(quick, answered.letter)
    )


@pytest.mark.parametrize(
    "text",
    [
        "Pas de commentaire.",
        "Nous n’avons pas de commentaire à faire pour l’instant.",
        "La Ville n’a aucun commentaire.",
        "Sans commentaire",
        "La Ville ne souhaite pas commenter.",
        "No comment.",
        "We have no further comment at this time.",
        "The City declined to comment.",
    ],
)
def test_no_comment_is_no_answer(quick: Newsroom, text: str) -> None:
    inquiry = quick.asked()
    quick.write(inquiry, text)
    quick.database.act_as(quick.bao)

    with pytest.raises(NoComment):
        quick.replies.approve(inquiry, text)
    with pytest.raises(NoComment):
        quick.replies.answer(inquiry, Answer(attribution=Attribution.CITY, reason="Pressé"))


@pytest.mark.parametrize(
    "text",
    [
        "Nous n’avons reçu aucun commentaire de résidents à ce sujet.",
        "Il n’y a pas de commentaires du public dans ce dossier.",
        "La Ville a reçu 300 commentaires.",
        "There were no comments from residents.",
    ],
)
def test_comments_may_be_spoken_of(quick: Newsroom, text: str) -> None:
    inquiry = quick.approved(quick.asked(), text)

    assert quick.replies.plan(inquiry, CITY).obstacles == ()


def test_those_who_ask_the_same_are_answered_each_in_their_thread(office: Newsroom) -> None:
    first = office.asked()
    luc = Address.parse("luc@radio.example")
    other = office.asked(
        "Neige",
        reporters=(Reporter(name="Luc", email=luc),),
        reply_to=luc,
        message_id="<b0b@radio.example>",
        references=(),
        language=Language.ENGLISH,
    )
    nowhere = office.asked("Neige", reporters=(Reporter(name="Métro"),), reply_to=None)
    for each in (other, nowhere):
        office.desk.join(each, first)
    office.approved(first)

    plan = office.replies.plan(first, CITY)
    answered = office.replies.answer(first, CITY, shown=plan)

    assert [each.inquiry for each in plan.left_open] == [nowhere]
    assert isinstance(plan.left_open[0].error, NobodyToReply)
    mails = [read(office, each.letter) for each in answered]
    assert [each["In-Reply-To"] for each in mails] == [MAIL, "<b0b@radio.example>"]
    assert [each["Subject"] for each in mails] == ["Re: Déneigement", "Re: Neige"]
    assert "Attribution: Ville de Montréal." in plain(mails[1])
    assert {each.text for each in answered} == {TEXT}
    assert [office.desk.get(each).status for each in (first, other, nowhere)] == [
        Status.ANSWERED,
        Status.ANSWERED,
        Status.RECEIVED,
    ]
    assert sorted(office.carry()) == [luc.bare, ZOE.bare]
    assert plan.in_other_words == ("Neige",)
    assert "Hello," in plain(mails[1])
    assert "Media Relations" in plain(mails[1])

    (read_out,) = office.replies.answer(
        nowhere, Answer(attribution=Attribution.CITY, how=Channel.PHONE)
    )
    assert (read_out.text, read_out.letter, read_out.who) == (TEXT, None, "Métro")


def test_an_answer_that_is_read_by_phone_says_so_and_to_whom(office: Newsroom) -> None:
    inquiry = office.approved(office.asked())

    wanted = Answer(attribution=Attribution.CITY, how=Channel.PHONE, who="Son affectatrice")
    (answered,) = office.replies.answer(inquiry, wanted)

    assert (answered.how, answered.who, answered.text) == (Channel.PHONE, "Son affectatrice", TEXT)
    assert office.desk.get(inquiry).status is Status.ANSWERED
    assert office.carry() == []


# ── who is not written to, and what is stopped ────────────────────────────────────────


def test_who_is_not_to_be_contacted_is_answered_what_they_asked_and_that_is_said(
    office: Newsroom,
) -> None:
    held = NewPosition(emails=(ZOE,))
    ContactDesk(office.database).add(
        NewContact(
            given_name="Zoé",
            family_name="Tremblay",
            positions=(held,),
            do_not_contact=True,
            do_not_contact_reason="Plainte en cours",
        )
    )
    inquiry = office.approved(office.asked())

    told = office.replies.shown_acknowledgement(inquiry, office.promised())
    office.replies.acknowledge(inquiry, office.promised())
    plan = office.replies.plan(inquiry, CITY)
    office.replies.answer(inquiry, CITY, shown=plan)

    assert plan.obstacles == ()
    warned = [*told.barred, *(each for letter in plan.letters for each in letter.barred)]
    assert [each.note for each in warned] == ["Plainte en cours"] * 2
    assert "Plainte en cours" in answered_all_the_same(warned[0])
    assert office.carry().count(ZOE.bare) == 2


def test_an_excluded_address_has_its_answer_and_nothing_else(office: Newsroom) -> None:
    office.outbox.suppress(ZOE, because=ExclusionReason.ASKED, note="A demandé")
    inquiry = office.approved(office.asked())

    office.replies.answer(inquiry, CITY)

    assert office.desk.get(inquiry).status is Status.ANSWERED
    assert ZOE.bare in office.carry()


def test_a_bar_that_comes_while_an_answer_waits_does_not_stop_it(office: Newsroom) -> None:
    inquiry = office.approved(office.asked())
    office.replies.answer(inquiry, CITY)

    office.outbox.suppress(ZOE, because=ExclusionReason.BOUNCED, note="550")

    assert ZOE.bare in office.carry()


def test_a_freeze_holds_a_reply_until_it_is_let_go(office: Newsroom) -> None:
    FreezeDesk(office.database).freeze("Incendie majeur")
    inquiry = office.approved(office.asked())
    office.replies.answer(inquiry, CITY)

    assert office.carry() == []
    FreezeDesk(office.database).let_go(Ref(Subject.INQUIRY, inquiry))
    assert office.carry() == [ZOE.bare]


# ── what became of it ─────────────────────────────────────────────────────────────────


def refused(office: Newsroom) -> InquiryId:
    """Return an inquiry whose answer the server refused."""
    inquiry = office.approved(office.asked())
    office.replies.answer(inquiry, CITY)
    (claim,) = office.worker.claim()
    no = LetterRefused(Stage.RECIPIENT, 550, "5.1.1 No")
    office.worker.departures.settle(office.worker.account, claim, no)
    return inquiry


def test_an_answer_that_was_refused_is_no_answer_and_says_so(office: Newsroom) -> None:
    inquiry = refused(office)

    (letter,) = office.replies.letters(inquiry)
    assert office.desk.get(inquiry).status is Status.ANSWERED
    assert (letter.what, letter.is_undelivered) == (MomentKind.ANSWERED, True)
    assert office.outbox.letters(undecided=True).rows == (letter.letter,)


def test_what_is_answered_anew_is_not_sent_again_too(office: Newsroom) -> None:
    inquiry = refused(office)
    (letter,) = office.replies.letters(inquiry)
    office.desk.record(inquiry, NewMoment(what=MomentKind.REOPENED))
    by_phone = Answer(attribution=Attribution.CITY, how=Channel.PHONE)
    with pytest.raises(AnswerUnapproved):
        office.replies.answer(inquiry, by_phone)
    office.replies.answer(office.approved(inquiry, "C’est 48 M$."), by_phone)

    assert office.outbox.letters(undecided=True).rows == ()
    with pytest.raises(NothingToDecide):
        office.outbox.decide(letter.letter.id, Decision.SEND_AGAIN)


def test_the_very_words_that_left_do_not_leave_again_by_mistake(office: Newsroom) -> None:
    inquiry = office.approved(office.asked())
    office.replies.answer(inquiry, CITY)
    office.carry()
    office.desk.record(inquiry, NewMoment(what=MomentKind.FOLLOWED_UP, how=Channel.EMAIL))

    with pytest.raises(SaidAlready):
        office.replies.answer(inquiry, CITY)
    with pytest.raises(AnswerUnapproved):
        office.replies.answer(inquiry, replace(CITY, even_if_sent=True))
    office.approved(inquiry, "Et 44 M$ en 2025.")
    office.replies.answer(inquiry, CITY)

    assert office.carry() == [ZOE.bare]


def test_an_inquiry_is_not_answered_otherwise_while_its_answer_is_about_to_leave(
    office: Newsroom,
) -> None:
    FreezeDesk(office.database).freeze("Incendie majeur")
    inquiry = office.approved(office.asked())
    office.replies.answer(inquiry, CITY)
    office.desk.record(inquiry, NewMoment(what=MomentKind.REOPENED))
    office.approved(inquiry, "Il s’élève plutôt à 52 M$.")

    for how in (Channel.EMAIL, Channel.PHONE):
        with pytest.raises(LettersLeaving):
            office.replies.answer(inquiry, replace(CITY, how=how))
    with pytest.raises(LettersLeaving):
        office.replies.refer(inquiry, Referral(to="SPVM"))
    (letter,) = office.replies.letters(inquiry)
    office.outbox.cancel(letter.letter.message)
    office.replies.answer(inquiry, CITY)
    FreezeDesk(office.database).let_go(Ref(Subject.INQUIRY, inquiry))

    assert office.carry() == [ZOE.bare]


def test_a_person_may_say_that_both_leave(quick: Newsroom) -> None:
    inquiry = quick.approved(quick.asked())
    quick.replies.answer(inquiry, CITY)
    quick.desk.record(inquiry, NewMoment(what=MomentKind.FOLLOWED_UP, how=Channel.EMAIL))
    quick.approved(inquiry, "Et 44 M$ en 2025.")

    quick.replies.answer(inquiry, replace(CITY, even_if_sent=True))

    assert quick.carry() == [ZOE.bare, ZOE.bare]
