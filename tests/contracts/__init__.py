"""What every desk promises, whatever its slice."""
