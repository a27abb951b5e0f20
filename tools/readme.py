"""Write the table of settings into README.md, from the settings as they are declared.

``python tools/readme.py`` writes it; a test holds the two equal.
"""

import sys
from pathlib import Path
from typing import Any

from comms_desk.settings import SETTINGS, Owner, Setting

README = Path(__file__).parent.parent / "README.md"
BEGIN = "<!-- settings: written by tools/readme.py -->"
END = "<!-- end of settings -->"


def table() -> str:
    """Return the table of settings, in Markdown."""
    rows = ["| Setting | Whose | Default | Values | What for |", "|---|---|---|---|---|"]
    rows += map(_row, SETTINGS)
    return "\n".join(rows)


def with_table(readme: str) -> str:
    """Return *readme* with the table of settings as it should be."""
    before, _begin, rest = readme.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


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
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write("README.md has the settings of now.\n")
