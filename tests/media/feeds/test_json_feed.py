"""A JSON Feed is read as any other feed, within the same bounds."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from comms_desk.media.feeds import errors
from comms_desk.media.feeds.document import FeedDocument, open_document
from comms_desk.media.feeds.left_out import ENTRY_LIMIT, LeftOutEntries, LeftOutReason
from comms_desk.media.feeds.parse import FeedEntry, Reading, groups, read

ADDRESS = "https://journal.example/feed.json"
V1_1 = "https://jsonfeed.org/version/1.1"


def document(text: str | bytes) -> FeedDocument:
    body = text.encode() if isinstance(text, str) else text
    return open_document(body, content_type="application/feed+json", address=ADDRESS)


def readings(opened: FeedDocument, *, is_known: bool = False) -> list[Reading]:
    fresh = groups(opened, opened.unseen(frozenset()))
    return list(read(opened, fresh, address=ADDRESS, is_known=is_known))


def entries(text: str | bytes) -> list[FeedEntry]:
    return [entry for reading in readings(document(text)) for entry in reading.entries]


def feed(*items: object, version: str = V1_1, **more: object) -> str:
    return json.dumps({"version": version, "title": "La Une", **more, "items": items})


def one(**item: object) -> FeedEntry:
    (entry,) = entries(feed(item))
    return entry


def test_an_item_is_read_whole() -> None:
    entry = one(
        id="abc",
        url="/budget?utm_source=json",
        title="Budget 2027 : <b>R&D</b>",
        summary="La Ville < dépose",
        content_html="<p>La <b>Ville</b></p><script>x()</script><p>Deux</p>",
        authors=[{"name": "Jeanne Tremblay"}, {"name": "Luc"}],
        date_published="2026-11-24T14:30:00-05:00",
    )

    assert entry == FeedEntry(
        key="abc",
        title="Budget 2027 : <b>R&D</b>",
        link="https://journal.example/budget",
        summary="La Ville < dépose",
        text="La Ville < dépose\n\nLa Ville\n\nDeux",
        author="Jeanne Tremblay, Luc",
        published_at=datetime(2026, 11, 24, 19, 30, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("item", "field", "value"),
    [
        ({"id": 12}, "key", "12"),
        ({"id": 12.5}, "key", "12.5"),
        ({"external_url": "https://a.example/1", "id": "x"}, "link", "https://a.example/1"),
        ({"author": {"name": "Ann"}, "id": "x"}, "author", "Ann"),
        ({"content_text": "a < b\n&amp; c", "id": "x"}, "text", "a < b\n&amp; c"),
        ({"content_text": "Sans titre aucun"}, "title", "Sans titre aucun"),
        ({"attachments": [{"url": "https://a.example/1.mp3"}]}, "title", ""),
        ({"title": "\ud83d\ude00 \ud83d!", "id": "x"}, "title", "😀 \ufffd!"),
        (
            {"id": "x", "date_modified": "2026-11-26"},
            "published_at",
            datetime(2026, 11, 26, 5, tzinfo=UTC),
        ),
        ({"id": "x", "title": ["a"], "url": 4, "authors": "A", "tags": None}, "title", ""),
    ],
)
def test_what_an_item_may_be(item: dict[str, Any], field: str, value: object) -> None:
    assert getattr(one(**item), field) == value


def test_what_a_feed_says_of_itself_is_kept() -> None:
    text = feed({"id": 1}, home_page_url="https://journal.example/", language="fr-CA")

    (reading,) = readings(document(text))

    assert (reading.about.title, reading.about.site, reading.about.language) == (
        "La Une",
        "https://journal.example/",
        "fr",
    )


@pytest.mark.parametrize(
    "version", [V1_1, "https://jsonfeed.org/version/1", "http://jsonfeed.org/version/1.1"]
)
@pytest.mark.parametrize("slash", ["/", "\\/"])
def test_both_versions_are_feeds_however_they_are_written(version: str, slash: str) -> None:
    text = feed({"id": 1}, version=version).replace("/", slash)

    assert [entry.key for entry in entries(text)] == ["1"]
    assert [entry.key for entry in entries(b"\xef\xbb\xbf\n " + text.encode())] == ["1"]


@pytest.mark.parametrize(
    "text", ["{}", '{"items": [{"id": 1}]}', '{"title": "jsonfeed"}', '{"version": "1.1"']
)
def test_other_json_is_no_feed(text: str) -> None:
    with pytest.raises(errors.NotAFeed):
        document(text)


def test_a_feed_without_items_is_sound_and_one_cut_short_is_broken() -> None:
    assert entries(feed()) == []
    with pytest.raises(errors.BrokenFeed):
        entries(feed({"id": "a", "title": "Un"})[:-10])


def test_of_a_feed_cut_short_the_whole_items_are_read() -> None:
    text = feed({"id": "a", "title": "Un"}, {"id": "b", "title": "Deux"})

    assert [entry.key for entry in entries(text[:-10])] == ["a"]


def test_only_items_never_seen_are_read() -> None:
    first = document(feed({"id": "a"}, {"id": "b"}))
    second = document(feed({"id": "c"}, {"id": "a"}, {"id": "b"}))

    fresh = second.unseen(frozenset(first.fingerprints))
    (reading,) = read(second, groups(second, fresh), address=ADDRESS, is_known=True)

    assert [entry.key for entry in reading.entries] == ["c"]
    assert reading.places == (0,)


@pytest.mark.parametrize(
    ("item", "why"),
    [
        ('{"id": ' + "9" * 5_000 + "}", LeftOutReason.UNREADABLE),
        ('{"id": nope}', LeftOutReason.UNREADABLE),
        ('{"id": ' + "[" * 300 + "]" * 300 + "}", LeftOutReason.TOO_DEEP),
        ('{"id": [' + "[]," * 30_000 + "[]]}", LeftOutReason.TOO_MANY_TAGS),
        ('{"content_text": "' + "x" * (1 << 20) + '"}', LeftOutReason.TOO_LARGE),
        ('{"content_html": "' + "<div>" * 5_000 + '"}', LeftOutReason.TOO_DEEP),
    ],
    ids=lambda value: str(value)[:25],
)
def test_a_wrong_item_costs_itself_alone(item: str, why: LeftOutReason) -> None:
    opened = document(feed({"id": "a"}, "ICI", {"id": "b"}).replace('"ICI"', item))

    every = readings(opened)

    assert [entry.key for reading in every for entry in reading.entries] == ["a", "b"]
    left_out = opened.left_out
    for reading in every:
        left_out += LeftOutEntries.of(reading.left_out.values())
    assert left_out == LeftOutEntries(((why, 1),))


def test_items_past_the_limit_are_counted() -> None:
    opened = document(feed(*({"id": number} for number in range(ENTRY_LIMIT + 7))))

    assert opened.left_out == LeftOutEntries(((LeftOutReason.TOO_MANY, 7),))
    assert readings(opened)[0].about.title == "La Une"


@pytest.mark.parametrize(
    "inside",
    [
        "[" * 9_000_000,
        "[]," * 3_000_000,
        '{"":0},' * 1_300_000,
        '"\\"' * 3_000_000,
        "9" * 9_000_000,
    ],
)
def test_json_made_to_hurt_is_refused_or_read_soon(inside: str) -> None:
    text = f'{{"version": "{V1_1}", "items": [{inside}]}}'.encode()
    began = process_time()

    with suppress(errors.BrokenFeed):
        readings(document(text))

    assert process_time() - began < 10


words = some.text(some.sampled_from('ab"\\[]{}:, \n\u2028é/'), max_size=12)
values = some.recursive(
    some.one_of(words, some.integers(), some.booleans(), some.none()),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
wild = some.dictionaries(some.sampled_from(["id", "title", "content_text", "items", "x"]), values)


@given(some.lists(wild, max_size=5), some.dictionaries(words, values, max_size=3), some.booleans())
def test_a_feed_is_cut_where_its_items_are(
    items: list[dict[str, Any]], more: dict[str, Any], ascii_only: bool
) -> None:
    whole = {**more, "version": V1_1, "items": items}
    text = json.dumps(whole, ensure_ascii=ascii_only, indent=1)

    opened = document(text)

    assert [json.loads(opened.body[slice(*each)]) for each in opened.slices] == items
