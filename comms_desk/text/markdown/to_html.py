"""From the model to HTML: only the tags of the subset, everything else escaped."""

from collections.abc import Iterator
from html import escape
from itertools import groupby

from comms_desk.text.markdown.model import BREAK, Block, BlockKind, Document, Run

_LIST_TAG = {BlockKind.BULLET: "ul", BlockKind.NUMBER: "ol"}


def write_html(document: Document) -> str:
    """Write the document as a fragment of HTML, without html or body tags."""
    return "\n".join(_fragments(document))


def _fragments(document: Document) -> Iterator[str]:
    for family, blocks in groupby(document.blocks, key=_family):
        match family:
            case "list":
                yield _lists(list(blocks))
            case BlockKind.QUOTE:
                said = "".join(_element("p", block) for block in blocks)
                yield f"<blockquote>{said}</blockquote>"
            case BlockKind.HEADING:
                yield "\n".join(_element(f"h{block.level}", block) for block in blocks)
            case _:
                yield "\n".join(_element("p", block) for block in blocks)


def _element(tag: str, block: Block) -> str:
    language = f' lang="{escape(block.language)}"' if block.language else ""
    return f"<{tag}{language}>{_inline(block)}</{tag}>"


def _family(block: Block) -> str:
    return "list" if block.kind.is_item else block.kind


def _lists(items: list[Block]) -> str:
    """Nest items: a list of the second level sits inside the item before it."""
    written: list[str] = []
    open_lists: list[BlockKind] = []

    def close_to(depth: int) -> None:
        while len(open_lists) > depth:
            written.append(f"</li></{_LIST_TAG[open_lists.pop()]}>")

    for item in items:
        close_to(item.level)
        if len(open_lists) == item.level and open_lists[-1] is not item.kind:
            close_to(item.level - 1)
        if len(open_lists) == item.level:
            written.append("</li>")
        else:
            written.append(f"<{_LIST_TAG[item.kind]}>")
            open_lists.append(item.kind)
        written.append(f"<li>{_inline(item)}")
    close_to(0)
    return "".join(written)


def _inline(block: Block) -> str:
    return "".join(_run(run) for run in block.runs)


def _run(run: Run) -> str:
    written = escape(run.text, quote=False).replace(BREAK, "<br>")
    if run.italic:
        written = f"<em>{written}</em>"
    if run.bold:
        written = f"<strong>{written}</strong>"
    if run.link is not None:
        written = f'<a href="{escape(run.link)}">{written}</a>'
    return written
