"""The form in which the links of a block are stored and edited: a JSON list of pairs."""

import json
from collections.abc import Sequence

from comms_desk.internal.bulletins.model import Link


def links_text(links: Sequence[Link]) -> str:
    """Return *links* in that form."""
    return json.dumps([[link.label, link.address] for link in links], ensure_ascii=False)


def links_value(text: str) -> tuple[Link, ...]:
    """Read what `links_text` wrote.

    Raises:
        ValueError: It wrote something else.
    """
    return tuple(Link(str(label), str(address)) for label, address in json.loads(text or "[]"))
