"""Which mails of the folder come in by themselves, which wait for a person, which are nothing."""

import pytest

from comms_desk.media.inquiries.reading.mail import read_mail
from comms_desk.media.inquiries.reading.proposal import InquiryProposal, LineKind
from tests.media.inquiries.corpora import NOW, folder_mails, mails
from tests.media.inquiries.judged_mails import known


def came(proposal: InquiryProposal) -> str:
    if proposal.is_noise:
        return "noise"
    return "press" if proposal.is_of_press else "other"


@pytest.mark.parametrize(
    ("expected", "raw"),
    [(a, c) for a, _b, c in folder_mails()],
    ids=[b for _a, b, _c in folder_mails()],
)
def test_a_mail_of_the_folder_is_a_journalists_or_waits_or_is_nothing(
    expected: str, raw: bytes
) -> None:
    assert came(read_mail(raw, known=known(), now=NOW)) == expected


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("Sel", "Je suis en vacances jusqu'à lundi, mais j'écris quand même. Il me faut le coût."),
        ("RE: Sel", "Je suis absente jusqu'à midi. Veuillez me transmettre les chiffres d'ici là."),
        ("RE: Sel", "I am away until Monday. Please send me the figures by noon."),
    ],
)
def test_who_is_away_and_asks_all_the_same_is_no_absence(subject: str, words: str) -> None:
    raw = f"From: zoe@ledevoir.example\nSubject: {subject}\nMessage-ID: <a@x.example>\n\n{words}"

    assert came(read_mail(raw.encode(), known=known(), now=NOW)) == "press"


def test_of_the_judged_mails_no_question_waits_and_no_citizen_comes_in() -> None:
    waits, comes_in = [], []
    for of in ("tuning", "aside2", "aside4"):
        for each in mails(of):
            found, kind = came(read_mail(each.raw, known=known(), now=NOW)), each.expected["kind"]
            if (
                kind in {LineKind.INQUIRY, LineKind.REPLY, LineKind.VOICEMAIL, LineKind.ACCESS}
                and found != "press"
            ):
                waits.append(f"{of}/{each.name}")
            if kind in {LineKind.CITIZEN, LineKind.NOT_A_QUESTION} and found == "press":
                comes_in.append(f"{of}/{each.name}")

    assert (waits, comes_in) == ([], [])
