"""Keep what is known of contacts: what they sign, since when as far as is known, who is sure.

Outlets have a note.

Since when and until when they work somewhere becomes text, as ISO 8601 writes what is not exact,
beside the days between which they may be held.

Bylines are kept of the articles that are there too, at once: they are short, and are read in the
order of the articles' ids, so that a million of them take a minute, once, after which nothing has
to catch up.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from comms_desk.storage.migrations.altering import altering
from comms_desk.text.bylines import names_in

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BY_BYTES = sa.String().with_variant(sa.String(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)

READ_AT_ONCE = 10_000
SEQUENCE_BITS = 20
"""Of an article's id: what is before them is the second of its arrival."""

contacts = sa.table(
    "contacts",
    *map(sa.column, ("id", "given_name", "family_name", "sort_key")),
    sa.column("signs_as"),
)
articles = sa.table("articles", sa.column("id"), sa.column("author"))


def upgrade() -> None:
    """Make the tables, and fill them."""
    _bylines()
    _names_of_contacts()
    _facts()
    _days_of_positions()


def _bylines() -> None:
    last = op.create_table(
        "bylines",
        sa.Column("name", BY_BYTES, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_bylines")),
    )
    op.create_index("ix_bylines_last_at", "bylines", ["last_at"])
    signed = op.create_table(
        "article_bylines",
        sa.Column("name", BY_BYTES, nullable=False),
        sa.Column("article_id", BIG, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name=op.f("fk_article_bylines_article_id_articles"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("name", "article_id", name=op.f("pk_article_bylines")),
    )
    connection = op.get_bind()
    newest: dict[str, int] = {}
    those = sa.select(articles).where(articles.c.author != "").order_by(articles.c.id)
    reached = -1
    while found := connection.execute(
        those.where(articles.c.id > reached).limit(READ_AT_ONCE)
    ).all():
        reached = found[-1].id
        rows = [
            {"name": name, "article_id": article}
            for article, author in found
            for name in names_in(author)
        ]
        newest.update((each["name"], each["article_id"]) for each in rows)
        if rows:
            connection.execute(sa.insert(signed), rows)
    op.create_index("ix_article_bylines_article_id", "article_bylines", ["article_id"])
    if newest:
        connection.execute(
            sa.insert(last),
            [
                {"name": name, "last_at": datetime.fromtimestamp(article >> SEQUENCE_BITS, UTC)}
                for name, article in sorted(newest.items())
            ],
        )


def _names_of_contacts() -> None:
    name = sa.Column("signs_as", BY_BYTES, nullable=False, server_default="")
    op.add_column("contacts", name)
    connection = op.get_bind()
    rows = [
        {"of": each.id, "called": " ".join(sorted(words))}
        for each in connection.execute(sa.select(contacts))
        if each.given_name.strip()
        and each.family_name.strip()
        and len(words := each.sort_key.split()) > 1
    ]
    if rows:
        those = contacts.update().where(contacts.c.id == sa.bindparam("of"))
        connection.execute(those.values(signs_as=sa.bindparam("called")), rows)
    op.create_index("ix_contacts_signs_as", "contacts", ["signs_as"])


def _facts() -> None:
    note = sa.Column("note", sa.String(), nullable=False, server_default="")
    op.add_column("outlets", note)
    form = sa.Column("form_of_address", sa.String(), nullable=False, server_default="")
    op.add_column("contacts", form)
    op.add_column("contacts", sa.Column("verified_on", sa.Date(), nullable=True))
    addresses = "contact_addresses"
    op.add_column(addresses, sa.Column("how", sa.String(40), nullable=True))
    op.add_column(addresses, sa.Column("source", sa.String(), nullable=False, server_default=""))
    op.add_column(addresses, sa.Column("since", sa.Date(), nullable=True))


def _days_of_positions() -> None:
    for held in ("held_from", "held_until"):
        op.add_column("positions", sa.Column(held, sa.Date(), nullable=True))
    op.execute("UPDATE positions SET held_from = started_on, held_until = ended_on")
    with altering("positions") as batch:
        for day in ("started_on", "ended_on"):
            batch.alter_column(
                day,
                existing_type=sa.Date(),
                type_=sa.String(),
                existing_nullable=True,
                postgresql_using=f"to_char({day}, 'YYYY-MM-DD')",
            )
