"""Only what is new in a feed is read, whatever state the feed is in."""

from datetime import UTC, datetime, timedelta

import pytest

from comms_desk.media.feeds import errors
from comms_desk.media.feeds.clean import clean_link, link_key, plain_text
from comms_desk.media.feeds.document import FeedDocument, open_document
from comms_desk.media.feeds.left_out import ENTRY_LIMIT, LeftOutEntries, LeftOutReason
from comms_desk.media.feeds.parse import FeedEntry, Reading, groups, read

ADDRESS = "https://journal.example/rss"


def document(text: str | bytes, content_type: str = "") -> FeedDocument:
    body = text.encode() if isinstance(text, str) else text
    return open_document(body, content_type=content_type, address=ADDRESS)


def readings(opened: FeedDocument, seen: frozenset[bytes] = frozenset()) -> list[Reading]:
    return list(read(opened, groups(opened, opened.unseen(seen)), address=ADDRESS))


def entries(text: str | bytes, content_type: str = "") -> list[FeedEntry]:
    return [e for each in readings(document(text, content_type)) for e in each.entries]


def rss(*items: str, head: str = "<title>Une</title>") -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel>{head}{''.join(items)}</channel></rss>"
    )


def item(number: int, **more: str) -> str:
    tags = "".join(f"<{name}>{value}</{name}>" for name, value in more.items())
    return (
        f"<item><title>Titre {number}</title><guid>g{number}</guid>"
        f"<link>/article/{number}?utm_source=rss</link>{tags}</item>"
    )


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("L&amp;#8217;h&amp;eacute;ritage &amp;amp; nous", "L’héritage & nous"),
        ("&amp;lt;img src=x&amp;gt; : une faille", "<img src=x> : une faille"),
        ("&amp;amp;lt;img src=x&amp;amp;gt; : une faille", "&lt;img src=x&gt; : une faille"),
    ],
)
def test_the_references_of_a_title_are_read_once(written: str, title: str) -> None:
    (entry,) = entries(rss(f"<item><title>{written}</title><guid>1</guid></item>"))

    assert entry.title == title


def test_an_entry_is_read_whole() -> None:
    text = rss(
        "<item><title>Budget 2027&amp;nbsp;: l&#8217;h&amp;eacute;ritage</title>"
        "<guid>abc</guid><link>/actualites/budget?utm_source=rss&amp;id=4</link>"
        "<dc:creator>Jeanne Tremblay</dc:creator>"
        "<pubDate>Tue, 24 Nov 2026 14:30:00 -0500</pubDate>"
        "<description><![CDATA[<p>La <b>Ville</b> d&eacute;pose.</p><script>x()</script>"
        "<p>Deux</p>]]></description></item>"
    )

    (entry,) = entries(text)

    assert entry == FeedEntry(
        key="abc",
        title="Budget 2027\u00a0: l’héritage",
        link="https://journal.example/actualites/budget?id=4",
        summary="La Ville dépose.\n\nDeux",
        text="La Ville dépose.\n\nDeux",
        author="Jeanne Tremblay",
        published_at=datetime(2026, 11, 24, 19, 30, tzinfo=UTC),
    )


def test_atom_is_read_too() -> None:
    text = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Une</title><entry><id>urn:1</id>'
        '<title type="text">A &amp; B</title><link href="https://a.example/1"/>'
        "<author><name>Luc</name></author><updated>2026-11-24T10:00:00Z</updated>"
        '<summary>Court</summary><content type="html">&lt;p&gt;Long&lt;/p&gt;</content>'
        "</entry></feed>"
    )

    (entry,) = entries(text)

    assert (entry.key, entry.title, entry.link) == ("urn:1", "A & B", "https://a.example/1")
    assert (entry.summary, entry.text) == ("Court", "Court\n\nLong")


def test_the_beginning_of_the_text_on_one_line_is_not_told_before_it() -> None:
    """What WordPress makes of an article whose first paragraphs are short."""
    (entry,) = entries(
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        "<item><title>Budget</title><guid>abc</guid>"
        "<description>La Ville dépose. Deux ans […]</description><content:encoded>"
        "<![CDATA[<p>La Ville dépose.</p><p>Deux ans après.</p>]]></content:encoded></item>"
        "</channel></rss>"
    )

    assert (entry.summary, entry.text) == (
        "La Ville dépose. Deux ans […]",
        "La Ville dépose.\n\nDeux ans après.",
    )


def test_what_a_feed_says_of_itself_is_kept() -> None:
    head = "<title>La Une</title><link>https://journal.example/</link><ttl>45</ttl>"
    (reading,) = readings(document(rss(head=head + "<language>fr-CA</language>")))

    assert reading.about.title == "La Une"
    assert reading.about.site == "https://journal.example/"
    assert reading.about.language == "fr"
    assert reading.about.ttl == timedelta(minutes=45)


def test_only_entries_never_seen_are_read() -> None:
    seen = frozenset(document(rss(item(1), item(2))).fingerprints)

    (reading,) = readings(document(rss(item(3), item(1), item(2))), seen)

    assert [entry.key for entry in reading.entries] == ["g3"]
    assert reading.about.title == "Une"


def test_an_entry_quoted_inside_another_ends_nothing() -> None:
    quoted = item(1, description="<![CDATA[</item><item>]]><!-- </item> -->fin")

    found = entries(rss(quoted, item(2)))

    assert [entry.key for entry in found] == ["g1", "g2"]
    assert "fin" in found[0].text


@pytest.mark.parametrize(
    ("encoding", "content_type"),
    [
        ("utf-8", ""),
        ("utf-8-sig", "text/xml; charset=iso-8859-1"),
        ("utf-16", "application/xml"),
        ("cp1252", "application/xml; charset=windows-1252"),
        ("cp1252", "text/xml; charset=utf-8"),
        ("cp1252", ""),
        ("iso-8859-1", "text/html"),
    ],
)
def test_accents_survive_every_encoding(encoding: str, content_type: str) -> None:
    text = rss("<item><title>Hôtel de ville – où ça ?</title><guid>1</guid></item>")
    if encoding == "iso-8859-1":
        text = text.replace("–", "-").replace('"1.0"', '"1.0" encoding="iso-8859-1"')

    (entry,) = entries(text.encode(encoding), content_type)

    assert entry.title.startswith("Hôtel de ville")
    assert entry.title.endswith("où ça ?")


def test_entities_of_html_in_a_feed_are_read() -> None:
    (entry,) = entries(rss("<item><title>Montr&eacute;al</title><guid>1</guid></item>"))

    assert entry.title == "Montréal"


def test_a_feed_cut_short_gives_what_it_can() -> None:
    text = rss(item(1), item(2))

    found = entries(text[: text.index("Titre 2") + 4])

    assert [entry.key for entry in found][:1] == ["g1"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<!DOCTYPE html><html><head><title>x</title></head></html>", "html"),
        ("<html><body>Bonjour</body></html>", "html"),
        ("", "empty"),
        (" " * 1000, "empty"),
        ("%PDF-1.7", "other"),
        ("<svg></svg>", "other"),
        ("<!-- never closed", "other"),
    ],
)
def test_what_is_no_feed_is_named(text: str, found: str) -> None:
    with pytest.raises(errors.NotAFeed) as refused:
        document(text)

    assert refused.value.found == found


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>',
        f'<!DOCTYPE rss [<!ENTITY a "{"x" * 5000}">]>',
        '<!-- <x> --><!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE rss [<!ENTITY a "]"><!ENTITY b "&a;&a;">]>',
    ],
)
def test_a_document_that_declares_entities_of_entities_is_dangerous(doctype: str) -> None:
    with pytest.raises(errors.DangerousFeed):
        document(doctype + rss(item(1)).partition("?>")[2])


def test_an_external_file_is_never_read() -> None:
    doctype = '<!DOCTYPE rss [<!ENTITY secret SYSTEM "file:///etc/hostname">]>'

    found = entries(
        doctype + "<rss><channel><item><title>[&secret;]</title></item></channel></rss>"
    )

    assert [entry.title for entry in found] == ["[&secret;]"]


def test_entries_past_the_limit_are_counted() -> None:
    opened = document(rss(*(item(number) for number in range(ENTRY_LIMIT + 7))))

    assert opened.left_out == LeftOutEntries(((LeftOutReason.TOO_MANY, 7),))
    assert len(opened.unseen(frozenset())) == ENTRY_LIMIT
    assert "g2003" not in opened.only([0]).decode()


def test_an_entry_without_a_name_is_known_by_its_link_or_its_words() -> None:
    bare = "<item><title>Sans rien</title><description>Texte</description></item>"
    linked = "<item><title>Lien</title><link>https://a.example/1</link></item>"

    first, second = entries(rss(bare, linked))

    assert len(first.key) == 32
    assert second.key == "https://a.example/1"


@pytest.mark.parametrize(
    ("link", "clean"),
    [
        ("https://a.example/1?utm_source=rss&utm_medium=x", "https://a.example/1"),
        ("https://a.example/1?id=3&utm_source=rss#x", "https://a.example/1?id=3#x"),
        ("https://a.example/1?cmp=rss", "https://a.example/1"),
        ("https://a.example/1?cmp=autre", "https://a.example/1?cmp=autre"),
        ("javascript:alert(1)", ""),
    ],
)
def test_links_lose_what_follows_readers(link: str, clean: str) -> None:
    assert clean_link(link) == clean


def test_two_links_to_one_page_share_a_key() -> None:
    assert link_key("http://www.A.example/1/") == link_key("https://a.example/1#suite")


def test_markup_becomes_lines() -> None:
    assert plain_text("<ul><li>un</li><li>deux</li></ul><p>a<br>b &amp; c</p>") == (
        "un\ndeux\n\na\nb & c"
    )


@pytest.mark.parametrize(
    "text",
    [
        rss(item(1), item(2), head="<title>A</title><image><url>x</url></image><ttl>30</ttl>"),
        (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
            'xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>A</title><!-- <b> -->'
            "<items><rdf:Seq/></items></channel><item><title>Titre 1</title></item>"
            "<item><title>Titre 2</title></item></rdf:RDF>"
        ),
        (
            '<a:feed xmlns:a="http://www.w3.org/2005/Atom" note="1 > 0"><a:title><![CDATA[<i>]]>'
            "</a:title><a:link href='x'/><a:entry><a:title>Titre 1</a:title></a:entry>"
            "<a:entry><a:title>Titre 2</a:title></a:entry></a:feed>"
        ),
    ],
)
def test_a_feed_already_known_gives_the_same_entries(text: str) -> None:
    opened = document(text)
    every = opened.unseen(frozenset())

    whole = list(read(opened, groups(opened, every), address=ADDRESS))
    known = list(read(opened, groups(opened, every), address=ADDRESS, is_known=True))

    assert known[0].entries == whole[0].entries
    assert [entry.title for entry in known[0].entries] == ["Titre 1", "Titre 2"]
    assert known[0].about.title == ""
    assert known[0].about.ttl == whole[0].about.ttl


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("&#55357;&#56832;", "😀"),
        ("&#xD83D;&#xde00;", "😀"),
        ("&#55357;", "\ufffd"),
        ("&#56832;&#55357;", "\ufffd\ufffd"),
        ("&#99999999999;", "\ufffd"),
        ("&#x110000;", "\ufffd"),
        (f"&#{'9' * 5_000};", "\ufffd"),
        ("&#0000000000128512;", "😀"),
        ("&#128512;&#x2019;", "😀’"),
    ],
)
def test_a_character_that_does_not_exist_costs_no_more_than_itself(
    written: str, shown: str
) -> None:
    text = rss(item(1), f"<item><title>Un {written} mot</title><guid>g2</guid></item>")

    assert [each.title for each in entries(text)] == ["Titre 1", f"Un {shown} mot"]


def test_an_entry_on_which_the_parser_fails_is_left_out_and_counted() -> None:
    failing = "<item><title>A & B</title></media:player><guid>g2</guid></item>"

    (reading,) = readings(document(rss(item(1), failing, item(3))))

    assert [each.key for each in reading.entries] == ["g1", "g3"]
    assert (reading.places, reading.left_out) == ((0, 2), {1: LeftOutReason.UNREADABLE})
    assert reading.about.title == "Une"
    with pytest.raises(errors.BrokenFeed):
        readings(document(rss(failing)))


def test_what_stands_around_the_entries_is_read_once() -> None:
    head = "<title>Une</title><language>fr</language>" + "<category>Ville</category>" * 1_000
    opened = document(rss(*map(item, range(60)), head=head))

    every = readings(opened)

    assert len(every) == 3
    assert {each.about for each in every} == {every[0].about}
    assert every[0].about.language == "fr"
    assert b"Ville" in opened.only([0])
    assert b"Ville" not in opened.only([0], bare=True)
