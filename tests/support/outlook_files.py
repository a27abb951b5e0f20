"""Outlook files (.msg) as Outlook writes them: properties in streams, in a compound file.

A compound file ([MS-CFB]) is a file system of sectors; small streams share the sectors of one
that is the root's.  Here directories are lists, which every reader follows as well as trees.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

SECTOR: Final = 512
SMALL_SECTOR: Final = 64
SMALL_UNTIL: Final = 4096
FREE, END, OF_FAT, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
STRING, BINARY, TIME, NUMBER = 0x001F, 0x0102, 0x0040, 0x0003
FILETIME_EPOCH: Final = datetime(1601, 1, 1, tzinfo=UTC)

type Value = str | bytes | datetime | int
type Tree = Mapping[str, "bytes | Tree"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookFile:
    """What a file of Outlook's holds; *values* by the number of the property."""

    values: Mapping[int, Value]
    attachments: tuple["OutlookFile", ...] = ()
    enclosed: "OutlookFile | None" = None

    @property
    def raw(self) -> bytes:
        """The bytes of the file."""
        return compound(self.tree(32))

    def tree(self, header: int) -> Tree:
        """Return its streams; the properties have a *header* of as many bytes."""
        entries, found = b"", dict[str, bytes | Tree]()
        for number, value in self.values.items():
            kind, fixed, stream = _stored(value)
            entries += struct.pack("<HHI", kind, number, 6) + fixed
            if stream is not None:
                found[f"__substg1.0_{number:04X}{kind:04X}"] = stream
        count = len(self.attachments)
        head = struct.pack("<8x4I", 0, count, 0, count).ljust(header, b"\0")[:header]
        found["__properties_version1.0"] = head + entries
        for place, each in enumerate(self.attachments):
            found[f"__attach_version1.0_#{place:08X}"] = each.tree(8)
        if self.enclosed is not None:
            found["__substg1.0_3701000D"] = self.enclosed.tree(24)
        return found


def _stored(value: Value) -> tuple[int, bytes, bytes | None]:
    if isinstance(value, str):
        stream = value.encode("utf-16-le")
        return STRING, struct.pack("<II", len(stream) + 2, 0), stream
    if isinstance(value, bytes):
        return BINARY, struct.pack("<II", len(value), 0), value
    if isinstance(value, datetime):
        ticks = int((value - FILETIME_EPOCH).total_seconds()) * 10_000_000
        return TIME, struct.pack("<Q", ticks), None
    return NUMBER, struct.pack("<I4x", value), None


@dataclass(slots=True)
class _Entry:
    name: str
    kind: int
    content: bytes = b""
    children: list[int] = field(default_factory=list)
    start: int = END
    after: int = NONE


def compound(tree: Tree) -> bytes:
    """Return a compound file that holds *tree*."""
    entries = [_Entry("Root Entry", 5)]
    _add(entries, 0, tree)
    fat: list[int] = []
    sectors = bytearray()
    small, small_fat = bytearray(), list[int]()
    for each in entries[1:]:
        if each.kind == 2 and each.content:
            is_small = len(each.content) < SMALL_UNTIL
            if is_small:
                each.start = _write(small, small_fat, each.content, SMALL_SECTOR)
            else:
                each.start = _write(sectors, fat, each.content, SECTOR)
    entries[0].content = bytes(small)
    entries[0].start = _write(sectors, fat, bytes(small), SECTOR) if small else END
    listed = b"".join(struct.pack("<I", each) for each in small_fat)
    small_fat_at = _write(sectors, fat, listed, SECTOR) if listed else END
    directory = b"".join(_of_directory(each) for each in entries)
    directory_at = _write(sectors, fat, directory, SECTOR)
    count = 1
    while (len(fat) + count) * 4 > count * SECTOR:
        count += 1
    fat_at = len(fat)
    fat += [OF_FAT] * count
    table = b"".join(struct.pack("<I", each) for each in fat).ljust(count * SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIII", 0, count, directory_at, 0, SMALL_UNTIL)
    header += struct.pack("<IIII", small_fat_at, -(-len(listed) // SECTOR), END, 0)
    places = [*range(fat_at, fat_at + count), *[FREE] * 109][:109]
    return header + struct.pack("<109I", *places) + bytes(sectors) + table


def _add(entries: list[_Entry], parent: int, tree: Tree) -> None:
    before: _Entry | None = None
    for name, content in tree.items():
        place = len(entries)
        entry = _Entry(name, 2, content) if isinstance(content, bytes) else _Entry(name, 1)
        entries.append(entry)
        if before is None:
            entries[parent].children.append(place)
        else:
            before.after = place
        before = entry
        if not isinstance(content, bytes):
            _add(entries, place, content)


def _write(sectors: bytearray, fat: list[int], content: bytes, size: int) -> int:
    start, count = len(fat), -(-len(content) // size)
    fat += [*range(start + 1, start + count), END]
    sectors += content.ljust(count * size, b"\0")
    return start


def _of_directory(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\0\0"
    child = entry.children[0] if entry.children else NONE
    return (
        name.ljust(64, b"\0")
        + struct.pack("<HBB", len(name), entry.kind, 1)
        + struct.pack("<III", NONE, entry.after, child)
        + bytes(36)
        + struct.pack("<IQ", entry.start, len(entry.content))
    )


def every_kind() -> Iterator[OutlookFile]:
    """Yield one of each kind that the office gets."""
    at = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
    who: dict[int, Value] = {
        0x0042: "Okafor, Ada",
        0x5D02: "ada.okafor@lapresse.example",
        0x0039: at,
    }
    lines = ("Combien coûte le déneigement?", "Tombée 15 h.", "Ada Okafor\r\nLa Presse")
    asks = "\r\n\r\n".join(lines)
    names: dict[int, Value] = {
        0x0037: "Déneigement",
        0x1035: "<msg-1@lapresse.example>",
        0x001A: "IPM.Note",
    }
    plain = OutlookFile(values={**names, **who, 0x1000: asks})
    yield plain
    html = "<html><body><p>Combien coûte le déneigement?</p><p>Tombée 15 h.</p></body></html>"
    yield OutlookFile(values={**names, **who, 0x3FDE: 65001, 0x1013: html.encode()})
    yield OutlookFile(values={**names, **who, 0x1009: b"\x10\0\0\0LZFu" + bytes(40)})
    file = OutlookFile(
        values={0x3707: "Procès-verbal.pdf", 0x370E: "application/pdf", 0x3701: b"%PDF" * 2000}
    )
    yield OutlookFile(values={**names, **who, 0x1000: asks}, attachments=(file,))
    cover: dict[int, Value] = {
        0x0037: "TR : Déneigement",
        0x007D: "From: Line <line.cote@ville.example>\r\nDate: Tue, 24 Nov 2026 10:00:00 -0500\r\n"
        "In-Reply-To: <lettre@ville.example>\r\nReferences: <lettre@ville.example>\r\n",
        0x1000: "Voir ci-joint.",
    }
    yield OutlookFile(values=cover, attachments=(OutlookFile(values={}, enclosed=plain),))
