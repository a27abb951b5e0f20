"""Articles: what the feeds brought, in the order in which it came."""
