"""Pictures that are small files and large memories."""

import io
import zlib
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from comms_desk.errors import CommsDeskError
from comms_desk.internal.bulletins.pictures import prepare
from tests.bench.hostile import Case
from tests.support.pictures import (
    COLOURS,
    GREY,
    jpeg_described,
    jpeg_scanned,
    jpeg_that_says,
    png_chunk,
    png_of_zeros,
    webp_of,
)

FRAMES = 10_000


def _moving(kind: str) -> bytes:
    frames = [Image.new("L", (16, 16), number % 256) for number in range(FRAMES)]
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=10)
    return out.getvalue()


def _jpeg(width: int, height: int, *, progressive: bool = False) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#1D4E89").save(out, "JPEG", progressive=progressive)
    return out.getvalue()


def _png(width: int, height: int, mode: str) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height)).save(out, "PNG")
    return out.getvalue()


def _packed(kind: bytes, before: bytes) -> bytes:
    """Return a PNG with a chunk of 200 MB of zeros, packed."""
    return png_of_zeros(8, 8, GREY, png_chunk(kind, before + zlib.compress(bytes(200_000_000), 9)))


def _webp(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height)).save(out, "WEBP", method=0)
    return out.getvalue()


MADE: dict[str, Callable[[], bytes]] = {
    "PNG of 60 million pixels": lambda: png_of_zeros(7_740, 7_740, COLOURS),
    "PNG of 1 x 59,000,000": lambda: png_of_zeros(1, 59_000_000, GREY),
    "PNG of 59,000,000 x 1": lambda: png_of_zeros(59_000_000, 1, GREY),
    "PNG as large as is taken": lambda: png_of_zeros(7_070, 7_070, COLOURS),
    "PNG of grey as large as is taken": lambda: png_of_zeros(6_100, 6_100, GREY),
    "PNG with a palette as large as is taken": lambda: _png(6_100, 6_100, "P"),
    "PNG that is long and narrow": lambda: png_of_zeros(1_280, 16_384, COLOURS),
    "PNG with 200 MB of text": lambda: _packed(b"zTXt", b"Comment\0\0"),
    "PNG with a profile of 200 MB": lambda: _packed(b"iCCP", b"icc\0\0"),
    "GIF of 10,000 pictures": lambda: _moving("GIF"),
    "WebP of 10,000 pictures": lambda: _moving("WEBP"),
    "PNG of 10,000 pictures": lambda: _moving("PNG"),
    "WebP that says 16,383 x 16,383": lambda: webp_of(16_383, 16_383),
    "WebP as large as is taken": lambda: _webp(3_530, 3_530),
    "JPEG that says 65,500 x 65,500": lambda: jpeg_that_says(_jpeg(64, 64), 65_500, 65_500),
    "JPEG of 48 million pixels": lambda: _jpeg(8_000, 6_000),
    "JPEG of 48 million pixels, progressive": lambda: _jpeg(8_000, 6_000, progressive=True),
    "JPEG of 300,000 Exif parts": lambda: jpeg_described(_jpeg(64, 64), 300_000),
    "JPEG of 4,000 scans": lambda: jpeg_scanned(_jpeg(2_000, 2_000, progressive=True), 4_000),
    "JPEG of as many scans as are taken": lambda: jpeg_scanned(
        _jpeg(7_000, 5_000, progressive=True), 40
    ),
}


def _make(make: Callable[[], bytes]) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / "picture").write_bytes(make())

    return write


def meet(folder: Path) -> str:
    """Put it in a bulletin."""
    content = (folder / "picture").read_bytes()
    try:
        ready = prepare(content, name="picture")
    except CommsDeskError as error:
        return type(error).__name__
    return f"{ready.width_px} x {ready.height_px}"


CASES = tuple(Case(name=name, make=_make(make), meet=meet) for name, make in MADE.items())
