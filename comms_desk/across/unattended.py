"""Whether letters leave while no window of this computer is open.

The service does it, where it is installed and has the secrets that letters need; so does the
worker of another computer of the team, while it has the work in hand.
"""

import os
from typing import TYPE_CHECKING

from comms_desk.jobs import holder
from comms_desk.jobs.installing import installed
from comms_desk.jobs.service import System, Unattended
from comms_desk.keys import Keys
from comms_desk.mail.door_kinds import OUTLOOK_KIND, kind_named
from comms_desk.mail.doors import Secret

if TYPE_CHECKING:
    from comms_desk.across.office import Office
    from comms_desk.mail.model import Account


def goes_on_alone(office: "Office") -> bool:
    """Whether what is in the outbox leaves though this window is closed."""
    lease = office.jobs.holder()
    if lease is not None and not (
        holder.is_here(lease.holder) and not holder.is_service(lease.holder)
    ):
        return True
    service = Unattended.of(office.paths, os.environ)
    is_there = installed(service, System.here(), office.paths, os.environ).is_there()
    return is_there and all(
        _service_has(office.keys, account) for account in office.accounts.every()
    )


def _service_has(keys: Keys, account: "Account") -> bool:
    """Whether the service finds what an account sends with, which a window alone may hold."""
    if account.retired_at is not None or account.kind == OUTLOOK_KIND.name:
        return True
    needs_none = kind_named(account.kind).secret(account.facts) is Secret.NONE
    return needs_none or keys.is_kept or keys.is_given(account.key)
