"""What mails propose: the judged ones, and what only some of them would show."""

from dataclasses import replace

import pytest

from comms_desk.i18n import CITY_ZONE
from comms_desk.mail.reading.model import LeftUnread, MailPart
from comms_desk.media.inquiries.model import Basis, Hour
from comms_desk.media.inquiries.reading.mail import read_mail, read_text
from comms_desk.media.inquiries.reading.proposal import LineKind, ProposedReferral
from tests.media.inquiries.corpora import NOW, JudgedMail, mails
from tests.media.inquiries.judged_mails import known, read
from tests.media.inquiries.judging import hours_are_right, silently_wrong, wrong_of_a_mail

TUNING = [
    pytest.param(each, id=each.name) for of in ("tuning", "aside2", "aside4") for each in mails(of)
]


@pytest.mark.parametrize("judged", TUNING)
def test_a_mail_proposes_what_a_person_would_understand(judged: JudgedMail) -> None:
    proposed = read(judged)

    assert wrong_of_a_mail(judged.expected, proposed) == []
    assert silently_wrong(judged.expected, proposed) == []
    assert hours_are_right(judged.expected, proposed)


def mail(text: str, *, sender: str = "Zoé T. <zoe@ledevoir.example>", headers: str = "") -> bytes:
    return (
        f"From: {sender}\r\nTo: medias@ville.example\r\nSubject: Neige\r\n"
        f"Date: Tue, 24 Nov 2026 09:00:00 -0500\r\nMessage-ID: <a@ledevoir.example>\r\n{headers}"
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        f"{text}"
    ).encode()


def test_the_original_stays_with_what_was_read() -> None:
    raw = mail("Combien?")

    assert read_mail(raw, known=known(), now=NOW).original == raw


def in_parts(*parts: tuple[str, str], text: str = "") -> bytes:
    written = "".join(
        f"--b\r\nContent-Type: {kind}\r\n{more}\r\ncontent\r\n" for kind, more in parts
    )
    words = f"--b\r\nContent-Type: text/plain\r\n\r\n{text}\r\n" if text else ""
    head = mail("").decode().partition("Content-Type")[0]
    head += 'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    return f"{head}{words}{written}--b--\r\n".encode()


def test_none_of_eighty_files_is_left_out() -> None:
    file = ("image/jpeg", 'Content-Disposition: attachment; filename="a.jpg"\r\n')

    proposal = read_mail(in_parts(*[file] * 80, text="Combien?"), known=known(), now=NOW)

    assert len(proposal.attachments) == 80


def test_beyond_a_hundred_parts_it_says_how_many_files_were_read() -> None:
    file = ("image/jpeg", 'Content-Disposition: attachment; filename="a.jpg"\r\n')

    proposal = read_mail(in_parts(*[file] * 150, text="Combien?"), known=known(), now=NOW)

    assert len(proposal.attachments) == 99
    assert proposal.left_unread == (LeftUnread(what=MailPart.FILES, read=99, total=150),)


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_question_after_300_kilobytes_is_read(kind: str) -> None:
    before = "Voici le contexte de ma demande, une ligne après l’autre.\r\n" * 5_200
    raw = mail(f"{before}\r\nCombien de tonnes de sel?").replace(
        b"text/plain", b"text/" + kind.encode()
    )

    proposal = read_mail(raw, known=known(), now=NOW)

    assert len(raw) > 300_000
    assert (proposal.questions, proposal.left_unread) == (("Combien de tonnes de sel?",), ())


def test_a_question_after_the_pictures_of_a_page_is_read() -> None:
    picture = '<img src="data:image/png;base64,' + "A" * 600_000 + '">'
    raw = mail(f"<p>Bonjour</p>{picture}<p>Combien?</p>").replace(b"text/plain", b"text/html")

    assert read_mail(raw, known=known(), now=NOW).questions == ("Combien?",)


def test_words_beyond_what_is_read_are_said() -> None:
    raw = mail("Voici le contexte de ma demande, une ligne.\r\n" * 14_000 + "Combien?")

    (cut,) = read_mail(raw, known=known(), now=NOW).left_unread

    assert (cut.what, cut.read, cut.total) == (MailPart.TEXT, 400, 617)


def test_a_question_at_the_end_of_a_paragraph_without_end_is_read() -> None:
    raw = mail("Nous avons lu le rapport " * 200 + ". Combien de tonnes?")

    assert read_mail(raw, known=known(), now=NOW).questions[-1].endswith("Combien de tonnes?")


def test_a_text_that_is_pasted_is_kept_whole() -> None:
    text = "Combien de tonnes de sel? " * 20_000

    proposal = read_text(text, known=known(), now=NOW)

    assert len(proposal.original) >= len(text) - 1
    assert [each.what for each in proposal.left_unread] == [MailPart.TEXT]


def test_each_mail_that_is_enclosed_is_a_file() -> None:
    inner = ("message/rfc822", "\r\nSubject: Autre\r\n")

    proposal = read_mail(in_parts(inner, inner, text="Combien?"), known=known(), now=NOW)

    assert [each.name for each in proposal.attachments] == ["Autre.eml", "Autre.eml"]


@pytest.mark.parametrize("kind", ["application/ms-tnef", "text/calendar; method=REQUEST"])
def test_what_outlook_sends_in_place_of_words_is_a_file_of_the_inquiry(kind: str) -> None:
    alone = read_mail(in_parts((kind, "")), known=known(), now=NOW)
    beside = read_mail(in_parts((kind, ""), text="Combien?"), known=known(), now=NOW)

    name = "1.dat" if "tnef" in kind else "1.ics"
    assert [each.name for each in alone.attachments] == [name]
    assert alone.left_unread == (LeftUnread(what=MailPart.WORDS),)
    assert [each.name for each in beside.attachments] == [name]
    assert beside.left_unread == ()


def test_an_invitation_that_stands_twice_in_a_mail_is_one_file() -> None:
    twice = in_parts(
        ("text/calendar; method=REQUEST", ""),
        ('application/ics; name="invite.ics"', ""),
        text="Combien?",
    )

    proposal = read_mail(twice, known=known(), now=NOW)

    assert [each.name for each in proposal.attachments] == ["invite.ics"]


@pytest.mark.parametrize(
    ("said", "hour"),
    [("vendredi matin", 9), ("vendredi", 17), ("vendredi après-midi", 17), ("vendredi soir", 18)],
)
def test_a_day_without_an_hour_is_of_the_part_that_is_said(said: str, hour: int) -> None:
    proposal = read_mail(mail(f"Combien? Je publie {said}."), known=known(), now=NOW)

    assert proposal.on_air is not None
    assert proposal.on_air.at is not None
    assert proposal.on_air.at.astimezone(CITY_ZONE).hour == hour
    assert proposal.on_air.basis is Basis.UNSURE


@pytest.mark.parametrize("noise", [b"", b"\r\n\r\n", b"\x00\x01\x02" * 500, b"%PDF-1.7 Combien?"])
def test_a_file_that_is_no_mail_asks_nothing(noise: bytes) -> None:
    assert read_mail(noise, known=known(), now=NOW).kind is LineKind.NOT_A_QUESTION


def test_a_citizen_is_proposed_to_311() -> None:
    raw = mail("Ma rue n'est pas déneigée. Quand?", sender="a.b@gmail.example")

    proposal = read_mail(raw, known=known(), now=NOW)

    assert (proposal.kind, proposal.referral) == (LineKind.CITIZEN, ProposedReferral.CITIZENS)


def test_a_mail_without_a_date_is_received_now() -> None:
    raw = mail("Combien?").replace(b"Date: Tue, 24 Nov 2026 09:00:00 -0500\r\n", b"")

    assert read_mail(raw, known=known(), now=NOW).received_at == NOW


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("Réponse automatique : Re: Neige", LineKind.NOT_A_QUESTION),
        ("[EXTERNE] Automatic reply: Neige", LineKind.NOT_A_QUESTION),
        ("Absence du bureau : Neige", LineKind.NOT_A_QUESTION),
        ("Re: Réponse automatique : Neige", LineKind.REPLY),
    ],
)
def test_an_absence_is_known_by_its_subject_alone(subject: str, kind: LineKind) -> None:
    raw = mail("De retour lundi. Une urgence?", headers="In-Reply-To: <b@ville.example>\r\n")

    proposal = read_mail(
        raw.replace(b"Subject: Neige", f"Subject: {subject}".encode()), known=known(), now=NOW
    )

    assert proposal.kind is kind


def test_a_mail_dated_at_the_end_of_all_time_is_received_now() -> None:
    raw = mail("Combien? Avant vendredi.").replace(b"24 Nov 2026", b"31 Dec 9999")

    proposal = read_mail(raw, known=known(), now=NOW)

    assert proposal.received_at == NOW
    assert proposal.deadline.at is not None
    assert proposal.deadline.at.astimezone(CITY_ZONE).day == 27


def test_an_office_that_has_no_address_yet_reads_what_is_passed_on() -> None:
    passed_on = next(each for each in mails("tuning") if each.expected["subject_title"] == "Budget")
    nobodys = replace(known(), our_domains=())

    proposal = read_mail(passed_on.raw, known=nobodys, now=NOW)

    assert [each.value.name for each in proposal.reporters] == ["Ada Okafor"]


def test_what_follows_a_signature_as_an_afterword_is_read() -> None:
    raw = mail("Combien de camions?\n\nZoé T.\nLe Devoir\n\nP.-S. Tombée à 11 h.")

    at = read_mail(raw, known=known(), now=NOW).deadline.at

    assert at is not None
    assert at.isoformat() == "2026-11-24T16:00:00+00:00"


@pytest.mark.parametrize(
    ("said", "deadline", "on_air"),
    [
        ("L'embargo est levé à 10 h, je publie à 10 h 05.", (None, "to ask"), ("10:05", "given")),
        ("Est-ce possible d'avoir ça pour 14 h?", ("14:00", "given"), None),
        ("Je suis au bureau jusqu'à 17 h.", ("17:00", "assumed"), None),
        ("J'ai appelé à 9 h 30 sans succès.", ("17:00", "assumed"), None),
        ("Le conseil se réunit à 19 h ce soir.", ("17:00", "assumed"), None),
        ("C'est pour mon texte de demain.", ("17:00", "assumed"), None),
        ("Peut-on faire une entrevue vers 16 h?", (None, "to ask"), ("16:00", "unsure")),
        ("We go to air at 5:30 p.m.; I'd need it by 4.", ("16:00", "given"), ("17:30", "given")),
        ("The embargo lifts at 6 a.m. tomorrow.", ("17:00", "assumed"), None),
        ("La rue rouvrira-t-elle avant 18 h?", ("17:00", "assumed"), None),
        ("La collecte débute à 19 h.", ("17:00", "assumed"), None),
        ("Selon votre avis, l'eau sera coupée dès 21 h.", ("17:00", "assumed"), None),
        ("La séance sera diffusée en direct à 19 h.", ("17:00", "assumed"), None),
        ("The deadline for bids is at 2 p.m.", ("17:00", "assumed"), None),
        ("« La rue rouvrira à 18 h », dit-on.", ("17:00", "assumed"), None),
        ("Le feu a pris à 8 h 10. Il me faut une réponse pour 11 h.", ("11:00", "given"), None),
        ("Need it by 4 p.m. How many trucks are out?", ("16:00", "given"), None),
        ("Le cahier ferme à 16 h 45.", ("16:45", "given"), None),
        ("We lock the page at 4:30 p.m.", ("16:30", "given"), None),
        ("J'ai jusqu'à 18 h pour déposer mon texte.", ("18:00", "given"), None),
        ("Ideally by 1 p.m., 3 p.m. at the very latest.", ("15:00", "given"), None),
        ("Avant 14 h pour le web, 19 h pour le papier.", ("14:00", "unsure"), None),
        ("I need to hear from you by noon PT.", ("15:00", "given"), None),
        ("Avant 18 h, heure de Paris.", ("12:00", "given"), None),
        ("Ma tombée est repoussée de 15 h à 17 h.", ("17:00", "given"), None),
        ("Il me faut ça à 13 h au lieu de 15 h.", ("13:00", "given"), None),
        ("Je pars à 16 h.", ("16:00", "unsure"), None),
        ("Il me faut une réponse avant la séance de 19 h.", ("19:00", "unsure"), None),
        ("Le vote est à 20 h. J'en ai besoin avant le vote.", ("20:00", "unsure"), None),
        ("I'm on deadline.", (None, "to ask"), None),
        ("Quand vous pourrez.", (None, "to ask"), None),
        ("Notre reportage sort à 13 h.", (None, "to ask"), ("13:00", "given")),
        ("On enregistre à 13 h, diffusion à 16 h.", (None, "to ask"), ("16:00", "given")),
        ("DEADLINE: Nov. 24, 5 PM", ("17:00", "given"), None),
        ("Tombée : mardi 24 novembre, 16 h", ("16:00", "given"), None),
        ("Mon papier part à 16 h.", ("16:00", "given"), None),
        ("Notre édition papier, qui ferme à 20 h, en parlera.", ("20:00", "given"), None),
        ("Je dois remettre mon texte en fin de journée.", ("17:00", "assumed"), None),
        ("Pas plus tard que 15 h 45, svp.", ("15:45", "given"), None),
        ("Le plus tôt possible avant 16 h.", ("16:00", "given"), None),
        ("Aux alentours de 15 h svp.", ("15:00", "given"), None),
        ("Entre 15 h et 16 h, ce serait parfait.", ("15:00", "unsure"), None),
        ("Between 3 and 4 p.m. would be ideal.", ("15:00", "unsure"), None),
        ("Il me faut ça dans les 20 prochaines minutes.", ("09:20", "given"), None),
        ("Could you get back to me in the next two hours?", ("11:00", "given"), None),
        ("Could I have it by 1 p.m. Mountain (3 p.m. your time)?", ("15:00", "given"), None),
        ("I have to send my story in at 12:45.", ("12:45", "given"), None),
        ("My story is due at 4.", ("16:00", "given"), None),
        ("The city has until 5 p.m. to comment.", ("17:00", "unsure"), None),
        ("On met l'article en ligne à 11 h 30.", (None, "to ask"), ("11:30", "given")),
        ("The story will be published at 3 p.m.", (None, "to ask"), ("15:00", "given")),
        ("I'd like to post this by 2 p.m.", (None, "to ask"), ("14:00", "unsure")),
        ("Avez-vous quelqu'un pour une entrevue avant 16 h?", ("16:00", "given"), None),
        ("Rien d'urgent.", (None, "to ask"), None),
        ("Demain, le conseil siège.", ("17:00", "assumed"), None),
        ("Pas besoin de répondre avant 16 h.", ("17:00", "assumed"), None),
        ("Pourrais-je avoir un suivi avant midi?", ("12:00", "given"), None),
        ("Mon texte doit partir à 11 h 30.", ("11:30", "given"), None),
        ("Council meets at 7 p.m. I'd need it before the meeting.", ("19:00", "unsure"), None),
        ("In the next day or two.", (None, "to ask"), None),
        ("La cour doit rendre sa décision à 14 h.", ("17:00", "assumed"), None),
        ("Le syndicat exige une réponse avant 17 h 30.", ("17:30", "unsure"), None),
        ("La date limite d'inscription est à 16 h.", ("17:00", "assumed"), None),
        ("La neige est attendue vers 18 h.", ("18:00", "unsure"), None),
        ("Le rapport sera publié à 10 h.", (None, "to ask"), ("10:00", "unsure")),
        ("Since my deadline is 4 p.m., time is tight.", ("16:00", "given"), None),
        ("We need to lock the show by 3 p.m.", ("15:00", "given"), None),
        ("We hope to publish by 4 p.m.", (None, "to ask"), ("16:00", "unsure")),
        ("La publication est prévue pour 16 h.", (None, "to ask"), ("16:00", "given")),
        ("Tombée : 13 h 30 HNP", ("16:30", "given"), None),
        ("Deadline: 1 p.m. Nairobi time", ("13:00", "unsure"), None),
        ("Si c'était possible d'ici 15 h, ce serait génial.", ("15:00", "given"), None),
        ("Il me le faut dès que possible.", (None, "urgent"), None),
        ("Rien ne presse.", (None, "to ask"), None),
    ],
)
def test_an_hour_is_what_the_words_beside_it_say(
    said: str, deadline: tuple[str | None, str], on_air: tuple[str, str] | None
) -> None:
    proposal = read_mail(mail(f"Hello,\n\n{said}\n\nZoé T."), known=known(), now=NOW)

    assert in_words(proposal.deadline) == deadline
    assert (None if proposal.on_air is None else in_words(proposal.on_air)) == on_air


@pytest.mark.parametrize(
    ("said", "deadline", "on_air"),
    [
        ("Je prépare un topo pour le 18 h.", (None, "to ask"), ("18:00", "given")),
        ("C'est pour le bulletin de midi.", (None, "to ask"), ("12:00", "given")),
        ("Le sujet passe à 17 h 30, donc d'ici 16 h svp.", ("16:00", "given"), ("17:30", "given")),
        ("Besoin pour 10 h 30, on en parle à 11 h.", ("10:30", "given"), ("11:00", "unsure")),
        ("On aimerait avoir le maire à 11 h au micro.", (None, "to ask"), ("11:00", "unsure")),
        ("17 h.", ("17:00", "unsure"), ("17:00", "unsure")),
        ("Le budget est voté ce matin. Ma tombée est à :\nmidi.", ("12:00", "given"), None),
        ("In the next hour if you can.", ("10:00", "given"), None),
        ("Tombée à 16 h pour le bulletin de 18 h.", ("16:00", "given"), ("18:00", "given")),
        ("Avez-vous quelqu'un pour 16 h 30 en direct?", (None, "to ask"), ("16:30", "given")),
        ("Ça passe à 17 h.", (None, "to ask"), ("17:00", "given")),
    ],
)
def test_an_hour_of_a_broadcaster_may_be_that_of_its_programme(
    said: str, deadline: tuple[str | None, str], on_air: tuple[str, str] | None
) -> None:
    raw = mail(f"Bonjour,\n\nCombien? {said}\n\nLéa", sender="Léa Roy <lea@radio-canada.example>")

    proposal = read_mail(raw, known=known(), now=NOW)

    assert in_words(proposal.deadline) == deadline
    assert (None if proposal.on_air is None else in_words(proposal.on_air)) == on_air


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("On monte la page jeudi. Il me faut ça pour 13 h cette journée-là.", "26 13:00 given"),
        ("On monte le journal mercredi; vos réponses pour 9 h ce jour-là.", "25 09:00 given"),
        ("Notre page ferme jeudi; il nous faut ça la veille à 16 h.", "25 16:00 given"),
        ("By lunchtime tomorrow would be super.", "25 17:00 unsure"),
        ("D'ici le 27-11-2026 à 15 h.", "27 15:00 given"),
        ("Il me faut ça en début d'après-midi jeudi.", "26 17:00 unsure"),
        ("Dans la journée de demain, ce serait bien.", "25 17:00 unsure"),
        ("Au courant de l'avant-midi, ce serait parfait.", "24 12:00 unsure"),
    ],
)
def test_a_day_may_be_said_by_another_day_or_by_a_part_of_it(said: str, day: str) -> None:
    at = read_mail(mail(f"Combien? {said}"), known=known(), now=NOW).deadline

    assert at.at is not None
    assert f"{at.at.astimezone(CITY_ZONE):%d %H:%M} {at.basis.value}" == day


def test_a_newsletter_that_somebody_saved_is_no_question() -> None:
    newsletter = mail("Comment verdir?\n\nVous pouvez vous désabonner ici.", sender="a@b.example")
    question = mail("Comment se désabonner des avis de la Ville? Tombée 15 h.")

    assert read_mail(newsletter, known=known(), now=NOW).kind is LineKind.NOT_A_QUESTION
    assert read_mail(question, known=known(), now=NOW).kind is LineKind.INQUIRY


def in_words(hour: Hour) -> tuple[str | None, str]:
    at = None if hour.at is None else hour.at.astimezone(CITY_ZONE).strftime("%H:%M")
    return at, hour.basis.value
