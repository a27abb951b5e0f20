"""Templates made for other systems: what they ask for is named, never printed to the press."""

import pytest

from comms_desk.documents.errors import OtherWriting, TagInDrawing, TagWhere, TemplateSyntax
from comms_desk.documents.template import Template
from tests.documents.word_files import with_body, with_text, word_file

GOOD = word_file("{{ body }}")


def refused(data: bytes) -> OtherWriting:
    with pytest.raises(OtherWriting) as caught:
        Template.compile(data, name="essai.docx")
    return caught.value


@pytest.mark.parametrize(
    ("line", "found", "tag"),
    [
        ("{% if titre %}Oui{% endif %}", "{% if titre %}", "title"),
        ("{%p for x in liste %}", "{%p for x in liste %}", None),
        ("{# note #}", "{# note #}", None),
        ("Objet : ${titre}", "${titre}", "title"),
        ("Objet : {sous_titre}", "{sous_titre}", "subtitle"),
        ("{#liste}", "{#liste}", None),
        ("<<Corps>>", "<<Corps>>", "body"),
        ("[[date]]", "[[date]]", "date"),
        ("De «Titre_du_communiqué» du jour", "«Titre_du_communiqué»", "title"),
    ],
)
def test_the_tags_of_other_programs_are_named_with_ours(
    line: str, found: str, tag: str | None
) -> None:
    error = refused(word_file("{{ body }}", line))

    assert (error.writing, error.found, error.tag) == (TemplateSyntax.SIGNS, found, tag)
    assert error.place is not None
    assert (error.place.where, error.place.near) == (TagWhere.BODY, line)


def test_a_tag_of_another_program_is_found_over_the_runs_of_word() -> None:
    runs = "".join(f"<w:r><w:t>{each}</w:t></w:r>" for each in ("{", "% if ", "date %", "}"))

    assert refused(with_body(GOOD, f"<w:p>{runs}</w:p>")).found == "{% if date %}"


@pytest.mark.parametrize(
    "line",
    [
        "« Communiqué »",
        "«Communiqué»",
        "«\u00a0Communiqué\u00a0» de la Ville",
        "La mairesse a dit : «Bonjour à_tous mes amis»",
        "Le prix est de 5 $ {hors taxes}",
        "Un [mot] et [[deux mots]]",
        "de 5 % à 10 %",
        "{{ title }}",
        "a << b >> c",
    ],
)
def test_ordinary_signs_are_words_of_the_template(line: str) -> None:
    Template.compile(word_file("{{ body }}", line), name="essai.docx")


def field(instruction: str, shown: str) -> str:
    signs = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate")]
    return (
        f"<w:p>{signs[0]}<w:r><w:instrText>{instruction}</w:instrText></w:r>{signs[1]}"
        f'<w:r><w:t>{shown}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


@pytest.mark.parametrize(
    ("instruction", "writing", "tag"),
    [
        ("MERGEFIELD Titre \\* MERGEFORMAT", TemplateSyntax.MERGE_FIELD, "title"),
        ('MERGEFIELD "Sous titre"', TemplateSyntax.MERGE_FIELD, "subtitle"),
        ("mergefield Nom", TemplateSyntax.MERGE_FIELD, None),
        ("NEXT", TemplateSyntax.MERGE_FIELD, None),
        ('FILLIN "Le titre?"', TemplateSyntax.MERGE_FIELD, "title"),
        ("DOCPROPERTY Titre", TemplateSyntax.PROPERTY_FIELD, "title"),
        ("DOCVARIABLE date", TemplateSyntax.PROPERTY_FIELD, "date"),
    ],
)
def test_a_merge_field_is_named_with_our_tag(
    instruction: str, writing: TemplateSyntax, tag: str | None
) -> None:
    error = refused(with_body(GOOD, field(instruction, "«Titre»")))

    assert (error.writing, error.tag, error.found) == (writing, tag, instruction)


BOUND = '<w:dataBinding w:xpath="/ns0:fiche/ns0:titre" w:storeItemID="{1}"/>'


@pytest.mark.parametrize(
    ("about", "found", "tag"),
    [
        ('<w:alias w:val="Titre"/><w:tag w:val="t_01"/>', "Titre", "title"),
        ('<w:tag w:val="corps"/>', "corps", "body"),
        (BOUND, "/ns0:fiche/ns0:titre", "title"),
        ("<w:showingPlcHdr/><w:text/>", "Cliquez ici", None),
    ],
)
def test_a_content_control_of_another_system_is_named(
    about: str, found: str, tag: str | None
) -> None:
    error = refused(with_body(GOOD, control(about, "Cliquez ici")))

    assert (error.writing, error.found, error.tag) == (TemplateSyntax.CONTROL, found, tag)


def control(about: str, words: str) -> str:
    return (
        f"<w:sdt><w:sdtPr>{about}</w:sdtPr><w:sdtContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>"
    )


@pytest.mark.parametrize(
    ("about", "words"),
    [
        (
            '<w:docPartObj><w:docPartGallery w:val="Page Numbers (Top of Page)"/></w:docPartObj>',
            "1",
        ),
        ('<w:id w:val="3"/>', "Ville"),
        ('<w:tag w:val="goog_rdk_12"/>', "Ville"),
        (f'<w:alias w:val="Titre"/>{BOUND}', "{{ title }}"),
    ],
)
def test_a_control_that_nobody_fills_in_is_welcome(about: str, words: str) -> None:
    Template.compile(with_body(GOOD, control(about, words)), name="essai.docx")


def test_a_template_tied_to_a_mail_merge_is_refused() -> None:
    merge = '<w:mailMerge><w:query w:val="SELECT * FROM x"/></w:mailMerge></w:settings>'

    error = refused(with_text(GOOD, "word/settings.xml", "</w:settings>", merge))

    assert error.writing is TemplateSyntax.MAIL_MERGE


@pytest.mark.parametrize("kind", ["mailMergeSource", "mailMergeHeaderSource", "recipientData"])
def test_a_template_tied_to_the_people_of_a_mail_merge_is_refused(kind: str) -> None:
    relation = (
        '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/{kind}" Target="file:///C:/abonnes.xlsx" TargetMode="External"/>'
    )
    relations = "word/_rels/document.xml.rels"

    error = refused(with_text(GOOD, relations, "</Relationships>", f"{relation}</Relationships>"))

    assert error.writing is TemplateSyntax.MAIL_MERGE


DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def drawn(*runs: str) -> str:
    words = "".join(f"<a:r><a:t>{run}</a:t></a:r>" for run in runs)
    return f'<a:p xmlns:a="{DRAWING}">{words}</a:p>'


def word_art(words: str) -> str:
    shape = f'<v:shape><v:textpath string="{words}"/></v:shape>'
    return shape.replace("<v:shape>", '<v:shape xmlns:v="urn:schemas-microsoft-com:vml">')


@pytest.mark.parametrize(
    ("drawing", "words"),
    [
        (drawn("{{ ti", "tle }}"), "{{ title }}"),
        (drawn("Le ${date}"), "Le ${date}"),
        (word_art("{{ notice }}"), "{{ notice }}"),
    ],
)
def test_a_tag_where_nothing_is_filled_in_is_refused(drawing: str, words: str) -> None:
    data = with_body(GOOD, f"<w:p><w:r><w:pict>{drawing}</w:pict></w:r></w:p>")

    with pytest.raises(TagInDrawing) as caught:
        Template.compile(data, name="essai.docx")

    assert caught.value.found == words
