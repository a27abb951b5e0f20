"""The stylesheet of the window, written from the tokens of one palette.

Widgets of the kit say what they are with the dynamic property ``role``; nothing here names
a page.  The focus ring is drawn over controls (`ring`), not by the sheet: a field that is typed in
has its edge in the accent colour, nothing else looks other by its focus.
"""

from comms_desk.ui.kit import look
from comms_desk.ui.kit.look import Colours, Hue, hue_colours


def stylesheet(palette: Colours) -> str:
    """Return the whole sheet for *palette*."""
    return "\n".join(
        (_words(palette), _controls(palette), _fields(palette), _surfaces(palette), _tags(palette))
    )


def _words(palette: Colours) -> str:
    return f"""
QLabel {{ color: {palette.text}; background: transparent; }}


QLabel[role="detail"] {{ color: {palette.muted}; }}
QLabel[role="note"] {{ color: {palette.red}; }}
QLabel[role="remark"] {{ color: {palette.amber}; }}
QLabel[role="muted"] {{ color: {palette.muted}; }}
QLabel[role="group"] {{ color: {palette.muted}; }}
QLabel[role="key"] {{
    color: {palette.muted}; background: {palette.canvas};
    border: 1px solid {palette.line}; border-radius: {look.TAG_RADIUS_PX}px; padding: 0 5px;
}}
QToolTip {{
    color: {palette.text}; background: {palette.surface}; border: 1px solid {palette.edge};
    border-radius: {look.RADIUS_PX}px; padding: 4px 6px;
}}
"""


def _controls(palette: Colours) -> str:
    return f"""
QPushButton {{
    min-height: {look.BUTTON_HEIGHT_PX - 2}px; padding: 0 12px; color: {palette.text};
    background: {palette.surface}; border: 1px solid {palette.edge};
    border-radius: {look.RADIUS_PX}px; outline: none;
}}
QPushButton:hover {{ background: {palette.hover}; }}
QPushButton:pressed {{ background: {palette.selected}; }}
QPushButton:checked {{
    color: {palette.accent}; background: {palette.accent_ground}; border-color: {palette.accent};
}}
QPushButton[keyed="true"] {{ padding: 0 40px 0 12px; }}
QPushButton:disabled {{
    color: {palette.muted}; background: {palette.tag_ground}; border-color: {palette.line};
}}
QPushButton[role="primary"] {{
    color: {palette.on_accent}; background: {palette.accent}; border-color: {palette.accent};
}}
QPushButton[role="primary"]:hover {{ border-color: {palette.text}; }}
QPushButton[role="primary"]:disabled {{
    color: {palette.muted}; background: {palette.tag_ground}; border-color: {palette.line};
}}
QPushButton[role="chip"] {{
    min-height: {look.CHIP_HEIGHT_PX - 2}px;
    padding: 0 10px; border-radius: {look.CHIP_HEIGHT_PX // 2}px;
}}
QPushButton[role="chip"]:checked {{ border-color: {palette.accent_ground}; }}
QPushButton[role="chip"][broken="true"] {{
    color: {palette.amber}; background: {palette.amber_ground}; border-color: {palette.amber};
}}
QPushButton[unsure] {{
    min-height: {look.CHIP_HEIGHT_PX - 4}px;
    padding: 0 8px; border-radius: {look.CHIP_HEIGHT_PX // 2 - 1}px;
}}
QPushButton[unsure="true"]:!checked {{
    color: {palette.amber}; background: {palette.amber_ground}; border-color: {palette.amber};
}}
QPushButton[role="link"] {{
    color: {palette.accent}; background: transparent; border: none;
    text-decoration: underline; padding: 0; min-height: 22px;
}}
QPushButton[role="link"][keyed="true"] {{ padding: 0 36px 0 0; }}
QPushButton[role="link"]:hover {{ color: {palette.text}; }}
QPushButton[role="link"]:disabled {{ color: {palette.muted}; background: transparent; }}
QPushButton[role="link-red"] {{
    color: {palette.red}; background: transparent; border: none;
    text-decoration: underline; padding: 0; min-height: 22px;
}}
QPushButton[role="link-red"]:hover {{ color: {palette.text}; }}
QPushButton[role^="said-"] {{
    color: {palette.muted}; background: transparent; border: none; padding: 0; min-height: 20px;
}}
QPushButton[role="said-amber"] {{ color: {palette.amber}; }}
QPushButton[role="said-red"] {{ color: {palette.red}; }}
QPushButton[role^="said-"]:hover {{ color: {palette.text}; text-decoration: underline; }}
QPushButton[role="quiet"] {{ background: transparent; border-color: transparent; }}
QPushButton[role="quiet"]:hover {{ background: {palette.hover}; }}
QPushButton::menu-indicator {{ width: 0; }}
QMenu {{
    background: {palette.surface}; color: {palette.text}; border: 1px solid {palette.edge};
    border-radius: {look.RADIUS_PX}px; padding: 4px;
}}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: {look.TAG_RADIUS_PX}px; }}
QMenu::item:disabled {{ color: {palette.muted}; }}
QMenu::item:selected {{ background: {palette.selected}; color: {palette.text}; }}
QMenu::separator {{ height: 1px; background: {palette.line}; margin: 4px 8px; }}
QToolButton {{
    background: transparent; border: 1px solid transparent; border-radius: {look.RADIUS_PX}px;
    padding: 4px;
}}
QToolButton:hover {{ background: {palette.hover}; }}
QToolButton:checked {{ background: {palette.selected}; }}
QCheckBox {{ color: {palette.text}; spacing: 8px; padding: 3px 3px 3px 0; }}
QProgressBar {{
    background: {palette.line}; border: none; border-radius: 2px; max-height: 4px;
    min-height: 4px;
}}
QProgressBar::chunk {{ background: {palette.accent}; border-radius: 2px; }}
"""


def _fields(palette: Colours) -> str:
    edged = "QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox"
    focused = ", ".join(f"{one.strip()}:focus" for one in edged.split(","))
    return f"""
{edged} {{
    color: {palette.text}; background: {palette.surface}; border: 1px solid {palette.edge};
    border-radius: {look.RADIUS_PX}px; padding: 0 10px;
    selection-background-color: {palette.accent}; selection-color: {palette.on_accent};
}}
QLineEdit, QComboBox, QSpinBox {{ min-height: {look.FIELD_HEIGHT_PX - 2}px; }}
QComboBox {{ padding: 0 0 0 12px; }}
QPlainTextEdit, QTextEdit {{ padding: 8px; }}
QLineEdit[role="offered"] {{ color: {palette.muted}; }}
{focused} {{ border: 1px solid {palette.accent}; }}
QComboBox {{ combobox-popup: 0; }}
QComboBox::drop-down {{ border: none; width: 22px; }}
QComboBox QAbstractItemView {{
    color: {palette.text}; background: {palette.surface}; border: 1px solid {palette.edge};
    border-radius: {look.RADIUS_PX}px; padding: 4px; outline: none;
    selection-background-color: {palette.selected}; selection-color: {palette.text};
}}
QComboBoxPrivateContainer {{ background: transparent; border: none; }}
QComboBox QAbstractItemView::item {{
    min-height: {look.CHIP_HEIGHT_PX}px; padding: 2px 8px; border-radius: {look.TAG_RADIUS_PX}px;
}}
QComboBox QAbstractItemView::item:selected {{
    background: {palette.selected}; color: {palette.text};
}}
QLineEdit[role="in-place"], QPlainTextEdit[role="in-place"], QComboBox[role="in-place"] {{
    background: transparent; border: 1px solid transparent; padding: 0 6px;
}}
QLineEdit[role="in-place"] {{ padding: 0 4px; }}
QPlainTextEdit[role="in-place"] {{ padding: 4px 2px; }}
QLineEdit[role="in-place"]:hover, QPlainTextEdit[role="in-place"]:hover,
QComboBox[role="in-place"]:hover {{ border: 1px solid {palette.edge}; }}
QLineEdit[role="in-place"]:focus, QPlainTextEdit[role="in-place"]:focus,
QComboBox[role="in-place"]:focus {{
    background: {palette.surface}; border: 1px solid {palette.accent};
}}
QFrame[role="paper"] {{
    background: {look.LIGHT.surface}; border: 1px solid {palette.line};
    border-radius: {2 * look.RADIUS_PX}px;
}}
QFrame[role="paper"] QLabel, QTextEdit[role="paper"] {{ color: {look.LIGHT.text}; }}
QTextEdit[role="paper"] {{ border: none; padding: 0; }}
QTextEdit[role="letter"] {{ border: none; background: transparent; padding: 0; }}
QTextEdit[role="writing"], QTextEdit[role="writing"]:focus {{
    background: {palette.surface}; border: none; padding: 0;
}}
QPlainTextEdit[role="writing-title"], QPlainTextEdit[role="writing-subtitle"] {{
    background: transparent; border: 1px solid transparent; padding: 4px 2px;
}}
QPlainTextEdit[role="writing-subtitle"] {{ color: {palette.muted}; }}
QPlainTextEdit[role="writing-title"]:hover, QPlainTextEdit[role="writing-subtitle"]:hover {{
    border: 1px solid {palette.edge};
}}
QPlainTextEdit[role="writing-title"]:focus, QPlainTextEdit[role="writing-subtitle"]:focus {{
    border: 1px solid {palette.accent};
}}
QLineEdit[role="palette"], QLineEdit[role="palette"]:focus {{
    background: transparent; border: none; padding: 0 14px;
}}
QLineEdit[role="in-place-title"] {{
    background: transparent;
    border: 1px solid transparent; padding: 0 4px;
}}
QLineEdit[role="in-place-title"]:hover {{ border: 1px solid {palette.edge}; }}
QLineEdit[role="in-place-title"]:focus {{
    background: {palette.surface}; border: 1px solid {palette.accent};
}}
"""


def _surfaces(palette: Colours) -> str:
    return f"""
QWidget[role="rail"] {{ background: {palette.rail}; border-right: 1px solid {palette.line}; }}
QWidget[role="status"] {{ background: {palette.rail}; border-top: 1px solid {palette.line}; }}
QWidget[role="canvas"] {{ background: {palette.canvas}; }}
QWidget[role="surface"] {{ background: {palette.surface}; }}
QWidget[role="column"] {{ background: {palette.canvas}; }}
QWidget[role="page-bar"] {{
    background: {palette.surface}; border-bottom: 1px solid {palette.line};
}}
QFrame[role="card"] {{
    background: {palette.surface}; border: 1px solid {palette.line};
    border-radius: {look.RADIUS_PX}px;
}}
QFrame[role="rule"] {{ background: {palette.line}; border: none; max-height: 1px; }}
QFrame[role="notice-amber"] {{
    background: {palette.amber_ground}; border: none; border-radius: {look.RADIUS_PX}px;
}}
QFrame[role="notice-green"] {{
    background: {palette.green_ground}; border: none; border-radius: {look.RADIUS_PX}px;
}}
QFrame[role="notice-accent"] {{
    background: {palette.accent_ground}; border: none; border-radius: {look.RADIUS_PX}px;
}}
QFrame[role="notice-red"] {{
    background: {palette.surface}; border: 1px solid {palette.red};
    border-radius: {look.RADIUS_PX}px;
}}
QFrame[role="bar-red"] {{
    background: {palette.surface}; border: none; border-bottom: 1px solid {palette.red};
}}
QFrame[role="toast"] {{
    background: {palette.surface}; border: 1px solid {palette.edge};
    border-radius: {look.RADIUS_PX}px;
}}
QAbstractItemView {{
    background: transparent; border: none; outline: none;
    selection-background-color: {palette.selected}; selection-color: {palette.text};
}}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QFileDialog QAbstractItemView {{
    background: {palette.surface}; border: 1px solid {palette.line};
    border-radius: {look.RADIUS_PX}px;
}}
QAbstractItemView::item:selected {{ background: {palette.selected}; color: {palette.text}; }}
QTableView, QTreeView {{ gridline-color: {palette.line}; color: {palette.text}; }}
QHeaderView::section {{
    background: {palette.canvas}; color: {palette.muted}; border: none; padding: 4px 8px;
    border-bottom: 1px solid {palette.line};
}}
QScrollArea {{ background: transparent; border: none; }}
QScrollArea > QWidget > QWidget[role="plain"] {{ background: transparent; }}
QSplitter::handle {{ background: {palette.line}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QScrollBar:vertical {{ background: transparent; width: 8px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 8px; margin: 0; }}
QScrollBar::handle {{ background: {palette.line}; border-radius: 3px; margin: 1px; }}
QScrollBar::handle:hover {{ background: {palette.edge}; }}
QScrollBar::handle:vertical {{ min-height: 28px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def _tags(palette: Colours) -> str:
    rules = []
    for tone in Hue:
        words, ground = hue_colours(tone, palette)
        rules.append(
            f'QLabel[role="tag-{tone.value}"] {{ color: {words}; background: {ground};'
            f" padding: 1px 6px;"
            f" border-radius: {look.TAG_RADIUS_PX}px; }}"
        )
        rules.append(f'QLabel[role="word-{tone.value}"] {{ color: {words}; }}')
    return "\n".join(rules)
