"""An edition as it is kept: JSON, word for word.

What was issued is read for years by versions that say more or less of an entry: a field that is
not there any more is passed over, one that was not there yet has its default.
"""

import json
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from comms_desk.i18n import Language
from comms_desk.media.articles.model import ArticleId, ArticleOrigin
from comms_desk.media.reviews.edition import Edition, EditionEntry, EditionSection


def to_json(edition: Edition) -> str:
    """Return *edition* as it is kept."""
    return json.dumps(asdict(edition), ensure_ascii=False, sort_keys=True, default=_said)


def from_json(stored: str) -> Edition:
    """Return the edition that is kept so."""
    said: dict[str, Any] = json.loads(stored)
    said["day"] = date.fromisoformat(said["day"])
    said["language"] = Language(said["language"])
    said["closes_at"] = datetime.fromisoformat(said["closes_at"])
    said["read_until"] = _moment(said["read_until"])
    for name in ("highlights", "agenda", "extra"):
        said[name] = tuple(said[name])
    said["sections"] = tuple(
        EditionSection(name=each["name"], entries=tuple(map(_entry, each["entries"])))
        for each in said["sections"]
    )
    return Edition(**_known(Edition, said))


def _entry(said: dict[str, Any]) -> EditionEntry:
    said["article"] = ArticleId(said["article"])
    said["origin"] = ArticleOrigin(said["origin"])
    said["on_air_at"] = _moment(said["on_air_at"])
    said["also"] = tuple(said["also"])
    return EditionEntry(**_known(EditionEntry, said))


def _known(kind: type[Edition | EditionEntry], said: dict[str, Any]) -> dict[str, Any]:
    names = {each.name for each in fields(kind)}
    return {name: value for name, value in said.items() if name in names}


def _moment(said: str | None) -> datetime | None:
    return None if said is None else datetime.fromisoformat(said)


def _said(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
