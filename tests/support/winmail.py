"""A ``winmail.dat`` as Outlook writes it ([MS-OXTNEF]): attributes, some of them properties."""

import struct
from collections.abc import Mapping, Sequence

type Value = str | bytes


def attribute(number: int, value: bytes, *, level: int = 1) -> bytes:
    return (
        struct.pack("<BII", level, number, len(value))
        + value
        + struct.pack("<H", sum(value) % 65536)
    )


def properties(values: Mapping[int, Value]) -> bytes:
    written = struct.pack("<I", len(values))
    for number, value in values.items():
        kind, stream = (
            (0x1F, value.encode("utf-16-le") + b"\0\0")
            if isinstance(value, str)
            else (0x102, value)
        )
        written += struct.pack("<HHII", kind, number, 1, len(stream))
        written += stream + bytes(-len(stream) % 4)
    return written


def wrapped(values: Mapping[int, Value], files: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """A message of those properties, with files."""
    raw = struct.pack("<IH", 0x223E9F78, 7)
    raw += attribute(0x00089006, struct.pack("<I", 0x10000))
    raw += attribute(0x00069007, struct.pack("<II", 1252, 0))
    raw += attribute(0x00069003, properties(values))
    for name, data in files:
        raw += attribute(0x00069002, bytes(14), level=2)
        raw += attribute(0x00018010, b"SHORT~1.PDF\0", level=2)
        raw += attribute(0x0006800F, data, level=2)
        raw += attribute(0x00069005, properties({0x3707: name, 0x370E: "application/pdf"}), level=2)
    return raw
