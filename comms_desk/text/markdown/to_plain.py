"""From the model to plain text, as a person would type it in an e-mail."""

from comms_desk.text.markdown.model import BREAK, Block, BlockKind, Document, Run

BULLETS = {1: "• ", 2: "◦ "}
INDENT = "   "


def write_plain(document: Document) -> str:
    """Write the document as plain text; a link keeps its address in brackets after its words."""
    written: list[str] = []
    numbers = {1: 0, 2: 0}
    kinds: dict[int, BlockKind] = {}
    for index, block in enumerate(document.blocks):
        before = document.blocks[index - 1] if index else None
        if before is not None:
            written.append("\n" if before.kind.is_item and block.kind.is_item else "\n\n")
        if not block.kind.is_item:
            kinds.clear()
            written.append(_indented(block, "> " if block.kind is BlockKind.QUOTE else "", ""))
            continue
        if block.level == 1:
            kinds.pop(2, None)
        numbers[block.level] = (
            numbers[block.level] + 1 if kinds.get(block.level) is block.kind else 1
        )
        kinds[block.level] = block.kind
        marker = (
            BULLETS[block.level] if block.kind is BlockKind.BULLET else f"{numbers[block.level]}. "
        )
        written.append(_indented(block, marker, INDENT * (block.level - 1)))
    return "".join(written)


def _indented(block: Block, marker: str, indent: str) -> str:
    text = "".join(_run(block.runs, index) for index in range(len(block.runs)))
    follows = marker if block.kind is BlockKind.QUOTE else " " * len(marker)
    return indent + marker + text.replace(BREAK, f"\n{indent}{follows}")


def _run(runs: tuple[Run, ...], index: int) -> str:
    """Write a run; after a link's last run comes its address, unless its words are the address."""
    run = runs[index]
    following = runs[index + 1].link if index + 1 < len(runs) else None
    if run.link is None or run.link == following:
        return run.text
    start = index
    while start and runs[start - 1].link == run.link:
        start -= 1
    words = "".join(piece.text for piece in runs[start : index + 1]).strip()
    bare = run.link.removeprefix("mailto:").removeprefix("tel:")
    return run.text if words in (run.link, bare) else f"{run.text} ({bare})"
