"""Servers, and what their mail programs make of what they write."""

import pytest

from comms_desk.mail.bounces.reading import read
from comms_desk.mail.bounces.report import Nature
from comms_desk.mail.bounces.statuses import judged
from tests.mail.bounces.bounce_support import report


def prose(sender: str, subject: str, text: str, *, headers: str = "") -> bytes:
    return (
        f"From: {sender}\nTo: presse@ville.example\nSubject: {subject}\n{headers}"
        f"Content-Type: text/plain; charset=utf-8\n\n{text}\n"
    ).encode()


ZOES = "zoe@journal.example"
SERVERS = {
    "postfix, in French": prose(
        "MAILER-DAEMON@mx.example (Mail Delivery System)",
        "Courriel non remis : retour à l’expéditeur",
        "Ceci est le système de messagerie de mx.example.\n\nVotre courriel n’a pu être délivré à"
        " un ou plusieurs destinataires.\n\n<zoe@journal.example>: le serveur a dit : 550 5.1.1"
        " utilisateur inconnu (en réponse à RCPT TO)",
    ),
    "opensmtpd": prose(
        "Mailer Daemon <MAILER-DAEMON@mx.example>",
        "Delivery status notification: error",
        "    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n"
        "    An error"
        " has occurred while attempting to deliver a message for\n    the following list of"
        " recipients:\n\nzoe@journal.example: 550 5.1.1 Recipient does not exist here\n\n    Below"
        " is a copy of the original message:\n\nFrom: presse@ville.example\nTo: luc@radio.example",
    ),
    "dragonfly": prose(
        "MAILER-DAEMON <>",
        "Mail delivery failed",
        "This is the DragonFly Mail Agent v0.13 at mx.example.\n\nThere was an error delivering"
        " your mail to <zoe@journal.example>.\n\nmail.journal.example [192.0.2.7] did not like our"
        " RCPT TO:\n550 5.1.1 no such user\n\nMessage headers follow.\n\nFrom: <luc@radio.example>",
    ),
    "lotus": prose(
        "Postmaster@journal.example",
        "DELIVERY FAILURE: User zoe (zoe@journal.example) not listed in Domino Directory",
        "Your message\n\n  Subject: Avis\n\nwas not delivered to:\n\n  zoe@journal.example\n\n"
        "because:\n\n  User zoe (zoe@journal.example) not listed in Domino Directory",
    ),
    "workmail": prose(
        "postmaster@awsapps.example",
        "Undeliverable: Avis",
        "Your message wasn't delivered to the following recipients:\n\nzoe@journal.example\n\n"
        "Technical report:\n\n550 5.1.1 Mailbox does not exist",
    ),
    "one that a list passed on": prose(
        "MAILER-DAEMON@mx.example (Mail Delivery System)",
        "Undelivered Mail Returned to Sender",
        "could not be delivered\n\n<zoe@journal.example>: 550 5.1.1 User unknown",
        headers="List-Id: <presse.ville.example>\nPrecedence: bulk\n",
    ),
    "lines of an old Mac": report(ZOES).replace(b"\r\n", b"\r"),
    "another boundary than its headers say": report(ZOES).replace(b"boundary=b\r", b"boundary=x\r"),
    "a name in quotes": report('"zoe"@journal.example'),
    "encoded, as in an option": report("zoe+40journal.example@mx.example").replace(
        b"Final-Recipient: rfc822; zoe+40journal.example@mx.example",
        b"Final-Recipient: rfc822; IMCEASMTP-zoe+40journal+2Eexample@mx.example",
    ),
    "another boundary, of many dashes": report(ZOES)
    .replace(b"boundary=b\r", b"boundary=x\r")
    .replace(b"\n--b", b"\n------=_Part_1"),
    "no boundary in its headers": report(ZOES).replace(b"; boundary=b\r", b"\r"),
    "its headers lost what it is": report(ZOES)
    .replace(b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n", b"")
    .replace(
        b"--b\r\nContent-Type: text/r", b"--b\r\nDescription: Message\r\nContent-Type: text/r"
    ),
    "numbers where a word was due": report(ZOES, ("5.0.0", "550")).replace(
        b"Your message could not be delivered.", b"<zoe@journal.example>: 550 User unknown"
    ),
    "what a list says to its owner": b"From: avis-owner@listes.example\nList-Id: <avis.example>\n"
    b"To: presse@ville.example\nSubject: Uncaught bounce notification\n"
    b"Content-Type: multipart/mixed; boundary=outer\n\n--outer\nContent-Type: text/plain\n\n"
    b"The attached message was received as a bounce.\n--outer\nContent-Type: message/rfc822\n\n"
    + report(ZOES)
    + b"\n--outer--\n",
    "courier": prose(
        '"Courier mail server at mx.example" <@>',
        "NOTICE: mail delivery status.",
        "Your message to the following recipients cannot be delivered:\n\n<zoe@journal.example>:\n"
        ">>> RCPT TO:<zoe@journal.example>\n<<< 550 User unknown",
    ),
    "groupwise": prose(
        "System Administrator <postmaster@journal.example>",
        "Message status - undeliverable",
        "The message that you sent was undeliverable to the following:\n"
        "\tzoe@journal.example (user not found)",
    ),
    "exchange, a name over a link": prose(
        "Microsoft Outlook <postmaster@journal.example>",
        "Non remis : Avis",
        "<b>Échec de la remise à ces destinataires ou groupes :</b><p><a "
        'href="mailto:zoe%40journal.example">Zoé Roy</a><br>Destinataire introuvable (#5.1.1)',
    ).replace(b"text/plain", b"text/html"),
    "interscan, by a pipe of postfix": prose(
        "imss@journal.example",
        "Mail could not be delivered",
        "Sent <<< RCPT TO:<zoe@journal.example>\nReceived >>> 550 5.1.1 unknown user.\n\n"
        "Unable to deliver message to <zoe@journal.example>.",
        headers="Return-Path: <MAILER-DAEMON>\n",
    ),
    "exchange, of a letter about a virus": prose(
        "System Administrator <postmaster@journal.example>",
        "Undeliverable: Virus : quota dépassé",
        "Your message\n\n  To:      zoe@journal.example\n  Subject: Virus : quota dépassé\n\n"
        "did not reach the following recipient(s):\n\nzoe@journal.example on Fri, 18 Oct 2026\n"
        "    The recipient name is not recognized",
    ),
    "one that sends our letter back without a word": prose(
        "postmaster@journal.example",
        "Undeliverable",
        "Your message was not delivered to zoe@journal.example: user unknown\n\n"
        "Received: from poste by mx.ville.example\nSubject: Avis\n\nCe virus, une boîte pleine",
    ),
    "james, as an answer": prose(
        "postmaster@journal.example",
        "Re: [BOUNCE] Avis",
        "I'm afraid I wasn't able to deliver your message to the following addresses.\n\n"
        "zoe@journal.example\n\nError message:\n550 5.1.1 user unknown",
        headers="Return-Path: <>\n",
    ),
    "a language of nobody's here": prose(
        "postmaster@journal.example",
        "No se pudo entregar el mensaje",
        "El mensaje no pudo ser entregado a:\n\nzoe@journal.example\n\n550 5.1.1 Desconocido",
        headers="Return-Path: <>\n",
    ),
    "no action but a number": report(ZOES).replace(b"Action: failed", b"Action: error"),
}


@pytest.mark.parametrize("raw", SERVERS.values(), ids=SERVERS.keys())
def test_what_a_server_writes_of_an_address_is_understood(raw: bytes) -> None:
    (refusal,) = read(raw).refusals

    assert (refusal.address, refusal.nature) == (ZOES, Nature.HARD)


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (r"utf-8; fran\x{E7}ois@journal.example", "françois@journal.example"),
        (r"utf-8; \x{E9}lodie@journal.example", "élodie@journal.example"),
        ("utf-8; élodie@journal.example", "élodie@journal.example"),
        (r"utf-8; zoe\x{2B}avis@journal.example", "zoe+avis@journal.example"),
        (r"utf-8; \x{110000}zoe@journal.example", ""),
        ("rfc822; fran?ois@journal.example", ""),
    ],
)
def test_an_accent_before_the_at_leaves_no_half_of_a_name(written: str, read_as: str) -> None:
    raw = report(ZOES).replace(f"rfc822; {ZOES}".encode(), written.encode())

    assert [each.address for each in read(raw).refusals] == [read_as] * bool(read_as)


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        (
            "Delivery Status Notification (Delay)",
            "Un problème temporaire est survenu lors de l’envoi de votre message à {a}.",
        ),
        (
            "Courriel retardé",
            "Votre message n’a pas encore pu être distribué.\n\n<{a}> : Connection timed out",
        ),
        ("Message you sent blocked", "Your message to {a}\nhas NOT BEEN DELIVERED"),
    ],
)
def test_what_waits_or_was_blocked_did_not_arrive_and_closes_nothing(
    subject: str, said: str
) -> None:
    (refusal,) = read(prose("postmaster@mx.example", subject, said.format(a=ZOES))).refusals

    assert (refusal.address, refusal.nature) == (ZOES, Nature.SOFT)


def test_what_a_member_of_a_list_says_of_a_report_is_theirs() -> None:
    of_list = SERVERS["what a list says to its owner"]

    by_member = of_list.replace(b"From: avis-owner@", b"From: anne@")

    assert read(by_member).nature is not Nature.HARD


NOBODYS = (
    "DNS lookup failure: host journal.example not found",
    "Sorry, I couldn't find any host named journal.example.",
    "5.1.2 - Bad destination host 'DNS Hard Error looking up journal.example (MX): NXDomain'",
    "550 5.4.310 DNS domain journal.example does not exist [Message=InfoDomainNonexistent]",
    "Host or domain name not found. Name service error for name=journal.example: Host not found",
    "5.1.0 - Unknown address error 550-'5.1.1 No such user'",
    "Illegal host/domain name found",
    "Hôte inconnu",
    "Unroutable address",
    "550 5.4.1 All recipient addresses rejected : Access denied",
    "551 User not local; please try <zoe@radio.example>",
    "550 5.1.6 recipient no longer on server: zoe@icloud.example",
    "Unknown local part zoe in <zoe@journal.example>",
    "Mailbox unknown or not accepting mail.",
    "Usager inconnu",
    "Le nom du destinataire n’est pas reconnu",
    "L’adresse de messagerie que vous avez entrée est introuvable",
    "Cette boîte aux lettres est désactivée",
    "550 5.1.1 Domain not found (in reply to RCPT TO command)",
)
MAY_BE_GOOD = (
    # Nobody could say whether there is such a domain, or what was said was for now.
    "Name service error for name=journal.example type=MX: Host not found, try again",
    "5.1.2 DNS Soft Error looking up journal.example",
    "550 5.4.300 Message expired -> 450 4.1.1 Recipient address rejected: unverified address",
    "450 user unknown (in reply to RCPT TO command)",
    "5.1.0 - Unknown address error 554-'5.7.1 message refused'",
    # We are refused, or what we wrote from.
    "550 5.1.1 Domain not found (in reply to MAIL FROM command)",
    "SMTP error from remote mail server after MAIL FROM:<presse@ville.example>: unknown domain",
    "Connected to 192.0.2.1 but sender was rejected. 550 5.1.1 unknown user",
    "553 5.1.8 Domain of sender address presse@ville.example does not exist",
    "550 5.1.7 Invalid address",
    "554 5.7.1 Helo command rejected: Host not found",
    "550 5.1.1 relay not permitted",
    # The mailbox is there.
    "550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents more",
    "552 5.2.2 Requested action not taken: mailbox unavailable",
    "550 5.1.1 Espace de stockage insuffisant",
)


def test_a_name_that_is_nobodys_is_told_from_all_else_that_servers_say() -> None:
    wrong = [each for each in NOBODYS if judged("failed", "5.0.0", each) is not Nature.HARD]
    wrong += [each for each in MAY_BE_GOOD if judged("failed", "5.1.1", each) is not Nature.SOFT]

    assert wrong == []


@pytest.mark.parametrize(
    "said",
    [
        "550 5.7.1 IP 192.0.2.1 is blacklisted",
        "550 5.1.1 message blocked using zen.spamhaus.org",
        "550 5.1.1 rate limit exceeded, try again later",
        "550 5.7.26 This mail is unauthenticated: SPF and DKIM did not pass",
        "550 5.1.1 rejected by the DMARC policy of ville.example",
        "554 5.1.1 too many messages from your IP",
    ],
)
def test_what_refuses_us_says_nothing_of_the_address_whatever_its_number(said: str) -> None:
    (refusal,) = read(report(ZOES, ("5.1.1", said))).refusals

    assert refusal.nature is Nature.SOFT


def test_of_two_addresses_in_prose_each_has_its_own_verdict() -> None:
    raw = prose(
        "MAILER-DAEMON@mx.example",
        "Undelivered Mail Returned to Sender",
        "could not be delivered\n\n<zoe@journal.example>: host mx said: 550 5.1.1 User unknown\n\n"
        "<luc@radio.example>: host mx said: 452 4.2.2 Mailbox full",
    )

    found = {each.address: (each.nature, each.status) for each in read(raw).refusals}

    assert found == {
        ZOES: (Nature.HARD, "5.1.1"),
        "luc@radio.example": (Nature.SOFT, "4.2.2"),
    }


@pytest.mark.parametrize(
    ("sender", "subject", "headers"),
    [
        ("Zoé Roy <postmaster@journal.example>", "Mon adresse a changé", ""),
        ("Alertes <alertes@ville.example>", "Incident", "Auto-Submitted: auto-generated\n"),
        ("Colis <avis@poste.example>", "Avis de passage", "Auto-Submitted: auto-generated\n"),
        ("Assistance <aide@journal.example>", "Votre demande 4711", "Return-Path: <>\n"),
        ("postmaster@journal.example", "Re: Undeliverable: Avis", ""),
    ],
)
def test_who_speaks_of_what_was_not_delivered_sends_no_report(
    sender: str, subject: str, headers: str
) -> None:
    said = "Votre message « n’a pas pu être remis » à zoe@journal.example (550 5.1.1) : voyez."

    assert read(prose(sender, subject, said, headers=headers)).refusals == ()
