"""The questions of journalists: received, held, approved, answered, each at its hour."""
