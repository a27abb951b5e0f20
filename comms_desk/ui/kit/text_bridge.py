"""Between Qt's document and the model of a text, both ways, losing nothing.

Qt's own reader and writer of Markdown lose marks and breaks, so they are not used.  What a
block is and which marks a run has stand in properties of ours: how they look is derived
from them, never read back.  ``read(show(document)) == document``.
"""

from dataclasses import dataclass

from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFragment,
    QTextListFormat,
)

from comms_desk.text.markdown import Block, BlockKind, Document, Run
from comms_desk.text.markdown.model import BREAK
from comms_desk.ui.kit.fonts import sized
from comms_desk.ui.kit.look import colours
from comms_desk.ui.kit.plain import plain

KIND = QTextFormat.Property.UserProperty + 1
LEVEL = QTextFormat.Property.UserProperty + 2
BOLD = QTextFormat.Property.UserProperty + 3
ITALIC = QTextFormat.Property.UserProperty + 4
LINK = QTextFormat.Property.UserProperty + 5

LINE_BREAK = "\u2028"
"""What Qt calls a hard break."""

TEXT_PX = 16
HEADING_PX = {2: 20, 3: 17}
LINE_PER_CENT = 140
PARAGRAPH_GAP_PX, ITEM_GAP_PX = 12, 4
HEADING_ABOVE_PX = 16
QUOTE_INDENT_PX = 24
_KINDS = tuple(BlockKind)
_LIST_STYLES = {
    (BlockKind.BULLET, 1): QTextListFormat.Style.ListDisc,
    (BlockKind.BULLET, 2): QTextListFormat.Style.ListCircle,
    (BlockKind.NUMBER, 1): QTextListFormat.Style.ListDecimal,
    (BlockKind.NUMBER, 2): QTextListFormat.Style.ListLowerAlpha,
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What a block is, without its words."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 1


# Reading


def read(document: QTextDocument) -> Document:
    """Return the model of all that *document* says."""
    return read_between(document, 0, document.characterCount())


def read_between(document: QTextDocument, start: int, end: int) -> Document:
    """Return the model of what stands between two positions."""
    blocks = []
    block = document.findBlock(start)
    while block.isValid() and block.position() < end:
        shape = shape_of(block)
        blocks.append(Block(shape.kind, tuple(_runs(block, start, end)), shape.level))
        block = block.next()
    return Document(tuple(blocks))


def shape_of(block: QTextBlock) -> Shape:
    """Return what *block* is."""
    form = block.blockFormat()
    kind = _KINDS[form.intProperty(KIND)] if form.hasProperty(KIND) else BlockKind.PARAGRAPH
    return Shape(kind, form.intProperty(LEVEL) if form.hasProperty(LEVEL) else 1)


def lines_of(block: QTextBlock) -> list[tuple[int, str]]:
    """Return where each line of *block* begins, and what it says."""
    lines, at = list[tuple[int, str]](), block.position()
    for line in block.text().split(LINE_BREAK):
        lines.append((at, line))
        at += units(line) + 1
    return lines


def units(text: str) -> int:
    """Return how many positions *text* takes: Qt counts UTF-16 units, an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def spans(document: QTextDocument, start: int, end: int) -> list[tuple[int, int, Run, Shape]]:
    """Return the runs between two positions, without their words: where, how long, the marks."""
    found = []
    block = document.findBlock(start)
    while block.isValid() and block.position() < end:
        shape = shape_of(block)
        for fragment in _fragments(block):
            first = max(start, fragment.position())
            last = min(end, fragment.position() + fragment.length())
            if first < last:
                found.append((first, last - first, run_of("", fragment.charFormat()), shape))
        block = block.next()
    return found


def _runs(block: QTextBlock, start: int, end: int) -> list[Run]:
    runs = []
    for fragment in _fragments(block):
        # Qt counts UTF-16 units: an emoji is two.
        units = fragment.text().encode("utf-16-le", "surrogatepass")
        first = max(start - fragment.position(), 0)
        last = min(end - fragment.position(), len(units) // 2)
        if first < last:
            text = units[2 * first : 2 * last].decode("utf-16-le", "replace")
            runs.append(run_of(text, fragment.charFormat()))
    return runs


def _fragments(block: QTextBlock) -> list[QTextFragment]:
    found = [at.fragment() for at in block]  # type: ignore[attr-defined] # PySide's stub
    return [fragment for fragment in found if fragment.isValid()]


def run_of(text: str, form: QTextCharFormat) -> Run:
    """Return the run of *text* with the marks of *form*."""
    link = form.stringProperty(LINK)
    return Run(text, form.boolProperty(BOLD), form.boolProperty(ITALIC), link or None)


# Writing


def show(document: Document, into: QTextDocument) -> None:
    """Show *document*; what stood there goes, and cannot be undone back."""
    into.setUndoRedoEnabled(False)
    into.clear()
    cursor = QTextCursor(into)
    cursor.beginEditBlock()
    insert(document, cursor, first_takes_block=True)
    if not document.blocks:
        shape_block(cursor, Shape())
    cursor.endEditBlock()
    number_lists(into)
    into.setUndoRedoEnabled(True)
    into.setModified(False)


def insert(document: Document, cursor: QTextCursor, *, first_takes_block: bool) -> None:
    """Insert *document* at *cursor*.

    Args:
        document: What to insert.
        cursor: Where; it stands after what was inserted in the end.
        first_takes_block: The first block gives its shape to the one that the cursor is in.
    """
    for index, block in enumerate(document.blocks):
        if index:
            cursor.insertBlock()
        if index or first_takes_block:
            shape_block(cursor, Shape(block.kind, block.level))
        shape = shape_of(cursor.block())
        for run in block.runs:
            cursor.insertText(run.text.replace(BREAK, LINE_BREAK), char_format(run, shape))


def shape_block(cursor: QTextCursor, shape: Shape) -> None:
    """Make the block that *cursor* is in what *shape* says; its marks stay."""
    listed = cursor.block().textList()
    if listed is not None:
        listed.remove(cursor.block())
    cursor.setBlockFormat(block_format(shape))
    if shape.kind.is_item:
        form = QTextListFormat()
        form.setStyle(_LIST_STYLES[shape.kind, shape.level])
        form.setIndent(shape.level)
        cursor.createList(form)
    cursor.setBlockCharFormat(char_format(Run(""), shape))
    redraw(cursor.block())


def redraw(block: QTextBlock) -> None:
    """Draw the runs of *block* as its shape and their marks say."""
    shape = shape_of(block)
    cursor = QTextCursor(block)
    spans = [
        (fragment.position(), fragment.length(), fragment.charFormat())
        for fragment in _fragments(block)
    ]
    for position, length, form in spans:
        cursor.setPosition(position)
        cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(char_format(run_of("", form), shape))


def redraw_all(document: QTextDocument) -> None:
    """Draw everything again, in the colours of now."""
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    block = document.begin()
    while block.isValid():
        redraw(block)
        block = block.next()
    cursor.endEditBlock()


def number_lists(document: QTextDocument) -> None:
    """Number the items of one list together, across the items that stand under them.

    The last one keeps as clear of what follows as a paragraph does.
    """
    lists: dict[int, tuple[BlockKind, QTextBlock]] = {}
    block = document.begin()
    while block.isValid():
        shape = shape_of(block)
        listed = block.textList()
        if not shape.kind.is_item or listed is None:
            lists.clear()
        else:
            if shape.level == 1:
                lists.pop(2, None)
            kind, first = lists.get(shape.level, (None, block))
            shared = first.textList() if kind is shape.kind else None
            if shared is None:
                lists[shape.level] = shape.kind, block
            elif shared != listed:
                shared.add(block)
            _set_gap(block)
        block = block.next()


def _set_gap(item: QTextBlock) -> None:
    following = item.next()
    goes_on = following.isValid() and shape_of(following).kind.is_item
    gap_px = ITEM_GAP_PX if goes_on else PARAGRAPH_GAP_PX
    if item.blockFormat().bottomMargin() != gap_px:
        form = QTextBlockFormat()
        form.setBottomMargin(gap_px)
        QTextCursor(item).mergeBlockFormat(form)


def block_format(shape: Shape) -> QTextBlockFormat:
    """Return how a block of *shape* is set."""
    form = QTextBlockFormat()
    form.setProperty(KIND, _KINDS.index(shape.kind))
    form.setProperty(LEVEL, shape.level)
    form.setLineHeight(LINE_PER_CENT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    form.setBottomMargin(ITEM_GAP_PX if shape.kind.is_item else PARAGRAPH_GAP_PX)
    match shape.kind:
        case BlockKind.HEADING:
            form.setHeadingLevel(shape.level)
            form.setTopMargin(HEADING_ABOVE_PX)
            form.setBottomMargin(ITEM_GAP_PX)
        case BlockKind.QUOTE:
            form.setLeftMargin(QUOTE_INDENT_PX)
            form.setRightMargin(QUOTE_INDENT_PX)
    return form


def char_format(run: Run, shape: Shape) -> QTextCharFormat:
    """Return how *run* looks in a block of *shape*, its marks inside."""
    palette = colours()
    heading = shape.kind is BlockKind.HEADING
    form = QTextCharFormat()
    pixels = HEADING_PX.get(shape.level, TEXT_PX) if heading else TEXT_PX
    font = QFont(sized(pixels, strong=heading or run.bold))
    font.setItalic(run.italic)
    form.setFont(font)
    form.setForeground(_brush(palette.muted if shape.kind is BlockKind.QUOTE else palette.text))
    if run.bold:
        form.setProperty(BOLD, True)
    if run.italic:
        form.setProperty(ITALIC, True)
    if run.link is not None:
        form.setProperty(LINK, run.link)
        form.setForeground(_brush(palette.accent))
        form.setFontUnderline(True)
        form.setToolTip(plain(run.link))
    return form


def _brush(colour: str) -> QBrush:
    return QBrush(QColor(colour))
