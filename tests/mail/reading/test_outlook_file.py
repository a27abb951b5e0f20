"""Outlook's own files (.msg) become messages in the form of everybody, whatever befell them."""

import random
from collections.abc import Iterator

import pytest

from comms_desk.mail.reading.model import LeftUnread, MailPart
from comms_desk.mail.reading.opening import open_mail
from comms_desk.mail.reading.outlook_file import NOTHING, RTF, WORDS, is_outlook_file, unfolded
from comms_desk.mail.reading.outlook_file_child import unfold
from tests.support.outlook_files import OutlookFile, every_kind

HOW_MANY = 1_000
IN_A_PROCESS = 6
SEED = 20261124

WORDS_UNREAD = LeftUnread(what=MailPart.WORDS)
PLAIN, HTML, IN_RTF, WITH_FILE, PASSED_ON = (each.raw for each in every_kind())


def damaged(count: int) -> Iterator[bytes]:
    """Yield files of which bytes were changed, or that were cut."""
    chance = random.Random(SEED)
    files = [PLAIN, HTML, IN_RTF, WITH_FILE, PASSED_ON]
    for number in range(count):
        changed = bytearray(chance.choice(files))
        for _ in range(chance.choice((1, 4, 40, 400))):
            changed[chance.randrange(8, len(changed))] = chance.randrange(256)
        yield bytes(changed[: chance.randrange(8, len(changed))] if number % 5 == 0 else changed)


def test_who_wrote_when_and_what_is_read() -> None:
    mail = open_mail(PLAIN)

    assert is_outlook_file(PLAIN)
    assert (mail.sender, mail.sender_name) == ("ada.okafor@lapresse.example", "Okafor, Ada")
    assert (mail.subject, mail.message_id) == ("Déneigement", "<msg-1@lapresse.example>")
    assert mail.sent_at is not None
    assert mail.sent_at.isoformat() == "2026-11-24T13:30:00+00:00"
    assert mail.text.startswith("Combien coûte le déneigement?")


def test_words_that_stand_in_html_alone_are_read() -> None:
    assert open_mail(HTML).text == "Combien coûte le déneigement?\n\nTombée 15 h."


def test_words_in_outlooks_own_form_alone_are_said_not_to_be_read() -> None:
    mail = open_mail(IN_RTF)

    assert unfold(IN_RTF)[0] == RTF
    assert (mail.text, mail.left_unread, mail.subject) == ("", (WORDS_UNREAD,), "Déneigement")


def test_files_come_with_it() -> None:
    (file,) = open_mail(WITH_FILE).files

    assert (file.name, file.media_type) == ("Procès-verbal.pdf", "application/pdf")
    assert file.data == b"%PDF" * 2000


def test_of_eighty_files_it_says_how_many_were_read() -> None:
    file = OutlookFile(values={0x3701: b"%PDF", 0x3707: "a.pdf"})
    mail = open_mail(OutlookFile(values={0x1000: "Combien?"}, attachments=(file,) * 80).raw)

    assert len(mail.files) == 50
    assert mail.left_unread == (LeftUnread(what=MailPart.FILES, read=50, total=80),)


def test_the_headers_with_which_it_came_and_the_message_within_are_read() -> None:
    mail = open_mail(PASSED_ON)

    assert (mail.sender, mail.in_reply_to) == ("line.cote@ville.example", "<lettre@ville.example>")
    assert mail.enclosed is not None
    assert mail.enclosed.sender == "ada.okafor@lapresse.example"


@pytest.mark.parametrize("raw", [b"", PLAIN[:8], PLAIN[:600], PLAIN[:8] + bytes(4_000)])
def test_what_is_no_such_file_gives_nothing(raw: bytes) -> None:
    assert unfolded(raw).raw == b""


def test_a_thousand_damaged_ones_are_read_as_far_as_they_go() -> None:
    said = [(how, raw) for how, _left_out, raw in map(unfold, damaged(HOW_MANY))]

    assert {each for each, _raw in said} <= {WORDS, RTF, NOTHING}
    with_words = [raw for each, raw in said if each == WORDS and "neige" in open_mail(raw).text]
    assert len(with_words) > HOW_MANY // 10


def test_a_damaged_one_is_read_in_a_process_of_its_own() -> None:
    for raw in damaged(IN_A_PROCESS):
        assert set(open_mail(raw).left_unread) <= {WORDS_UNREAD}
