"""Have what is asked of all mentions, their article and their watch, stand in one index."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep the watch beside the article."""
    op.drop_index("ix_mentions_article_id", table_name="mentions")
    op.create_index("ix_mentions_article_id_watch_id", "mentions", ["article_id", "watch_id"])
