"""A mail is known by the letter that it answers: each slice says what answers to its own are."""

import re
import zipfile
from collections.abc import Callable
from datetime import date
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest

from comms_desk.across.mails import read_from_folder, take_in_mail, take_in_sorted
from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.internal.audience.model import NewEmployee
from comms_desk.internal.bulletins.model import BulletinBlockKind, NewBlock, NewBulletin
from comms_desk.mail import within as outbox
from comms_desk.mail.address import Address
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import Recipient
from comms_desk.media.drafting.model import Draft
from comms_desk.media.inquiries.case.mails_to_sort import MailToSort
from comms_desk.media.inquiries.case.taking_in import MailOutcome, MailTakenIn
from comms_desk.media.inquiries.model import Inquiry, InquiryTab, NobodyWrote
from comms_desk.media.inquiries.moments import Channel, MomentKind, NewMoment
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.planning.dossiers.model import DossierId, NewDossier
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from comms_desk.wording.mails import taken_said
from tests.media.dispatches.sent import Press, to
from tests.support.mornings import office_on

PLAIN, ELSEWHERE = "pupitre@fil.example", "ami@ailleurs.example"
"""Of nobody's card: the desk writes to the one, and has never heard of the other."""
QUESTION = "Merci. Combien de pistes cyclables?"


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    return office_on(database, tmp_path)


@pytest.fixture
def press(office: Office) -> Press:
    return Press(office.database)


@pytest.fixture
def dossier(office: Office) -> DossierId:
    return office.dossiers.add(NewDossier(code="BUD", name="Budget")).id


@pytest.fixture
def sent(press: Press, dossier: DossierId) -> Draft:
    """A release of a dossier that reached an address of nobody's card."""
    draft = press.draft()
    press.drafts.edit(draft, FieldChange("dossier", None, dossier))
    press.desk.send(draft, to(PLAIN))
    press.worker().carry()
    return press.drafts.get(draft)


def ids(office: Office, about: Ref | None) -> dict[str, str]:
    """The Message-ID of each letter about a thing, by its reader."""
    letters = [
        each
        for each in office.outbox.letters(limit=100).rows
        if office.outbox.message(each.message).about == about
    ]
    with office.database.snapshot() as snapshot:
        named = outbox.message_ids(snapshot, [each.id for each in letters])
    return {each.to.bare: named[each.id] for each in letters}


def mail(
    sender: str, answers: str = "", text: str = QUESTION, *, references: str = "", **headers: str
) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["Subject"] = sender, "Re: Budget 2027"
    made["Message-ID"] = "<venu@fil.example>"
    if answers:
        made["In-Reply-To"] = answers
    if references:
        made["References"] = references
    for name, said in headers.items():
        made[name.replace("_", "-")] = said
    made.set_content(text)
    return made


def dropped(office: Office, came: EmailMessage) -> Inquiry:
    taken = take_in_mail(office, came.as_bytes())
    assert isinstance(taken, MailTakenIn)
    return taken.inquiry


def saved(office: Office, tmp_path: Path, came: EmailMessage) -> list[Inquiry]:
    """Have the mail be saved into the folder; the inquiries that there are then."""
    file = tmp_path / "a.eml"
    file.write_bytes(came.as_bytes())
    read_from_folder(office, file)
    return list(office.inquiries.search(view=InquiryTab.ALL).rows)


def how_it_came(office: Office, inquiry: Inquiry) -> str:
    return office.inquiries.moments(inquiry.id)[0].text


def replied_to(title: str) -> str:
    return f"En réponse à «\N{NO-BREAK SPACE}{title}\N{NO-BREAK SPACE}»."


def waiting(office: Office) -> list[str]:
    return [each.begins for each in office.mails_to_sort.search().rows]


# ── A release ─────────────────────────────────────────────────────────────────────────


def test_who_answers_a_release_asks_on_that_text_and_in_its_dossier(
    office: Office, sent: Draft, dossier: DossierId, tmp_path: Path
) -> None:
    letter = ids(office, sent.ref)[PLAIN]

    (inquiry,) = saved(office, tmp_path, mail(PLAIN, letter))

    assert inquiry.dossier == dossier
    assert how_it_came(office, inquiry) == replied_to(sent.title)
    assert [each.question for each in inquiry.parts] == ["Combien de pistes cyclables?"]
    assert inquiry.reply_to == Address.parse(PLAIN)
    assert waiting(office) == []


def test_a_thread_that_goes_on_is_known_by_what_it_answered_before(
    office: Office, sent: Draft, dossier: DossierId
) -> None:
    letter = ids(office, sent.ref)[PLAIN]

    inquiry = dropped(
        office, mail(PLAIN, "<collegue@fil.example>", references=f"{letter} <collegue@fil.example>")
    )

    assert inquiry.dossier == dossier


def test_a_mail_that_answers_several_at_once_is_known_by_the_one_of_ours(
    office: Office, sent: Draft, dossier: DossierId
) -> None:
    both = f"<collegue@fil.example> {ids(office, sent.ref)[PLAIN]}"

    assert dropped(office, mail(PLAIN, both)).dossier == dossier


@pytest.mark.parametrize(
    "forge",
    [
        lambda own: re.sub(r"\.[0-9a-f]{24}@", f".{'0' * 24}@", own),
        lambda own: re.sub(r"<(\d+)\.", lambda number: f"<{int(number[1]) + 1}.", own),
        lambda own: own.replace("<", "<b"),
        lambda own: own.removeprefix("<").removesuffix(">"),
    ],
    ids=["unsigned", "signed for another letter", "as of blind copies", "no id"],
)
def test_a_forged_id_is_no_answer(
    office: Office,
    press: Press,
    sent: Draft,
    tmp_path: Path,
    forge: Callable[[str], str],
) -> None:
    press.desk.send(sent.id, to("autre@fil.example"))
    forged = forge(ids(office, sent.ref)[PLAIN])

    assert saved(office, tmp_path, mail(PLAIN, forged)) == []
    assert waiting(office) == [QUESTION]
    inquiry = dropped(office, mail(PLAIN, forged))
    assert inquiry.dossier is None
    assert how_it_came(office, inquiry) == ""


def test_who_answers_a_letter_to_somebody_else_waits_with_the_name_of_the_text(
    office: Office, sent: Draft, dossier: DossierId, tmp_path: Path
) -> None:
    letter = ids(office, sent.ref)[PLAIN]

    assert saved(office, tmp_path, mail(ELSEWHERE, letter)) == []

    (one,) = office.mails_to_sort.search().rows
    assert one.begins == f"{replied_to(sent.title)} {QUESTION}"
    (taken,) = take_in_sorted(office, [one.id])
    assert taken.inquiry.dossier == dossier


@pytest.mark.parametrize("text", ["Merci, bonne journée.", ""])
def test_who_asks_nothing_on_a_release_waits_for_a_person(
    office: Office, sent: Draft, tmp_path: Path, text: str
) -> None:
    letter = ids(office, sent.ref)[PLAIN]

    assert saved(office, tmp_path, mail(PLAIN, letter, text)) == []
    assert len(waiting(office)) == 1


def test_an_absence_that_a_release_met_is_no_inquiry(
    office: Office, sent: Draft, tmp_path: Path
) -> None:
    letter = ids(office, sent.ref)[PLAIN]
    absence = mail(PLAIN, letter, "Je suis absent jusqu’à lundi.", Auto_Submitted="auto-replied")

    assert saved(office, tmp_path, absence) == []
    with pytest.raises(NobodyWrote):
        take_in_mail(office, absence.as_bytes())
    assert waiting(office) == []


def test_what_follows_on_our_own_reply_is_of_that_inquiry_though_a_release_began_it(
    office: Office, press: Press, sent: Draft
) -> None:
    release = ids(office, sent.ref)[PLAIN]
    asked = dropped(office, mail(PLAIN, release))
    answer = acknowledged(office, asked)
    again = mail(PLAIN, answer, "Et en 2026?", references=f"{release} {answer}")
    again.replace_header("Message-ID", "<suite@fil.example>")

    taken = take_in_mail(office, again.as_bytes())

    assert isinstance(taken, MailTakenIn)
    assert (taken.came, taken.inquiry.id) == (MailOutcome.FOLLOWED_UP, asked.id)


def acknowledged(office: Office, asked: Inquiry) -> str:
    """Have the office say to who asked that their question came; the id of that letter."""
    ref = Ref(Subject.INQUIRY, asked.id)
    message = NewMessage(subject="Re : Budget", text="Bien reçu.")
    sent = office.outbox.send(message, [Recipient(to=Address.parse(PLAIN))], about=ref)
    office.inquiries.record(
        asked.id, NewMoment(what=MomentKind.ACKNOWLEDGED, how=Channel.EMAIL, letter=sent.letters[0])
    )
    return ids(office, ref)[PLAIN]


# ── A document of ours ────────────────────────────────────────────────────────────────


def test_a_document_of_ours_in_a_mail_says_of_which_text_it_speaks(
    office: Office, press: Press, dossier: DossierId
) -> None:
    draft = press.draft()
    press.drafts.edit(draft, FieldChange("dossier", None, dossier))
    word = press.drafts.word(draft)
    came = mail(ELSEWHERE)
    came.add_attachment(
        word.content, maintype="application", subtype="octet-stream", filename="Budget.docx"
    )

    inquiry = dropped(office, came)

    assert inquiry.dossier == dossier
    assert how_it_came(office, inquiry).startswith("En réponse à")


def test_a_mark_that_this_desk_did_not_sign_and_a_file_that_is_none_say_nothing(
    office: Office, press: Press, dossier: DossierId
) -> None:
    draft = press.draft()
    press.drafts.edit(draft, FieldChange("dossier", None, dossier))
    word = press.drafts.word(draft)
    press.drafts.put_in_bin(draft)
    came = mail(ELSEWHERE)
    for name, content in (("Budget.docx", word.content), ("autre.docx", b"PK\x03\x04rien")):
        came.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)

    assert dropped(office, came).dossier is None


def test_a_word_file_packed_as_no_office_packs_one_keeps_nobody_from_being_heard(
    office: Office,
) -> None:
    came = mail(ELSEWHERE)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("docProps/core.xml", "<x/>")
    # Its members say that they are packed as bzip2 (12) or LZMA (14), and are not.
    for method in (12, 14):
        content = bytearray(packed.getvalue())
        for sign, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
            for found in re.finditer(re.escape(sign), packed.getvalue()):
                content[found.start() + place] = method
        came.add_attachment(
            bytes(content), maintype="application", subtype="octet-stream", filename="plan.docx"
        )

    assert dropped(office, came).parts


# ── A bulletin, a review ──────────────────────────────────────────────────────────────


@pytest.fixture
def bulletin(office: Office, press: Press) -> Ref:
    """One that an employee has, and another at a mailbox of their own."""
    for name, address in (("Roy", "roy@ville.example"), ("Côté", PLAIN)):
        office.audience.add(NewEmployee(family_name=name, email=Address.parse(address)))
    new = NewBulletin(name="Entre nous", number=41, day=date(2026, 11, 25), subject="L’essentiel")
    made = office.bulletins.add(new, [NewBlock(kind=BulletinBlockKind.TEXT, text="Le budget.")]).id
    office.bulletins.send(made)
    return Ref(Subject.BULLETIN, made)


@pytest.fixture
def review(office: Office, press: Press) -> Ref:
    """One that two readers have, in blind copies."""
    about = Ref(Subject.REVIEW, 7)
    message = NewMessage(subject="L’essentiel", text="Rien.", blind=True)
    readers = [Recipient(to=Address.parse(each)) for each in ("roy@ville.example", PLAIN)]
    office.outbox.send(message, readers, about=about)
    return about


@pytest.fixture(params=["bulletin", "review"])
def of_the_house(request: pytest.FixtureRequest) -> Ref:
    """What colleagues are sent."""
    found: Ref = request.getfixturevalue(request.param)
    return found


@pytest.mark.parametrize("colleague", [PLAIN, "roy@ville.example", "service@ville.example"])
def test_what_a_colleague_answers_is_no_inquiry_and_waits_for_a_person(
    office: Office, of_the_house: Ref, tmp_path: Path, colleague: str
) -> None:
    answers = ids(office, of_the_house)
    came = mail(colleague, answers.get(colleague, answers[PLAIN]))
    assert saved(office, tmp_path, came) == []
    (one,) = office.mails_to_sort.search().rows
    assert one.begins == f"{replied_to('L’essentiel')} {QUESTION}"
    office.mails_to_sort.leave(one.id)

    kept = take_in_mail(office, came.as_bytes())

    assert isinstance(kept, MailToSort)
    assert [each.id for each in office.mails_to_sort.search().rows] == [kept.id]
    assert office.inquiries.search(view=InquiryTab.ALL).rows == ()
    assert taken_said([kept], failed=0).startswith("Attend dans Aujourd’hui")
    assert taken_said([kept, kept], failed=0) == "2 courriels à trier"
    (taken,) = take_in_sorted(office, [kept.id])
    assert how_it_came(office, taken.inquiry) == replied_to("L’essentiel")
    assert waiting(office) == []


def test_a_journalist_to_whom_it_was_passed_on_asks_all_the_same(
    office: Office, of_the_house: Ref
) -> None:
    inquiry = dropped(office, mail(ELSEWHERE, ids(office, of_the_house)[PLAIN]))

    assert inquiry.dossier is None
    assert how_it_came(office, inquiry) == ""


def test_a_colleague_who_says_what_a_journalist_asks_is_heard(
    office: Office, bulletin: Ref, tmp_path: Path
) -> None:
    office.outlets.add(NewOutlet(name="Le Devoir", website="https://www.ledevoir.example"))
    text = "Zoé Tremblay, journaliste pour Le Devoir, demande ceci. Combien de pistes cyclables?"

    came = mail("roy@ville.example", ids(office, bulletin)["roy@ville.example"], text)

    assert len(saved(office, tmp_path, came)) == 1
    assert waiting(office) == []


def test_a_letter_about_nothing_is_answered_by_who_writes(office: Office, press: Press) -> None:
    message = NewMessage(subject="[Test] L’essentiel", text="Rien.")
    office.outbox.send(message, [Recipient(to=Address.parse(PLAIN))])

    inquiry = dropped(office, mail(PLAIN, ids(office, None)[PLAIN]))

    assert how_it_came(office, inquiry) == ""
