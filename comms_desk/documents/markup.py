"""XML that a stranger wrote: bounded, parsed without a DTD or a network, its words found.

What is looked for is looked for in the parsed values, so that no encoding, entity, prefix or
quoting hides it.
"""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from comms_desk.documents.errors import TagPlace, TagWhere

WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/"
"""How the names of the strict form of ISO 29500 begin, which neither we nor python-docx read."""

TEMPLATE_MARKS_LIMIT, TEXT_MARKS_LIMIT = 200_000, 500_000
"""Signs "<" and "=" in one file, up to 300 bytes of memory each.  Ours have 54,000, nearly all in
their styles; a text of a hundred pages, cut into runs of ten letters, has 400,000."""
NAMESPACES_LIMIT = 100
"""Declared at the top of one part; Word declares some thirty-five."""
NEAR_LENGTH = 60

W = f"{{{WORDS}}}"
P, T = f"{W}p", f"{W}t"
_TEXTS = (T, f"{W}delText")
_WHERES = {
    f"{W}hdr": TagWhere.HEADER,
    f"{W}ftr": TagWhere.FOOTER,
    f"{W}footnotes": TagWhere.NOTE,
    f"{W}endnotes": TagWhere.NOTE,
    f"{W}styles": TagWhere.STYLE,
    f"{W}numbering": TagWhere.STYLE,
}

Element = Any
"""An element of lxml; python-docx's own classes of them are not typed."""


def marks(content: bytes) -> int:
    """Return how many signs of *content* may become an element or an attribute."""
    return content.count(b"<") + content.count(b"=")


def parse(content: bytes) -> Element:
    """Parse one part; comments and instructions for programs are left out.

    Raises:
        ValueError: It declares a DTD, with which names could be hidden or blown up, or a crowd
            of namespaces.
        SyntaxError: It is no XML.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_pis=True,
        remove_comments=True,
    )
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("a DTD")
    if len(root.nsmap) > NAMESPACES_LIMIT:
        raise ValueError("too many namespaces")
    return root


def written(root: Element) -> bytes:
    """Return the XML of *root* in UTF-8, Word's names under the prefix ``w`` that we write."""
    if root.nsmap.get("w") != WORDS:
        names = {key: uri for key, uri in root.nsmap.items() if key != "w" and uri != WORDS}
        renamed = etree.Element(root.tag, dict(root.attrib), nsmap={"w": WORDS, **names})
        renamed[:] = root
        root = renamed
    content: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return content


def own_texts(element: Element) -> Iterator[Element]:
    """Return the texts of a paragraph, but not those of the paragraphs inside it."""
    opened = [iter(element)]
    while opened:
        child = next(opened[-1], None)
        if child is None:
            opened.pop()
        elif child.tag == T:
            yield child
        elif child.tag != P:
            opened.append(iter(child))


def words_of(paragraph: Element) -> str:
    """Return what the texts of a paragraph say together."""
    return "".join(text.text or "" for text in own_texts(paragraph))


def where_of(element: Element) -> TagWhere:
    """Return in which part of a document *element* stands."""
    root = element.getroottree().getroot()
    if root.tag in _WHERES:
        return _WHERES[root.tag]
    for above in element.iterancestors():
        if above.tag == f"{W}txbxContent":
            return TagWhere.TEXT_BOX
        if above.tag == f"{W}tc":
            return TagWhere.TABLE
    return TagWhere.BODY


def place_of(element: Element) -> TagPlace:
    """Return where *element* stands, and the words of its paragraph, or the name of its style."""
    around = element if element.tag == P else next(element.iterancestors(P), element)
    words = "".join(text.text or "" for text in around.iter(*_TEXTS))
    if not words.strip():
        style = next(element.iterancestors(f"{W}style"), None)
        name = None if style is None else style.find(f"{W}name")
        words = "" if name is None else name.get(f"{W}val", "")
    return TagPlace(where_of(element), " ".join(words.split())[:NEAR_LENGTH])
