"""Why the system would not, in words that end a sentence after a colon."""

from collections.abc import Callable, Mapping

from comms_desk.i18n import _
from comms_desk.reasons import Reason

_ENDS = "." + "".join(filter(str.isspace, map(chr, range(0x3001))))
"""A full stop, and every space that Unicode knows: U+3000 is the last one."""
_WORDS: Mapping[str, Callable[[], str]] = {
    Reason.REFUSED: lambda: _("nothing answers at that port"),
    Reason.NAME_UNKNOWN: lambda: _("no server has that name"),
    Reason.NAMES_SILENT: lambda: _("the server’s name could not be found; the network may be down"),
    Reason.UNREACHABLE: lambda: _("the network gives no access to it"),
    Reason.SLOW: lambda: _("the answer did not come in time"),
    Reason.CUT: lambda: _("the connection was cut"),
    Reason.NOT_TLS: lambda: _("that port does not accept TLS"),
    Reason.EXPIRED: lambda: _("its certificate has expired"),
    Reason.OTHER_NAME: lambda: _("its certificate is for another server name"),
    Reason.UNTRUSTED: lambda: _("its certificate is not from a trusted authority"),
    Reason.MISSING: lambda: _("there is no such file or folder"),
    Reason.FORBIDDEN: lambda: _("you do not have permission"),
    Reason.TAKEN: lambda: _("something of that name is there already"),
    Reason.FOLDER: lambda: _("it is a folder"),
    Reason.NO_FOLDER: lambda: _("part of its path is a file, not a folder"),
    Reason.IN_USE: lambda: _("another program has it open"),
    Reason.FULL: lambda: _("the disk is full"),
    Reason.READ_ONLY: lambda: _("the disk can only be read"),
    Reason.LOGIN: lambda: _("the server accepts neither that name nor that password"),
    Reason.UNOPENED: lambda: _("it cannot be opened there"),
    Reason.FAILED: lambda: _("the disk is faulty"),
    Reason.NO_DATABASE: lambda: _("it is no database"),
    Reason.DAMAGED: lambda: _("it can no longer be read in full"),
    Reason.EMPTY: lambda: _("it is empty"),
    Reason.NOT_TEXT: lambda: _("it is not text in UTF-8"),
    Reason.NESTED: lambda: _("it is nested too deeply"),
    Reason.NUMBER: lambda: _("a number in it has too many digits"),
    Reason.STRANGE: lambda: _("it holds something else"),
    Reason.UNFINISHED: lambda: _("it stops before its end"),
}
_WORDS_AROUND_FACTS: Mapping[str, tuple[int, Callable[..., str]]] = {
    Reason.MISPLACED: (
        2,
        lambda line, column: _("it is not understood at line {line}, column {column}").format(
            line=line, column=column
        ),
    ),
    Reason.LACKING: (1, lambda name: _("“{name}” is missing").format(name=name)),
    Reason.TOO_LARGE: (1, lambda name: _("“{name}” is too large").format(name=name)),
    Reason.OUTSIDE: (1, lambda name: _("“{name}” lies outside its folder").format(name=name)),
    Reason.UNFIT: (
        2,
        lambda field, value: _("the value “{value}” is not allowed: {field}").format(
            field=field, value=value
        ),
    ),
}
"""How many facts follow the word, and the words around them; the last one keeps its colons."""


def is_known(reason: str) -> bool:
    """Whether *reason* is one of ours, and not what a system said."""
    return _in_our_words(reason) is not None


def because(reason: str) -> str:
    """Return *reason* in words, without a full stop; whatever it is, there are some.

    What a system said, now or years ago, is left as it is.
    """
    said = _in_our_words(reason)
    return (reason if said is None else said).lstrip().rstrip(_ENDS) or _("cause unknown")


def _in_our_words(reason: str) -> str | None:
    """Return the words for *reason*; None when it only begins like one of ours."""
    word, colon, facts = reason.partition(":")
    if not colon and word in _WORDS:
        return _WORDS[word]()
    count, said = _WORDS_AROUND_FACTS.get(word, (0, None))
    if said is None:
        return None
    found = facts.split(":", count - 1) if colon else ["?"] * count
    return said(*found) if len(found) == count else None
