"""What Alembic runs for each command, on the connection and transaction it is given."""

from alembic import context

from comms_desk.storage.migrations.comparing import our_tables, rendered
from comms_desk.storage.rows import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    include_object=our_tables,
    render_item=rendered,
    render_as_batch=False,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
