"""The window: it shows and asks; it decides nothing and never waits for the database."""

from comms_desk.ui import plain_imports

plain_imports.give_back()  # before anything else of the window is imported
