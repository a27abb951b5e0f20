"""Views and flows over several slices.  Owns no table, and no rule about one slice."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comms_desk.across import office

type Office = office.Office
"""The office as a word of what takes one: to name it imports nothing of what it holds."""
