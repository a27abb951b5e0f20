"""Every colour, size and duration of the window, as named tokens, light and dark.

Pages use tokens only.  The theme is the one that the person chose, or follows the system and
switches live: painted widgets read `colours()` each time they paint, the others are dressed by
the stylesheet, which the window lays again on each switch.  A test computes the contrast of the
pairs that it lists: one that a widget uses and that is not there is a bug.
"""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

SPACE_1_PX, SPACE_2_PX, SPACE_3_PX, SPACE_4_PX, SPACE_6_PX = 4, 8, 12, 16, 24
RADIUS_PX = 6
TAG_RADIUS_PX = 4
RING_PX = 2

TAG_TEXT_PX, DETAIL_TEXT_PX, TEXT_PX, CARD_TITLE_PX, PAGE_TITLE_PX = 11, 12, 13, 15, 20

RAIL_WIDTH_PX = 176
LIST_WIDTH_PX = 380
READING_LIST_WIDTH_PX = 460
STATUS_HEIGHT_PX = 28
PAGE_BAR_HEIGHT_PX = 48
ROW_HEIGHT_PX = 36
TALL_ROW_HEIGHT_PX = 52
RAIL_TARGET_PX = 44
CHIP_HEIGHT_PX = 24
BUTTON_HEIGHT_PX = 30
FIELD_HEIGHT_PX = 32
COLUMN_MAX_PX = 760
"""No line of words is longer."""
TITLE_HEIGHT_PX = 32
"""Of a headline on one line, read or typed."""
HANG_PX = 7
"""What a field, a line or a headline takes beside its words: it hangs out of their column."""
TITLE_LINE_PX = 19

TYPING_PAUSE_MS = 600
TYPING_LONGEST_MS = 1_750
"""The promise is two seconds; the rest is for the errand and its commit."""
SEARCH_PAUSE_MS = 120
UNDO_SHOWN_MS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """The colours of one theme, as ``#RRGGBB``."""

    canvas: str
    surface: str
    rail: str
    line: str
    edge: str
    text: str
    muted: str
    accent: str
    accent_ground: str
    on_accent: str
    red: str
    red_ground: str
    amber: str
    amber_ground: str
    green: str
    green_ground: str
    matched: str
    selected: str
    chosen_elsewhere: str
    """The ground of what is chosen in a list where the keys are not."""
    hover: str
    tag_ground: str


LIGHT = Colours(
    canvas="#F6F5F2",
    surface="#FFFFFF",
    rail="#EEECE6",
    line="#E1DDD4",
    edge="#8B867B",
    text="#1F1D1A",
    muted="#66625A",
    accent="#1D4E89",
    accent_ground="#E3ECF7",
    on_accent="#FFFFFF",
    red="#B3261E",
    red_ground="#FBE9E7",
    amber="#835500",
    amber_ground="#FBF0DA",
    green="#1E6B3C",
    green_ground="#E3F2E8",
    matched="#FFEFB0",
    selected="#E9EFF8",
    chosen_elsewhere="#EFF1F3",
    hover="#F0EEE9",
    tag_ground="#EEECE6",
)

DARK = Colours(
    canvas="#171614",
    surface="#201F1C",
    rail="#1B1A18",
    line="#37342E",
    edge="#7C766A",
    text="#ECE9E2",
    muted="#A8A297",
    accent="#8AB4F0",
    accent_ground="#22344D",
    on_accent="#0F2138",
    red="#F28B82",
    red_ground="#3B2422",
    amber="#E7B45A",
    amber_ground="#39301F",
    green="#81C995",
    green_ground="#20332A",
    matched="#5A4A12",
    selected="#283548",
    chosen_elsewhere="#22272F",
    hover="#262420",
    tag_ground="#2B2925",
)

SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}
"""The scheme of each value of the setting `look`."""

_CHOSEN = {Qt.ColorScheme.Light: LIGHT, Qt.ColorScheme.Dark: DARK}


class Hue(Enum):
    """What a tag, a bar or a mark says by its colour; the words beside say it too."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    RED = "red"
    AMBER = "amber"
    GREEN = "green"


def hue_colours(tone: Hue, palette: Colours) -> tuple[str, str]:
    """Return the colour of the words and of their ground for *tone*."""
    return {
        Hue.NEUTRAL: (palette.muted, palette.tag_ground),
        Hue.ACCENT: (palette.accent, palette.accent_ground),
        Hue.RED: (palette.red, palette.red_ground),
        Hue.AMBER: (palette.amber, palette.amber_ground),
        Hue.GREEN: (palette.green, palette.green_ground),
    }[tone]


class Look(QObject):
    """The colours of now; it says when they have changed.

    The sheet is a window's, never the application's: under an application's sheet Qt resolves
    the styles of a widget again each time that one of those around it is put into another, six
    times and more for a page; in a window, once, as the whole page is put there.

    Signals:
        changed: The colours are others: windows wear the new sheet, what is painted paints again.
    """

    changed = Signal()

    def __init__(self) -> None:
        """Start in the light; nothing is dressed until `dress`."""
        super().__init__()
        self._palette = LIGHT
        self._forced: Colours | None = None

    @property
    def colours(self) -> Colours:
        """The colours of now."""
        return self._palette

    def dress(self, app: QApplication) -> None:
        """Give *app* the colours of the system's scheme, and follow it from now on."""
        app.setStyle("Fusion")
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self.follow, Qt.ConnectionType.UniqueConnection)
        self._wear(self._forced or self._of_the_system())

    def choose(self, scheme: Qt.ColorScheme) -> None:
        """Use the light or the dark palette as a person chose, in what the system draws too.

        `Qt.ColorScheme.Unknown` follows the system.
        """
        QGuiApplication.styleHints().setColorScheme(scheme)
        self.force(_CHOSEN.get(scheme))

    def force(self, palette: Colours | None) -> None:
        """Use *palette* whatever the system says; None follows the system again."""
        self._forced = palette
        self._wear(palette or self._of_the_system())

    @Slot()
    def follow(self) -> None:
        """Use the palette of the system, unless another was forced."""
        self._wear(self._forced or self._of_the_system())

    def _of_the_system(self) -> Colours:
        scheme = QGuiApplication.styleHints().colorScheme()
        return DARK if scheme is Qt.ColorScheme.Dark else LIGHT

    def _wear(self, palette: Colours) -> None:
        self._palette = palette
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setPalette(_qt_palette(palette))
        self.changed.emit()


_THEME: list[Look] = []


def look() -> Look:
    """Return the one theme of this process."""
    if not _THEME:
        _THEME.append(Look())
    return _THEME[0]


def colours() -> Colours:
    """Return the colours of now; ask each time you paint."""
    return look().colours


def _qt_palette(palette: Colours) -> QPalette:
    roles = QPalette.ColorRole
    worn = QPalette()
    for role, colour in (
        (roles.Window, palette.canvas),
        (roles.WindowText, palette.text),
        (roles.Base, palette.surface),
        (roles.AlternateBase, palette.canvas),
        (roles.Text, palette.text),
        (roles.Button, palette.surface),
        (roles.ButtonText, palette.text),
        (roles.PlaceholderText, palette.muted),
        (roles.Highlight, palette.accent),
        (roles.HighlightedText, palette.on_accent),
        (roles.Link, palette.accent),
        (roles.LinkVisited, palette.accent),
        (roles.ToolTipBase, palette.surface),
        (roles.ToolTipText, palette.text),
        (roles.Accent, palette.accent),
    ):
        worn.setColor(role, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        worn.setColor(disabled, role, QColor(palette.muted))
    return worn
