"""Templates that would fetch or run something, in every way of writing it that hides it."""

from collections.abc import Callable
from typing import Any

import pytest

from comms_desk.documents.errors import (
    BrokenTemplate,
    ExternalRelationship,
    FieldRefused,
    MacroRefused,
    StrictWord,
    TagWhere,
)
from comms_desk.documents.template import Template
from tests.documents.word_files import (
    changed,
    member,
    opened,
    saved,
    with_body,
    with_text,
    word_file,
)

GOOD = word_file("{{ body }}")
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "word/_rels/document.xml.rels"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def related(xml: str) -> bytes:
    return with_text(GOOD, RELATIONS, "</Relationships>", f"{xml}</Relationships>")


def an_image(mode: str, *, target: str = 'Target="https://ailleurs.example/x.png"') -> str:
    return f'<Relationship Id="rIdX" Type="{OFFICE}/image" {target} {mode}/>'


def in_utf16() -> bytes:
    text = member(related(an_image('TargetMode="External"')), RELATIONS)
    utf16 = text.replace("UTF-8", "UTF-16").encode("utf-16")
    return changed(GOOD, {RELATIONS: utf16})


def an_entity_of_a_dtd() -> bytes:
    text = member(related(an_image('TargetMode="&mode;"')), RELATIONS)
    dtd = '<!DOCTYPE Relationships [<!ENTITY mode "External">]><Relationships'
    return changed(GOOD, {RELATIONS: text.replace("<Relationships", dtd, 1).encode()})


def a_dtd_in_utf16() -> bytes:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]>' + member(
        GOOD, "word/document.xml"
    ).partition("?>")[2].replace("{{ body }}", "{{ body }}&a;")
    return changed(GOOD, {"word/document.xml": text.encode("utf-16")})


def another_prefix() -> bytes:
    xml = (
        f'<r.l:Relationship xmlns:r.l="{PACKAGE}" Id="rIdX" Type="{OFFICE}/image" '
        'Target="https://ailleurs.example/x.png" TargetMode="External"/>'
    )
    return related(xml)


@pytest.mark.parametrize(
    "hidden",
    [
        lambda: related(an_image('TargetMode="External"')),
        lambda: related(an_image('TargetMode="&#69;xternal"')),
        lambda: related(an_image("TargetMode=' external '")),
        lambda: related(an_image('TargetMode="External" x="a>b"')),
        lambda: related(an_image('x="a>b" TargetMode="External"')),
        lambda: related(an_image("")),
        lambda: related(an_image("", target='Target="//hote/partage/x.png"')),
        lambda: related(an_image("", target='Target="\\\\hote\\partage\\x.png"')),
        lambda: related(an_image("", target='Target="file:///C:/x.png"')),
        in_utf16,
        another_prefix,
    ],
)
def test_an_outside_picture_is_refused_however_it_is_written(hidden: Callable[[], bytes]) -> None:
    with pytest.raises(ExternalRelationship):
        Template.compile(hidden(), name="essai.docx")


@pytest.mark.parametrize("hidden", [an_entity_of_a_dtd, a_dtd_in_utf16])
def test_a_dtd_is_refused(hidden: Callable[[], bytes]) -> None:
    with pytest.raises(BrokenTemplate):
        Template.compile(hidden(), name="essai.docx")


@pytest.mark.parametrize(
    "kind", ["attachedTemplate", "frame", "subDocument", "image", "oleObject", "aFChunk", "audio"]
)
def test_whatever_leads_outside_is_refused(kind: str) -> None:
    xml = f'<Relationship Id="rIdX" Type="{OFFICE}/{kind}" Target="a:b" TargetMode="External"/>'

    with pytest.raises((ExternalRelationship, MacroRefused)):
        Template.compile(related(xml), name="essai.docx")


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("oleObject", "embeddings/oleObject1.bin"),
        ("OLEOBJECT", "embeddings/x.bin"),
        ("package", "embeddings/Classeur.xlsx"),
        ("control", "activeX/activeX1.xml"),
        ("aFChunk", "afchunk.dat"),
        ("vbaProject", "autre-nom.bin"),
    ],
)
def test_a_file_within_the_file_is_refused(kind: str, name: str) -> None:
    xml = f'<Relationship Id="rIdX" Type="{OFFICE}/{kind}" Target="{name}"/>'
    types = member(GOOD, "[Content_Types].xml").replace(
        "</Types>",
        f'<Override PartName="/word/{name}" ContentType="application/octet-stream"/></Types>',
    )
    members = {f"word/{name}": b"x", "[Content_Types].xml": types.encode()}

    with pytest.raises(MacroRefused):
        Template.compile(changed(related(xml), members), name="essai.docx")


@pytest.mark.parametrize(
    ("xml", "refused"),
    [
        ('<w:p><w:r><w:object><o:OLEObject Type="Link"/></w:object></w:r></w:p>', MacroRefused),
        ('<w:altChunk r:id="rIdX"/>', MacroRefused),
        (
            (
                '<w:p><w:r><w:pict><v:shape><v:imagedata src="http://h/x.png"/></v:shape></w:pict>'
                "</w:r></w:p>"
            ),
            ExternalRelationship,
        ),
        (
            '<w:p><w:r><w:pict><v:rect href="file:///c:/x.exe"/></w:pict></w:r></w:p>',
            ExternalRelationship,
        ),
    ],
)
def test_what_an_element_fetches_by_itself_is_refused(xml: str, refused: type[Exception]) -> None:
    spaces = (
        'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    data = with_body(GOOD, f"<w:sdt {spaces}><w:sdtContent>{xml}</w:sdtContent></w:sdt>")

    with pytest.raises(refused):
        Template.compile(data, name="essai.docx")


PICTURE = (
    '<a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    f'xmlns:r="{OFFICE}" r:link="rIdX"/>'
)
SPACES = (
    'xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:v="urn:schemas-microsoft-com:vml" '
    f'xmlns:r="{OFFICE}"'
)


@pytest.mark.parametrize("kind", [f"{OFFICE}/hyperlink", "urn:x/hyperlink"])
@pytest.mark.parametrize(
    "xml",
    [
        PICTURE,
        PICTURE.replace("link", "embed"),
        f'<v:imagedata {SPACES} r:id="rIdX"/>',
        f'<v:imagedata {SPACES} r:href="rIdX"/>',
        f'<v:fill {SPACES} o:relid=" rIdX "/>',
        f'<w:subDoc {SPACES} r:id="rIdX"/>',
    ],
)
def test_what_is_fetched_by_the_relationship_of_a_link_is_refused(kind: str, xml: str) -> None:
    # LibreOffice fetches the picture: it looks at the relationship's name only.
    link = (
        f'<Relationship Id="rIdX" Type="{kind}" Target="https://ailleurs.example/x.png" '
        'TargetMode="External"/>'
    )
    data = with_text(
        with_body(GOOD, f"<w:p><w:r><w:pict>{xml}</w:pict></w:r></w:p>"),
        RELATIONS,
        "</Relationships>",
        f"{link}</Relationships>",
    )

    with pytest.raises(ExternalRelationship):
        Template.compile(data, name="essai.docx")


@pytest.mark.parametrize(
    ("xml", "refused"),
    [
        ('<v:imagedata o:href="https://ailleurs.example/x.png"/>', ExternalRelationship),
        ('<v:fill o:althref="https://ailleurs.example/x.png"/>', ExternalRelationship),
        (
            (
                '<wp15:webVideoPr xmlns:wp15="http://schemas.microsoft.com/office/word/2012/'
                'wordprocessingDrawing" embeddedHtml="&lt;iframe&gt;"/>'
            ),
            MacroRefused,
        ),
    ],
)
def test_a_picture_fetches_and_plays_nothing(xml: str, refused: type[Exception]) -> None:
    data = with_body(GOOD, f"<w:p><w:r><w:pict {SPACES}>{xml}</w:pict></w:r></w:p>")

    with pytest.raises(refused):
        Template.compile(data, name="essai.docx")


@pytest.mark.parametrize(
    "field",
    [
        '<x:fldSimple x:instr="DDE x y"><w:r><w:t>x</w:t></w:r></x:fldSimple>',
        '<w:fldSimple x:instr="DDE x y"><w:r><w:t>x</w:t></w:r></w:fldSimple>',
    ],
)
def test_one_element_of_the_strict_form_hides_nothing(field: str) -> None:
    strict = 'xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main"'

    with pytest.raises(StrictWord):
        Template.compile(with_body(GOOD, f"<w:p {strict}>{field}</w:p>"), name="essai.docx")


def masked(content_type: str, notes: str) -> bytes:
    """A template with notes, their type and their first element as given."""
    relation = f'<Relationship Id="rIdX" Type="{OFFICE}/footnotes" Target="notes.xml"/>'
    types = member(GOOD, "[Content_Types].xml").replace(
        "</Types>",
        f'<Override PartName="/word/notes.xml" ContentType="{content_type}"/></Types>',
    )
    return changed(
        related(relation),
        {"word/notes.xml": notes.encode(), "[Content_Types].xml": types.encode()},
    )


NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


@pytest.mark.parametrize(
    ("content_type", "around"),
    [("image/png", ""), (f"{NOTES_TYPE};x=y", ""), (NOTES_TYPE, "x")],
)
def test_a_part_in_disguise_is_looked_into(content_type: str, around: str) -> None:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    notes = (
        f'<w:footnotes xmlns:w="{word}"><w:footnote>{in_runs("DDE x")}</w:footnote></w:footnotes>'
    )
    notes = f"<{around}>{notes}</{around}>" if around else notes

    with pytest.raises(BrokenTemplate):
        Template.compile(masked(content_type, notes), name="essai.docx")


def simple(instruction: str) -> str:
    quoted = instruction.replace('"', "&quot;")
    return f'<w:p><w:fldSimple w:instr="{quoted}"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'


def char(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def instruction(*pieces: str) -> str:
    return "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)


def in_runs(*pieces: str) -> str:
    """A field as Word writes it, its instruction cut into runs."""
    result = f"{char('separate')}<w:r><w:t>x</w:t></w:r>{char('end')}"
    return f"<w:p>{char('begin')}{instruction(*pieces)}{result}</w:p>"


FETCHES = (
    r'DDE "c:\\windows\\system32\\cmd.exe" "/k calc"',
    r"ddeauto c:\\x.exe x",
    'INCLUDEPICTURE "https://ailleurs.example/x.png" \\d',
    'INCLUDEPICTURE\\d"https://ailleurs.example/x.png"',
    'INCLUDETEXT "\\\\\\\\hote\\\\x.docx"',
    'INCLUDE "x.docx"',
    'IMPORT "x.png"',
    'LINK Excel.Sheet.12 "C:\\\\x.xlsx"',
    "MACROBUTTON Lancer Cliquez",
    "EMBED Equation.3",
    'RD "x.docx"',
    'DATABASE \\d "x.mdb"',
    "PRINT 27",
    'HYPERLINK "file:///c:/x.exe"',
    'HYPERLINK "\\\\\\\\hote\\\\partage"',
    "HYPERLINK  c:/x.exe",
    'HYPERLINK \\l "haut" "file:///c:/x.exe"',
    "HYPERLINK",
    "Inconnu \\x",
)


@pytest.mark.parametrize("said", FETCHES)
@pytest.mark.parametrize("shape", [simple, in_runs, lambda said: in_runs(*said)])
def test_a_field_that_fetches_or_runs_is_refused(said: str, shape: Callable[[str], str]) -> None:
    with pytest.raises(FieldRefused) as caught:
        Template.compile(with_body(GOOD, shape(said)), name="essai.docx")

    assert caught.value.found.split()[0] == said.split(maxsplit=1)[0]
    assert caught.value.place.near == "x"


@pytest.mark.parametrize(
    "xml",
    [
        # never closed, and without a separator: Word runs those too
        f"<w:p>{char('begin')}{instruction('DDEAUTO x y')}</w:p>",
        f"<w:p>{char('begin')}{instruction('DDEAUTO x y')}{char('end')}</w:p>",
        # over two paragraphs
        (
            f"<w:p>{char('begin')}{instruction('DDE')}</w:p>"
            f"<w:p>{instruction('AUTO x')}{char('end')}</w:p>"
        ),
        # inside the instruction of another, whose name comes first
        (
            f"<w:p>{char('begin')}{instruction('IF 1 = 1 ')}{char('begin')}{instruction('DDE x y')}"
            f"{char('end')}{char('separate')}{char('end')}</w:p>"
        ),
        # its name written by another field
        (
            f"<w:p>{char('begin')}{char('begin')}{instruction('QUOTE 68 68 69')}{char('separate')}"
            f"<w:r><w:t>DDE</w:t></w:r>{char('end')}{instruction(' x y')}{char('end')}</w:p>"
        ),
        # the middle of its name written by another field: DAT…E, DATABASE
        (
            f"<w:p>{char('begin')}{instruction('DAT')}{char('begin')}{instruction('QUOTE ABAS')}"
            f"{char('separate')}<w:r><w:t>ABAS</w:t></w:r>{char('end')}{instruction('E x')}"
            f"{char('end')}</w:p>"
        ),
        # its name written by another field that shows a harmless one for now
        (
            f"<w:p>{char('begin')}<w:fldSimple w:instr='QUOTE DDEAUTO'><w:r><w:t>PAGE</w:t></w:r>"
            f"</w:fldSimple>{instruction(' x y')}{char('end')}</w:p>"
        ),
        # where a link leads written by another field, before what it seems to be
        (
            f"<w:p>{char('begin')}{instruction('HYPERLINK ')}{char('begin')}"
            f"{instruction('QUOTE c:/x.exe')}{char('end')}{instruction(' https://h.example')}"
            f"{char('end')}</w:p>"
        ),
        # as ordinary words between the signs of a field
        (
            f"<w:p>{char('begin')}<w:r><w:t>DDEAUTO x y</w:t></w:r>{char('separate')}"
            f"{char('end')}</w:p>"
        ),
    ],
)
def test_a_field_hides_nothing(xml: str) -> None:
    with pytest.raises(FieldRefused):
        Template.compile(with_body(GOOD, xml), name="essai.docx")


def in_a_header(document: Any) -> Any:
    return document.sections[0].header._element


def in_a_footer(document: Any) -> Any:
    return document.sections[0].footer._element


@pytest.mark.parametrize(
    ("story", "where"), [(in_a_header, TagWhere.HEADER), (in_a_footer, TagWhere.FOOTER)]
)
def test_a_field_is_found_in_headers_and_footers(
    story: Callable[[Any], Any], where: TagWhere
) -> None:
    document = opened(GOOD)
    above = story(document)
    above.append(opened(with_body(GOOD, simple("DDE x y"))).paragraphs[-1]._p)

    with pytest.raises(FieldRefused) as caught:
        Template.compile(saved(document), name="essai.docx")

    assert caught.value.place.where is where


def test_a_field_is_found_in_notes_and_in_text_boxes() -> None:
    box = (
        f"<w:p><w:r><w:pict><w:txbxContent>{in_runs('DDE x')}</w:txbxContent></w:pict></w:r></w:p>"
    )
    note = f'<Relationship Id="rIdX" Type="{OFFICE}/footnotes" Target="notes.xml"/>'
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    types = member(GOOD, "[Content_Types].xml").replace(
        "</Types>",
        '<Override PartName="/word/notes.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.footnotes+xml"/></Types>',
    )
    notes = (
        f'<w:footnotes xmlns:w="{word}"><w:footnote>{in_runs("DDE x")}</w:footnote></w:footnotes>'
    )
    noted = changed(
        related(note), {"word/notes.xml": notes.encode(), "[Content_Types].xml": types.encode()}
    )

    for data, where in ((with_body(GOOD, box), TagWhere.TEXT_BOX), (noted, TagWhere.NOTE)):
        with pytest.raises(FieldRefused) as caught:
            Template.compile(data, name="essai.docx")
        assert caught.value.place.where is where


@pytest.mark.parametrize(
    "said",
    [
        "PAGE",
        " page \\* MERGEFORMAT ",
        "NUMPAGES",
        'DATE \\@ "d MMMM yyyy"',
        'HYPERLINK "https://montreal.ca/a?b=c" \\o "Le site"',
        "HYPERLINK mailto:medias@montreal.ca",
        'HYPERLINK \\l "haut"',
        "=1+1",
        'TOC \\o "1-3"',
        'IF 1 = 1 "oui" "non"',
        "SHAPE \\* MERGEFORMAT",
        'DISPLAYBARCODE "https://montreal.ca" QR',
        "",
    ],
)
@pytest.mark.parametrize("shape", [simple, in_runs])
def test_a_field_that_only_shows_is_welcome(said: str, shape: Callable[[str], str]) -> None:
    Template.compile(with_body(GOOD, shape(said)), name="essai.docx")


@pytest.mark.parametrize("before", ["IF ", "IF", "= "])
def test_a_field_that_reckons_with_another_is_welcome(before: str) -> None:
    page = f"{char('begin')}{instruction('PAGE')}{char('end')}"
    xml = f"<w:p>{char('begin')}{instruction(before)}{page}{instruction(' + 1')}{char('end')}</w:p>"

    Template.compile(with_body(GOOD, xml), name="essai.docx")
