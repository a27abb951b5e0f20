"""Why the system would not, as a word that outlives the moment and has no language.

The system's own sentence is English, or the computer's language, and an error may be read
tomorrow by somebody else: errors carry one of these words as their reason, and `wording`
says it.  What is not common keeps the system's own sentence.
"""

import errno
import re
from enum import StrEnum


class Reason(StrEnum):
    """A common reason; those after `NOT_TEXT` may be followed by facts, after colons."""

    REFUSED = "refused"
    """Nobody listens at that port."""
    NAME_UNKNOWN = "name-unknown"
    NAMES_SILENT = "names-silent"
    """The server that knows the names did not answer: mostly, there is no network."""
    UNREACHABLE = "no-road"
    """No network leads there."""
    SLOW = "slow"
    CUT = "cut"
    """The line was open, and the other side or the network closed it."""
    NOT_TLS = "not-tls"
    """What answers does not protect the line in the way that was asked."""
    EXPIRED = "certificate-expired"
    OTHER_NAME = "certificate-other-name"
    UNTRUSTED = "certificate-untrusted"

    MISSING = "missing"
    FORBIDDEN = "forbidden"
    TAKEN = "taken"
    """Something of that name is there already."""
    FOLDER = "folder"
    NO_FOLDER = "no-folder"
    IN_USE = "in-use"
    FULL = "full"
    READ_ONLY = "read-only"
    LOGIN = "login"
    """The server knows neither that name nor that password."""
    UNOPENED = "unopened"
    """The database says no more than that it could not open the file."""
    FAILED = "disk-failed"
    NO_DATABASE = "no-database"
    DAMAGED = "damaged"
    EMPTY = "empty"
    NOT_TEXT = "not-text"
    """Bytes that are no UTF-8."""
    NESTED = "nested"
    """One thing within another, and so on, deeper than can be read."""
    NUMBER = "number"
    """A number of more digits than can be read."""
    STRANGE = "strange"
    """It can be read, and is something else than what should be there."""
    UNFINISHED = "unfinished"
    MISPLACED = "misplaced"
    """Not understood; followed by the line and the column."""
    LACKING = "lacking"
    """Something must be in it; followed by its name."""
    TOO_LARGE = "too-large"
    """Followed by the name of what is."""
    OUTSIDE = "outside"
    """A picture elsewhere than beside the file; followed by its name."""
    UNFIT = "unfit"
    """A value that its field cannot have; followed by the field and the value."""

    def with_facts(self, *facts: object) -> str:
        """Return the word with its *facts*."""
        return ":".join((self.value, *map(str, facts)))


_CLASSES: tuple[tuple[type[Exception], Reason], ...] = (
    (ConnectionRefusedError, Reason.REFUSED),
    (ConnectionError, Reason.CUT),
    (TimeoutError, Reason.SLOW),
    (EOFError, Reason.CUT),
    (FileNotFoundError, Reason.MISSING),
    (PermissionError, Reason.FORBIDDEN),
    (IsADirectoryError, Reason.FOLDER),
    (NotADirectoryError, Reason.NO_FOLDER),
    (FileExistsError, Reason.TAKEN),
    (UnicodeDecodeError, Reason.NOT_TEXT),
    (RecursionError, Reason.NESTED),
)
"""The classes are the same on every system, whatever its numbers are."""

_NUMBERS = {
    getattr(errno, name): reason
    for name, reason in {
        "ENETUNREACH": Reason.UNREACHABLE,
        "ENETDOWN": Reason.UNREACHABLE,
        "EHOSTUNREACH": Reason.UNREACHABLE,
        "EHOSTDOWN": Reason.UNREACHABLE,
        "EADDRNOTAVAIL": Reason.UNREACHABLE,
        "ENOSPC": Reason.FULL,
        "EDQUOT": Reason.FULL,
        "EROFS": Reason.READ_ONLY,
        "EBUSY": Reason.IN_USE,
        "ETXTBSY": Reason.IN_USE,
    }.items()
    if hasattr(errno, name)
}
_WINDOWS_NUMBERS = {
    19: Reason.READ_ONLY,
    32: Reason.IN_USE,
    33: Reason.IN_USE,
    64: Reason.CUT,
    112: Reason.FULL,
    121: Reason.SLOW,
    1231: Reason.UNREACHABLE,
    1232: Reason.UNREACHABLE,
    1236: Reason.CUT,
}
"""Numbers of Windows' own that have no errno: a file somebody has open, a network that is out."""

_SQLITE = {
    "SQLITE_CANTOPEN": Reason.UNOPENED,
    "SQLITE_CORRUPT": Reason.DAMAGED,
    "SQLITE_FULL": Reason.FULL,
    "SQLITE_IOERR": Reason.FAILED,
    "SQLITE_NOTADB": Reason.NO_DATABASE,
    "SQLITE_PERM": Reason.FORBIDDEN,
    "SQLITE_READONLY": Reason.READ_ONLY,
}
"""The first two words of SQLite's extended codes."""

_CERTIFICATES = {
    10: Reason.EXPIRED,
    18: Reason.UNTRUSTED,
    19: Reason.UNTRUSTED,
    20: Reason.UNTRUSTED,
    21: Reason.UNTRUSTED,
    62: Reason.OTHER_NAME,
}
"""OpenSSL's codes of X509_verify_cert (its `x509_vfy.h`)."""

_LIBPQ = (
    ("Connection refused", Reason.REFUSED),
    ("could not translate host name", Reason.NAME_UNKNOWN),
    ("failed to resolve host", Reason.NAME_UNKNOWN),
    ("timeout expired", Reason.SLOW),
    ("password authentication failed", Reason.LOGIN),
    ("no password supplied", Reason.LOGIN),
)
"""What PostgreSQL's own library says before there is a line: it has no number for it."""

_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
"""Where tomllib says that it stopped, before Python 3.14 has it as numbers."""


def reason_of(error: BaseException) -> str:
    """Return the word for *error* where it is a common one, else the system's sentence."""
    if isinstance(error, OSError):
        return _of_system(error)
    name = "_".join(getattr(error, "sqlite_errorname", "").split("_")[:2])
    known = next((reason for kind, reason in _CLASSES if isinstance(error, kind)), None)
    return _SQLITE.get(name) or known or _of_document(error) or _of_libpq(error) or _its_own(error)


def _of_system(error: OSError) -> str:
    import socket
    import ssl

    windows = _WINDOWS_NUMBERS.get(getattr(error, "winerror", None) or 0)
    if windows is not None:
        return windows
    if isinstance(error, socket.gaierror):
        again = error.errno == socket.EAI_AGAIN
        return Reason.NAMES_SILENT if again else Reason.NAME_UNKNOWN
    if isinstance(error, ssl.SSLCertVerificationError):
        return _CERTIFICATES.get(getattr(error, "verify_code", 0)) or _its_own(error)
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return Reason.CUT
    if isinstance(error, ssl.SSLError) and error.reason in {"WRONG_VERSION_NUMBER", "HTTP_REQUEST"}:
        return Reason.NOT_TLS
    known = next((reason for kind, reason in _CLASSES if isinstance(error, kind)), None)
    return known or _NUMBERS.get(error.errno or 0) or _its_own(error)


def _of_document(error: BaseException) -> str:
    """Return where a reader of TOML or JSON stopped; nothing when *error* is no reader's."""
    line, column = getattr(error, "lineno", None), getattr(error, "colno", None)
    if line is not None and column is not None:
        return Reason.MISPLACED.with_facts(line, column)
    if isinstance(error, ValueError) and "integer string conversion" in str(error):
        return Reason.NUMBER
    if (found := _PLACE.search(str(error))) is not None:
        return Reason.MISPLACED.with_facts(*found.groups())
    return Reason.UNFINISHED if str(error).endswith("(at end of document)") else ""


def _of_libpq(error: BaseException) -> str:
    if type(error).__name__ not in {"OperationalError", "ConnectionTimeout"}:
        return ""
    said = str(error)
    return next((reason for words, reason in _LIBPQ if words in said), "")


def _its_own(error: BaseException) -> str:
    sentence = " ".join(str(getattr(error, "strerror", None) or error).split())
    return sentence.rstrip(".!") or type(error).__name__
