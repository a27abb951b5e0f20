"""The one history of the desk's tables, for SQLite and PostgreSQL.  There is no way down.

The backup taken before is the way back.  A revision is frozen: it names types and tables
as they were, and imports nothing of the desk but `altering` and pure text functions.
"""
