"""The revision of a next version, for the tests of upgrades: it alters a table that has children.

The version that runs has one revision, which makes tables and alters none.  A copy of this file is
the one after it, wherever that history has come.
"""

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import op

from comms_desk.storage import revisions
from comms_desk.storage.migrations.altering import altering

revision = "9000"
down_revision = [each for each in revisions.KNOWN if each != revision][-1]
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Have people called by another name too, and be found by it."""
    with altering("people") as batch:
        batch.add_column(
            sa.Column("also_called", sa.String(), nullable=False, server_default="nobody")
        )
    op.execute("UPDATE people SET also_called = name")
    op.create_index("ix_people_also_called", "people", ["also_called"])


def bring_out(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Have the program be the next version during the test; *folder* holds its revisions."""
    versions = folder / "versions"
    shutil.copytree(revisions.VERSIONS, versions, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(__file__, versions / f"{revision}_next_revision.py")
    monkeypatch.setattr(revisions, "VERSIONS", versions)
    monkeypatch.setattr(revisions, "KNOWN", (*revisions.KNOWN, revision))
    monkeypatch.setattr(revisions, "HEAD", revision)
