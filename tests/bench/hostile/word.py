"""Word files made to hurt: what it costs to refuse them, to fill them or to read them."""

import os
import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from comms_desk.documents.markup import TEMPLATE_MARKS_LIMIT, TEXT_MARKS_LIMIT, marks
from comms_desk.documents.reading import read_word
from comms_desk.documents.template import Template
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import Language
from comms_desk.text.markdown import read_markdown
from tests.bench.hostile import Case
from tests.documents.word_files import changed, with_body, with_text, word_file

NAME = "modele.docx"
WORST = 100_000
"""Characters of the worst text for a pattern."""
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
Bytes = Callable[[], bytes]
CHANCE = random.Random(8)


def good() -> bytes:
    """Return a sound template."""
    return word_file("{{ title }}", "{{ body }}")


def body(xml: str) -> Bytes:
    """Return a template with *xml* in its body."""
    return lambda: with_body(good(), xml)


def many(xml: str, *, of: float = 0.7) -> str:
    """Return *xml* as often as a template may hold it, each with another number, as Word does.

    So it packs badly; *of* is which part of what it may hold is left to it.
    """
    count = round(of * TEMPLATE_MARKS_LIMIT / marks(xml.encode()))
    return "".join(xml.replace("§", f"{CHANCE.getrandbits(32):08X}") for _each in range(count))


def line(words: str) -> Bytes:
    """Return a template with one more line."""
    return body(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>")


def field(said: str) -> Bytes:
    """Return a template with one field."""
    return body(f'<w:p><w:fldSimple w:instr="{said}"/></w:p>')


def laughing(member: str, root: str) -> Bytes:
    """Return a template whose *member* unfolds by a DTD to a billion words."""

    def make() -> bytes:
        xml = f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><{root} x="&l9;">&l9;</{root}>'
        return changed(good(), {member: xml.encode()})

    return make


def styles(count: int) -> bytes:
    """Return a template of many styles, its first line in many of them."""
    more = "".join(
        f'<w:style w:type="character" w:styleId="s{n}"><w:name w:val="s{n}"/></w:style>'
        for n in range(count)
    )
    runs = "".join(f'<w:r><w:rPr><w:rStyle w:val="s{n}"/></w:rPr></w:r>' for n in range(count))
    data = with_text(good(), "word/styles.xml", "</w:styles>", f"{more}</w:styles>")
    return with_text(data, "word/document.xml", "<w:body>", f"<w:body><w:p>{runs}</w:p>")


def relationships(count: int) -> bytes:
    """Return a template with many links."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    more = "".join(
        f'<Relationship Id="x{n}" Type="{kind}" Target="https://h" TargetMode="External"/>'
        for n in range(count)
    )
    name = "word/_rels/document.xml.rels"
    return with_text(good(), name, "</Relationships>", f"{more}</Relationships>")


def numberings(count: int) -> bytes:
    """Return a template with many lists of many levels."""
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="decimal"/></w:lvl>' for n in range(count)
    )
    more = "".join(
        f'<w:num w:numId="{n + 9000}"><w:abstractNumId w:val="9000"/></w:num>' for n in range(count)
    )
    abstract = f'<w:abstractNum w:abstractNumId="9000">{levels}</w:abstractNum>'
    return with_text(
        good(), "word/numbering.xml", "</w:numbering>", f"{abstract}{more}</w:numbering>"
    )


def heavy() -> bytes:
    """Return a template with 24 MB of pictures that do not pack, all of them in use."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    more = "".join(
        f'<Relationship Id="x{n}" Type="{kind}" Target="media/{n}.png"/>' for n in range(4)
    )
    data = with_text(
        good(), "word/_rels/document.xml.rels", "</Relationships>", f"{more}</Relationships>"
    )
    data = with_text(
        data,
        "[Content_Types].xml",
        "<Default",
        '<Default Extension="png" ContentType="image/png"/><Default',
    )
    return changed(data, {f"word/media/{n}.png": os.urandom(6_000_000) for n in range(4)})


def crowded_text() -> bytes:
    """Return a text with as many elements as may be."""
    return body(many('<w:p w:a="§"/>', of=0.85 * TEXT_MARKS_LIMIT / TEMPLATE_MARKS_LIMIT))()


def marked_text() -> bytes:
    """Return a text with as many attributes of one element as may be."""
    names = {CHANCE.getrandbits(40) for _each in range(440_000)}
    return body("<w:p " + " ".join(f'w:a{name:x}=""' for name in names) + "/>")()


def changed_marks() -> bytes:
    """Return a text in which one paragraph's mark was changed 4,000 times."""
    marks_of_it = '<w:ins w:author="a"/>' * 4_000
    return body(f"<w:p><w:pPr><w:rPr>{marks_of_it}</w:rPr></w:pPr></w:p>")()


def ends_taken_out() -> bytes:
    """Return a text of 8,000 paragraphs that become one as their changes are accepted."""
    end = '<w:pPr><w:rPr><w:del w:author="a"/></w:rPr></w:pPr>'
    return body(f"<w:p>{end}<w:r><w:t>x</w:t></w:r></w:p>" * 8_000)()


def attributes() -> bytes:
    """Return a template with an element of 140,000 attributes."""
    names = {CHANCE.getrandbits(40) for _each in range(140_000)}
    return body("<w:p " + " ".join(f'w:a{name:x}=""' for name in names) + "/>")()


def crowd() -> bytes:
    """Return a template with as many elements as there may be."""
    return body(many('<w:p w:a="§"/>'))()


def tags() -> bytes:
    """Return a template with a line of as many tags as there may be."""
    return body(f"<w:p>{many(RUN)}</w:p>")()


def bodies() -> bytes:
    """Return a template that would say the text thousands of times."""
    return body(many('<w:p w:a="§"><w:r><w:t>{{ body }}</w:t></w:r></w:p>'))()


def sections() -> bytes:
    """Return a template with as many sections as there may be, each with a first page."""
    return body(many('<w:p w:a="§"><w:pPr><w:sectPr><w:titlePg/></w:sectPr></w:pPr></w:p>'))()


def opened_fields() -> bytes:
    """Return a template with fields that begin and do not end."""
    return body(f"<w:p>{many(OPEN)}</w:p>")()


def shown_fields() -> bytes:
    """Return a template with fields in each other's results."""
    return body(f"<w:p>{many(OPEN + SHOW + RUN)}</w:p>")()


def pieces() -> bytes:
    """Return a template with a field whose instruction is cut in pieces."""
    return body(f"<w:p>{OPEN}{many(SAID)}{SHOW}</w:p>")()


def asked_fields() -> bytes:
    """Return a template with fields in the instruction, cut in pieces, of another."""
    return body(
        f"<w:p>{OPEN}{NAME_OF_FIELD}{many(PIECE, of=0.35)}{many(OPEN + END, of=0.35)}</w:p>"
    )()


def lines_of_a_cell() -> bytes:
    """Return a template with a cell of as many lines as may be, each of which may go."""
    return body(f"<w:tbl><w:tr><w:tc>{many(LINE)}</w:tc></w:tr></w:tbl>")()


def nested(opening: str, closing: str, depth: int) -> Bytes:
    """Return a template with elements in each other, and words in the innermost."""

    def make() -> bytes:
        inner = f"<w:p>{many(RUN)}</w:p>"
        return body(opening * depth + inner + closing * depth)()

    return make


RUN = '<w:r w:a="§"><w:t>{{ date }}</w:t></w:r>'
OPEN = '<w:r w:a="§"><w:fldChar w:fldCharType="begin"/></w:r>'
SHOW = '<w:r w:a="§"><w:fldChar w:fldCharType="separate"/></w:r>'
END = '<w:fldChar w:fldCharType="end"/>'
LINE = '<w:p w:a="§"><w:t>{{ source }}</w:t></w:p>'
NAME_OF_FIELD = "<w:instrText>IF</w:instrText>"
PIECE = "<w:instrText> §</w:instrText>"
SAID = '<w:r w:a="§"><w:instrText>PAGE          </w:instrText></w:r>'
ALIAS = '<w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent>'
BOX, END_OF_BOX = "<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"
CELL, END_OF_CELL = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"

MADE: tuple[tuple[str, Bytes], ...] = (
    ("a billion words by a DTD in its text", laughing("word/document.xml", "w")),
    ("a billion words by a DTD in its relationships", laughing("_rels/.rels", "Relationships")),
    ("as many elements as may be", crowd),
    ("140,000 attributes of one element", attributes),
    ("opening braces", line("{{ " * (WORST // 3))),
    ("opening braces, then spaces", line("{{" + " " * WORST)),
    ("opening braces and letters", line("{{a" * (WORST // 3))),
    ("opening signs of other programs", line("{%" * (WORST // 2))),
    ("dollars and braces", line("${a" * (WORST // 3))),
    ("guillemets", line("«a_" * (WORST // 3))),
    ("a long name in guillemets", line("«" + "a_" * (WORST // 2))),
    ("brackets", line("[[a" * (WORST // 3) + "&lt;&lt;a" * (WORST // 3))),
    ("a field of spaces", field(" " * WORST)),
    ("a field of quotes", field("HYPERLINK " + "&quot;" * WORST)),
    ("a field of backslashes", field("HYPERLINK " + "\\" * WORST)),
    ("as many tags in one line as may be", tags),
    ("as many places for the text as may be", bodies),
    ("as many sections as may be", sections),
    ("fields never closed", opened_fields),
    ("fields in each other's results", shown_fields),
    ("an instruction in pieces", pieces),
    ("fields in an instruction in pieces", asked_fields),
    ("the lines of a cell", lines_of_a_cell),
    ("controls in each other", nested(ALIAS, "</w:sdtContent></w:sdt>", 60)),
    ("boxes in each other", nested(BOX, END_OF_BOX, 55)),
    ("tables in each other", nested(CELL, END_OF_CELL, 75)),
    ("12,000 styles", lambda: styles(12_000)),
    ("50,000 links", lambda: relationships(50_000)),
    ("15,000 lists of 15,000 levels", lambda: numberings(15_000)),
    ("24 MB of pictures", heavy),
    ("as many elements as a text may have", crowded_text),
    ("440,000 attributes of one element", marked_text),
    ("4,000 marks of one changed paragraph", changed_marks),
    ("8,000 paragraphs whose end is taken out", ends_taken_out),
    ("64 MB of nothing", lambda: changed(good(), {"word/x.bin": bytes(63_000_000)})),
)


def as_template(folder: Path) -> str:
    """Compile it and fill it."""
    try:
        template = Template.read(folder / NAME)
        made = template.fill(
            dict.fromkeys(template.tags, "Texte"),
            read_markdown("Un **mot**.\n" * 1_000),
            language=Language.FRENCH,
            title="T",
            author="Ville",
            now=datetime(2026, 11, 24, tzinfo=UTC),
        )
    except CommsDeskError as error:
        return type(error).__name__
    return f"filled, {len(made):,} bytes"


def as_text(folder: Path) -> str:
    """Read its words, as a text that is brought in."""
    try:
        read = read_word((folder / NAME).read_bytes(), name=NAME)
    except CommsDeskError as error:
        return type(error).__name__
    return f"read, {len(read.blocks):,} blocks"


def _case(name: str, made: Bytes, how: str, meet: Callable[[Path], str]) -> Case:
    def make(folder: Path) -> None:
        (folder / NAME).write_bytes(made())

    return Case(name=f"{name}, {how}", make=make, meet=meet)


CASES = tuple(
    _case(name, made, how, meet)
    for name, made in MADE
    for how, meet in (("as a template", as_template), ("as a text", as_text))
)
