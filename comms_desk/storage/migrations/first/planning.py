"""The first tables of people and dossiers."""

import sqlalchemy as sa
from alembic import op

from comms_desk.storage.migrations.first.kinds import BIG, CHOICE, MOMENT


def make() -> None:
    """Make them, and their indexes."""
    op.create_table(
        "people",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", CHOICE, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_people_name_key", "people", ["name_key"])
    op.create_table(
        "dossiers",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("code_key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("lead", BIG),
        sa.Column("status", CHOICE, nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("binned_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_dossiers"),
        sa.ForeignKeyConstraint(
            ["lead"], ["people.id"], name="fk_dossiers_lead", ondelete="SET NULL"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_dossiers_binned_at",
        "dossiers",
        ["binned_at"],
        sqlite_where=sa.text("binned_at IS NOT NULL"),
        postgresql_where=sa.text("binned_at IS NOT NULL"),
    )
    op.create_index("ix_dossiers_lead", "dossiers", ["lead"])
    op.create_index(
        "uq_dossiers_code_key",
        "dossiers",
        ["code_key"],
        unique=True,
        sqlite_where=sa.text("binned_at IS NULL"),
        postgresql_where=sa.text("binned_at IS NULL"),
    )
    op.create_table(
        "person_logins",
        sa.Column("id", BIG, sa.Identity(), nullable=False),
        sa.Column("person_id", BIG, nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person_logins"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_person_logins_person_id", ondelete="CASCADE"
        ),
        sa.UniqueConstraint("login", name="uq_person_logins_login"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_person_logins_person_id", "person_logins", ["person_id"])
