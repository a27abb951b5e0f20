"""A bulletin read from a file: what it may say, and how what it may not is refused."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms_desk.internal.bulletins.content import BulletinFileUnreadable, WrittenBulletin, read_file
from comms_desk.internal.bulletins.desk import BulletinDesk
from comms_desk.internal.bulletins.model import BulletinBlockKind, NewBulletin
from comms_desk.paths import resource
from tests.internal.written import DAY, png


def test_the_sample_bulletin_is_read_and_has_nothing_wrong(desk: BulletinDesk) -> None:
    written = read_file(resource("sample", "bulletin.json"), today=DAY)

    bulletin = desk.add(written.bulletin, written.blocks).id

    assert desk.preview(bulletin).problems == ()
    assert len(desk.get(bulletin).blocks) == 5


@pytest.mark.parametrize(
    "said",
    [
        "",
        "[]",
        '{"name": "x"}',
        '{"name": "x", "number": 1, "blocks": [{"kind": "poem"}]}',
        '{"name": "x", "number": 1, "blocks": [{"kind": "image", "file": "../secret.png"}]}',
        '{"name": "x", "number": 1, "blocks": [{"kind": "image", "file": "absent.png"}]}',
    ],
)
def test_a_file_that_is_no_bulletin_is_refused(tmp_path: Path, said: str) -> None:
    (tmp_path / "secret.png").write_bytes(png())
    folder = tmp_path / "bulletin"
    folder.mkdir()
    file = folder / "b.json"
    file.write_text(said, encoding="utf-8")

    with pytest.raises(BulletinFileUnreadable):
        read_file(file, today=DAY)


def refused(file: Path, said: str) -> str:
    """Return why *said* is no bulletin."""
    file.write_text(said, encoding="utf-8")
    with pytest.raises(BulletinFileUnreadable) as caught:
        read_file(file, today=DAY)
    return caught.value.reason


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("1e999", "1e999"),
        ("NaN", "NaN"),
        ("12.5", "12.5"),
        ("-5", "-5"),
        ("0", "0"),
        ("true", "true"),
        ("null", "null"),
        ("[1]", "['1']"),
        ("1" + "0" * 30, "1" + "0" * 30),
        ("9" * 5000, "9" * 40 + "…"),
    ],
    ids=lambda value: value[:8],
)
def test_a_number_that_no_bulletin_has_is_said_as_its_file_writes_it(
    tmp_path: Path, number: str, shown: str
) -> None:
    reason = refused(tmp_path / "b.json", f'{{"name": "x", "number": {number}}}')

    assert reason == f"unfit:number:{shown}".replace("'", '"')


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"name": "\ud800"}, "unfit:name:\\ud800"),
        ({"name": "a\0b"}, "unfit:name:a\\u0000b"),
        ({"name": {"fr": "x"}}, 'unfit:name:{"fr": "x"}'),
        ({"subject": "Budget\r\nBcc: all@ville.example"}, None),
        ({"subject": ["x"]}, 'unfit:subject:["x"]'),
        ({"preheader": True}, "unfit:preheader:true"),
        ({"day": False}, "unfit:day:false"),
        ({"language": []}, "unfit:language:[]"),
        ({"blocks": 5}, "unfit:blocks:5"),
        ({"blocks": {"kind": "text"}}, 'unfit:blocks:{"kind": "text"}'),
        ({"blocks": ["text"]}, "unfit:blocks:text"),
        ({"blocks": [{"kind": "text", "text": "\ud800"}]}, "unfit:text:\\ud800"),
        ({"blocks": [{"kind": "text", "text": "a\x01"}]}, "unfit:text:a\\u0001"),
        ({"blocks": [{"kind": "image", "file": "\ud800.png"}]}, "unfit:file:\\ud800.png"),
        ({"blocks": [{"kind": "image", "file": "a\0.png"}]}, "unfit:file:a\\u0000.png"),
        ({"blocks": [{"kind": "links", "links": "ab"}]}, "unfit:links:ab"),
        ({"blocks": [{"kind": "links", "links": ["ab"]}]}, "unfit:links:ab"),
        ({"blocks": [{"kind": "links", "links": [["a"]]}]}, 'unfit:links:["a"]'),
        ({"blocks": [{"kind": "links", "links": [[None, "b"]]}]}, 'unfit:links:[null, "b"]'),
        ({"blocks": [{"kind": "links", "links": [{"label": "a", "address": "b"}]}]}, None),
    ],
    ids=str,
)
def test_what_a_field_cannot_be_is_said_and_never_stored_as_something_else(
    tmp_path: Path, changed: dict[str, object], reason: str | None
) -> None:
    said = refused(tmp_path / "b.json", json.dumps({"name": "x", "number": 1} | changed))

    assert said.startswith("unfit:")
    assert reason in {None, said}


def test_what_is_left_empty_in_a_file_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    file = tmp_path / "b.json"
    empty = dict.fromkeys(("subject", "preheader", "ground", "language", "day", "blocks"))
    file.write_text(json.dumps({"name": "x", "number": 7} | empty), encoding="utf-8")

    written = read_file(file, today=DAY)

    assert written.bulletin == NewBulletin(name="x", number=7, day=DAY)
    assert written.blocks == ()


def test_a_file_nested_without_end_is_too_large(tmp_path: Path) -> None:
    assert refused(tmp_path / "b.json", "[" * 100_000) == "too-large:b.json"


def texts(written: WrittenBulletin) -> Iterator[str]:
    """Return every text of a bulletin."""
    bulletin = written.bulletin
    yield from (bulletin.name, bulletin.subject, bulletin.preheader, bulletin.ground)
    for block in written.blocks:
        yield from (block.text, block.alternative, block.address)
        yield from (part for link in block.links for part in (link.label, link.address))


def is_storable(text: str) -> bool:
    """Whether PostgreSQL can keep *text*, and UTF-8 can write it."""
    return "\0" not in text and text == text.encode(errors="replace").decode()


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=4,
)
BLOCKS = st.lists(
    st.fixed_dictionaries(
        {"kind": st.sampled_from([*BulletinBlockKind])},
        optional=dict.fromkeys(("text", "alternative", "address", "links"), ANYTHING),
    )
)


@given(
    st.fixed_dictionaries(
        {"name": st.just("x") | ANYTHING, "number": st.just(1) | ANYTHING},
        optional={"blocks": BLOCKS | ANYTHING}
        | dict.fromkeys(("subject", "preheader", "day", "language", "ground"), ANYTHING),
    )
)
def test_whatever_a_file_says_is_a_bulletin_or_is_refused(
    tmp_path: Path, said: dict[str, object]
) -> None:
    file = tmp_path / "b.json"
    file.write_text(json.dumps(said), encoding="utf-8")

    with suppress(BulletinFileUnreadable):
        written = read_file(file, today=DAY)
        assert 0 < written.bulletin.number < 100_000
        assert all(is_storable(each) for each in texts(written))
