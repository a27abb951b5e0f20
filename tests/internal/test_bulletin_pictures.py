"""Images made ready for mail."""

import io
from collections.abc import Callable

import pytest
from PIL import Image

from comms_desk.internal.bulletins.model import NotAPicture, PictureMoves, PictureTooLarge
from comms_desk.internal.bulletins.pictures import KEPT_WIDTH_PX, prepare
from tests.support.pictures import (
    COLOURS,
    GREY,
    jpeg_described,
    jpeg_scanned,
    jpeg_that_says,
    png_of_zeros,
    webp_of,
)


def image(kind: str, size: tuple[int, int] = (40, 30), mode: str = "RGB", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "#1D4E89").save(out, kind, **more)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "BMP", "GIF"])
def test_any_usual_image_becomes_one_that_outlook_shows(kind: str) -> None:
    ready = prepare(image(kind), name="Parc La Fontaine.webp")

    assert ready.media_type == "image/png"
    assert ready.name == "Parc La Fontaine.png"
    assert (ready.width_px, ready.height_px) == (40, 30)


def test_a_wide_photo_is_narrowed_to_what_a_fine_screen_shows() -> None:
    ready = prepare(image("JPEG", (4000, 2000)), name="photo.jpg")

    assert (ready.width_px, ready.height_px) == (KEPT_WIDTH_PX, KEPT_WIDTH_PX // 2)


def test_a_heavy_photo_leaves_as_jpeg() -> None:
    noise = Image.effect_noise((900, 600), 80).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "PNG")

    ready = prepare(out.getvalue(), name="photo.png")

    assert (ready.media_type, ready.name) == ("image/jpeg", "photo.jpg")


def test_where_a_photo_was_taken_does_not_leave_with_it() -> None:
    exif = Image.Exif()
    exif[0x010E] = "45.5 N 73.6 W"

    ready = prepare(image("JPEG", exif=exif), name="photo.jpg")

    with Image.open(io.BytesIO(ready.content)) as kept:
        assert not kept.getexif()
        assert not kept.info


def test_a_transparent_drawing_stays_transparent() -> None:
    ready = prepare(image("PNG", mode="RGBA"), name="logo.png")

    with Image.open(io.BytesIO(ready.content)) as kept:
        assert kept.mode == "RGBA"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"<svg/>", image("PNG")[:60]])
def test_what_is_no_image_is_refused_by_its_name(content: bytes) -> None:
    with pytest.raises(NotAPicture) as refused:
        prepare(content, name="plan.pdf")

    assert refused.value.name == "plan.pdf"


def test_a_jpeg_that_is_gone_over_without_end_is_refused_before_it_is_decoded() -> None:
    photo = image("JPEG", progressive=True)
    prepare(jpeg_scanned(photo, 30), name="photo.jpg")

    with pytest.raises(NotAPicture):
        prepare(jpeg_scanned(photo, 4_000), name="photo.jpg")


def test_a_jpeg_described_without_end_is_refused_before_it_is_opened() -> None:
    photo = image("JPEG")
    prepare(jpeg_described(photo, 5), name="photo.jpg")

    with pytest.raises(NotAPicture):
        prepare(jpeg_described(photo, 20_000), name="photo.jpg")


def test_an_image_that_moves_is_refused() -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])

    with pytest.raises(PictureMoves):
        prepare(out.getvalue(), name="danse.gif")


@pytest.mark.parametrize(
    "made",
    [
        lambda: png_of_zeros(1, 59_000_000, GREY),
        lambda: png_of_zeros(59_000_000, 1, GREY),
        lambda: png_of_zeros(7_740, 7_740, COLOURS),
        lambda: webp_of(16_383, 16_383),
        lambda: jpeg_that_says(image("JPEG"), 65_500, 65_500),
    ],
    ids=["tall", "wide", "60 million", "WebP", "JPEG"],
)
def test_an_image_whose_header_says_too_much_is_refused_before_it_is_decoded(
    made: Callable[[], bytes],
) -> None:
    with pytest.raises(PictureTooLarge) as refused:
        prepare(made(), name="bombe")

    assert refused.value.name == "bombe"


def test_a_photo_of_a_telephone_is_taken_whatever_its_pixels() -> None:
    ready = prepare(image("JPEG", (8000, 6000)), name="photo.jpg")

    assert (ready.width_px, ready.height_px) == (KEPT_WIDTH_PX, round(KEPT_WIDTH_PX * 3 / 4))


def test_a_photo_that_lies_on_its_side_keeps_as_much_as_one_that_stands() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6

    ready = prepare(image("JPEG", (4000, 3000), exif=exif), name="photo.jpg")

    assert (ready.width_px, ready.height_px) == (KEPT_WIDTH_PX, round(KEPT_WIDTH_PX * 4 / 3))


def test_a_photo_with_a_second_one_behind_it_does_not_move() -> None:
    out = io.BytesIO()
    first, second = Image.new("RGB", (40, 30), "red"), Image.new("RGB", (20, 15), "blue")
    first.save(out, "MPO", save_all=True, append_images=[second])

    ready = prepare(out.getvalue(), name="photo.jpg")

    assert (ready.width_px, ready.height_px) == (40, 30)


def test_an_image_of_too_many_pixels_is_refused_before_it_fills_the_memory() -> None:
    with pytest.raises(PictureTooLarge):
        prepare(image("PNG", (9000, 9000), mode="1"), name="bombe.png")
