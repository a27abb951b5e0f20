"""Files that are no Word templates, or that would harm whoever opens them."""

import zipfile
import zlib
from io import BytesIO
from typing import Any

import pytest
from docx.opc.constants import RELATIONSHIP_TYPE

from comms_desk.documents.errors import (
    BrokenTemplate,
    ExternalRelationship,
    MacroRefused,
    TemplateTooLarge,
)
from comms_desk.documents.reading import read_word
from comms_desk.documents.template import Template
from comms_desk.documents.writing import RELATIONSHIPS
from tests.documents.word_files import changed, member, word_file


def zipped(**members: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


GOOD = word_file("{{ body }}")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"%PDF-1.7 not a zip",
        zipped(),
        zipped(rien=b""),
        zipped(**{"[Content_Types].xml": b"<Types/>"}),
        GOOD[: len(GOOD) // 2],
        GOOD[:-4],
        changed(GOOD, {"word/document.xml": b"<w:document"}),
        changed(GOOD, {"word/document.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}),
        changed(GOOD, {"word/document.xml": b"<x/>"}),
        changed(GOOD, {}, without="word/document.xml"),
        changed(GOOD, {}, without="_rels/.rels"),
    ],
)
def test_a_file_that_is_no_word_document_is_said_to_be_broken(data: bytes) -> None:
    with pytest.raises(BrokenTemplate):
        Template.compile(data, name="essai.docx")
    with pytest.raises(BrokenTemplate):
        read_word(data, name="essai.docx")


def test_bytes_that_rotted_are_never_a_bug() -> None:
    for at in range(0, len(GOOD), 997):
        rotten = GOOD[:at] + bytes([GOOD[at] ^ 0xFF]) + GOOD[at + 1 :]
        try:
            Template.compile(rotten, name="essai.docx")
        except (BrokenTemplate, TemplateTooLarge):
            continue


def test_a_bomb_is_refused_before_it_is_inflated() -> None:
    bomb = changed(GOOD, {"word/media/bomb.bin": bytes(80 * 1024 * 1024)})
    assert len(bomb) < 200_000

    with pytest.raises(TemplateTooLarge):
        Template.compile(bomb, name="essai.docx")
    with pytest.raises(TemplateTooLarge):
        read_word(bomb, name="essai.docx")


def test_a_member_that_swells_is_refused() -> None:
    with pytest.raises(TemplateTooLarge):
        Template.compile(changed(GOOD, {"word/x.xml": bytes(3 * 1024 * 1024)}), name="essai.docx")


def test_a_bomb_that_lies_about_its_size_is_broken() -> None:
    packed = zlib.compress(bytes(30 * 1024 * 1024))[2:-4]
    bomb = bytearray(changed(GOOD, {"word/numbering.xml": bytes(1000)}))
    honest = zlib.compress(bytes(1000))[2:-4]
    at = bytes(bomb).find(honest)
    assert at > 0
    bomb[at : at + len(honest)] = packed[: len(honest)]

    with pytest.raises(BrokenTemplate):
        Template.compile(bytes(bomb), name="essai.docx")


def test_too_many_members_are_refused() -> None:
    crowd = changed(GOOD, {f"word/{index}.bin": b"" for index in range(2_001)})

    with pytest.raises(TemplateTooLarge):
        Template.compile(crowd, name="essai.docx")


def test_a_template_that_fetches_something_is_refused() -> None:
    def remote(document: Any) -> None:
        document.part.relate_to(
            "https://ailleurs.example/modele.dotm",
            f"{RELATIONSHIPS}/attachedTemplate",
            is_external=True,
        )

    with pytest.raises(ExternalRelationship) as caught:
        Template.compile(word_file("{{ body }}", then=remote), name="essai.docx")

    assert caught.value.target == "https://ailleurs.example/modele.dotm"


@pytest.mark.parametrize(
    ("target", "refused"), [("https://montreal.ca", False), ("file:///x", True)]
)
def test_only_a_link_that_a_reader_follows_may_lead_outside(target: str, refused: bool) -> None:
    def link(document: Any) -> None:
        document.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)

    data = word_file("{{ body }}", then=link)

    if refused:
        with pytest.raises(ExternalRelationship):
            Template.compile(data, name="essai.docx")
    else:
        Template.compile(data, name="essai.docx")


def test_macros_are_refused() -> None:
    types = member(GOOD, "[Content_Types].xml").replace(
        "wordprocessingml.document.main+xml", "ms-word.document.macroEnabled.main+xml"
    )

    for data in (
        changed(GOOD, {"word/vbaProject.bin": b"x"}),
        changed(GOOD, {"[Content_Types].xml": types.encode()}),
    ):
        with pytest.raises(MacroRefused):
            Template.compile(data, name="essai.docx")
