"""What is read on a page is its article, and neither its menus nor its readers' comments."""

from comms_desk.media.articles.full.child import Extracted, extract
from tests.media.articles.full.judged import PAGES, judge, read


def test_the_text_of_each_page_is_found() -> None:
    scores = judge("tuning")

    assert {page: score for page, score in scores.items() if score < 0.9} == {}
    assert sum(scores.values()) / len(scores) >= 0.97


def test_a_text_for_subscribers_is_said_to_be_one() -> None:
    gated, _truth = read(PAGES / "tuning" / "abonnes.html")
    open_to_all, _truth = read(PAGES / "tuning" / "lapresse.html")

    assert extract(gated, "text/html").for_subscribers
    assert not extract(open_to_all, "text/html").for_subscribers


def test_what_the_page_says_of_itself_is_not_believed_where_it_is_only_a_beginning() -> None:
    paragraphs = "".join(f"<p>Le conseil a tranché la question numéro {n}.</p>" for n in range(9))
    said = '<script type="application/ld+json">{"articleBody": "Le conseil a tranché…"}</script>'
    page = f"<html><head>{said}</head><body><article>{paragraphs}</article></body></html>"

    assert "numéro 8" in extract(page.encode(), "text/html; charset=utf-8").text


def test_the_page_declares_its_characters_where_its_server_does_not() -> None:
    text = "<p>" + "À l’hôtel de ville, le budget a été déposé. " * 5 + "</p>"
    page = f'<html><head><meta charset="windows-1252"></head><body>{text}</body></html>'

    found = extract(page.encode("cp1252"), "text/html").text

    assert found.startswith("À l’hôtel de ville, le budget a été déposé.")


def test_the_server_s_wrong_word_about_characters_is_dropped() -> None:
    text = "<p>" + "Été comme hiver, la mairie répond à chacun. " * 5 + "</p>"

    found = extract(f"<html><body>{text}</body></html>".encode(), "text/html; charset=utf-16")

    assert found.text.startswith("Été comme hiver")


def test_what_is_no_page_has_no_text() -> None:
    nothing = Extracted(text="", for_subscribers=False)

    for page in (b"", b" \n", b"\0\0", b"<script>var a = 'b'</script>", b"{}"):
        assert extract(page, "text/html") == nothing
