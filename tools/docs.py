"""Write what the documents say of the code: the table of settings, and the picture of the house.

``make docs`` writes both; a test holds them to what this would write.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from comms_desk.settings import SETTINGS, Owner, Setting
from tools import house

SETTINGS_PAGE = Path(__file__).parent.parent / "docs" / "settings.md"
BEGIN = "<!-- settings: written by make docs -->"
END = "<!-- end of settings -->"


def written() -> Mapping[Path, str]:
    """Return each file of which something is written by hand nowhere, as it should be."""
    page = SETTINGS_PAGE.read_text(encoding="utf-8")
    return {SETTINGS_PAGE: _with_table(page), house.PICTURE: house.picture()}


def _with_table(page: str) -> str:
    before, _begin, rest = page.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    rows = ["| Setting | Whose | Default | Values | What for |", "|---|---|---|---|---|"]
    rows += map(_row, SETTINGS)
    return "\n".join((f"{before}{BEGIN}", *rows, f"{END}{after}"))


def _row(setting: Setting[Any]) -> str:
    whose = "a person’s" if setting.owner is Owner.PERSON else "the whole desk"
    unit = f" {setting.unit}" if setting.unit else ""
    cells = (
        f"`{setting.key}`",
        whose,
        _default(setting) + unit,
        setting.kind.expected,
        setting.help,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _default(setting: Setting[Any]) -> str:
    if setting.default in ("", ()):
        return "none"
    if isinstance(setting.default, bool):
        return "`true`" if setting.default else "`false`"
    return f"`{setting.default}`"


if __name__ == "__main__":
    for file, text in written().items():
        file.write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{file.name} is that of now.\n")
