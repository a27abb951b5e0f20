"""The parts of the Bulletins page."""
