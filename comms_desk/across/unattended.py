"""Whether letters leave while no window of this computer is open, and what to do where they do not.

The service does it, where it is installed and has the secrets that letters need; so does the
worker of another computer of the team, while it has the work in hand.
"""

import os
from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from comms_desk.i18n import CITY_ZONE, _, format_day, format_time, one_stop
from comms_desk.jobs import holder
from comms_desk.jobs.installation import installed
from comms_desk.jobs.service import System, Unattended
from comms_desk.keys import Keys
from comms_desk.mail.door_kinds import OUTLOOK_KIND, kind_named
from comms_desk.mail.doors import Secret
from comms_desk.mail.message import Purpose
from comms_desk.mail.model import LetterState
from comms_desk.media.dispatches.model import DispatchKind

if TYPE_CHECKING:
    from comms_desk.across.office import Office
    from comms_desk.mail.model import Account, AccountId
    from comms_desk.media.dispatches.model import AmendmentPlan
    from comms_desk.media.drafting.model import DraftId

LETTERS_READ = 200
SOON = timedelta(minutes=1)
"""What begins to leave within that needs no open window: its worker finishes without one."""


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


def leave_it_on(
    office: "Office",
    account: "AccountId | None" = None,
    *,
    last: datetime | None = None,
    first: datetime | None = None,
    letters: int = 0,
    in_window: bool = True,
) -> str:
    """Return until when this computer is to be left on for what is to leave; "": no need.

    The system is asked for its service: in a reading thread.

    Args:
        office: The desk.
        account: By which it leaves; None: by the account that is used first.
        last: When the last letter leaves, as far as that is known.
        first: When the first one does; None: now.
        letters: How many more leave at once: their last one may be later than *last*.
        in_window: Whether a window sends it, whose worker finishes alone what is leaving; a
            command has none.
    """
    known = office.accounts.every()
    used = next((each for each in known if account in (None, each.id)), None)
    if used is None or used.kind == OUTLOOK_KIND.name or goes_on_alone(office):
        return ""
    now = office.database.clock.now()
    last = last or now
    if letters:
        plan = office.outbox.plan(letters, account=used.id, purpose=Purpose.LETTER)
        last = max(last, plan.last_leaves_at)
    needs_no_window = in_window and (first or now) <= now + SOON
    said = {
        (True, True): _(
            "This sending depends on this computer: leave it on and connected until {time}."
        ),
        (True, False): _(
            "This sending depends on this computer: leave it on and connected until {day}, {time}."
        ),
        (False, True): _(
            "This sending depends on this computer: leave it on and connected, and Comms Desk"
            " open, until {time}."
        ),
        (False, False): _(
            "This sending depends on this computer: leave it on and connected, and Comms Desk"
            " open, until {day}, {time}."
        ),
    }[needs_no_window, _day(last) == _day(now)]
    return one_stop(said.format(day=format_day(last), time=format_time(last)))


def leave_it_on_to_amend(office: "Office", plan: "AmendmentPlan", *, in_window: bool = True) -> str:
    """Return the same of a correction or a withdrawal: of who is told, and whose letter waits."""
    replaced = plan.replaced if plan.kind is DispatchKind.CORRECTION else ()
    if plan.obstacles or not (plan.told or replaced):
        return ""
    last = waits_until(office, plan.draft) if replaced else None
    first = None if plan.told else last
    return leave_it_on(office, first=first, last=last, letters=len(plan.told), in_window=in_window)


def waits_until(office: "Office", draft: "DraftId") -> datetime:
    """Return when the last letter that waits of *draft* leaves, as far as that is known.

    It is what was said before they were sent; now: nothing waits.
    """
    now, text = office.database.clock.now(), office.drafts.get(draft)
    queued = office.dispatches.letters(draft, states=(LetterState.QUEUED,), limit=LETTERS_READ)
    lock = text.embargo
    lifts = lock.until if lock is not None and lock.holds(now) else now
    hour = max([now, *(max(each.due_at, lifts) for each in queued.rows)])
    if hour == now:
        return now
    last = [each.account for each in queued.rows if max(each.due_at, lifts) == hour]
    return max(
        office.outbox.plan(
            count + queued.total - len(queued.rows),
            account=account,
            due_at=hour,
            purpose=Purpose.LETTER,
            about=text.ref,
        ).last_leaves_at
        for account, count in Counter(last).items()
    )


def _day(moment: datetime) -> object:
    return moment.astimezone(CITY_ZONE).date()


def _service_has(keys: Keys, account: "Account") -> bool:
    """Whether the service finds what an account sends with, which a window alone may hold."""
    if account.retired_at is not None or account.kind == OUTLOOK_KIND.name:
        return True
    needs_none = kind_named(account.kind).secret(account.facts) is Secret.NONE
    return needs_none or keys.is_kept or keys.is_given(account.key)
