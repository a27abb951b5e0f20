"""A name, a title or a subject: one line, whoever wrote it.

A cell of a file, a paste or a stranger's document may hold line breaks and controls; in a
list they break the row, in a header they would be another header.
"""

import re

_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def on_one_line(text: str) -> str:
    """Return *text* with a space for each run of line breaks and controls, none around it.

    Its other spaces stay as they are: « 7,7 G$ » has one that does not break.
    """
    return text if text.isprintable() else _BREAKS.sub(" ", text).strip()
