"""Take what mail servers may have repeated of a password out of the answers that are kept.

Nobody knows the passwords here, and some are changed since.  So of an answer to a login, all
but its enhanced code goes; of any other, and of a receipt, whatever looks like a login said in
base64 or follows ``AUTH``.

The accounts concerned are noted: backups and logs of before may hold the same.
"""

import base64
import re
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

from comms_desk.clock import SystemClock
from comms_desk.storage.migrations.first.kinds import MOMENT

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

HIDDEN = "***"
OF_LOGIN = frozenset(
    {
        *("LoginRefused", "TokenRefused", "SmtpDisabled", "SignInOver", "ConsentMissing"),
        *("TenantUnknown", "ApplicationUnknown", "AuthorityFailed"),
    }
)
"""Errors whose text answers a login."""
SAID = ("text", "reason")
"""Facts that hold what a server said."""
_CODE = re.compile(r"[245]\.\d{1,3}\.\d{1,3}(?=\s|$)")
_AADSTS = re.compile(r"AADSTS\d+")
_CODED = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")
_AFTER_AUTH = re.compile(r"(\bAUTH\s+(?:PLAIN|LOGIN|XOAUTH2)\s+)\S+", re.IGNORECASE)
_BATCH = 500


def upgrade() -> None:
    """Rewrite the answers kept with letters and accounts, some at a time."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    trouble = sa.column("trouble", sa.JSON(none_as_null=True))
    letters = sa.table(
        "letters",
        sa.column("id", number),
        sa.column("account_id", number),
        trouble,
        sa.column("receipt", sa.String),
    )
    accounts = sa.table("accounts", sa.column("id", number), sa.column("trouble", trouble.type))
    connection = op.get_bind()
    concerned: set[int] = set()
    for table in (letters, accounts):
        last = 0
        while True:
            asked = sa.select(table).where(table.c.id > last).order_by(table.c.id).limit(_BATCH)
            rows = connection.execute(asked).mappings().all()
            if not rows:
                break
            last = rows[-1]["id"]
            for row in rows:
                if changed := _changed(row):
                    connection.execute(table.update().where(table.c.id == row["id"]), changed)
                    concerned.add(row.get("account_id", row["id"]))
    _note(sorted(concerned))


def _note(accounts: list[int]) -> None:
    """Note of *accounts* that their password may be kept in what was copied until now."""
    texts = [sa.column(name, sa.String) for name in ("act", "kind", "field")]
    after, at = sa.column("after", sa.JSON(none_as_null=True)), sa.column("at", MOMENT)
    edits = sa.table("edits", *texts, sa.column("row_id", sa.BigInteger), after, at)
    said = {"act": "edited", "kind": "account", "field": "password may be kept", "after": True}
    now = SystemClock().now()
    if accounts:
        op.bulk_insert(edits, [{**said, "row_id": each, "at": now} for each in accounts])


def _changed(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return the columns of *row* that are to be others."""
    cleaned: dict[str, Any] = {}
    if trouble := row["trouble"]:
        facts = trouble["facts"]
        at_login = trouble["error"] in OF_LOGIN or facts.get("stage") == "login"
        clean = _code_of if at_login else _without_logins
        said = {
            name: clean(value) if name in SAID and isinstance(value, str) else value
            for name, value in facts.items()
        }
        if said != facts:
            cleaned["trouble"] = {**trouble, "facts": said}
    receipt = row.get("receipt", "")
    if _without_logins(receipt) != receipt:
        cleaned["receipt"] = _without_logins(receipt)
    return cleaned


def _code_of(text: str) -> str:
    """Return the code by which an answer to a login is understood; its words may be a secret."""
    if not text:
        return text
    codes = [*_CODE.findall(text.strip())[:1], *_AADSTS.findall(text)[:1]]
    return " ".join((*codes, HIDDEN))


def _without_logins(text: str) -> str:
    hidden = _AFTER_AUTH.sub(rf"\g<1>{HIDDEN}", text)
    return _CODED.sub(lambda found: HIDDEN if _is_login(found[0]) else found[0], hidden)


def _is_login(coded: str) -> bool:
    """Whether *coded* is base64 of a login: SASL PLAIN and XOAUTH2 part its facts by NUL or ^A."""
    coded = coded.rstrip("=").replace("-", "+").replace("_", "/")
    for skipped in range(4):
        piece = coded[skipped:]
        said = base64.b64decode(piece[: len(piece) // 4 * 4])
        if b"auth=Bearer" in said or (
            said[:1] == b"\0" and said.count(b"\0") > 1 and _is_read(said)
        ):
            return True
    return False


def _is_read(said: bytes) -> bool:
    return all(each in b"\0" or 0x20 <= each < 0x7F for each in said)  # noqa: PLR2004
