"""A message becomes letters: what is read is what was written, and nothing else."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms_desk.mail.address import Address
from comms_desk.mail.compose import Composer, new_message_id
from comms_desk.mail.errors import (
    BadAddress,
    HeaderBroken,
    ImageMissing,
    MessageTooLarge,
    PieceMissing,
)
from comms_desk.mail.message import (
    MESSAGE_LIMIT_BYTES,
    AttachedFile,
    InlineImage,
    NewMessage,
    Purpose,
)

NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
DESK = Address(name="Service des communications", local="presse", domain="ville.example")
READER = Address(name="Zoé Ébène, cheffe", local="zoe", domain="journal.example")


def letter(
    message: NewMessage,
    *,
    to: Address = READER,
    values: Mapping[str, str] | None = None,
    message_id: str = "<1.x@ville.example>",
) -> bytes:
    composer = Composer(message, sender=DESK)
    return composer.letter(to=to, values=values or {}, message_id=message_id, at=NOON)


def read(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    content = part.get_content()
    assert isinstance(content, str)
    return content.replace("\r\n", "\n")


def test_a_letter_says_what_was_written() -> None:
    raw = letter(
        NewMessage(
            subject="Le Plateau : 4,5 M$ pour l’été — une annonce d’une longueur certaine, oui",
            text="Été 2026\n\n.point\n" + "a" * 2000,
            html="<p>Été</p>",
        )
    )

    found = read(raw)
    assert found["Subject"] == (
        "Le Plateau : 4,5 M$ pour l’été — une annonce d’une longueur certaine, oui"
    )
    assert found["To"].addresses[0].display_name == "Zoé Ébène, cheffe"
    assert found["To"].addresses[0].addr_spec == "zoe@journal.example"
    assert found["From"].addresses[0].addr_spec == "presse@ville.example"
    assert found["Date"].datetime == NOON
    assert found["Message-ID"] == "<1.x@ville.example>"
    assert body(found, "plain") == "Été 2026\n\n.point\n" + "a" * 2000 + "\n"
    assert body(found, "html") == "<p>Été</p>\n"


def test_every_line_is_short_and_ends_with_cr_lf() -> None:
    raw = letter(
        NewMessage(
            subject="é" * 300,
            text="{{ name }}" + "é" * 3000 + "\r seul \n",
            attachments=(
                AttachedFile(name="é.pdf", media_type="application/pdf", content=bytes(9000)),
            ),
        ),
        values={"name": "ligne\rcoupée " * 100},
    )

    assert raw.count(b"\r\n") == raw.count(b"\n") == raw.count(b"\r")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78
    assert raw.isascii()


def test_a_piece_is_filled_for_each_reader_and_escaped_in_html() -> None:
    message = NewMessage(
        subject="Bonjour {{ first_name }}",
        text="Chère {{ first_name }},\n{{ rest }}",
        html="<p>Chère {{ first_name }}</p>",
    )

    found = read(letter(message, values={"first_name": "A<b>&=C", "rest": "Où ?"}))

    assert found["Subject"] == "Bonjour A<b>&=C"
    assert body(found, "plain") == "Chère A<b>&=C,\nOù ?\n"
    assert body(found, "html") == "<p>Chère A&lt;b&gt;&amp;=C</p>\n"


@given(
    before=st.text(st.sampled_from("aé= .\t\n\r\x85\u2028\u00a0{}'<"), max_size=200),
    value=st.text(max_size=200),
    after=st.text(st.sampled_from("aé= .\n-"), max_size=200),
)
def test_text_and_values_survive_any_neighbourhood(before: str, value: str, after: str) -> None:
    message = NewMessage(subject="s", text=f"{before}{{{{ x }}}}{after}")
    surrogates = any("\ud800" <= character <= "\udfff" for character in value)
    if surrogates or message.pieces != {"x"}:
        return

    found = body(read(letter(message, values={"x": value})), "plain")

    assert "".join(found.split()) == "".join(f"{before}{value}{after}".split())


@given(st.text(st.sampled_from("aé =?_— '\"œ,;x\\😀"), min_size=1, max_size=200))
def test_a_subject_and_a_name_are_read_as_they_were_written(text: str) -> None:
    text = " ".join(text.split())
    if not text:
        return

    raw = letter(
        NewMessage(subject=text, text="t"),
        to=Address(name=text, local="zoe", domain="journal.example"),
    )

    assert read(raw)["Subject"] == text
    assert read(raw)["To"].addresses[0].addr_spec == "zoe@journal.example"
    name, bare = parseaddr(message_from_bytes(raw)["To"])
    assert str(make_header(decode_header(name))) == text
    assert bare == "zoe@journal.example"


def test_a_missing_value_is_an_error_that_names_the_piece() -> None:
    with pytest.raises(PieceMissing) as caught:
        letter(NewMessage(subject="s", text="{{ first_name }}"))

    assert caught.value.piece == "first_name"


def test_pictures_go_by_content_id_and_files_beside() -> None:
    found = read(
        letter(
            NewMessage(
                subject="s",
                text="t",
                html='<img src="cid:head" alt="Bandeau">',
                images=(InlineImage(content_id="head", media_type="image/png", content=b"\x89P"),),
                attachments=(
                    AttachedFile(
                        name="Communiqué.docx",
                        media_type="application/vnd.openxmlformats",
                        content=b"PK\x00\xff",
                    ),
                ),
            )
        )
    )

    kinds = [part.get_content_type() for part in found.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/vnd.openxmlformats",
    ]
    parts = {part.get_content_type(): part for part in found.walk()}
    assert parts["image/png"]["Content-ID"] == "<head>"
    assert parts["image/png"].get_content() == b"\x89P"
    (file,) = found.iter_attachments()
    assert file.get_filename() == "Communiqué.docx"
    assert file.get_content() == b"PK\x00\xff"


@pytest.mark.parametrize("html", ['<img src="cid:other">', "<p>none</p>"])
def test_a_picture_without_its_place_or_a_place_without_picture_is_refused(html: str) -> None:
    with pytest.raises(ImageMissing):
        NewMessage(
            subject="s",
            text="t",
            html=html,
            images=(InlineImage(content_id="head", media_type="image/png", content=b""),),
        )


def test_a_bulletin_asks_for_no_automatic_answer_and_names_its_list() -> None:
    bulletin = read(
        letter(
            NewMessage(
                subject="s", text="t", purpose=Purpose.BULLETIN, list_id="bulletin.ville.example"
            )
        )
    )
    release = read(letter(NewMessage(subject="s", text="t")))

    assert bulletin["List-Id"] == "<bulletin.ville.example>"
    assert bulletin["Auto-Submitted"] == "auto-generated"
    assert bulletin["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert release["Auto-Submitted"] is None


@pytest.mark.parametrize("break_", ["\n", "\r", "\r\n", "\x85", "\u2028", "\x00", "\x0b"])
def test_no_header_can_be_injected(break_: str) -> None:
    injected = f"Bonjour{break_}Bcc: autre@ailleurs.example"

    with pytest.raises(HeaderBroken):
        NewMessage(subject=injected, text="t")
    with pytest.raises(HeaderBroken):
        letter(NewMessage(subject="{{ x }}", text="t"), values={"x": injected})
    with pytest.raises(BadAddress):
        Address(name=injected, local="a", domain="b.example")
    with pytest.raises(BadAddress):
        Address.parse(f"{injected} <a@b.example>")
    with pytest.raises(HeaderBroken):
        AttachedFile(name=injected, media_type="text/plain", content=b"")
    with pytest.raises(HeaderBroken):
        letter(NewMessage(subject="s", text="t"), message_id=f"<a{break_}@b>")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "personne",
        "a@",
        "@b.example",
        "a b@c.example",
        "a@b@c.example",
        "a@b..example",
        "a@-b.example",
        "a@b.example, c@d.example",
        "Groupe: a@b.example;",
        "a..b@c.example",
        f"{'a' * 65}@b.example",
        "a@b.example>",
        "<a@b.example",
        "a@b.example\nBcc: c@d.example",
    ],
)
def test_what_is_not_one_address_is_refused(text: str) -> None:
    with pytest.raises(BadAddress):
        Address.parse(text)


def test_two_spellings_of_one_mailbox_have_one_key() -> None:
    first = Address.parse("Zoé <Zoe@Écoles.example>")

    assert first.key == Address.parse("zoe@xn--coles-9ra.example").key
    assert first.on_the_wire == "Zoe@xn--coles-9ra.example"
    assert not first.needs_utf8


def test_an_address_beyond_ascii_is_written_in_utf8() -> None:
    raw = letter(
        NewMessage(subject="s", text="t"),
        to=Address(name="Zoé", local="zoé", domain="journal.example"),
    )

    assert "zoé@journal.example".encode() in raw
    assert raw.replace("zoé@".encode(), b"").isascii()


def test_a_message_too_large_is_refused_before_anybody_waits_for_it() -> None:
    with pytest.raises(MessageTooLarge):
        NewMessage(
            subject="s",
            text="t",
            attachments=(
                AttachedFile(
                    name="film.mp4", media_type="video/mp4", content=bytes(MESSAGE_LIMIT_BYTES)
                ),
            ),
        )


def test_a_message_id_is_the_letters_own() -> None:
    ids = [new_message_id(each, secret="abc", sender=DESK) for each in (7, 8)]

    assert all(re.fullmatch(r"<[78]\.[0-9a-f]{24}@ville\.example>", each) for each in ids)
    assert ids[0].partition(".")[2] != ids[1].partition(".")[2]


def test_what_left_before_ids_were_signed_keeps_its_own() -> None:
    secret = "0123456789abcdef01234567"

    assert new_message_id(7, secret=secret, sender=DESK) == f"<7.{secret}@ville.example>"


FORMER, FIRST = "<7.abc@ville.example>", "<3.def@ville.example>"


def test_a_letter_that_answers_says_to_what_and_what_came_before() -> None:
    found = read(
        letter(
            NewMessage(subject="s", text="t", in_reply_to=FORMER, references=(FIRST, FORMER)),
        )
    )

    assert found["In-Reply-To"] == FORMER
    assert found["References"].split() == [FIRST, FORMER]


def test_each_reader_s_letter_answers_the_one_that_they_had() -> None:
    message = NewMessage(
        subject="s", text="t", in_reply_to="{{ former }}", references=(FIRST, "{{ former }}")
    )

    has_it = read(letter(message, values={"former": FORMER}))
    has_none = read(letter(message, values={"former": ""}))

    assert message.pieces == {"former"}
    assert (has_it["In-Reply-To"], has_it["References"].split()) == (FORMER, [FIRST, FORMER])
    assert (has_none["In-Reply-To"], has_none["References"].split()) == (None, [FIRST])


@given(st.lists(st.integers(1, 10**12), max_size=40))
def test_however_long_a_thread_is_it_is_read_as_it_was_written(letters: list[int]) -> None:
    thread = tuple(new_message_id(each, secret="0" * 24, sender=DESK) for each in letters)

    raw = letter(NewMessage(subject="s", text="t", references=thread))

    said = str(read(raw)["References"] or "").split()
    assert said == list(dict.fromkeys(thread))
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78


@pytest.mark.parametrize(
    "answered",
    [
        "a@b.example",
        "<a@b.example",
        "<a b@c.example>",
        "<a@b.example> <c@d.example>",
        "<é@b.example>",
        "<a@b.example>\r\nBcc: <autre@ailleurs.example>",
        f"<{'a' * 999}@b.example>",
        "{{ former }} {{ other }}",
    ],
)
def test_what_is_no_message_id_is_answered_by_no_letter(answered: str) -> None:
    with pytest.raises(HeaderBroken):
        NewMessage(subject="s", text="t", in_reply_to=answered)
    with pytest.raises(HeaderBroken):
        NewMessage(subject="s", text="t", references=(FORMER, answered))
    with pytest.raises(HeaderBroken):
        letter(
            NewMessage(subject="s", text="t", in_reply_to="{{ former }}"),
            values={"former": answered},
        )
