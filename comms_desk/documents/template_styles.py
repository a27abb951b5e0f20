"""The styles and numberings that a template must have for our blocks; what is missing is added.

A style that the office drew is never changed: only looked up by the name that Word gives it
in every language (« Titre 2 » is stored as "heading 2").
"""

from typing import Any

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.parts.numbering import NumberingPart
from docx.shared import Pt, RGBColor

from comms_desk.documents.pieces import LANGUAGE_MARK
from comms_desk.documents.writing import ListStyle, Styles
from comms_desk.text.markdown import BlockKind

LIST_NAMES = {
    (BlockKind.BULLET, 1): "List Bullet",
    (BlockKind.BULLET, 2): "List Bullet 2",
    (BlockKind.NUMBER, 1): "List Number",
    (BlockKind.NUMBER, 2): "List Number 2",
}
_LEVELS = {
    BlockKind.BULLET: (("bullet", "•"), ("bullet", "–")),
    BlockKind.NUMBER: (("decimal", "%1."), ("lowerLetter", "%2)")),
}
_INDENT_EMS = 1.8
"""Room for the number 99 and a space after it, in any of the usual faces."""
_POINTS = 12
"""How large the text is where a template does not say."""
_HEADING_POINTS = {2: 14, 3: 12}


def prepare_styles(document: WordDocument) -> Styles:
    """Return the ids of the styles of *document*, those that it lacked added."""
    root = _numbering_root(document)
    indent_twips = round(_INDENT_EMS * 20 * _points(document))
    abstracts = {kind: _add_abstract(root, kind, indent_twips) for kind in _LEVELS}
    bullets = _add_numbering(root, abstracts[BlockKind.BULLET])
    lists = {
        key: _list_style(document, root, key, abstracts[key[0]], bullets) for key in LIST_NAMES
    }
    return Styles(
        headings={level: _heading(document, level) for level in _HEADING_POINTS},
        quote=_quote(document),
        link=_link(document),
        lists=lists,
        next_numbering=_next(root, "w:num", "w:numId"),
    )


def open_for_language(document: WordDocument) -> None:
    """Leave a mark where the styles say the language of the text."""
    root = document.styles.element
    defaults = _child(root, "w:docDefaults", first=True)
    run = _child(_child(defaults, "w:rPrDefault", first=True), "w:rPr")
    _child(run, "w:lang").set(qn("w:val"), LANGUAGE_MARK)


def _child(above: Any, name: str, *, first: bool = False) -> Any:
    found = above.find(qn(name))
    if found is None:
        found = above.makeelement(qn(name))
        above.insert(0 if first else len(above), found)
    return found


def _style(document: WordDocument, name: str) -> Any | None:
    return next((style for style in document.styles if style.name == name), None)


def _added(document: WordDocument, name: str) -> Any:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    style.base_style = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
    return style


def _heading(document: WordDocument, level: int) -> str:
    style = _style(document, f"Heading {level}")
    if style is None:
        style = _added(document, f"Heading {level}")
        style.font.bold, style.font.size = True, Pt(_HEADING_POINTS[level])
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.space_before = Pt(12)
        style.paragraph_format.space_after = Pt(4)
        outline = style.element.get_or_add_pPr()
        outline.append(outline.makeelement(qn("w:outlineLvl"), {qn("w:val"): str(level - 1)}))
    return str(style.style_id)


def _quote(document: WordDocument) -> str:
    style = _style(document, "Quote")
    if style is None:
        style = _added(document, "Quote")
        style.paragraph_format.left_indent = style.paragraph_format.right_indent = Pt(24)
    return str(style.style_id)


def _link(document: WordDocument) -> str:
    style: Any = _style(document, "Hyperlink")
    if style is None:
        style = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, builtin=True)
        style.font.underline = True
        style.font.color.rgb = RGBColor(0x1D, 0x4E, 0x89)
    return str(style.style_id)


def _list_style(
    document: WordDocument,
    root: Any,
    key: tuple[BlockKind, int],
    abstract: int,
    bullets: int,
) -> ListStyle:
    kind, level = key
    style = _style(document, LIST_NAMES[key]) or _added(document, LIST_NAMES[key])
    own = _numbering_of(style.element, root)
    if kind is BlockKind.BULLET:
        if own is not None:
            return ListStyle(style.style_id)
        return ListStyle(style.style_id, level - 1, numbering=bullets)
    if own is not None:
        return ListStyle(style.style_id, own[1], abstract=own[0])
    return ListStyle(style.style_id, level - 1, abstract=abstract)


def _points(document: WordDocument) -> float:
    """Return how large the text of *document* is."""
    style: Any = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
    if style is not None and style.font.size is not None:
        return float(style.font.size.pt)
    defaults = f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:sz')}"
    size: Any = document.styles.element.find(defaults)
    return _POINTS if size is None else int(size.get(qn("w:val"))) / 2


def _numbering_of(style: Any, root: Any) -> tuple[int, int] | None:
    """Return the abstract numbering of a style and its level there, if it has one."""
    number = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    if number is None:
        return None
    level = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:ilvl')}")
    for each in root.findall(qn("w:num")):
        if each.get(qn("w:numId")) == number.get(qn("w:val")):
            abstract = each.find(qn("w:abstractNumId"))
            return int(abstract.get(qn("w:val"))), int(
                level.get(qn("w:val")) if level is not None else 0
            )
    return None


def _numbering_root(document: WordDocument) -> Any:
    part = document.part
    for relationship in part.rels.values():
        if relationship.reltype == RELATIONSHIP_TYPE.NUMBERING:
            target: Any = relationship.target_part
            return target.element
    element: Any = parse_xml(f"<w:numbering {nsdecls('w')}/>")
    made = NumberingPart(
        part.package.next_partname("/word/numbering%d.xml"),
        CONTENT_TYPE.WML_NUMBERING,
        element,
        part.package,
    )
    part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
    return element


def _next(root: Any, tag: str, attribute: str) -> int:
    return max((int(each.get(qn(attribute))) for each in root.findall(qn(tag))), default=0) + 1


def _add_abstract(root: Any, kind: BlockKind, indent_twips: int) -> int:
    number = _next(root, "w:abstractNum", "w:abstractNumId")
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/>'
        f'<w:lvlText w:val="{sign}"/><w:lvlJc w:val="left"/><w:pPr><w:ind '
        f'w:left="{indent_twips * (level + 1)}" w:hanging="{indent_twips}"/></w:pPr></w:lvl>'
        for level, (shape, sign) in enumerate(_LEVELS[kind])
    )
    element = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
        f'<w:multiLevelType w:val="hybridMultilevel"/>{levels}</w:abstractNum>'
    )
    first = root.find(qn("w:num"))
    if first is None:
        root.append(element)
    else:
        first.addprevious(element)
    return number


def _add_numbering(root: Any, abstract: int) -> int:
    number = _next(root, "w:num", "w:numId")
    element = parse_xml(
        f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{abstract}"/></w:num>'
    )
    numberings = root.findall(qn("w:num"))
    if numberings:
        numberings[-1].addnext(element)
    else:
        root.append(element)
    return number
