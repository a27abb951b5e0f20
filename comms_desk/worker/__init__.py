"""What must happen whether or not anyone is watching: letters, then feeds."""
