"""The guide to templates says what templates may say."""

import re
from pathlib import Path

from comms_desk.documents.tags import OPTIONAL, TAGS

GUIDE = Path(__file__).parents[2] / "docs" / "templates.md"


def test_the_guide_lists_every_tag_and_which_may_be_blank() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)

    assert {tag for tag, _words in rows} == TAGS
    assert {tag for tag, words in rows if "may be blank" in words} == OPTIONAL
