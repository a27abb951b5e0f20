"""The Markdown subset that a text of the desk is made of, and its only reader and writer.

Headings of levels 2 and 3, paragraphs, hard breaks, bold, italic, links, bullet and
numbered lists two deep, quotes.  Word, HTML, plain text and the editor all go through
the model here, so that none of them can lose what another one wrote.
"""

from comms_desk.text.markdown.from_html import read_html
from comms_desk.text.markdown.model import (
    EMPTY,
    Block,
    BlockKind,
    Document,
    Run,
    bullet,
    count_words,
    heading,
    number,
    paragraph,
    quote,
    speaking_time,
)
from comms_desk.text.markdown.reader import read_markdown
from comms_desk.text.markdown.to_html import write_html
from comms_desk.text.markdown.to_plain import write_plain
from comms_desk.text.markdown.writer import write_markdown

__all__ = [
    "EMPTY",
    "Block",
    "BlockKind",
    "Document",
    "Run",
    "bullet",
    "count_words",
    "heading",
    "number",
    "paragraph",
    "quote",
    "read_html",
    "read_markdown",
    "speaking_time",
    "write_html",
    "write_markdown",
    "write_plain",
]
