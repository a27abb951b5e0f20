"""Images made ready for mail: right kind, right size, nothing hidden in them.

Outlook shows neither WebP nor SVG, and believes the pixel size that it is told; a photo
from a telephone weighs more than the whole bulletin and says where it was taken.  Whatever
comes in leaves as a PNG or a JPEG of at most twice the column's width, without metadata.

A file of a few kilobytes may say that it is a picture of gigabytes: what its decoding would take
is reckoned from its header, and bounded, before any of it is decoded.
"""

import io
from dataclasses import dataclass
from pathlib import PurePath

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

from comms_desk.internal.bulletins.model import (
    CONTENT_WIDTH_PX,
    NotAPicture,
    PictureMoves,
    PictureTooLarge,
)
from comms_desk.text import file_names

KEPT_WIDTH_PX = 2 * CONTENT_WIDTH_PX
"""Twice what is shown, for screens with fine pixels."""

MAX_PIXELS = 60_000_000
MAX_SIDE_PX = 16_384
MAX_DECODED_BYTES = 150_000_000
"""With the program itself a third of a gigabyte, for a moment."""
BYTES_A_WEBP_PIXEL = 12
"""Its decoder keeps two canvases in RGBA, and hands over a third."""
MAX_FILE_BYTES = 25 * 1024 * 1024
MOST_SCANS = 50
"""Of a JPEG: an encoder writes some ten, and each goes over the whole picture."""
JPEG_SCAN = b"\xff\xda"
"""What begins one (ITU-T T.81, B.2.3); within what was encoded it cannot stand."""
MOST_EXIF = 20
"""Of a file, in which those of its small pictures count: to open it takes their square."""
EXIF = b"Exif\0\0"
"""What begins one (Exif 2.32, 4.7.2)."""
JPEG_QUALITY = 82
LARGE_PNG_BYTES = 150_000
UPRIGHT = 1
TURNED = (5, 6, 7, 8)
"""Orientations in which width and height change places (Exif 2.32, tag 274)."""
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyPicture:
    """The bytes to keep, and what they are."""

    content: bytes
    media_type: str
    name: str
    width_px: int
    height_px: int


def prepare(content: bytes, *, name: str) -> ReadyPicture:
    """Return *content*, an image called *name*, as a bulletin can carry it.

    Raises:
        NotAPicture: It cannot be read as an image.
        PictureTooLarge: It has too many bytes or pixels.
        PictureMoves: It is animated.
    """
    if len(content) > MAX_FILE_BYTES:
        raise PictureTooLarge(name, MAX_FILE_BYTES, "bytes")
    if content.count(EXIF) > MOST_EXIF:
        raise NotAPicture(name)
    try:
        _refuse_large_webp(content, name)  # to open it is to make its canvases
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            if opened.format != "MPO" and getattr(opened, "is_animated", False):
                raise PictureMoves(name)
            _refuse_large(opened.size, 0, name)
            if isinstance(opened, JpegImageFile):
                if content.count(JPEG_SCAN) > MOST_SCANS:
                    raise NotAPicture(name)
                # It can be decoded at a half, a quarter or an eighth of its size.
                whole_bytes = _coefficients_bytes(opened)
                opened.draft(None, (KEPT_WIDTH_PX, KEPT_WIDTH_PX))
            else:
                whole_bytes = 0
            _refuse_large(opened.size, _bytes_a_pixel(opened), name, besides=whole_bytes)
            orientation = opened.getexif().get(ExifTags.Base.Orientation, UPRIGHT)
            opened.load()
            image = _narrowed(opened, turned=orientation in TURNED)
            if orientation != UPRIGHT:
                image = ImageOps.exif_transpose(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureTooLarge(name, MAX_PIXELS, "pixels") from error
    except (
        OSError,
        SyntaxError,
        ValueError,
        MemoryError,
        UnidentifiedImageError,
    ) as error:
        raise NotAPicture(name) from error
    return _written(image, name)


def _refuse_large(
    size: tuple[int, int], bytes_a_pixel: int, name: str, *, besides: int = 0
) -> None:
    """Refuse a picture of *size* that would take too much; *besides* is taken whatever its size."""
    width, height = size
    if max(size) > MAX_SIDE_PX:
        raise PictureTooLarge(name, MAX_SIDE_PX, "side")
    if width * height > MAX_PIXELS:
        raise PictureTooLarge(name, MAX_PIXELS, "pixels")
    if width * height * bytes_a_pixel + besides > MAX_DECODED_BYTES:
        raise PictureTooLarge(name, MAX_DECODED_BYTES // max(bytes_a_pixel, 3), "pixels")


def _bytes_a_pixel(image: Image.Image) -> int:
    """Return what a pixel takes as it is decoded, and as it is turned into what is kept."""
    decoded = BYTES_A_WEBP_PIXEL if image.format == "WEBP" else len(image.getbands())
    if image.mode.startswith(("I", "F")):
        decoded = 4
    kept = _kept_mode(image)
    return decoded + (0 if image.mode == kept else len(kept))


def _coefficients_bytes(image: JpegImageFile) -> int:
    """Return what a progressive JPEG takes before it is a picture: two bytes for each sample."""
    if not image.info.get("progressive"):
        return 0
    samples = [(across, down) for _id, across, down, _table in image.layer]
    most = max(across for across, _ in samples) * max(down for _, down in samples)
    each = sum(across * down for across, down in samples) / most
    return round(2 * each * image.width * image.height)


def _refuse_large_webp(content: bytes, name: str) -> None:
    """Refuse by its header a WebP that would take too much (RFC 9649, section 2)."""
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        return
    kind, body = content[12:16], content[20:30]
    if kind == b"VP8X":
        width = 1 + int.from_bytes(body[4:7], "little")
        height = 1 + int.from_bytes(body[7:10], "little")
    elif kind == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        width, height = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    elif kind == b"VP8 ":
        width = int.from_bytes(body[6:8], "little") & 0x3FFF
        height = int.from_bytes(body[8:10], "little") & 0x3FFF
    else:
        raise NotAPicture(name)
    _refuse_large((width, height), BYTES_A_WEBP_PIXEL, name)


def _kept_mode(image: Image.Image) -> str:
    transparent = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    return "RGBA" if transparent else "RGB"


def _narrowed(image: Image.Image, *, turned: bool) -> Image.Image:
    """Return *image* in the colours and at most the size that are kept; as it is if it is so.

    What is still to be *turned* by a quarter is narrowed in its height.
    """
    kept = _kept_mode(image)
    if image.mode != kept:
        image = image.convert(kept)
    across = image.height if turned else image.width
    if across > KEPT_WIDTH_PX:
        part = KEPT_WIDTH_PX / across
        size = max(1, round(image.width * part)), max(1, round(image.height * part))
        image = image.resize(size, Image.Resampling.LANCZOS)
    return image


def _written(image: Image.Image, name: str) -> ReadyPicture:
    """Write a drawing as PNG and, where that is heavy, an opaque image as JPEG."""
    stem = PurePath(file_names.as_given(name)).stem or "image"
    image.info.clear()
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    media_type, suffix = "image/png", ".png"
    if out.tell() > LARGE_PNG_BYTES and image.mode == "RGB":
        out = io.BytesIO()
        image.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
        media_type, suffix = "image/jpeg", ".jpg"
    return ReadyPicture(
        content=out.getvalue(),
        media_type=media_type,
        name=stem + suffix,
        width_px=image.width,
        height_px=image.height,
    )
