"""Messages, the outbox, and the doors by which letters leave."""
