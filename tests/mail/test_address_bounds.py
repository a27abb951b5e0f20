"""An address to its last character: what the wire takes, and nothing that it does not."""

import email_validator
import pytest

from comms_desk.mail.address import Address, has_control
from comms_desk.mail.errors import BadAddress


@pytest.mark.parametrize(
    "local",
    ["", "a;b", "a,b", "a<b", 'a"b', "a\\b", "a(b", "a b", "a\u00a0b", "a\x7fb", "a\u200bb", "a@b"],
)
def test_what_stands_before_the_sign_is_one_word_of_the_wire(local: str) -> None:
    with pytest.raises(BadAddress):
        Address(local=local, domain="b.example")


@pytest.mark.parametrize(
    "domain", ["", ".", "b.", "-b.example", "b_c.example", "b..example", "é" * 64 + ".example"]
)
def test_what_stands_behind_the_sign_is_a_name_of_the_network(domain: str) -> None:
    with pytest.raises(BadAddress):
        Address(local="a", domain=domain)


def test_a_name_of_one_letter_is_one() -> None:
    assert Address(local="a", domain="b").bare == "a@b"


def test_a_name_is_as_long_as_it_is_in_ascii() -> None:
    label = "é" * 40
    assert len(".".join([label] * 6)) < 253

    assert Address(local="a", domain=".".join([label] * 4)).on_the_wire.isascii()
    with pytest.raises(BadAddress):
        Address(local="a", domain=".".join([label] * 6))


@pytest.mark.parametrize("control", ["\n", "\x00", "\x85", "\u2028", "\u2029", "\ud800", "\x1b"])
def test_a_control_of_any_script_is_one(control: str) -> None:
    assert has_control(f"Zoé{control}Roy")
    with pytest.raises(BadAddress):
        Address(name=f"Zoé{control}", local="a", domain="b.example")


@pytest.mark.parametrize(
    "text", ["", "Zoé Roy", "Zoé\u00a0Roy", "Zo\u00adé", "\u202aZoé", "👩\u200d🚀"]
)
def test_a_space_or_a_mark_that_is_not_seen_is_no_control(text: str) -> None:
    assert not has_control(text)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ('" Zoé Roy " <a@b.example>', "Zoé Roy"),
        ("Zoé\u00a0Roy <a@b.example>", "Zoé\u00a0Roy"),
        ('"Presse: Zoé" <a@b.example>', "Presse: Zoé"),
        ('"" <a@b.example>', ""),
    ],
)
def test_a_name_is_read_without_what_holds_it(written: str, name: str) -> None:
    assert Address.parse(written).name == name


@pytest.mark.parametrize(
    "written", ["Presse: Zoé <a@b.example>", 'Zoé "Zo <a@b.example>', "a@b.example <c@d.example>"]
)
def test_a_name_that_could_be_taken_for_something_else_is_quoted_or_none(written: str) -> None:
    with pytest.raises(BadAddress):
        Address.parse(written)


@pytest.mark.parametrize(("length", "shown"), [(80, "a" * 80), (81, "a" * 80 + "…")])
def test_what_is_no_address_is_shown_as_far_as_it_can_be_read(length: int, shown: str) -> None:
    with pytest.raises(BadAddress) as refused:
        Address.parse("a" * length)

    assert refused.value.text == shown


def test_a_mailbox_is_written_with_its_name_for_a_person_and_without_for_the_wire() -> None:
    named = Address(name="Zoé", local="zoé", domain="écoles.example")

    assert str(named) == "Zoé <zoé@écoles.example>"
    assert str(named.alone) == named.bare == "zoé@écoles.example"
    assert (named.alone.name, named.alone.needs_utf8) == ("", True)
    assert named.on_the_wire == "zoé@xn--coles-9ra.example"


def test_a_name_that_the_package_keeps_for_special_use_is_let_in_every_time() -> None:
    # It is emptied at the door, and not only when the package is imported.
    email_validator.SPECIAL_USE_DOMAIN_NAMES.append("local")

    assert Address.parse("pupitre@ville.local").bare == "pupitre@ville.local"
