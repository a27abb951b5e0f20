"""What the makers of a template left in it: nothing of it leaves with a document."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from comms_desk.documents.errors import TagWhere, TrackedChange
from comms_desk.documents.template import Template
from comms_desk.i18n import Language
from comms_desk.paths import resource
from comms_desk.text.markdown import Document, paragraph
from tests.documents.word_files import (
    changed,
    member,
    opened,
    texts,
    with_body,
    with_text,
    word_file,
)

SECRET = "Gédéon-Tremblay"
OUTSIDE_WORD = [
    *("[Content_Types].xml", "_rels/.rels"),
    *("docProps/core.xml", "docProps/custom.xml"),
]
BODY = Document((paragraph("Un."),))
NOW = datetime(2026, 11, 24, 15, 30, 5, tzinfo=UTC)


def filled(template: Template) -> bytes:
    return template.fill(
        dict.fromkeys(template.tags - {"body"}, "Texte"),
        BODY,
        language=Language.FRENCH,
        title="Le titre",
        author="Ville de Montréal",
        now=NOW,
    )


def traces(data: bytes) -> list[str]:
    """Return the members of a Word file in which the name of its maker still stands."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return [
            name
            for name in archive.namelist()
            if any(SECRET.encode(code) in archive.read(name) for code in ("utf-8", "utf-16-le"))
        ]


def add_part(document: Any, name: str, kind: str, xml: str) -> None:
    part = Part(PackURI(name), "application/xml", xml.encode(), document.part.package)
    document.part.relate_to(
        part, f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    )


def full_of_traces(document: Any) -> None:
    properties = document.core_properties
    properties.author = properties.last_modified_by = SECRET
    properties.comments = properties.keywords = properties.category = properties.subject = SECRET
    line = document.add_paragraph("Renseignements")
    document.add_comment(runs=line.runs[0], text=f"{SECRET} a changé de poste", author=SECRET)
    document.add_comment(runs=line.runs[0], text="vérifier", author=SECRET, initials="GT")
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    for name, kind in (
        ("/word/people.xml", "people"),
        ("/word/commentsExtended.xml", "commentsExtended"),
        ("/customXml/item9.xml", "customXml"),
        ("/word/glossary/document.xml", "glossaryDocument"),
        ("/word/webSettings9.xml", "webSettings"),
        ("/word/printerSettings1.bin", "printerSettings"),
    ):
        add_part(document, name, kind, f"<x>{SECRET}</x>")
    package = document.part.package
    for name, kind in (
        ("/docProps/app9.xml", RELATIONSHIP_TYPE.EXTENDED_PROPERTIES),
        ("/docProps/custom.xml", RELATIONSHIP_TYPE.CUSTOM_PROPERTIES),
        ("/docProps/vignette.jpeg", RELATIONSHIP_TYPE.THUMBNAIL),
        (
            "/docMetadata/LabelInfo.xml",
            "http://schemas.microsoft.com/office/2020/02/relationships/classificationlabels",
        ),
    ):
        package.relate_to(Part(PackURI(name), "application/xml", SECRET.encode(), package), kind)
    settings = document.settings.element
    for xml in (
        "<w:trackRevisions/>",
        f'<w:rsids><w:rsid w:val="{SECRET}"/></w:rsids>',
        f'<w:docVars><w:docVar w:name="a" w:val="{SECRET}"/></w:docVars>',
    ):
        settings.append(opened(with_body(word_file(), xml)).element.body[-2])
    assert settings.find(f"{{{word}}}docVars") is not None


def test_nothing_that_tells_of_its_makers_leaves_with_a_document() -> None:
    data = with_body(
        word_file("{{ title }}", "{{ body }}", then=full_of_traces),
        f'<w:p w:rsidR="{SECRET}"><w:permStart w:id="1" w:ed="{SECRET}"/><w:r><w:t>fin</w:t></w:r>'
        '<w:permEnd w:id="1"/></w:p>',
    )
    assert len(traces(data)) > 10

    template = Template.compile(data, name="essai.docx")
    made = filled(template)

    assert traces(made) == []
    assert texts(made) == ["Texte", "Un.", "Renseignements", "fin"]
    assert "comment" not in opened(made).element.xml
    assert "trackRevisions" not in opened(made).settings.element.xml
    assert template.comments == 2


def test_the_properties_of_a_document_are_its_own() -> None:
    made = filled(Template.compile(word_file("{{ body }}", then=full_of_traces), name="a.docx"))

    own = opened(made).core_properties
    assert (own.title, own.author, own.last_modified_by) == (
        "Le titre",
        "Ville de Montréal",
        "Ville de Montréal",
    )
    assert own.created == own.modified == NOW.replace(tzinfo=own.created.tzinfo)
    assert (own.language, own.comments, own.keywords, own.subject) == ("fr-CA", "", "", "")
    with zipfile.ZipFile(BytesIO(made)) as archive:
        outside_word = [name for name in archive.namelist() if not name.startswith("word/")]
    assert outside_word == OUTSIDE_WORD


@pytest.mark.parametrize("name", ["release.fr", "release.en", "speech.fr", "speech.en"])
def test_our_own_templates_leave_nothing_of_themselves(name: str) -> None:
    template = Template.read(Path(resource("templates", f"{name}.docx")))

    with zipfile.ZipFile(BytesIO(filled(template))) as archive:
        others = [each for each in archive.namelist() if not each.startswith("word/")]

    assert others == OUTSIDE_WORD


AUTHOR = f'w:id="1" w:author="{SECRET}" w:date="2026-01-01T00:00:00Z"'
RUN = "<w:r><w:t>514 872-0000</w:t></w:r>"
DELETED = "<w:r><w:delText>514 872-0000</w:delText></w:r>"


@pytest.mark.parametrize(
    "xml",
    [
        f"<w:p><w:ins {AUTHOR}>{RUN}</w:ins></w:p>",
        f"<w:p><w:del {AUTHOR}>{DELETED}</w:del></w:p>",
        f"<w:p><w:moveFrom {AUTHOR}>{RUN}</w:moveFrom></w:p>",
        f"<w:p><w:moveTo {AUTHOR}>{RUN}</w:moveTo></w:p>",
        f'<w:p><w:moveFromRangeStart {AUTHOR} w:name="a"/>{RUN}</w:p>',
        f"<w:p><w:pPr><w:rPr><w:ins {AUTHOR}/></w:rPr></w:pPr>{RUN}</w:p>",
        f"<w:p><w:pPr><w:pPrChange {AUTHOR}><w:pPr/></w:pPrChange></w:pPr>{RUN}</w:p>",
        (
            f"<w:p><w:r><w:rPr><w:b/><w:rPrChange {AUTHOR}><w:rPr/></w:rPrChange></w:rPr>"
            "<w:t>514 872-0000</w:t></w:r></w:p>"
        ),
    ],
)
def test_a_change_that_nobody_accepted_is_refused_with_its_place(xml: str) -> None:
    with pytest.raises(TrackedChange) as caught:
        Template.compile(with_body(word_file("{{ body }}"), xml), name="essai.docx")

    assert (caught.value.name, caught.value.author) == ("essai.docx", SECRET)
    assert (caught.value.place.where, caught.value.place.near) == (TagWhere.BODY, "514 872-0000")


def test_a_tracked_change_in_a_style_is_refused_with_its_name() -> None:
    def change(document: Any) -> None:
        style = document.styles["Quote"].element
        style.get_or_add_rPr().append(
            opened(
                with_body(word_file(), f"<w:rPrChange {AUTHOR}><w:rPr/></w:rPrChange>")
            ).element.body[-2]
        )

    with pytest.raises(TrackedChange) as caught:
        Template.compile(word_file("{{ body }}", then=change), name="essai.docx")

    assert (caught.value.place.where, caught.value.place.near) == (TagWhere.STYLE, "Quote")


def test_the_template_that_word_made_a_template_from_is_not_fetched_and_not_named() -> None:
    # Word writes where that one lies into each document that somebody makes from it.
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    elsewhere = f"file:///C:\\Users\\{SECRET}\\Modeles\\Ville.dotx"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{office}/attachedTemplate" Target="{elsewhere}" '
        'TargetMode="External"/></Relationships>'
    )
    made_from = f'<w:attachedTemplate xmlns:r="{office}" r:id="rId1"/></w:settings>'
    data = with_text(word_file("{{ body }}"), "word/settings.xml", "</w:settings>", made_from)
    data = changed(data, {"word/_rels/settings.xml.rels": relations.encode()})

    made = filled(Template.compile(data, name="essai.docx"))

    assert traces(made) == []
    assert "attachedTemplate" not in member(made, "word/settings.xml")
