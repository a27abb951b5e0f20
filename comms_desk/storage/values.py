"""A value made of another, or of a row, or the reverse: by their names, unless one says else.

What is forgotten is missing at once: it never takes a default in silence.
"""

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def value_of[Value: "DataclassInstance"](
    kind: type[Value], source: object, **otherwise: Any
) -> Value:
    """Return the value of *kind* that *source* holds.

    Args:
        kind: A dataclass.
        source: Has an attribute for each field that is not said *otherwise*.
        otherwise: What is read elsewhere, or is not as it is stored.
    """
    said = {name: getattr(source, name) for name in _names(kind) if name not in otherwise}
    return kind(**said, **otherwise)


def columns_of(value: "DataclassInstance", *without: str, **otherwise: Any) -> dict[str, Any]:
    """Return what the row of *value* holds by column: its fields, and what is said *otherwise*.

    Args:
        value: Not on the desk yet.
        without: Those of its fields that are no column.
        otherwise: The columns that are no field, or do not hold it as it is.
    """
    names, read = _read_at_once(type(value), without)
    return dict(zip(names, read(value)[1:], strict=True)) | otherwise


@cache
def _read_at_once(
    kind: "type[DataclassInstance]", without: tuple[str, ...]
) -> tuple[tuple[str, ...], Callable[[object], tuple[Any, ...]]]:
    """Return the fields of *kind*, and what reads all of them: an import makes 200,000 rows."""
    names = tuple(name for name in _names(kind) if name not in without)
    return names, attrgetter("__class__", *names)  # of one name alone it would be no tuple


@cache
def _names(kind: "type[DataclassInstance]") -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
