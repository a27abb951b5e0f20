"""What is wrong with a bulletin before it is sent: what everyone must be able to read.

The checks of SGQRI 008 3.0 that a program can make (A03, A04, A07), and what Outlook and a
reader without images would miss.  Some stop the sending; the others are said.
"""

import re
from collections.abc import Iterator
from pathlib import PurePath

from comms_desk.i18n import Language, _
from comms_desk.internal.bulletins.model import (
    Bulletin,
    BulletinBlock,
    BulletinBlockKind,
    Problem,
    ProblemKind,
)
from comms_desk.text import markdown
from comms_desk.text.fold import tokens
from comms_desk.text.markdown.model import clean_link

MAX_ALTERNATIVE_CHARACTERS = 150
MAX_HTML_BYTES = 100 * 1024

_IMAGE_FILE = re.compile(
    r"^\S+\.(png|jpe?g|gif|webp|bmp|heic)$|^(img|dsc|image)[_ -]?\d+$", re.IGNORECASE
)
_BARE_ADDRESS = re.compile(r"^(https?://|www\.)\S+$", re.IGNORECASE)
_VAGUE = frozenset(
    " ".join(tokens(words))
    for words in (
        *("cliquez ici", "cliquer ici", "ici", "lire la suite", "en savoir plus", "plus", "lien"),
        *("click here", "here", "read more", "more", "link", "learn more"),
    )
)


def check(bulletin: Bulletin, *, html: str = "") -> tuple[Problem, ...]:
    """Return what is wrong with *bulletin*, from top to bottom."""
    return tuple(_problems(bulletin, html))


def sentence(kind: ProblemKind) -> str:
    """Return *kind* as a person reads it, in the process's language."""
    return {
        ProblemKind.SUBJECT_MISSING: _("The subject is missing."),
        ProblemKind.NOTHING_TO_READ: _("There is nothing to read yet."),
        ProblemKind.GROUND_MISSING: _(
            "A language other than French needs its legal ground: give it."
        ),
        ProblemKind.BLOCK_EMPTY: _("A block is empty; it will not be shown."),
        ProblemKind.PICTURE_MISSING: _("An image block has no image."),
        ProblemKind.ALTERNATIVE_MISSING: _("An image has no alternative text."),
        ProblemKind.ALTERNATIVE_IS_FILE_NAME: _("An alternative text is only a file name."),
        ProblemKind.ALTERNATIVE_LONG: _("An alternative text is longer than 150 characters."),
        ProblemKind.ADDRESS_WRONG: _("A link has no address that opens."),
        ProblemKind.LABEL_MISSING: _("A link has no text."),
        ProblemKind.LABEL_VAGUE: _("The text of a link does not say where it leads."),
        ProblemKind.HEADING_SKIPPED: _("A small heading comes before the first large one."),
        ProblemKind.TOO_HEAVY: _(
            "It is over 100\u00a0KB: some mail programs will cut its end off."
        ),
    }[kind]


def is_empty(block: BulletinBlock) -> bool:
    """Whether *block* has nothing to show."""
    match block.kind:
        case BulletinBlockKind.TEXT:
            return not block.text.strip()
        case BulletinBlockKind.IMAGE:
            return block.picture is None and not block.alternative
        case BulletinBlockKind.LINKS:
            return not any(link.label or link.address for link in block.links)
        case BulletinBlockKind.BUTTON:
            return not (block.text or block.address)


def _problems(bulletin: Bulletin, html: str) -> Iterator[Problem]:
    if not bulletin.subject.strip():
        yield Problem(ProblemKind.SUBJECT_MISSING)
    if bulletin.language is not Language.FRENCH and not bulletin.ground.strip():
        yield Problem(ProblemKind.GROUND_MISSING)
    if all(map(is_empty, bulletin.blocks)):
        yield Problem(ProblemKind.NOTHING_TO_READ)
    large_seen = False
    for block in bulletin.blocks:
        if is_empty(block):
            yield Problem(ProblemKind.BLOCK_EMPTY, block.id)
            continue
        document = markdown.read_markdown(block.text)
        if block.kind is BulletinBlockKind.TEXT:
            levels = [each.level for each in document.blocks if each.kind == "heading"]
            if levels and levels[0] > 2 and not large_seen:  # noqa: PLR2004 - h2, h3
                yield Problem(ProblemKind.HEADING_SKIPPED, block.id)
            large_seen = large_seen or bool(levels)
        elif block.kind is BulletinBlockKind.LINKS and block.text.strip():
            large_seen = True
        for kind in dict.fromkeys(_block_problems(block)):
            yield Problem(kind, block.id)
    if len(html.encode()) > MAX_HTML_BYTES:
        yield Problem(ProblemKind.TOO_HEAVY)


def _block_problems(block: BulletinBlock) -> Iterator[ProblemKind]:
    match block.kind:
        case BulletinBlockKind.IMAGE:
            yield from _image_problems(block)
        case BulletinBlockKind.LINKS:
            for link in block.links:
                if link.label or link.address:
                    yield from _link_problems(link.label, link.address)
        case BulletinBlockKind.BUTTON:
            yield from _link_problems(block.text, block.address)
        case BulletinBlockKind.TEXT:
            for each in markdown.read_markdown(block.text).blocks:
                for run in each.runs:
                    if run.link is not None and _is_vague(run.text):
                        yield ProblemKind.LABEL_VAGUE


def _image_problems(block: BulletinBlock) -> Iterator[ProblemKind]:
    alternative = block.alternative.strip()
    if block.picture is None:
        yield ProblemKind.PICTURE_MISSING
    if not alternative:
        yield ProblemKind.ALTERNATIVE_MISSING
    elif _IMAGE_FILE.match(alternative) or (
        block.picture is not None
        and alternative in (block.picture.name, PurePath(block.picture.name).stem)
    ):
        yield ProblemKind.ALTERNATIVE_IS_FILE_NAME
    if len(alternative) > MAX_ALTERNATIVE_CHARACTERS:
        yield ProblemKind.ALTERNATIVE_LONG


def _link_problems(label: str, address: str) -> Iterator[ProblemKind]:
    if not label.strip():
        yield ProblemKind.LABEL_MISSING
    elif _is_vague(label):
        yield ProblemKind.LABEL_VAGUE
    if clean_link(address) is None:
        yield ProblemKind.ADDRESS_WRONG


def _is_vague(words: str) -> bool:
    return " ".join(tokens(words)) in _VAGUE or bool(_BARE_ADDRESS.match(words.strip()))
