"""What stands in a ``winmail.dat``: the words and the files that Outlook wraps in TNEF.

The format ([MS-OXTNEF]) is a list of attributes, each with its length; some hold lists of
properties.  Read in a child process alone (`outlook_file_child`): it is a stranger's.  What is
damaged ends the list that it stands in, and what was read before it is kept.
"""

import codecs
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

BEGINNING: Final = b"\x78\x9f\x3e\x22"
HEAD_BYTES: Final = 6
ATTRIBUTE_HEAD = struct.Struct("<BII")
CHECKSUM_BYTES: Final = 2
NUMBER = struct.Struct("<I")
SHORTS = struct.Struct("<HH")

CODE_PAGE, BODY, PROPERTIES = 0x00069007, 0x0002800C, 0x00069003
FILE_BEGINS, FILE_TITLE, FILE_CONTENT, FILE_PROPERTIES = (
    0x00069002,
    0x00018010,
    0x0006800F,
    0x00069005,
)
BODY_TEXT, CONTENT_OBJECT, SHORT_NAME = 0x1000, 0x3701, 0x3704
INTERNET_CODE_PAGE: Final = 0x3FDE
SHORT, BOOLEAN, OBJECT, TEXT_8, TEXT_16, MOMENT, BINARY = 0x2, 0xB, 0xD, 0x1E, 0x1F, 0x40, 0x102
MANY: Final = 0x1000
NAMED_FROM: Final = 0x8000
MOMENT_BYTES: Final = 8
GUID_BYTES: Final = 16
FIXED_BYTES: Mapping[int, int] = {
    SHORT: 4,
    0x3: 4,
    0x4: 4,
    0xA: 4,
    BOOLEAN: 4,
    0x5: 8,
    0x6: 8,
    0x7: 8,
    0x14: 8,
    MOMENT: 8,
    0x48: 16,
}
"""What a value of each kind takes: two bytes are filled up to four."""
SIZED = frozenset({OBJECT, TEXT_8, TEXT_16, BINARY})
EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
OF_MESSAGE = bytes.fromhex("0703020000000000c000000000000046")
"""Before the message that is within another (IID_IMessage)."""
MOST_PROPERTIES: Final = 10_000
WESTERN: Final = "cp1252"
UTF_8_PAGE: Final = 65001


@dataclass(frozen=True, slots=True, kw_only=True)
class WrappedValues:
    """Properties by their number, each with its kind; asked as those of a .msg are."""

    stored: Mapping[int, tuple[int, bytes]]
    encoding: str = WESTERN

    def str_prop_value(self, number: int) -> str | None:
        """Return a text; None: it has none of that number."""
        kind, value = self.stored.get(number, (0, b""))
        if kind == TEXT_16:
            return value.decode("utf-16-le", "replace").rstrip("\0")
        return value.decode(self.encoding, "replace").rstrip("\0") if kind == TEXT_8 else None

    def binary_prop_value(self, number: int) -> bytes | None:
        """Return bytes; None: it has none of that number."""
        kind, value = self.stored.get(number, (0, b""))
        return value if kind == BINARY else None

    def date_prop_value(self, number: int) -> datetime | None:
        """Return a moment; None: it has none of that number."""
        kind, value = self.stored.get(number, (0, b""))
        if kind != MOMENT or len(value) != MOMENT_BYTES:
            return None
        return EPOCH + timedelta(microseconds=int.from_bytes(value, "little") // 10)

    @property
    def body_encoding(self) -> str:
        """Return in what its HTML is written."""
        _kind, value = self.stored.get(INTERNET_CODE_PAGE, (0, b""))
        return _encoding(value) or self.encoding


@dataclass(frozen=True, slots=True, kw_only=True)
class WrappedFile:
    """A file within, as it was attached; *message* where it is a whole message, wrapped too."""

    values: WrappedValues
    data: bytes = b""
    message: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Winmail:
    """What was read of one."""

    values: WrappedValues
    files: tuple[WrappedFile, ...]


@dataclass(slots=True)
class _File:
    title: bytes = b""
    data: bytes = b""
    stored: dict[int, tuple[int, bytes]] = field(default_factory=dict)


def is_winmail(content: bytes) -> bool:
    """Whether *content* begins as one does, whatever it is called."""
    return content.startswith(BEGINNING)


def read_winmail(content: bytes) -> Winmail:
    """Return what can be read of *content*."""
    encoding, stored, files = WESTERN, dict[int, tuple[int, bytes]](), list[_File]()
    for number, value in _attributes(content):
        if number == CODE_PAGE:
            encoding = _encoding(value) or encoding
        elif number == BODY:
            stored.setdefault(BODY_TEXT, (TEXT_8, value))
        elif number == PROPERTIES:
            stored.update(_properties(value))
        elif number == FILE_BEGINS:
            files.append(_File())
        elif files and number == FILE_TITLE:
            files[-1].title = value
        elif files and number == FILE_CONTENT:
            files[-1].data = value
        elif files and number == FILE_PROPERTIES:
            files[-1].stored.update(_properties(value))
    return Winmail(
        values=WrappedValues(stored=stored, encoding=encoding),
        files=tuple(_wrapped(each, encoding) for each in files),
    )


def _wrapped(file: _File, encoding: str) -> WrappedFile:
    stored = {SHORT_NAME: (TEXT_8, file.title), **file.stored}
    kind, held = stored.pop(CONTENT_OBJECT, (0, b""))
    values = WrappedValues(stored=stored, encoding=encoding)
    if kind == OBJECT and held.startswith(OF_MESSAGE):
        return WrappedFile(values=values, message=held[GUID_BYTES:])
    return WrappedFile(values=values, data=file.data or held)


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each attribute; of one that is cut, what is there."""
    place = HEAD_BYTES
    while place + ATTRIBUTE_HEAD.size <= len(content):
        _level, number, size = ATTRIBUTE_HEAD.unpack_from(content, place)
        place += ATTRIBUTE_HEAD.size
        yield number, content[place : place + size]
        place += size + CHECKSUM_BYTES


def _properties(raw: bytes) -> Mapping[int, tuple[int, bytes]]:
    found: dict[int, tuple[int, bytes]] = {}
    try:
        for number, kind, value in _listed(raw):
            found.setdefault(number, (kind, value))
    except struct.error:  # it is cut, or was made to harm
        return found
    return found


def _listed(raw: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield the properties of one list, the first value of those that have several.

    Raises:
        struct.error: It is damaged there.
    """
    (count,) = NUMBER.unpack_from(raw)
    place = NUMBER.size
    for _each in range(min(count, MOST_PROPERTIES)):
        kind, number = SHORTS.unpack_from(raw, place)
        place += SHORTS.size
        if number >= NAMED_FROM:
            place = _after_name(raw, place)
        is_many, kind = bool(kind & MANY), kind & ~MANY
        values = 1
        if is_many or kind in SIZED:
            (values,) = NUMBER.unpack_from(raw, place)
            place += NUMBER.size
        for which in range(values):
            if kind in SIZED:
                (size,) = NUMBER.unpack_from(raw, place)
                place += NUMBER.size
                value, place = raw[place : place + size], place + size + -size % 4
            elif kind in FIXED_BYTES:
                size = FIXED_BYTES[kind]
                NUMBER.unpack_from(raw, place)  # past its end there are endless empty ones
                value, place = raw[place : place + size], place + size
            else:
                return
            if not which and number < NAMED_FROM:
                yield number, kind, value


def _after_name(raw: bytes, place: int) -> int:
    """Return where a property that has a name goes on after it."""
    is_text, size = struct.unpack_from("<II", raw, place + GUID_BYTES)
    place += GUID_BYTES + 2 * NUMBER.size
    return place + size + -size % 4 if is_text else place


def _encoding(value: bytes) -> str:
    """Return how Python calls the code page *value*; "" where it knows none."""
    page = int.from_bytes(value[:4], "little")
    name = "utf-8" if page == UTF_8_PAGE else f"cp{page}"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""
