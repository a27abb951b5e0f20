"""The properties of a document: its own, whatever those of its template were.

Word shows them under File, Info, and a journalist reads them there.
"""

from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from comms_desk.documents.pieces import AUTHOR_MARK, LANGUAGE_MARK, MOMENT_MARK, TITLE_MARK

NAME = "docProps/core.xml"

_CORE = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties
 xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{TITLE_MARK}</dc:title>\
<dc:creator>{AUTHOR_MARK}</dc:creator><cp:lastModifiedBy>{AUTHOR_MARK}</cp:lastModifiedBy>\
<dcterms:created xsi:type="dcterms:W3CDTF">{MOMENT_MARK}</dcterms:created>\
<dcterms:modified xsi:type="dcterms:W3CDTF">{MOMENT_MARK}</dcterms:modified>\
<dc:language>{LANGUAGE_MARK}</dc:language></cp:coreProperties>"""


def give_properties(document: Any) -> bytes:
    """Give *document*, which has none, the properties that are filled in; return their XML."""
    whole = document.part.package
    core = _CORE.encode()
    part = Part(PackURI(f"/{NAME}"), CONTENT_TYPE.OPC_CORE_PROPERTIES, core, whole)
    whole.relate_to(part, RELATIONSHIP_TYPE.CORE_PROPERTIES)
    return core
