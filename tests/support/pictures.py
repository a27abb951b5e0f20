"""Pictures made by hand, whose headers say what nobody would draw."""

import struct
import zlib

PNG = b"\x89PNG\r\n\x1a\n"
GREY, COLOURS = 0, 2


def png_chunk(kind: bytes, body: bytes) -> bytes:
    """Return one chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of_zeros(width: int, height: int, colour: int, *more: bytes) -> bytes:
    """Return a PNG of black, a few thousandths of what it is once decoded."""
    samples = {GREY: 1, COLOURS: 3}[colour]
    packer, packed = zlib.compressobj(9), bytearray()
    row = bytes(1 + width * samples)
    at_once = max(1, 1_000_000 // len(row))
    for first in range(0, height, at_once):
        packed += packer.compress(row * min(at_once, height - first))
    packed += packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    chunks = [png_chunk(b"IHDR", head), *more, png_chunk(b"IDAT", bytes(packed))]
    return PNG + b"".join(chunks) + png_chunk(b"IEND", b"")


def webp_of(width: int, height: int) -> bytes:
    """Return the header of a WebP with a canvas of that size, and nothing in it."""
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + sides
    return b"RIFF" + struct.pack("<I", len(body)) + body


def jpeg_that_says(content: bytes, width: int, height: int) -> bytes:
    """Return the JPEG *content* whose header says another size."""
    start = content.index(b"\xff\xc0")
    return content[: start + 5] + struct.pack(">HH", height, width) + content[start + 9 :]


def jpeg_described(content: bytes, times: int) -> bytes:
    """Return the JPEG *content*, with an Exif part (Exif 2.32, 4.7.2) that many *times*."""
    part = b"Exif\0\0" + bytes(64)
    parts = times * (b"\xff\xe1" + struct.pack(">H", len(part) + 2) + part)
    return content[:2] + parts + content[2:]


def jpeg_scanned(content: bytes, times: int) -> bytes:
    """Return the JPEG *content*, a progressive one, with its last scan *times* over."""
    scan = content[content.rindex(b"\xff\xda") : -2]
    return content[:-2] + scan * times + content[-2:]
