"""What is remembered of a document: twenty bytes an entry, which desks have kept for months."""

from comms_desk.media.articles.likeness import digest_of, page_of, words_of
from comms_desk.media.articles.shown_entries import (
    UNKNOWN,
    ShownEntries,
    marks_of,
    marks_of_unread,
    records,
    remembered,
    unread,
)
from comms_desk.media.feeds.left_out import LeftOutEntries, LeftOutReason
from comms_desk.media.feeds.parse import FeedEntry

FIRST, SECOND, THIRD = b"11111111", b"22222222", b"33333333"


def entry(key: str, title: str, link: str = "https://journal.example/1") -> FeedEntry:
    return FeedEntry(
        key=key, title=title, link=link, summary="", text="", author="", published_at=None
    )


BUDGET, FIRE = entry("a", "Le budget est déposé"), entry("a", "Incendie à Verdun")


def test_a_slice_takes_twenty_bytes_whether_it_was_read_or_not() -> None:
    marks = {FIRST: marks_of(BUDGET), SECOND: marks_of_unread(LeftOutReason.TOO_LARGE)}

    kept = records([FIRST, b"", SECOND, THIRD], marks)

    assert [len(each) for each in (*marks.values(), UNKNOWN)] == [12, 12, 12]
    assert len(kept) == 3 * 20
    assert remembered(kept) == {**marks, THIRD: bytes(12)}


def test_what_was_not_read_is_counted_by_why() -> None:
    marks = [
        marks_of_unread(LeftOutReason.TOO_LARGE),
        marks_of(BUDGET),
        marks_of_unread(LeftOutReason.TOO_DEEP),
    ]

    assert unread(marks) == LeftOutEntries.of([LeftOutReason.TOO_LARGE, LeftOutReason.TOO_DEEP])
    assert unread([UNKNOWN, marks_of(BUDGET)]) == LeftOutEntries()


def test_a_document_shows_the_words_of_its_entries_and_where_they_lead() -> None:
    document = ShownEntries.of(
        [marks_of(BUDGET), UNKNOWN, marks_of_unread(LeftOutReason.TOO_LARGE)]
    )
    words, elsewhere = words_of(BUDGET.title, ""), page_of(entry("a", "", "https://a.example/2"))

    assert document.has(digest_of("a"))
    assert not document.has(digest_of("b"))
    assert document.says(words)
    assert not document.says(words_of(FIRE.title, ""))
    assert not document.says(bytes(16))
    assert not document.says(b"\xff" * 16)
    assert document.says_at(words, page_of(BUDGET))
    assert not document.says_at(words, elsewhere)


def test_a_key_is_shared_by_entries_of_different_words() -> None:
    key = digest_of("a")

    assert ShownEntries.of([marks_of(BUDGET), marks_of(FIRE)]).is_shared(key)
    assert not ShownEntries.of([marks_of(BUDGET), marks_of(BUDGET)]).is_shared(key)
    assert not ShownEntries.of([marks_of(BUDGET), marks_of(entry("b", "Incendie"))]).is_shared(key)
    assert not ShownEntries.of([]).is_shared(key)
