"""The frozen value of a row: each field is the column of that name, unless one says else."""

from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any

from comms_desk.storage.rows import Base

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def value_of[Value: "DataclassInstance"](kind: type[Value], row: Base, **otherwise: Any) -> Value:
    """Return the value of *kind* that *row* holds.

    Args:
        kind: A frozen dataclass.
        row: Has a column for each field that is not said *otherwise*.
        otherwise: What is read elsewhere, or is not as it is stored.
    """
    said = {name: getattr(row, name) for name in _names(kind) if name not in otherwise}
    return kind(**said, **otherwise)


@cache
def _names(kind: "type[DataclassInstance]") -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
