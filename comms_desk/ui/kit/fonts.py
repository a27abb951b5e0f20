"""Inter (OFL), loaded from the package that ships it; the system's font where it is missing."""

from functools import cache
from importlib.resources import as_file, files

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from comms_desk.ui.kit.look import (
    CARD_TITLE_PX,
    DETAIL_TEXT_PX,
    PAGE_TITLE_PX,
    TAG_TEXT_PX,
    TEXT_PX,
)

FAMILY = "Inter"
UPRIGHT, ITALIC = "Inter[opsz,wght].ttf", "Inter-Italic[opsz,wght].ttf"
PLAIN_WEIGHT, STRONG_WEIGHT = 400, 600
WEIGHT_AXIS = QFont.Tag("wght")
SIZE_AXIS = QFont.Tag("opsz")
OPTICAL_LEAST, OPTICAL_MOST = 14, 32

WRITING_TITLE_PX = 26

ROLES: dict[str, tuple[int, bool]] = {
    "page-title": (PAGE_TITLE_PX, True),
    "in-place-title": (PAGE_TITLE_PX, True),
    "writing-title": (WRITING_TITLE_PX, True),
    "writing-subtitle": (CARD_TITLE_PX + 1, False),
    "card-title": (CARD_TITLE_PX, True),
    "reading": (CARD_TITLE_PX, False),
    "strong": (TEXT_PX, True),
    "primary": (TEXT_PX, True),
    "detail": (DETAIL_TEXT_PX, False),
    "note": (DETAIL_TEXT_PX, False),
    "remark": (DETAIL_TEXT_PX, False),
    "chip": (DETAIL_TEXT_PX, False),
    "group": (TAG_TEXT_PX, True),
    "tag": (TAG_TEXT_PX, True),
    "key": (TAG_TEXT_PX, False),
    "said-muted": (DETAIL_TEXT_PX, False),
    "said-amber": (DETAIL_TEXT_PX, True),
    "said-red": (DETAIL_TEXT_PX, True),
}
"""The roles whose font is not the window's own: size in pixels, and whether it is strong."""


def load(app: QApplication) -> bool:
    """Give *app* its font, and say whether Inter was found."""
    found = _add(UPRIGHT)
    font = QFont(FAMILY if found else app.font().family())
    font.setPixelSize(TEXT_PX)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    app.setFont(font)
    sized.cache_clear()
    return found


@cache
def load_italic() -> None:
    """Add the italics, which only texts use: not needed for the first picture."""
    _add(ITALIC)


def _add(name: str) -> bool:
    try:
        file = files("fontpkg_inter") / "files" / name
    except ModuleNotFoundError:
        return False
    with as_file(file) as path:
        return QFontDatabase.addApplicationFont(str(path)) >= 0


@cache
def sized(pixels: int, *, strong: bool = False) -> QFont:
    """Return the window's font at *pixels*.

    Inter is one variable file: Qt does not find its weights by name, so the axes are set.
    A stylesheet cannot do that, which is why no font is named there.  The font is shared:
    copy it to change it.
    """
    font = QFont(QApplication.font())
    font.setPixelSize(pixels)
    weight = STRONG_WEIGHT if strong else PLAIN_WEIGHT
    font.setWeight(QFont.Weight(weight))
    font.setVariableAxis(WEIGHT_AXIS, weight)
    font.setVariableAxis(SIZE_AXIS, min(max(pixels, OPTICAL_LEAST), OPTICAL_MOST))
    return font


def role_font(role: str) -> QFont | None:
    """Return the font of a role of the stylesheet; None where it is the window's own."""
    if role.startswith("tag-"):
        role = "tag"
    return sized(ROLES[role][0], strong=ROLES[role][1]) if role in ROLES else None
