"""Forms of servers, and answers of people, that the corpus has no message of."""

import pytest

from comms_desk.mail.bounces.reading import read
from comms_desk.mail.bounces.report import Nature
from comms_desk.mail.bounces.statuses import groups_of, judged, status_in
from comms_desk.mail.reading.parts import MessagePart
from tests.mail.bounces.bounce_support import report

DAEMON = b"From: Mail Delivery System <MAILER-DAEMON@mx.example>\nTo: us@ville.example\n"


def test_a_part_that_begins_with_an_empty_line_has_no_headers() -> None:
    raw = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nFirst: words\n\nSecond\n--b--\n"

    (part,) = MessagePart.read(raw).children

    assert (part.kind, part.text.split()) == ("text/plain", ["First:", "words", "Second"])


def test_exchanges_own_form_of_an_address_is_read_from_its_words() -> None:
    hidden = b"IMCEAEX-_O=VILLE_OU=FIRST_cn=Recipients_cn=zoe+40journal+2Eexample@ville.example"
    raw = (
        DAEMON + b"Content-Type: multipart/report; boundary=b\n\n--b\n\n"
        b"Delivery has failed to these recipients or groups:\n\n"
        b"zoe@journal.example<mailto:zoe@journal.example>\n\n--b\n"
        b"Content-Type: message/delivery-status\n\nReporting-MTA: dns;x\n\n"
        b"Final-Recipient: rfc822;" + hidden + b"\nAction: failed\nStatus: 5.1.1\n--b--\n"
    )

    assert [each.address for each in read(raw).refusals] == ["zoe@journal.example"]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ('"rose"@x.example', "rose@x.example"),
        (r'"r\o\s\e"@x.example', "rose@x.example"),
        (r'"ro\"se"@x.example', r'"ro\"se"@x.example'),
        (r'"jean \"le grand\" roy"@x.example', r'"jean \"le grand\" roy"@x.example'),
        (r'"a\\b"@x.example', r'"a\\b"@x.example'),
        (r'<"ro\"se"@x.example>', r'"ro\"se"@x.example'),
    ],
)
def test_an_address_in_quotes_is_read_whatever_is_escaped_in_it(written: str, read_as: str) -> None:
    (refusal,) = read(report(written)).refusals

    assert (refusal.address, refusal.nature) == (read_as, Nature.HARD)


def test_quotes_in_prose_are_read_too() -> None:
    raw = (
        DAEMON + b"Subject: Undelivered Mail Returned to Sender\n\n"
        b"Your message could not be delivered.\n\n"
        b'<"jean \\"le grand\\" roy"@x.example>: 550 5.1.1 unknown user\n'
    )

    (refusal,) = read(raw).refusals

    assert (refusal.address, refusal.nature) == (
        r'"jean \"le grand\" roy"@x.example',
        Nature.HARD,
    )


@pytest.mark.parametrize(
    ("status", "said", "nature"),
    [
        (
            "5.7.1",
            "554 5.7.1 <a@x>: Recipient address rejected: policy: no newsletters",
            Nature.SOFT,
        ),
        ("5.4.1", "550 5.4.1 Recipient address rejected: Access denied", Nature.HARD),
        ("5.1.1", "550 5.1.1 <a@x>: Recipient address rejected: User unknown", Nature.HARD),
        ("5.7.1", "550 5.7.1 <a@x>: Recipient address rejected: user unknown", Nature.HARD),
        ("5.1.1", "This address is on the suppression list for your account", Nature.SOFT),
        ("5.0.0", "all relevant MX records point to non-existent hosts", Nature.HARD),
        ("5.2.2", "550 5.2.2 La boîte de réception du destinataire est pleine", Nature.SOFT),
    ],
)
def test_a_policy_is_not_the_addresss_and_a_domain_without_a_server_is(
    status: str, said: str, nature: Nature
) -> None:
    assert judged("failed", status, said) is nature


def test_what_a_list_says_of_its_member_is_the_report_that_it_encloses() -> None:
    raw = (
        b"From: avis-bounces@listes.example\nX-List-Administrivia: yes\nList-Id: <avis.example>\n"
        b"Subject: Notification d'action sur rebond\n"
        b"Content-Type: multipart/mixed; boundary=outer\n\n--outer\nContent-Type: text/plain\n\n"
        b"Ceci est un avis de traitement de rebond.\n--outer\nContent-Type: message/rfc822\n\n"
        + report("edith@x.example")
        + b"\n--outer--\n"
    )

    assert [each.address for each in read(raw).refusals] == ["edith@x.example"]


def test_a_recipient_that_is_empty_is_the_other_one() -> None:
    (group,) = groups_of(
        "Original-Recipient: rfc822;\nFinal-Recipient: rfc822; a@x.example\nAction: failed\n"
    )
    raw = (
        DAEMON + b"Content-Type: message/delivery-status\n\nOriginal-Recipient: rfc822;\n"
        b"Final-Recipient: rfc822; a@x.example\nAction: failed\nStatus: 5.1.1\n"
    )

    assert group.addresses == ("rfc822;", "rfc822; a@x.example")
    assert [each.address for each in read(raw).refusals] == ["a@x.example"]


def test_whom_a_server_names_as_failed_did_not_get_it_whatever_it_says() -> None:
    raw = DAEMON + b"X-Failed-Recipients: a@x.example\n\nUnspecified Error (SENT_SECOND_EHLO)"

    report = read(raw)

    assert report.nature is Nature.SOFT
    assert [each.address for each in report.refusals] == ["a@x.example"]


@pytest.mark.parametrize(
    "words",
    [
        "mx.example rejected your message to the following email addresses:\n\n{a} ({a})",
        "Your message did not reach some or all of the intended recipients.\n\n{a}",
        "mx.example a rejeté votre message aux adresses suivantes :\n\n{a} ({a})",
        "Votre message n’est pas parvenu à certains ou à tous les destinataires prévus.\n\n{a}",
        "Impossible de contacter le(s) destinataire(s) suivant(s) :\n\n{a}",
    ],
)
def test_what_exchange_and_outlook_say_without_a_report_is_one(words: str) -> None:
    said = words.format(a="zoe@journal.example")
    raw = (
        b"From: Microsoft Outlook <x@journal.example>\nTo: us@ville.example\n"
        b"Content-Type: text/plain; charset=utf-8\n\n"
        + f"{said}\n550 5.4.1 Recipient address rejected: Access denied".encode()
    )

    (refusal,) = read(raw).refusals

    assert (refusal.address, refusal.nature) == ("zoe@journal.example", Nature.HARD)
    assert refusal.status == "5.4.1"


@pytest.mark.parametrize(
    "words",
    [
        b"On me dit :\n> Delivery has failed to these recipients or groups:\n> a@x.example",
        b"Appelez-moi au sujet de a@x.example, merci.",
    ],
)
def test_a_postmaster_who_writes_is_a_person(words: bytes) -> None:
    raw = b"From: Postmaster <postmaster@x.example>\nTo: us@ville.example\n\n" + words

    assert read(raw).nature is Nature.HUMAN


def test_an_answer_to_a_report_is_a_persons_even_from_a_postmaster() -> None:
    raw = (
        b"From: postmaster@x.example\nSubject: RE: Undeliverable: Communique\n\n"
        b"a@x.example could not be delivered: I have made the mailbox anew."
    )

    assert read(raw).nature is Nature.HUMAN


@pytest.mark.parametrize(
    ("action", "status", "said", "nature"),
    [
        ("failed", "5.1.1", "", Nature.HARD),
        ("failed", "5.7.1", "550 5.7.1 user unknown", Nature.HARD),
        ("failed", "5.1.1", "552 mailbox full", Nature.SOFT),
        ("failed", "5.1.8", "Sender address rejected: Domain not found", Nature.SOFT),
        ("failed", "5.7.1", "blocked", Nature.SOFT),
        ("failed", "4.4.7", "user unknown", Nature.SOFT),
        ("delayed", "5.1.1", "user unknown", Nature.SOFT),
        ("", "", "user unknown, will be retried", Nature.SOFT),
        ("", "", "L’adresse est introuvable", Nature.HARD),
        ("failed", "", "", Nature.SOFT),
    ],
)
def test_words_go_before_the_number_and_doubt_is_no_refusal(
    action: str, status: str, said: str, nature: Nature
) -> None:
    assert judged(action, status, said) is nature


def test_an_address_of_the_network_is_no_status() -> None:
    assert status_in("host 5.1.1.9[192.0.2.5] said 5.1.10.") == "5.1.10"
    assert status_in("version 4.96, 15.1.2.3") == ""


@pytest.mark.parametrize(
    ("subject", "words", "wants_out"),
    [
        ("Retrait", "", True),
        ("RE: Communiqué", "Retrait\n\n> Retrait", True),
        ("RE: Communiqué", "Bonjour,\nRETRAIT SVP", True),
        ("RE: Communiqué", "Désabonnement\n", True),
        ("RE: Communiqué", "Merci!\n\n> répondez « Retrait »", False),
        ("RE: Communiqué", "Le retrait commence quand?", False),
        ("RE: Retrait d’arbres", "", False),
        ("Retrait", "Bonjour, pourquoi?", False),
        ("RE: Communiqué", "Retrait de quoi?", False),
    ],
)
def test_who_asks_for_it_wants_out(subject: str, words: str, wants_out: bool) -> None:
    raw = f"From: zoe@journal.example\nSubject: {subject}\n\n{words}".encode()

    assert read(raw).wants_out is wants_out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("<{a}>:\nSorry, no mailbox here by that name. (#5.1.1)\n", "(#5.1.1)"),
        ("  {a}\n    host mx.example\n    550 5.1.1 User unknown\n\n", "550 5.1.1 User unknown"),
        ("{a}\n    The recipient name is not recognized\n", "The recipient name is not recognized"),
        ("{a}\n\n550 5.1.1 first\n" + "words\n" * 20 + "{a}\nsaid nothing\n", "550 5.1.1 first"),
    ],
)
def test_what_the_server_said_is_kept_in_its_words(words: str, sentence: str) -> None:
    said = words.format(a="zoe@journal.example")
    raw = DAEMON + f"\nYour message could not be delivered.\n\n{said}".encode()

    (refusal,) = read(raw).refusals

    assert sentence in refusal.sentence
    assert "could not be delivered" not in refusal.sentence


def test_a_report_in_utf_8_is_read_from_its_fields_alone() -> None:
    raw = (
        DAEMON + b"Content-Type: message/global-delivery-status; charset=utf-8\n\n"
        b"Final-Recipient: utf-8; zo\xc3\xa9@journal.example\nAction: failed\nStatus: 5.1.1\n"
        b"Diagnostic-Code: smtp; 550 5.1.1 Inconnue\n"
    )

    (refusal,) = read(raw).refusals

    assert (refusal.address, refusal.status) == ("zoé@journal.example", "5.1.1")
    assert refusal.sentence == "550 5.1.1 Inconnue"
