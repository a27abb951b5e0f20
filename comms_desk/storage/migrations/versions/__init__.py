"""The revisions, in order; the last one is `storage.revisions.HEAD`."""
