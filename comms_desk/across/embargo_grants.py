"""Exceptions to an embargo for all of a list: one each, in their own name, the reason said once."""

from comms_desk.across import Office
from comms_desk.changes import Ref
from comms_desk.embargo.model import NotSigned, SignedException
from comms_desk.media.lists.model import ListId

READ_AT_ONCE = 1_000


def grant_list(office: Office, ref: Ref, of: ListId, *, reason: str) -> tuple[SignedException, ...]:
    """Let all who are written to by a list have *ref* before; return the exceptions that are new.

    A person who has one keeps it as it was signed.

    Raises:
        NoEmbargo: There is no lock on it.
        NotFound: There is no such list.
        NotSigned: The *reason* does not say how they accepted.
    """
    if not reason.strip():
        raise NotSigned(office.lists.get(of).name)
    lock = office.embargoes.of(ref)
    had = {each.recipient for each in lock.exceptions} if lock is not None else set()
    signed: dict[str, str] = {}
    after: object | None = None
    while True:
        people = office.lists.members(of, after=after, limit=READ_AT_ONCE)
        for each in people.rows:
            if each.left_out is None and each.address is not None and each.address.key not in had:
                signed.setdefault(each.address.key, each.name or each.address.bare)
        after = people.next_key
        if after is None:
            break
    granted = office.embargoes.grant_all(ref, signed, note=reason.strip())
    return tuple(each for each in granted.exceptions if each.recipient in signed)
