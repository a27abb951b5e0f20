"""The zip that a Word file is: checked before anything is inflated, copied raw where unchanged.

A stranger's file is bounded by what its own directory declares (a member that inflates to
more fails its checksum), so a bomb costs nothing.  A name is never written twice, nor twice
but for its capitals: some programs then open nothing.
"""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from comms_desk.documents.errors import BrokenTemplate, TemplateTooLarge

MIB = 1024 * 1024
FILE_LIMIT_BYTES = 25 * MIB
UNFOLDED_LIMIT_BYTES = 64 * MIB
XML_LIMIT_BYTES = 12 * MIB
MEMBERS_LIMIT = 2_000
RATIO_LIMIT = 200
RATIO_CHECKED_FROM_BYTES = MIB

CONTENT_TYPES = "[Content_Types].xml"

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    OSError,  # what bz2 raises; all of it is in memory, no disk is read
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    KeyError,
    ValueError,
    AttributeError,
    IndexError,
    TypeError,
    OverflowError,
    SyntaxError,
)
"""What zipfile, lxml (whose syntax error is a SyntaxError) and python-docx say of a bad file."""

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION = 20
_UTF8_NAMES = 0x800
_ENCRYPTED = 0x1
_EPOCH_DATE = 0x21
"""1 January 1980: the same text gives the same file."""


@dataclass(frozen=True, slots=True)
class ZipMember:
    """One file of the zip, as it lies there."""

    name: str
    method: int
    crc: int
    size: int
    packed: bytes


def check(data: bytes, name: str) -> None:
    """Refuse a file that is no sound zip, or that unfolds to more than a Word file may.

    Raises:
        BrokenTemplate: It is not a zip, or not a Word file.
        TemplateTooLarge: It declares too many members, or too much in them.
    """
    check_sizes(data, name)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        if CONTENT_TYPES.lower() not in map(folded, archive.namelist()):
            raise BrokenTemplate(name)


def check_sizes(data: bytes, name: str) -> None:
    """Refuse a file that is no sound zip, or that unfolds to too much, whatever office wrote it.

    Raises:
        BrokenTemplate: It is not a zip, or is locked by a password.
        TemplateTooLarge: It declares too many members, or too much in them.
    """
    if len(data) > FILE_LIMIT_BYTES:
        raise TemplateTooLarge(name, FILE_LIMIT_BYTES // MIB)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_sizes(archive, name)
    except BROKEN as error:
        raise BrokenTemplate(name) from error


def members(data: bytes) -> tuple[ZipMember, ...]:
    """Return the members of a zip that `check` accepted, still packed.

    Raises:
        BadZipFile: Two have one name, but for their capitals.
    """
    found = []
    with zipfile.ZipFile(BytesIO(data)) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        if len({folded(info.filename) for info in infos}) != len(infos):
            raise zipfile.BadZipFile("one name twice")
        for info in infos:
            header = _LOCAL.unpack_from(data, info.header_offset)
            start = info.header_offset + _LOCAL.size + header[-2] + header[-1]
            packed = data[start : start + info.compress_size]
            found.append(
                ZipMember(info.filename, info.compress_type, info.CRC, info.file_size, packed)
            )
    return tuple(found)


def folded(name: str) -> str:
    """Return *name* as programs compare the names of parts."""
    return name.replace("\\", "/").lstrip("/").lower()


def contents(data: bytes, member: str) -> bytes:
    """Return one member of a zip that `check` accepted."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(member)


def assemble(kept: Sequence[ZipMember], changed: Mapping[str, bytes]) -> bytes:
    """Write a zip: the *changed* members packed anew, all others copied as they lie."""
    body = bytearray()
    directory = bytearray()
    for member in kept:
        if member.name in changed:
            member = pack(member.name, changed[member.name])  # noqa: PLW2901 - its new content
        _append(body, directory, member)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(kept), len(kept), len(directory), len(body), 0)
    return bytes(body + directory + end)


def lay(name: str, content: bytes) -> ZipMember:
    """Lay *content* as a member as it is: for a zip that is read again at once."""
    return ZipMember(name, zipfile.ZIP_STORED, zlib.crc32(content), len(content), content)


def pack(name: str, content: bytes) -> ZipMember:
    """Pack *content* as a member."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(content) + packer.flush()
    return ZipMember(name, zipfile.ZIP_DEFLATED, zlib.crc32(content), len(content), packed)


def _append(body: bytearray, directory: bytearray, member: ZipMember) -> None:
    name = member.name.encode("utf-8")
    flags = 0 if name.isascii() else _UTF8_NAMES
    common = (
        *(flags, member.method, 0, _EPOCH_DATE, member.crc),
        *(len(member.packed), member.size, len(name), 0),
    )
    offset = len(body)
    body += _LOCAL.pack(b"PK\x03\x04", _VERSION, *common) + name + member.packed
    directory += (
        _CENTRAL.pack(b"PK\x01\x02", _VERSION, _VERSION, *common, 0, 0, 0, 0, offset) + name
    )


def _check_sizes(archive: zipfile.ZipFile, name: str) -> None:
    found = archive.infolist()
    names = [folded(info.filename) for info in found]
    if len(found) > MEMBERS_LIMIT:
        raise TemplateTooLarge(name, UNFOLDED_LIMIT_BYTES // MIB)
    xml = sum(info.file_size for info in found if info.filename.endswith((".xml", ".rels")))
    if sum(info.file_size for info in found) > UNFOLDED_LIMIT_BYTES:
        raise TemplateTooLarge(name, UNFOLDED_LIMIT_BYTES // MIB)
    if xml > XML_LIMIT_BYTES:
        raise TemplateTooLarge(name, XML_LIMIT_BYTES // MIB)
    for info in found:
        swells = info.file_size > RATIO_LIMIT * max(info.compress_size, 1)
        if swells and info.file_size > RATIO_CHECKED_FROM_BYTES:
            raise TemplateTooLarge(name, UNFOLDED_LIMIT_BYTES // MIB)
    if len(set(names)) != len(names) or any(info.flag_bits & _ENCRYPTED for info in found):
        raise BrokenTemplate(name)
