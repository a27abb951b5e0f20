"""The whole numbers that a person types: ids and counts, never one that no database could hold."""

import click

LARGEST_ID = 2**63 - 1
"""What SQLite and PostgreSQL can hold; beyond it the driver itself fails."""
LARGEST_COUNT = 1_000_000

ID = click.IntRange(1, LARGEST_ID)
"""The type of every argument and option that is an id."""
COUNT = click.IntRange(1, LARGEST_COUNT)
"""The type of every option that is a limit or an ordinary number."""
