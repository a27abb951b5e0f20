"""What a release says under its text: without that none leaves."""

from typing import Final, TypedDict


class Foot(TypedDict):
    """The two fields of it."""

    source: str
    contact: str


FOOT: Final = Foot(source="Cabinet de la mairesse", contact="Relations médias, 514 555-0199")
