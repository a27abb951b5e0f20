"""A Word template taken apart once: its tags found, checked, and left as holes.

Word splits what people type into runs as it likes, so a tag is looked for in the text of a
whole paragraph, and put together again.  Headers, footers, tables, text boxes and notes are
searched like the body.  Only the text outside the holes is ever the template's.
"""

from copy import deepcopy
from dataclasses import dataclass, field
from itertools import islice

from docx.oxml.ns import qn
from lxml import etree

from comms_desk.documents.errors import BodyTwice, NoBodyTag, TagPlace, TagWhere, UnknownTag
from comms_desk.documents.markup import NEAR_LENGTH, Element, P, own_texts, where_of, words_of
from comms_desk.documents.pieces import (
    TARGET,
    Body,
    HeaderStamp,
    Hole,
    Numberings,
    OptionalParagraph,
    Pieces,
    Value,
    split,
)
from comms_desk.documents.tags import BODY, CLOSING, OPENING, OPTIONAL, TAG, TAGS

PPR, SECTPR = qn("w:pPr"), qn("w:sectPr")
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
ALONE_NEEDED = frozenset(map(qn, ("w:tc", "w:txbxContent", "w:hdr", "w:ftr", "w:footnote")))


@dataclass(slots=True)
class CompiledPart:
    """One part on its way to be compiled."""

    name: str
    root: Element
    where: TagWhere
    bodies: int = 0
    """How many places for the text were met."""
    holes: list[Hole] = field(default_factory=list)

    def pieces(self) -> Pieces:
        """Cut the part at its holes."""
        content = etree.tostring(self.root, encoding="UTF-8", xml_declaration=True, standalone=True)
        return split(content, self.holes)

    def fragment(self, element: Element) -> bytes:
        """Return the XML of *element*, which stands inside this part."""
        written: bytes = etree.tostring(element, encoding="UTF-8", with_tail=False)
        for prefix, uri in self.root.nsmap.items():
            name = f"xmlns:{prefix}" if prefix else "xmlns"
            written = written.replace(f' {name}="{uri}"'.encode(), b"")
        return written.partition(b"?>\n")[2] if written.startswith(b"<?xml") else written

    def hole(self, hole: Hole) -> Element:
        """Return the mark of a new hole."""
        self.holes.append(hole)
        return etree.ProcessingInstruction(TARGET, str(len(self.holes) - 1))


def compile_tags(part: CompiledPart) -> frozenset[str]:
    """Leave a hole for each tag of *part*, and return their names.

    Raises:
        UnknownTag: A tag is not in the whitelist, or is not closed.
        BodyTwice: The text would be said twice.
    """
    found: set[str] = set()
    # A text box stands inside a paragraph: the inner paragraphs first.
    for paragraph in reversed(list(part.root.iter(P))):
        found |= _compile_paragraph(part, paragraph)
    return frozenset(found)


def require_body(tags: frozenset[str], name: str) -> None:
    """Refuse a template that has no place for the text.

    Raises:
        NoBodyTag: It has none.
    """
    if BODY not in tags:
        raise NoBodyTag(name)


def open_for_stamp(part: CompiledPart, said: frozenset[str]) -> None:
    """Leave a hole at the top of a header; its page says by itself what the tags *said* say."""
    part.root.insert(0, part.hole(HeaderStamp(said)))


def open_for_numberings(part: CompiledPart) -> None:
    """Leave a hole after the last numbering."""
    numberings = part.root.findall(qn("w:num"))
    mark = part.hole(Numberings())
    if numberings:
        numberings[-1].addnext(mark)
    else:
        part.root.append(mark)


def _compile_paragraph(part: CompiledPart, paragraph: Element) -> set[str]:
    pieces = list(own_texts(paragraph))
    text = words_of(paragraph)
    if OPENING not in text and CLOSING not in text:
        return set()
    place = TagPlace(where_of(paragraph), " ".join(text.split())[:NEAR_LENGTH])
    names = _names(text, place)
    bodies = sum(match[1].lower() == BODY for match in TAG.finditer(text))
    if bodies and (part.where is not TagWhere.BODY or place.where is TagWhere.TEXT_BOX):
        raise UnknownTag(BODY, place)
    if bodies + part.bodies > 1:
        raise BodyTwice(place)
    part.bodies += bodies
    _put_holes(part, pieces, text, place)
    if bodies:
        _open_for_body(part, paragraph)
    elif names <= OPTIONAL and _may_go(paragraph):
        inner = split(part.fragment(paragraph), part.holes)
        _replace(paragraph, part.hole(OptionalParagraph(frozenset(names), inner)))
    return names


def _names(text: str, place: TagPlace) -> set[str]:
    names = {match[1].lower() for match in TAG.finditer(text)}
    for name in sorted(names - TAGS):
        raise UnknownTag(name, place)
    left = TAG.sub("", text)
    if OPENING in left or CLOSING in left:
        raise UnknownTag(left[max(left.find(OPENING), 0) :][:NEAR_LENGTH], place)
    return names


def _put_holes(part: CompiledPart, pieces: list[Element], text: str, place: TagPlace) -> None:
    """Rewrite the texts of a paragraph, each tag whole in the text where it began."""
    matches = list(TAG.finditer(text))
    start = first = 0
    for piece in pieces:
        length = len(piece.text or "")
        end = start + length
        content: list[str | Element] = []
        at = start
        while at < end and first < len(matches) and matches[first].start() < end:
            match = matches[first]
            if match.start() > at:
                content.append(text[at : match.start()])
            if match.start() >= start:
                content.append(part.hole(Value(match[1].lower(), place)))
            at = min(match.end(), end)
            first += match.end() <= end
        if at < end:
            content.append(text[at:end])
        _rewrite(piece, content)
        start = end


def _rewrite(piece: Element, content: list[str | Element]) -> None:
    piece.text = None
    piece.set(SPACE, "preserve")
    last: Element | None = None
    for each in content:
        if not isinstance(each, str):
            piece.append(each)
            last = each
        elif last is None:
            piece.text = each
        else:
            last.tail = each


def _may_go(paragraph: Element) -> bool:
    above = paragraph.getparent()
    if paragraph.find(f"{PPR}/{SECTPR}") is not None:
        return False
    # Two are enough: each of thousands of lines asks.
    return above.tag not in ALONE_NEEDED or len(list(islice(above.iterchildren(P), 2))) > 1


def _open_for_body(part: CompiledPart, paragraph: Element) -> None:
    """Replace the paragraph of ``{{ body }}`` by a hole, its words before and after kept."""
    after = _after_body(part, paragraph)
    section = paragraph.find(f"{PPR}/{SECTPR}")
    if section is not None:
        section.getparent().remove(section)
    _cut_from_body(part, paragraph)
    opening = part.fragment(paragraph)
    opening = opening[:-2] + b">" if opening.endswith(b"/>") else opening.removesuffix(b"</w:p>")
    properties = paragraph.find(PPR)
    plain = b"<w:p>" + (b"" if properties is None else part.fragment(properties))
    before = any((piece.text or len(piece)) for piece in own_texts(paragraph))
    hole = part.hole(Body(split(opening, part.holes), before, plain))
    if after is not None:
        paragraph.addnext(after)
    elif section is not None:
        paragraph.addnext(_paragraph_of_section(section))
    elif paragraph.getparent().tag == qn("w:tc"):
        paragraph.addnext(paragraph.makeelement(P))
    _replace(paragraph, hole)


def _body_mark(part: CompiledPart, paragraph: Element) -> Element:
    for mark in paragraph.iter(etree.ProcessingInstruction):
        hole = part.holes[int(mark.text)] if mark.target == TARGET else None
        if isinstance(hole, Value) and hole.tag == BODY:
            return mark
    raise ValueError("no body")


def _cut_from_body(part: CompiledPart, paragraph: Element) -> None:
    """Remove the mark of the body and all that follows it in the paragraph."""
    element = _body_mark(part, paragraph)
    element.tail = None
    cut = element
    while element is not paragraph:
        for following in list(element.itersiblings()):
            following.getparent().remove(following)
        element = element.getparent()
    cut.getparent().remove(cut)


def _after_body(part: CompiledPart, paragraph: Element) -> Element | None:
    """Return a paragraph of what follows the body in its own, if there are words in it."""
    after = deepcopy(paragraph)
    mark = _body_mark(part, after)
    element = mark
    element.getparent().text = None
    while element is not after:
        for preceding in list(element.itersiblings(preceding=True)):
            if preceding.tag not in (PPR, qn("w:rPr")):
                preceding.getparent().remove(preceding)
        element = element.getparent()
    tail, above = mark.tail, mark.getparent()
    above.remove(mark)
    above.text = tail
    words = any((piece.text or "").strip() or len(piece) for piece in own_texts(after))
    return after if words else None


def _paragraph_of_section(section: Element) -> Element:
    paragraph = section.makeelement(P)
    properties = section.makeelement(PPR)
    properties.append(section)
    paragraph.append(properties)
    return paragraph


def _replace(element: Element, by: Element) -> None:
    by.tail = element.tail
    element.getparent().replace(element, by)
