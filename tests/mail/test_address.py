"""A text from outside becomes an address once, at the door, or is refused there at once."""

import subprocess
import sys
import time

import pytest

from comms_desk.mail.address import ADDRESS_LIMIT_CHARACTERS, SHOWN_CHARACTERS, Address
from comms_desk.mail.errors import BadAddress

LONG = 60_000
MOST_S = 0.5


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("a@b.test", "a@b.test"),
        ("pupitre@ville.local", "pupitre@ville.local"),
        ("root@localhost", "root@localhost"),
        ("a@nulle.invalid", "a@nulle.invalid"),
        ("redaction@journal.example", "redaction@journal.example"),
        ("  a@b.example\u00a0", "a@b.example"),
        ("\ufeffa@b.example\u200b ", "a@b.example"),
        ("<a@b.example>", "a@b.example"),
        ("zoé@écoles.example", "zoé@écoles.example"),
        ("zoe\u0301@b.example", "zoé@b.example"),
        ("o’brien@b.example", "o’brien@b.example"),
        ("用户@例え.example", "用户@例え.example"),
        ("a+presse@b.example", "a+presse@b.example"),
        ("Zoe@B.Example", "Zoe@b.example"),
        (f"{'a' * 64}@b.example", f"{'a' * 64}@b.example"),
    ],
)
def test_what_the_press_writes_from_is_let_in(text: str, bare: str) -> None:
    assert Address.parse(text).bare == bare


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Zoé Roy <zoe@b.example>", "Zoé Roy"),
        ('"Roy, Zoé" <zoe@b.example>', "Roy, Zoé"),
        (r'"Zoé \"Zo\" Roy" < zoe@b.example >', 'Zoé "Zo" Roy'),
    ],
)
def test_the_name_before_an_address_comes_with_it(text: str, name: str) -> None:
    address = Address.parse(text)

    assert (address.name, address.bare) == (name, "zoe@b.example")
    assert address.alone == Address(local="zoe", domain="b.example")


@pytest.mark.parametrize(
    "text",
    [
        "a" + " " * LONG + "x@y z",
        " " * LONG + "a@b.example et",
        "a" * LONG,
        "a@" * (LONG // 2),
        "a." * (LONG // 2) + "@b.example",
        "<" * LONG,
        '"' * LONG + "<a@b.example>",
        '"' + "\\" * LONG + "<a@b.example>",
        "a@" + "b." * (LONG // 2),
        "é" * LONG + "@b.example",
        "a@" + "é" * LONG,
    ],
    ids=range(11),
)
def test_a_cell_made_to_hurt_is_refused_at_once_and_shown_short(text: str) -> None:
    began = time.process_time()
    with pytest.raises(BadAddress) as refused:
        Address.parse(text)

    assert time.process_time() - began < MOST_S
    assert len(refused.value.text) <= SHOWN_CHARACTERS + 1


def test_an_address_longer_than_any_server_takes_is_refused() -> None:
    with pytest.raises(BadAddress):
        Address.parse("a@" + ("b" * 60 + ".") * 5 + "example".ljust(ADDRESS_LIMIT_CHARACTERS, "c"))


@pytest.mark.parametrize(
    "bare", ["a..b@c.example", "root@localhost", "a@ab--c.example", "zoé@écoles.example"]
)
def test_an_address_that_was_let_in_once_is_read_whatever_the_door_says_now(bare: str) -> None:
    assert Address.stored(bare, name="Zoé").bare == bare


@pytest.mark.parametrize("bare", ["", "a", "a b@c.example", "a@c.example>", "a@b..c", "a\n@b.c"])
def test_what_could_not_pass_the_wire_is_no_address_even_from_a_row(bare: str) -> None:
    with pytest.raises(BadAddress):
        Address.stored(bare)


def test_those_of_one_domain_share_it() -> None:
    read, stored = Address.parse("ada@Journal.example"), Address.stored("bob@journal.example")

    assert read.domain is stored.domain


def test_the_door_is_imported_at_the_first_address_and_never_asks_dns() -> None:
    code = (
        "import sys\n"
        "from comms_desk.mail.address import Address\n"
        "assert 'email_validator' not in sys.modules\n"
        "Address.parse('a@b.example')\n"
        "assert 'email_validator' in sys.modules\n"
        "Address.parse('pupitre@ville.local')\n"  # nothing but that has been asked before
        "assert 'dns' not in sys.modules\n"
    )

    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
