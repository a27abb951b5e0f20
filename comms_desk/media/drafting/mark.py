"""The mark of a document of ours: which draft, revision and text it was made of.

It is signed with a secret of its draft's own, as Message-IDs are with their message's, so that
nobody makes one up, and a desk that was restored does not take a file of another draft for its
own.  It says no title: who gets the file learns a few numbers.
"""

import hmac
import re
from dataclasses import dataclass

SECRET_BYTES = 16
SIGNATURE_CHARACTERS = 24

_MARK = re.compile(r"comms-desk:([1-9][0-9]{0,15})\.([0-9]{1,16})\.([0-9a-f]{64})\.([0-9a-f]{24})")


@dataclass(frozen=True, slots=True)
class DocumentMark:
    """What a file says that it was made of; *signature* proves it, or does not."""

    draft: int
    revision: int
    digest: str
    signature: str

    def is_signed(self, secret: str) -> bool:
        """Whether who knew *secret* wrote it."""
        return hmac.compare_digest(
            self.signature, _signature(self.draft, self.revision, self.digest, secret)
        )


def written_mark(draft: int, revision: int | None, digest: str, *, secret: str) -> str:
    """Return the mark of a document of *draft*, whose text has that *digest* (SHA-256).

    *revision* is the one that the text was written over; None: it was never kept.
    """
    last = revision or 0
    return f"comms-desk:{draft}.{last}.{digest}.{_signature(draft, last, digest, secret)}"


def read_mark(said: str) -> DocumentMark | None:
    """Return the mark that *said* is; None: it is none of ours."""
    found = _MARK.fullmatch(said)
    return None if found is None else DocumentMark(int(found[1]), int(found[2]), found[3], found[4])


def _signature(draft: int, revision: int, digest: str, secret: str) -> str:
    name = f"document {draft}.{revision}.{digest}"
    signed = hmac.digest(secret.encode("ascii"), name.encode("ascii"), "sha256").hex()
    return signed[:SIGNATURE_CHARACTERS]
