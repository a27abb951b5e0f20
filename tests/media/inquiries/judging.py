"""What is right and what is silently wrong in a proposal, as README.md says, in one place.

A proposal has the keys of a judgement, by the names of the corpora.
"""

from collections.abc import Mapping
from typing import Any, Final

from comms_desk.text.fold import tokens

SURE: Final = frozenset({"given", "assumed"})
HOURS: Final = ("deadline", "on_air")
NAMES: Final = frozenset({"reporter", "outlet"})
ALONE: Final = frozenset({"kind", "deadline", "deadline_state", "on_air", "on_air_state"})
"""All that counts of a mail that is no question."""


def wrong_of_a_line(expected: Mapping[str, Any], proposed: Mapping[str, Any]) -> list[str]:
    """The keys of a line that are not right."""
    return [key for key in expected if not _right_of_a_line(key, expected, proposed)]


def wrong_of_a_mail(expected: Mapping[str, Any], proposed: Mapping[str, Any]) -> list[str]:
    """The keys of a mail that are not right."""
    keys = ALONE if expected["kind"] == "not a question" else expected
    return [key for key in keys if not _right(key, expected[key], proposed[key])]


def hours_are_right(expected: Mapping[str, Any], proposed: Mapping[str, Any]) -> bool:
    """Both hours and both states are those expected."""
    return all(expected[key] == proposed[key] for hour in HOURS for key in (hour, f"{hour}_state"))


def silently_wrong(expected: Mapping[str, Any], proposed: Mapping[str, Any]) -> list[str]:
    """The hours said surely that are others, or should be in doubt; and those lost unsaid."""
    return [hour for hour in HOURS if _is_silently_wrong(hour, expected, proposed)]


def _is_silently_wrong(hour: str, expected: Mapping[str, Any], proposed: Mapping[str, Any]) -> bool:
    state, should_be = proposed[f"{hour}_state"], expected[f"{hour}_state"]
    if state == "none":
        return bool(should_be != "none")
    is_as_sure = should_be in SURE and proposed[hour] == expected[hour]
    return state in SURE and not is_as_sure


def _right_of_a_line(key: str, expected: Mapping[str, Any], proposed: Mapping[str, Any]) -> bool:
    if key != "question":
        return _right(key, expected[key], proposed[key])
    kept = tokens(proposed["question"])
    is_whole = all(word in kept for word in tokens(expected["question"]))
    dialled = (expected["phone"] or "")[-4:]
    return is_whole and (not dialled or not any(word.endswith(dialled) for word in kept))


def _right(key: str, expected: object, proposed: object) -> bool:
    if key in NAMES:
        return tokens(str(expected)) == tokens(str(proposed))
    if key == "questions" and isinstance(expected, list) and isinstance(proposed, list):
        return [tokens(each) for each in expected] == [tokens(each) for each in proposed]
    return expected == proposed
