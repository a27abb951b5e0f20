"""Contacts: the journalists and bookers, where they work, and how to reach them there."""
