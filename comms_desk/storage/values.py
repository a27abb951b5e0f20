"""A value made of another, or of a row: each field is what has its name, unless one says else.

What is forgotten is missing at once: it never takes a default in silence.
"""

from dataclasses import fields
from functools import cache
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


@cache
def _names(kind: "type[DataclassInstance]") -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
