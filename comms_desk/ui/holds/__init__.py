"""The holds on destruction: what is kept, why, and until when it was."""
