"""Changes that Word tracks: counted as Word counts them, and settled as it does."""

from typing import Any

from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml

from comms_desk.documents.tracked_changes import ChangeKind, Settled, changes_in, settle

GONE = '<w:pPr><w:rPr><w:del w:author="Luc Côté"/></w:rPr></w:pPr>'


def body(inner: str) -> Any:
    return parse_xml(f"<w:body {nsdecls('w')}>{inner}</w:body>")


def counts(root: Any) -> list[dict[ChangeKind, int]]:
    return [dict(each.counts) for each in changes_in(root)]


def lines(root: Any) -> list[str]:
    return ["".join(said.text for said in line.iter(qn("w:t"))) for line in root.iterchildren()]


def word(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_the_mark_of_a_paragraph_whose_words_were_changed_too_is_no_change_of_its_own() -> None:
    mark = '<w:pPr><w:rPr><w:ins w:author="Nadia Roy"/></w:rPr></w:pPr>'
    words = f'<w:ins w:author="Nadia Roy">{word("un")}</w:ins>'

    alone, both = body(f"<w:p>{mark}</w:p>"), body(f"<w:p>{mark}{words}</w:p>")
    other = body(f"<w:p>{mark}</w:p><w:p>{words}</w:p>")

    assert counts(alone) == counts(both) == [{ChangeKind.INSERTED: 1}]
    assert counts(other) == [{ChangeKind.INSERTED: 2}]


def test_paragraphs_whose_ends_are_taken_out_are_joined_in_their_order() -> None:
    root = body(
        "".join(f"<w:p>{GONE}{word(each)}</w:p>" for each in "abc") + f"<w:p>{word('d')}</w:p>"
    )

    settle(root, Settled.ACCEPTED)

    assert lines(root) == ["abcd"]


def test_what_was_inserted_stays_where_it_stood() -> None:
    ins = f'<w:ins w:author="Nadia Roy">{word("b")}{word("c")}</w:ins>'
    root = body(f"<w:p>{word('a')}{ins}{word('d')}</w:p>")

    settle(root, Settled.ACCEPTED)

    assert lines(root) == ["abcd"]
    assert counts(root) == []


def test_a_form_that_was_changed_twice_in_one_place_breaks_nothing() -> None:
    twice = '<w:rPrChange w:author="Luc Côté"><w:rPr/></w:rPrChange>' * 2
    root = body(f"<w:p><w:r><w:rPr><w:b/>{twice}</w:rPr><w:t>a</w:t></w:r></w:p>")

    settle(root, Settled.REFUSED)

    assert counts(root) == []
