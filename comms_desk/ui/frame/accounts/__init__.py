"""The accounts by which letters leave: typed in, tried, signed in, and the line that says one."""
