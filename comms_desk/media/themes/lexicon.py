"""The watches that the desk ships: the City of Montréal, and what is worth a check.

Their words, and the lists that they name, are data, in ``resources/lexicon``; a desk copies them
once and then edits its own.
"""

import json

from comms_desk.media.themes.model import Grade, NewTheme, NewWordList
from comms_desk.paths import resource


def shipped_watches(language: str) -> tuple[NewTheme, ...]:
    """The City's watches, named in *language* (fr or en)."""
    kept = json.loads(resource("lexicon", "watches.json").read_text(encoding="utf-8"))
    return tuple(
        NewTheme(
            name=each["name_en" if language.startswith("en") else "name_fr"],
            query="\n".join(each["query"]),
            ignored=tuple(each["ignored"]),
            grade=Grade(each["grade"]),
            alert=each["alert"],
        )
        for each in kept
    )


def shipped_lists(language: str) -> tuple[NewWordList, ...]:
    """The City's lists, named in *language* (fr or en) first: a query may say either name."""
    kept = json.loads(resource("lexicon", "lists.json").read_text(encoding="utf-8"))
    order = ("name_en", "name_fr") if language.startswith("en") else ("name_fr", "name_en")
    return tuple(
        NewWordList(name=each[order[0]], also_called=(each[order[1]],), terms=tuple(each["terms"]))
        for each in kept
    )
