"""Keep what was said, to be found again, and verbatims."""

# ruff: noqa: S608 - the names of tables are ours, every value is bound

from collections.abc import Iterator, Mapping

import sqlalchemy as sa
from alembic import op

from comms_desk.text.families import stems
from comms_desk.text.markdown import read_markdown, write_plain

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


INDEX = "fulltext_said"
LEXEMES = "array_to_tsvector(CAST(:words AS text[]))"
MOST_WORDS = 50_000
ANSWERS = """
    SELECT 'inquiry' AS kind, inquiries.id AS thing, inquiry_moments.id AS part, title, text, at,
        dossier_id AS dossier
    FROM inquiry_moments JOIN inquiries ON inquiries.id = inquiry_id
    WHERE what = 'answered' AND taken_back_at IS NULL AND binned_at IS NULL
"""
QUESTIONS = "SELECT inquiry_id, question FROM inquiry_parts ORDER BY inquiry_id, number"
TEXTS = """
    SELECT 'draft' AS kind, drafts.id AS thing, drafts.title, text, changed_at AS at,
        dossier_id AS dossier
    FROM drafts JOIN draft_revisions ON draft_revisions.id = head_id
    WHERE status IN ('released', 'corrected') AND binned_at IS NULL
"""
BULLETINS = """
    SELECT 'bulletin' AS kind, bulletin_id AS thing, subject AS title, text, issued_at AS at
    FROM issues
"""


def upgrade() -> None:
    """Make the tables; know what texts and bulletins said before."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "sayings",
        sa.Column("id", number, sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("thing", number, nullable=False),
        sa.Column("part", number, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("dossier", number, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sayings")),
        sa.UniqueConstraint("kind", "thing", "part", name=op.f("uq_sayings_kind_thing_part")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "verbatims",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("speaker", sa.String(), nullable=False),
        sa.Column("dossier_id", number, nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("added_at", moment, nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("binned_at", moment, nullable=True),
        sa.Column("id", number, sa.Identity(always=False), nullable=False),
        sa.ForeignKeyConstraint(
            ["dossier_id"],
            ["dossiers.id"],
            name=op.f("fk_verbatims_dossier_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verbatims")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_verbatims_binned_at"),
        "verbatims",
        ["binned_at"],
        unique=False,
        sqlite_where=sa.text("binned_at IS NOT NULL"),
        postgresql_where=sa.text("binned_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_verbatims_dossier_id"), "verbatims", ["dossier_id"], unique=False)
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        op.execute(
            f"CREATE VIRTUAL TABLE {INDEX} USING fts5(words, content='', contentless_delete=1, "
            "detail=none, tokenize='ascii')"
        )
    else:
        op.execute(f"CREATE TABLE {INDEX} (id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)")
        op.execute(f"CREATE INDEX ix_{INDEX}_words ON {INDEX} USING GIN (words)")
    know(op.get_bind(), is_sqlite=is_sqlite)


def know(connection: sa.Connection, *, is_sqlite: bool) -> None:
    """Know what was said before, in the order in which it was."""
    columns = ("kind", "thing", "part", "title", "asked", "text", "at", "dossier")
    placed = ", ".join(f":{each}" for each in columns)
    put = sa.text(f"INSERT INTO sayings ({', '.join(columns)}) VALUES ({placed}) RETURNING id")
    key, value = ("rowid", ":words") if is_sqlite else ("id", LEXEMES)
    index = sa.text(f"INSERT INTO {INDEX} ({key}, words) VALUES (:id, {value})")
    for each in sorted(_said(connection), key=lambda said: str(said["at"])):
        number = connection.execute(put, each).scalar_one()
        words = [word[:200] for word in stems(f"{each['title']}\n{each['asked']}\n{each['text']}")]
        known: object = " ".join(words) if is_sqlite else list(dict.fromkeys(words))[:MOST_WORDS]
        connection.execute(index, {"id": number, "words": known})


def _said(connection: sa.Connection) -> Iterator[Mapping[str, object]]:
    asked: dict[int, list[str]] = {}
    for inquiry, question in connection.execute(sa.text(QUESTIONS)):
        asked.setdefault(inquiry, []).append(question)
    for question in (ANSWERS, TEXTS, BULLETINS):
        for row in connection.execute(sa.text(question)).mappings():
            said = {"part": 0, "asked": "", "dossier": None, **row}
            if row["kind"] == "inquiry":
                said["asked"] = "\n".join(asked.get(row["thing"], ()))
            if row["kind"] != "bulletin":
                said["text"] = write_plain(read_markdown(row["text"]))
            yield said
