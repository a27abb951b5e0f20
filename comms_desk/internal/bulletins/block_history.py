"""What the edits of a bulletin say of its blocks: one that was added or removed, and its image.

A block is one field of its bulletin there, "block 12", whose value is the whole block: one that
was removed is put back from it, as it was.  Such an edit goes with the bulletin; those of a block
itself go with the block.
"""

import json
from dataclasses import dataclass
from typing import override

from comms_desk.facts import Notation, OneOf
from comms_desk.i18n import N_
from comms_desk.internal.bulletins.links import links_text, links_value
from comms_desk.internal.bulletins.model import (
    BlockId,
    BulletinBlock,
    BulletinBlockKind,
    MailPicture,
)
from comms_desk.storage.model import BlobId

FIELD = "block"
KIND = OneOf(
    {
        BulletinBlockKind.TEXT: N_("Text"),
        BulletinBlockKind.IMAGE: N_("Image"),
        BulletinBlockKind.LINKS: N_("Links"),
        BulletinBlockKind.BUTTON: N_("Button"),
    }
)


@dataclass(frozen=True, slots=True)
class PlacedBlock:
    """A block, and where it stands among the others, from 0."""

    block: BulletinBlock
    position: int


def field_of(block: BlockId) -> str:
    """Return what *block* is called among the fields of its bulletin."""
    return f"{FIELD} {block}"


class _Picture(Notation[MailPicture | None]):
    @override
    def read(self, typed: str) -> MailPicture | None:
        if not typed:
            return None
        blob, name, media_type, width_px, height_px = json.loads(typed)
        return MailPicture(
            blob=BlobId(blob),
            name=name,
            media_type=media_type,
            width_px=width_px,
            height_px=height_px,
        )

    @override
    def write(self, value: MailPicture | None) -> str:
        if value is None:
            return ""
        said = value.blob, value.name, value.media_type, value.width_px, value.height_px
        return json.dumps(said, ensure_ascii=False)

    @override
    def say(self, value: MailPicture | None) -> str:
        return "" if value is None else value.name


PICTURE = _Picture()


@dataclass(frozen=True, slots=True)
class BlockImage:
    """The image of a block, and the words that describe it: they go and come back together."""

    picture: MailPicture | None
    alternative: str = ""


class _Shown(Notation[BlockImage]):
    """An image as `PICTURE` writes it, then its words if it has any."""

    @override
    def read(self, typed: str) -> BlockImage:
        said = json.loads(typed) if typed else []
        words = said.pop() if len(said) in {1, 6} else ""
        return BlockImage(PICTURE.read(json.dumps(said) if said else ""), words)

    @override
    def write(self, value: BlockImage) -> str:
        written = PICTURE.write(value.picture)
        if not value.alternative:
            return written
        said = [*(json.loads(written) if written else ()), value.alternative]
        return json.dumps(said, ensure_ascii=False)

    @override
    def say(self, value: BlockImage) -> str:
        return ", ".join(filter(None, (PICTURE.say(value.picture), value.alternative)))


SHOWN = _Shown()


class _Placed(Notation[PlacedBlock]):
    @override
    def read(self, typed: str) -> PlacedBlock:
        said = json.loads(typed)
        block = BulletinBlock(
            id=BlockId(said["id"]),
            kind=BulletinBlockKind(said["kind"]),
            text=said["text"],
            alternative=said["alternative"],
            address=said["address"],
            links=links_value(said["links"]),
            picture=PICTURE.read(said["picture"]),
        )
        return PlacedBlock(block, said["position"])

    @override
    def write(self, value: PlacedBlock) -> str:
        block = value.block
        said = {
            "id": block.id,
            "kind": block.kind.value,
            "text": block.text,
            "alternative": block.alternative,
            "address": block.address,
            "links": links_text(block.links),
            "picture": PICTURE.write(block.picture),
            "position": value.position,
        }
        return json.dumps(said, ensure_ascii=False)

    @override
    def say(self, value: PlacedBlock) -> str:
        """Return its kind, and what is read of it first."""
        block = value.block
        labels = (link.label for link in block.links)
        written = (block.text, block.alternative, *labels, block.address)
        words = next(filter(None, map(str.strip, written)), "")
        return ", ".join(filter(None, (KIND.say(block.kind), words)))


PLACED = _Placed()
