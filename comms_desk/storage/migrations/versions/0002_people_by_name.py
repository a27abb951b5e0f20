"""Sort people by their folded names, so that Ève stands before Zoé.

People have children (logins, dossiers) and the column may not be null: on SQLite the whole
table is made again, which is where rows used to be lost.
"""

import sqlalchemy as sa
from alembic import op

from comms_desk.storage.migrations.altering import altering
from comms_desk.text.fold import tokens

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

people = sa.table("people", sa.column("id"), sa.column("name"), sa.column("name_key"))


def upgrade() -> None:
    """Add the key, fill it, then require it."""
    op.add_column("people", sa.Column("name_key", sa.String(), nullable=True))
    connection = op.get_bind()
    for person, name in connection.execute(sa.select(people.c.id, people.c.name)).all():
        connection.execute(
            people.update().where(people.c.id == person).values(name_key=" ".join(tokens(name)))
        )
    with altering("people") as batch:
        batch.alter_column("name_key", existing_type=sa.String(), nullable=False)
        batch.create_index("ix_people_name_key", ["name_key"])
