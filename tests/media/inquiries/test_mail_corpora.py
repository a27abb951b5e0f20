"""The judged mails are mails: read by the standard library, with what is expected in them."""

import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape
from pathlib import Path

import pytest

from tests.media.inquiries.corpora import FOLDERS, HERE, NOW, JudgedMail, mails
from tests.media.inquiries.test_corpora import PHONE, known_outlets

KEYS_OF_A_MAIL = {
    "sender",
    "reporter",
    "outlet",
    "received_at",
    "subject_title",
    "questions",
    "deadline",
    "deadline_state",
    "on_air",
    "on_air_state",
    "language",
    "kind",
    "phones",
    "attachments",
    "message_id",
    "in_reply_to",
}
ALLOWED = {
    "deadline_state": {"given", "assumed", "unsure", "to ask", "none"},
    "on_air_state": {"given", "unsure", "none"},
    "language": {"fr", "en"},
    "kind": {"inquiry", "reply", "citizen", "access", "not a question", "voicemail"},
}
WITHOUT_HOURS = {"citizen", "access", "not a question"}
EVERY_MAIL = [pytest.param(each, id=each.name) for folder in FOLDERS for each in mails(folder)]


def parsed(judged: JudgedMail) -> EmailMessage:
    message = message_from_bytes(judged.raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def readable(message: EmailMessage) -> Iterator[str]:
    """Every subject and text of *message* and of the mails in it; tags become spaces."""
    yield str(message["Subject"])
    for part in message.walk():
        if part.get_content_maintype() == "text":
            text = part.get_content()
            is_html = part.get_content_subtype() == "html"
            yield unescape(re.sub(r"<[^>]*>", " ", text)) if is_html else text


def plain(words: str) -> str:
    """*words* without what clients change on their way: quoting, spaces, apostrophes, dashes."""
    without_marks = re.sub(r"(?m)^>+ ?", "", words)
    return re.sub(r"\s+", " ", without_marks.replace("’", "'").replace("–", "-"))


def answered(message: EmailMessage) -> EmailMessage:
    """The mail one would answer: the one attached whole, else the message itself."""
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0)
            assert isinstance(inner, EmailMessage)
            return inner
    return message


def names_of_files(message: EmailMessage) -> list[str]:
    return [
        part.get_filename() or ""
        for part in message.walk()
        if part.get_content_disposition() == "attachment"
        and part.get_content_type() != "message/rfc822"
    ]


@pytest.mark.parametrize("judged", EVERY_MAIL)
def test_every_mail_has_its_keys_and_values_that_could_be(judged: JudgedMail) -> None:
    expected = judged.expected
    hour = expected["deadline"] is not None and "T" in expected["deadline"]

    assert set(expected) == KEYS_OF_A_MAIL
    assert expected["outlet"] in known_outlets() | {None}
    assert all(expected[key] in values for key, values in ALLOWED.items())
    assert datetime.fromisoformat(expected["received_at"]).replace(tzinfo=NOW.tzinfo) <= NOW
    assert (expected["on_air_state"] == "none") == (expected["on_air"] is None)
    assert hour or expected["deadline_state"] not in {"given", "unsure"}
    assert not hour or expected["deadline_state"] in {"given", "unsure"}
    assert expected["deadline"] is None or expected["deadline_state"] != "none"
    assert expected["kind"] not in WITHOUT_HOURS or expected["deadline_state"] == "none"
    assert all(PHONE.fullmatch(each) for each in expected["phones"])


@pytest.mark.parametrize("judged", EVERY_MAIL)
def test_every_mail_is_read_without_a_defect(judged: JudgedMail) -> None:
    message = parsed(judged)

    assert [defect for part in message.walk() for defect in part.defects] == []
    assert [defect for value in message.values() for defect in value.defects] == []
    assert message["Date"].datetime is not None
    assert len(message["From"].addresses) == 1


@pytest.mark.parametrize("judged", EVERY_MAIL)
def test_what_is_expected_of_a_mail_is_in_it(judged: JudgedMail) -> None:
    message = parsed(judged)
    expected = judged.expected
    texts = [plain(each) for each in readable(message)]
    everything = " ".join(texts)

    assert all(plain(each) in everything for each in expected["questions"])
    assert expected["sender"] in everything + str(message["From"]) + str(answered(message)["From"])
    assert all(
        word in everything + str(message["From"]) + str(answered(message)["From"])
        for word in (expected["reporter"] or "").split()
    )
    assert plain(expected["subject_title"]) in everything
    assert names_of_files(message) == expected["attachments"]


@pytest.mark.parametrize("judged", EVERY_MAIL)
def test_the_thread_expected_of_a_mail_is_that_of_its_headers(judged: JudgedMail) -> None:
    to_answer = answered(parsed(judged))

    in_reply_to = to_answer["In-Reply-To"]
    assert to_answer["Message-ID"] == f"<{judged.expected['message_id']}>"
    assert (in_reply_to and in_reply_to.strip("<>")) == judged.expected["in_reply_to"]


def test_the_folders_share_no_mail() -> None:
    folders = [mails(folder) for folder in FOLDERS]
    ids = [each.expected["message_id"] for folder in folders for each in folder]

    assert list(map(len, folders)) == [30, 50, 40, 40, 86]
    assert len(ids) == len(set(ids))
    for each_key in (title_of, questions_of):
        said = [set().union(*map(each_key, folder)) for folder in folders]
        assert sum(map(len, said)) == len(set().union(*said))


def title_of(judged: JudgedMail) -> set[str]:
    return {judged.expected["subject_title"].casefold()}


def questions_of(judged: JudgedMail) -> set[str]:
    return {each.casefold() for each in judged.expected["questions"]}


def test_every_mail_has_its_judgement_and_the_reverse() -> None:
    folder: Path = HERE / "mails"

    mails_there = {each.with_suffix("") for each in folder.rglob("*.eml")}
    assert mails_there == {each.with_suffix("") for each in folder.rglob("*.json")}
