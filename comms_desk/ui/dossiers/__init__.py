"""The parts of the Dossiers page."""
