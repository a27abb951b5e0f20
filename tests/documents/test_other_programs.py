"""Word files as other programs write them: parts by their relationships, whatever their names."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from lxml import etree

from comms_desk.documents.errors import BrokenTemplate, StrictWord
from comms_desk.documents.reading import read_word
from comms_desk.documents.template import Template
from comms_desk.i18n import Language
from comms_desk.text.markdown import Document, Run, paragraph
from tests.documents.word_files import (
    MADE,
    as_dotx,
    changed,
    member,
    opened,
    texts,
    with_text,
    word_file,
)

GOOD = word_file("{{ title }}", "{{ body }}")
BODY = Document((paragraph("Un."), paragraph(Run("Deux", link="https://montreal.ca"))))
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
CORE_OF_LIBREOFFICE = CORE.replace("package/2006", "officedocument/2006")


def filled(data: bytes) -> bytes:
    template = Template.compile(data, name="essai.docx")
    return template.fill({"title": "T"}, BODY, language=Language.FRENCH, title="T", **MADE)


def names(data: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.namelist()


def renamed(data: bytes, old: str, new: str) -> bytes:
    """Return the zip with a member under another name, and every mention of it too."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name.endswith(".rels") or name == "[Content_Types].xml":
                content = content.replace(old.encode(), new.encode())
            after.writestr(new if name == old else name, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def core_spelled_by_libreoffice() -> bytes:
    return with_text(GOOD, "_rels/.rels", CORE, CORE_OF_LIBREOFFICE)


def every_type_in_small_letters() -> bytes:
    data = with_text(GOOD, "_rels/.rels", "org/officeDocument/", "org/officedocument/")
    return with_text(
        data, "word/_rels/document.xml.rels", "org/officeDocument/", "org/officedocument/"
    )


def absolute_targets() -> bytes:
    data = with_text(GOOD, "_rels/.rels", 'Target="word/', 'Target="/word/')
    return with_text(data, "word/_rels/document.xml.rels", 'Target="st', 'Target="/word/st')


def another_name_for_the_main_part() -> bytes:
    data = renamed(GOOD, "word/document.xml", "word/document2.xml")
    return renamed(data, "word/_rels/document.xml.rels", "word/_rels/document2.xml.rels")


def another_folder_for_everything() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(GOOD)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name in ("_rels/.rels", "[Content_Types].xml"):
                content = content.replace(b"word/", b"contenu/")
            after.writestr(name.replace("word/", "contenu/"), content)
    return out.getvalue()


def other_capitals_in_a_target() -> bytes:
    return with_text(GOOD, "word/_rels/document.xml.rels", "styles.xml", "Styles.xml")


def backslashes_in_the_names() -> bytes:
    """As old .NET libraries wrote them; the zip of Python would put them right on Windows."""
    return GOOD.replace(b"word/settings.xml", b"word\\settings.xml")


def no_properties() -> bytes:
    data = GOOD
    for name in ("docProps/core.xml", "docProps/app.xml", "docProps/thumbnail.jpeg"):
        data = changed(data, {}, without=name)
    root = etree.fromstring(member(GOOD, "_rels/.rels").encode())
    for each in list(root):
        if "officeDocument" not in each.get("Type", "").rpartition("/")[2]:
            root.remove(each)
    return changed(data, {"_rels/.rels": etree.tostring(root)})


def in_utf16() -> bytes:
    parts = ("word/document.xml", "_rels/.rels", "[Content_Types].xml", "word/styles.xml")
    roots = {name: etree.fromstring(member(GOOD, name).encode()) for name in parts}
    members: dict[str, Any] = {
        name: etree.tostring(root, encoding="UTF-16") for name, root in roots.items()
    }
    return changed(GOOD, members)


def another_prefix() -> bytes:
    root = etree.fromstring(member(GOOD, "word/document.xml").encode())
    other = etree.Element(root.tag, nsmap={"ns0": WORDS, "w": "urn:autre"})
    other[:] = root
    etree.cleanup_namespaces(other, top_nsmap={"ns0": WORDS})
    content = etree.tostring(other)
    assert b"<ns0:body" in content
    return changed(GOOD, {"word/document.xml": content})


def two_forms_of_one_drawing() -> bytes:
    """A text box as Word writes it: once for the programs of today, once for the old ones."""
    box = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
        'markup-compatibility/2006"><mc:Choice Requires="wps"><w:drawing><w:txbxContent><w:p><w:r>'
        "<w:t>{{ title }}</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback>"
        "<w:pict><w:txbxContent><w:p><w:r><w:t>{{ title }}</w:t></w:r></w:p></w:txbxContent>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    return with_text(GOOD, "word/document.xml", "<w:sectPr", f"{box}<w:sectPr")


def a_link_to_a_place_in_the_document() -> bytes:
    """As some converters write it: an inside relationship whose target is no part."""
    relation = (
        '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/hyperlink" Target="#haut"/></Relationships>'
    )
    return with_text(GOOD, "word/_rels/document.xml.rels", "</Relationships>", relation)


def controls_of_google_docs() -> bytes:
    return with_text(
        GOOD,
        "word/document.xml",
        "<w:sectPr",
        '<w:sdt><w:sdtPr><w:id w:val="1"/><w:tag w:val="goog_rdk_0"/></w:sdtPr><w:sdtContent>'
        "<w:p><w:r><w:t>fin</w:t></w:r></w:p></w:sdtContent></w:sdt><w:sectPr",
    )


@pytest.mark.parametrize(
    "written",
    [
        core_spelled_by_libreoffice,
        every_type_in_small_letters,
        absolute_targets,
        another_name_for_the_main_part,
        another_folder_for_everything,
        other_capitals_in_a_target,
        backslashes_in_the_names,
        no_properties,
        in_utf16,
        another_prefix,
        two_forms_of_one_drawing,
        a_link_to_a_place_in_the_document,
        controls_of_google_docs,
    ],
)
def test_a_template_of_another_program_gives_a_sound_document(
    written: Callable[[], bytes],
) -> None:
    data = written()

    made = filled(data)

    kept = names(made)
    assert len({name.lower() for name in kept}) == len(kept)
    types = etree.fromstring(member(made, "[Content_Types].xml").encode())
    overrides = [each.get("PartName", "").lstrip("/") for each in types.iter("{*}Override")]
    assert set(overrides) <= set(kept)
    assert texts(made)[:3] == ["T", "Un.", "Deux"]
    assert opened(made).core_properties.title == "T"
    assert read_word(data, name="essai.docx").blocks[0].text == "{{ title }}"


def test_a_template_of_word_s_own_gives_a_document() -> None:
    made = filled(as_dotx(GOOD))

    assert "template.main" not in member(made, "[Content_Types].xml")
    assert [block.text for block in read_word(as_dotx(GOOD), name="essai.dotx").blocks] == [
        "{{ title }}",
        "{{ body }}",
    ]


def test_a_file_in_the_strict_form_is_said_to_be() -> None:
    strict = {
        name: member(GOOD, name)
        .replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/",
            "http://purl.oclc.org/ooxml/officeDocument/",
        )
        .replace(WORDS, "http://purl.oclc.org/ooxml/wordprocessingml/main")
        .encode()
        for name in ("word/document.xml", "_rels/.rels", "word/_rels/document.xml.rels")
    }

    for refuse in (Template.compile, read_word):
        with pytest.raises(StrictWord):
            refuse(changed(GOOD, strict), name="essai.docx")


@pytest.mark.parametrize(
    "members",
    [
        {"word/DOCUMENT.xml": b"<x/>"},
        {"Word\\document.xml": b"<x/>"},
        {"/word/document.xml": b"<x/>"},
    ],
)
def test_two_parts_of_one_name_are_no_word_file(members: dict[str, bytes]) -> None:
    for refuse in (Template.compile, read_word):
        with pytest.raises(BrokenTemplate):
            refuse(changed(GOOD, members), name="essai.docx")


def test_what_no_relationship_leads_to_does_not_leave() -> None:
    strays = {"word/notes privées.xml": b"<x/>", "../dehors.txt": b"x", "/absolu.txt": b"x"}

    assert not {*names(filled(changed(GOOD, strays)))} & {"word/notes privées.xml", *strays}


def test_a_header_is_never_given_a_name_that_differs_by_its_capitals_only() -> None:
    """On Windows, and in Word, the two would be one."""
    data = word_file("{{ title }}", "{{ body }}")
    relation = (
        '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/footer" Target="Header1.xml"/></Relationships>'
    )
    types = member(data, "[Content_Types].xml").replace(
        "</Types>",
        '<Override PartName="/word/Header1.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.footer+xml"/></Types>',
    )
    relations = member(data, "word/_rels/document.xml.rels")
    made = filled(
        changed(
            data,
            {
                "word/Header1.xml": f'<w:ftr xmlns:w="{WORDS}"><w:p/></w:ftr>'.encode(),
                "[Content_Types].xml": types.encode(),
                "word/_rels/document.xml.rels": relations.replace(
                    "</Relationships>", relation
                ).encode(),
            },
        )
    )

    kept = [name.lower() for name in names(made)]
    assert sorted(kept) == sorted(set(kept))
    assert {"word/header1.xml", "word/header2.xml"} <= set(kept)


def test_a_picture_packed_in_a_way_that_word_does_not_know_is_packed_anew() -> None:
    relation = (
        '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/image" Target="media/logo.jpeg"/></Relationships>'
    )
    data = with_text(GOOD, "word/_rels/document.xml.rels", "</Relationships>", relation)
    picture = bytes(range(256)) * 40
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name), zipfile.ZIP_BZIP2)
        after.writestr("word/media/logo.jpeg", picture, zipfile.ZIP_BZIP2)

    with zipfile.ZipFile(BytesIO(filled(out.getvalue()))) as made:
        assert made.read("word/media/logo.jpeg") == picture
        methods = {each.compress_type for each in made.infolist()}

    assert methods <= {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def test_a_picture_that_is_not_what_its_checksum_says_is_refused() -> None:
    name = "docProps/thumbnail.jpeg"
    relation = (
        '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/image" Target="/{name}"/></Relationships>'
    )
    data = with_text(GOOD, "word/_rels/document.xml.rels", "</Relationships>", relation)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        at = archive.getinfo(name).header_offset + 200
    rotten = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]

    with pytest.raises(BrokenTemplate):
        Template.compile(rotten, name="essai.docx")
