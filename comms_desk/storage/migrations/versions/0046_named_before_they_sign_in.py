"""Keep the address of a person of the office, and who holds what somebody worked on.

Who does the work of an inquiry that nobody holds has held it since the version before this
one, and who approves a reply gives it back; but rows said so from their next change alone.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from alembic import op

from comms_desk.storage.migrations.first.kinds import MOMENT

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

WORK = frozenset({"acknowledged", "consulted", "answered"})
ENDS = frozenset({"answered", "closed"})
OPENS = frozenset({"followed up", "reopened"})


def upgrade() -> None:
    """Add the address; have each open inquiry say who holds it."""
    op.add_column("people", sa.Column("email", sa.String(), nullable=False, server_default=""))
    hold(op.get_bind())


def hold(connection: sa.Connection) -> None:
    """Have each open inquiry say who holds it by what happened."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    numbers = ("inquiry_id", "by", "holder_person", "part", "id")
    texts = ("what", "holder_body", "reason")
    moments = sa.table(
        "inquiry_moments",
        *(sa.column(name, number) for name in numbers),
        *(sa.column(name, sa.String) for name in texts),
        sa.column("at", MOMENT),
        sa.column("taken_back_at", MOMENT),
    )
    inquiries = sa.table(
        "inquiries",
        sa.column("id", number),
        sa.column("holder_person", number),
        sa.column("holder_body", sa.String),
        sa.column("held_since", MOMENT),
        sa.column("ended_at", MOMENT),
    )
    asked = sa.select(inquiries).where(inquiries.c.ended_at.is_(None))
    is_open = {row["id"]: row for row in connection.execute(asked).mappings()}
    if not is_open:
        return
    happened = sa.select(moments).where(moments.c.taken_back_at.is_(None))
    within = happened.where(
        moments.c.inquiry_id.in_(sa.select(inquiries.c.id).where(inquiries.c.ended_at.is_(None)))
    )
    theirs = defaultdict[int, list[sa.RowMapping]](list)
    for moment in connection.execute(within.order_by(moments.c.at, moments.c.id)).mappings():
        theirs[moment["inquiry_id"]].append(moment)
    for inquiry, row in is_open.items():
        held = _held(theirs[inquiry])
        if held.since is not None and (held.person, held.body) != (
            row["holder_person"],
            row["holder_body"],
        ):
            connection.execute(
                inquiries.update()
                .where(inquiries.c.id == inquiry)
                .values(holder_person=held.person, holder_body=held.body, held_since=held.since)
            )


@dataclass(frozen=True, slots=True)
class _Held:
    person: int | None = None
    body: str = ""
    since: datetime | None = None
    handed_by: int | None = None


def _held(moments: "list[sa.RowMapping]") -> _Held:
    """Return who holds what these *moments* happened to, as the program reads them now."""
    held, has_ended = _Held(), False
    for each in moments:
        what, by, at, is_of_all = each["what"], each["by"], each["at"], each["part"] is None
        is_nobodys = held.person is None and not held.body
        if what in WORK and not has_ended and is_nobodys and by is not None:
            held = _Held(person=by, since=at, handed_by=by)
        if what in OPENS and has_ended:
            held, has_ended = replace(held, since=at), False
        elif has_ended or not is_of_all:
            continue
        elif what in ENDS:
            has_ended = True
        elif what == "handed":
            held = _Held(each["holder_person"], each["holder_body"], at, by)
        elif what == "approved" and by is not None and not each["reason"]:
            gives = held.handed_by
            if held.person == by and gives not in (by, None):
                held = _Held(person=gives, since=at, handed_by=gives)
    return held
