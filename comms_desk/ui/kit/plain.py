"""Words shown as words where Qt could take them for more: rich text in tooltips, keys on buttons.

Qt guesses there (`Qt.mightBeRichText`), and a stranger's title that looks like mark-up would be
obeyed: an image is opened as the mouse passes over it, be it a device without end, or a server
to which Windows gives the person's credentials.  A `Label` needs none of this: it is told that
its text is plain; names for screen readers do not either.
"""

NEVER_A_TAG = "\u2060"
"""A word joiner: it has no width, and what begins with it is no name of a tag or a reference."""


def plain(words: str) -> str:
    """Return *words* such that Qt shows them as they stand, whatever they look like.

    They are not wrapped in mark-up of ours: a tooltip is also what a screen reader says of a
    widget that has no description.
    """
    return words.replace("<", f"<{NEVER_A_TAG}").replace("&lt;", f"&{NEVER_A_TAG}lt;")


def without_key(words: str) -> str:
    """Return *words* such that a button or a menu shows them as they stand.

    Qt takes the letter after an "&" for a key: Alt+D would press what says "R&D".
    """
    return words.replace("&", "&&")
