"""The properties of a document: its own, whatever those of its template were.

Word shows them under File, Info, and a journalist reads them there.  What a document is known
again by stands twice, as its identifier and among the properties of its own: some programs that
save it again keep one, some the other.
"""

import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from comms_desk.documents import markup, package
from comms_desk.documents.errors import BrokenTemplate
from comms_desk.documents.pieces import (
    AUTHOR_MARK,
    IDENTIFIER_MARK,
    LANGUAGE_MARK,
    MOMENT_MARK,
    TITLE_MARK,
)

NAME, CUSTOM_NAME = "docProps/core.xml", "docProps/custom.xml"
OWN = "Comms Desk"
"""What the property of our own is called."""

_CORE = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties
 xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{TITLE_MARK}</dc:title>\
<dc:creator>{AUTHOR_MARK}</dc:creator><cp:lastModifiedBy>{AUTHOR_MARK}</cp:lastModifiedBy>\
<dcterms:created xsi:type="dcterms:W3CDTF">{MOMENT_MARK}</dcterms:created>\
<dcterms:modified xsi:type="dcterms:W3CDTF">{MOMENT_MARK}</dcterms:modified>\
<dc:language>{LANGUAGE_MARK}</dc:language>\
<dc:identifier>{IDENTIFIER_MARK}</dc:identifier></cp:coreProperties>"""

_CUSTOM = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
 xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">\
<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{OWN}">\
<vt:lpwstr>{IDENTIFIER_MARK}</vt:lpwstr></property></Properties>"""

_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_TEXTS = ("{http://purl.org/dc/elements/1.1/}identifier", "{*}lpwstr", "{*}lpstr")
FOLDER = "docprops/"
"""Where programs keep them."""
LONGEST = 200
"""Letters of what a document is known again by, at most."""
PROPERTIES_LIMIT_BYTES = 256 * 1024
"""Of a file of which nothing else is read."""


def give_properties(document: Any) -> dict[str, bytes]:
    """Give *document*, which has none, the properties that are filled in; return their XML."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    whole = document.part.package
    made = {NAME: _CORE.encode(), CUSTOM_NAME: _CUSTOM.encode()}
    for name, of, tie in (
        (NAME, CONTENT_TYPE.OPC_CORE_PROPERTIES, RELATIONSHIP_TYPE.CORE_PROPERTIES),
        (CUSTOM_NAME, _CUSTOM_TYPE, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES),
    ):
        whole.relate_to(Part(PackURI(f"/{name}"), of, made[name], whole), tie)
    return made


def identifiers_in(data: bytes, name: str) -> tuple[str, ...]:
    """Return what the Word file *data* says that it is known again by; nothing else is read of it.

    Raises:
        BrokenTemplate: It is not a zip, or not a Word file.
        TemplateTooLarge: It declares too many members, or too much in them.
    """
    package.check(data, name)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            theirs = [
                archive.read(each)
                for each in archive.infolist()
                if package.folded(each.filename).startswith(FOLDER)
                and each.file_size <= PROPERTIES_LIMIT_BYTES
            ]
    except package.BROKEN as error:
        raise BrokenTemplate(name) from error
    return tuple(identifiers_of(theirs))


def identifiers_of(properties: Iterable[bytes]) -> Iterator[str]:
    """Yield what *properties* say that a file is known again by, whoever wrote that."""
    for content in properties:
        try:
            root = markup.parse(content)
        except (SyntaxError, ValueError):
            continue  # the words of a file are read whatever its properties are
        for element in root.iter(*_TEXTS):
            said = (element.text or "").strip()
            if 0 < len(said) <= LONGEST:
                yield said
