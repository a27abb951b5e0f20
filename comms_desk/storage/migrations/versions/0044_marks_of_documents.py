"""Give each draft the secret that signs the marks of its documents.

A document of before has no mark: it is a stranger's text, as it was.
"""

import secrets

import sqlalchemy as sa
from alembic import op

from comms_desk.storage.migrations.altering import altering

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

SECRET_BYTES = 16


def upgrade() -> None:
    """Make one for each draft that is there."""
    op.add_column("drafts", sa.Column("secret", sa.String(), nullable=True))
    drafts = sa.table("drafts", sa.column("id"), sa.column("secret"))
    connection = op.get_bind()
    for draft in connection.execute(sa.select(drafts.c.id)).scalars().all():
        given = drafts.update().where(drafts.c.id == draft)
        connection.execute(given.values(secret=secrets.token_hex(SECRET_BYTES)))
    with altering("drafts") as batch:
        batch.alter_column("secret", existing_type=sa.String(), nullable=False)
