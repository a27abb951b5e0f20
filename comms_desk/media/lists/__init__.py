"""Lists: to whom the press office sends, fixed or found again by a saved filter."""
