"""The words of a letter drawn as they will be read, in the colours and the size of the window.

The letter is read back from what leaves: what is shown is what is sent.
"""

from collections.abc import Callable

from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from comms_desk.text.markdown import Block, BlockKind, Document, Run
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.fonts import sized
from comms_desk.ui.kit.look import colours

INDENT_PX = 16

type Face = Callable[[Run, Block], QTextCharFormat]
"""Returns how a run of a block looks."""
type Form = Callable[[Block], QTextBlockFormat]
"""Returns how a block stands."""


def draw(
    letter: Document, into: QTextDocument, *, face: Face | None = None, form: Form | None = None
) -> None:
    """Write *letter* over what stands there, each run with its *face*, each block in its *form*."""
    face, form = face or _run, form or _block
    into.clear()
    cursor = QTextCursor(into)
    number = 0
    for place, block in enumerate(letter.blocks):
        number = number + 1 if block.kind is BlockKind.NUMBER else 0
        if place:
            cursor.insertBlock()
        cursor.setBlockFormat(form(block))
        mark = {BlockKind.BULLET: "• ", BlockKind.NUMBER: f"{number}. "}.get(block.kind, "")
        if mark:
            cursor.insertText(mark, face(Run(mark), block))
        for run in block.runs:
            cursor.insertText(run.text.replace("\n", "\u2028"), face(run, block))


def _block(block: Block) -> QTextBlockFormat:
    form = QTextBlockFormat()
    form.setBottomMargin(tokens.SPACE_1_PX if block.kind.is_item else tokens.SPACE_3_PX)
    if block.kind.is_item:
        form.setLeftMargin(INDENT_PX * block.level)
        form.setTextIndent(-tokens.SPACE_3_PX)
    elif block.kind is BlockKind.HEADING:  # nearer to what it heads than to what is over it
        form.setTopMargin(tokens.SPACE_4_PX)
        form.setBottomMargin(tokens.SPACE_1_PX)
    elif block.kind is BlockKind.QUOTE:
        form.setLeftMargin(INDENT_PX)
    return form


def _run(run: Run, block: Block) -> QTextCharFormat:
    form = QTextCharFormat()
    strong = run.bold or block.kind is BlockKind.HEADING
    font = QFont(sized(tokens.TEXT_PX, strong=strong))  # a copy: it is everybody's
    font.setItalic(run.italic)
    form.setFont(font)
    palette = colours()
    form.setForeground(QColor(palette.accent if run.link else palette.text))
    if run.link:
        form.setFontUnderline(True)
    return form
