"""An entry made to take long to read costs itself, and nothing else."""

from time import process_time

import pytest

from comms_desk.media.feeds import errors, markup
from comms_desk.media.feeds.document import open_document
from comms_desk.media.feeds.left_out import LeftOutEntries, LeftOutReason
from comms_desk.media.feeds.markup import too_much
from comms_desk.media.feeds.parse import FeedEntry, groups, read

ADDRESS = "https://journal.example/rss"
QUADRATIC_S = 2.0
"""What took minutes takes a few hundredths of a second; a slow machine is no failure."""
BEFORE = "<item><title>Avant</title><guid>g1</guid></item>"
AFTER = "<item><title>Apres</title><guid>g3</guid></item>"


def read_all(text: str) -> tuple[list[FeedEntry], LeftOutEntries]:
    document = open_document(text.encode(), content_type="", address=ADDRESS)
    found: list[FeedEntry] = []
    left_out = document.left_out
    for reading in read(document, groups(document, document.unseen([])), address=ADDRESS):
        found += reading.entries
        left_out += LeftOutEntries.of(reading.left_out.values())
    return found, left_out


def feed(middle: str, *, root: str = "", head: str = "") -> str:
    body = f"<title>Une</title>{head}{BEFORE}<item>{middle}</item>{AFTER}"
    return f"<rss{root}><channel>{body}</channel></rss>"


def cdata(markup_: str) -> str:
    return f"<title>Milieu</title><description><![CDATA[{markup_}]]></description>"


@pytest.mark.parametrize(
    ("middle", "why"),
    [
        (f"<a {' '.join(f'a{n}="1"' for n in range(50_000))}/>", LeftOutReason.TOO_MANY_ATTRIBUTES),
        (
            f"<a {' '.join(f'xmlns:n{n}="u"' for n in range(50_000))}/>",
            LeftOutReason.TOO_MANY_ATTRIBUTES,
        ),
        ("<a>" * 100_000 + "</a>" * 100_000, LeftOutReason.TOO_MANY_TAGS),
        ("<a>" * 5_000 + "</a>" * 5_000, LeftOutReason.TOO_DEEP),
        ("<a>" * 5_000, LeftOutReason.TOO_DEEP),
        ("".join(f"<category>c{n}</category>" for n in range(30_000)), LeftOutReason.TOO_MANY_TAGS),
        ('<enclosure url="a"/>' * 40_000, LeftOutReason.TOO_MANY_TAGS),
        ("a < b" * 200_000, LeftOutReason.TOO_MANY_TAGS),
        ("a & b" * 200_000, LeftOutReason.TOO_MANY_TAGS),
        ("x" * (1 << 20), LeftOutReason.TOO_LARGE),
        (cdata("<div>" * 150_000), LeftOutReason.TOO_MANY_TAGS),
        (cdata("<div>" * 10_000), LeftOutReason.TOO_DEEP),
        (cdata("".join(f"<b a={n}>" for n in range(19_000))), LeftOutReason.TOO_DEEP),
        (cdata("<!--><div>" + "<div>" * 5_000 + "-->"), LeftOutReason.TOO_DEEP),
        (cdata("<div><table></div></table>" * 4_000), LeftOutReason.TOO_DEEP),
    ],
    ids=lambda value: str(value)[:25],
)
def test_too_much_costs_that_entry_alone_and_is_counted(middle: str, why: LeftOutReason) -> None:
    began = process_time()

    found, left_out = read_all(feed(middle))

    assert [entry.key for entry in found] == ["g1", "g3"]
    assert left_out == LeftOutEntries(((why, 1),))
    assert process_time() - began < QUADRATIC_S


@pytest.mark.parametrize(
    "middle",
    [
        "<guid>g2</guid>" + "".join(f"<category>c{n}</category>" for n in range(9_000)),
        f"<guid>g2</guid><{'a' * 500_000}/>",
        "<guid>g2</guid><author>" + "a@" + "a." * 200_000 + "</author>",
        "<guid>g2</guid><pubDate>" + "1 " * 200_000 + "</pubDate>",
        "<guid>g2</guid>" + cdata("<p>Un<br>deux<li>trois " * 6_000),
        "<guid>g2</guid>" + cdata("<table><tr><td>a<td>b</table>" * 4_000),
    ],
    ids=lambda value: str(value)[15:40],
)
def test_what_is_merely_long_is_read(middle: str) -> None:
    began = process_time()

    found, left_out = read_all(feed(middle))

    assert [entry.key for entry in found] == ["g1", "g2", "g3"]
    assert left_out.total == 0
    assert process_time() - began < QUADRATIC_S


def test_what_stands_around_the_entries_is_bounded_too() -> None:
    for text in (
        feed("", root="".join(f' xmlns:n{n}="u:{n}"' for n in range(20_000))),
        feed("", head="<a>b</a>" * 30_000),
        feed("", head="<a>" * 30_000),
    ):
        with pytest.raises(errors.BrokenFeed):
            read_all(text)


@pytest.mark.parametrize(
    "worst",
    ["<", "<a ", "<a '", '<a "', "<!--", "<![CDATA[", "<?", "</a", "<a b='<", "&", "<a =", "< /"],
)
def test_bounds_are_found_in_time_that_grows_with_the_text(worst: str) -> None:
    def took(times: int) -> float:
        text = (worst * times).encode()
        began = process_time()
        too_much(text)
        list(markup.tags(text))
        markup.open_tags(text)
        return process_time() - began

    assert took(200_000) < QUADRATIC_S
