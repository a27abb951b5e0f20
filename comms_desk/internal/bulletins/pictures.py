"""Images made ready for mail: right kind, right size, nothing hidden in them.

Outlook shows neither WebP nor SVG, and believes the pixel size that it is told; a photo
from a telephone weighs more than the whole bulletin and says where it was taken.  Whatever
comes in leaves as a PNG or a JPEG of at most twice the column's width, without metadata.
"""

import io
from dataclasses import dataclass
from pathlib import PurePath

from PIL import Image, ImageOps, UnidentifiedImageError

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
MAX_FILE_BYTES = 25 * 1024 * 1024
JPEG_QUALITY = 82
LARGE_PNG_BYTES = 150_000
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
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise PictureTooLarge(name, MAX_PIXELS, "pixels")
            if getattr(opened, "n_frames", 1) > 1:
                raise PictureMoves(name)
            image = ImageOps.exif_transpose(opened)
            image.load()
    except (
        OSError,
        SyntaxError,
        ValueError,
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise NotAPicture(name) from error
    return _written(_narrowed(image), name)


def _narrowed(image: Image.Image) -> Image.Image:
    transparent = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    image = image.convert("RGBA" if transparent else "RGB")
    if image.width > KEPT_WIDTH_PX:
        height = max(1, round(image.height * KEPT_WIDTH_PX / image.width))
        image = image.resize((KEPT_WIDTH_PX, height), Image.Resampling.LANCZOS)
    return image


def _written(image: Image.Image, name: str) -> ReadyPicture:
    """Write a drawing as PNG and, where that is heavy, an opaque image as JPEG."""
    stem = PurePath(file_names.as_given(name)).stem or "image"
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    out = io.BytesIO()
    bare.save(out, "PNG", optimize=True)
    media_type, suffix = "image/png", ".png"
    if out.tell() > LARGE_PNG_BYTES and image.mode == "RGB":
        out = io.BytesIO()
        bare.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
        media_type, suffix = "image/jpeg", ".jpg"
    return ReadyPicture(
        content=out.getvalue(),
        media_type=media_type,
        name=stem + suffix,
        width_px=image.width,
        height_px=image.height,
    )
