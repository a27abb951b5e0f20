"""What is chosen of a text before it leaves: kept as it is chosen, and found again by its person.

What has gone from the desk meanwhile, a list say, is no longer chosen.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.mail.address import Address
from comms_desk.mail.errors import BadAddress
from comms_desk.mail.model import AccountId
from comms_desk.media.dispatches.model import Form as Shape
from comms_desk.media.dispatches.model import Wanted, When
from comms_desk.media.drafting.model import DraftId
from comms_desk.storage.model import Form, FormKey, new_form_key


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is chosen, and the form in which it is kept, gone on with from *taken*."""

    wanted: Wanted
    key: FormKey = field(default_factory=new_form_key)
    taken: Form | None = None

    def form(self, draft: DraftId, wanted: Wanted) -> Form:
        """Return the form that keeps *wanted* of *draft*."""
        return Form(
            key=self.key,
            kind=Subject.DRAFT,
            changes=draft,
            fields=written(wanted),
            before={},
            in_front=True,
        )


def read_chosen(office: Office, draft: DraftId) -> Chosen:
    """Return what its person had chosen of *draft*; else nobody, as its embargo lifts or now."""
    text = office.drafts.get(draft)
    lock = text.embargo
    held = lock is not None and lock.holds(office.database.clock.now())
    offered = Wanted(when=When.WHEN_LIFTED if held else When.NOW, interviews=text.contact)
    for form in office.forms.every(Subject.DRAFT):
        if form.changes == draft:
            return Chosen(wanted=_read(office, form.fields, offered), taken=form)
    return Chosen(wanted=offered)


def written(wanted: Wanted) -> Mapping[str, str]:
    """Return *wanted* as the fields of a form: not that a person confirmed what is in doubt."""
    return {
        "lists": " ".join(map(str, wanted.lists)),
        "also": "\n".join(map(str, wanted.also)),
        "when": wanted.when.value,
        "at": "" if wanted.at is None else wanted.at.isoformat(),
        "forms": " ".join(sorted(each.value for each in wanted.forms)),
        "account": "" if wanted.account is None else str(wanted.account),
        "photos": wanted.photos,
        "interviews": wanted.interviews,
    }


def _read(office: Office, fields: Mapping[str, str], offered: Wanted) -> Wanted:
    """Read what `written` wrote; what is not understood is as it is *offered*."""
    known = {str(each.id): each.id for each in office.lists.every()}
    accounts = {str(each.id): each.id for each in office.accounts.every()}
    when, at = offered.when, None
    with suppress(ValueError, KeyError):
        when = When(fields["when"])
        at = datetime.fromisoformat(fields["at"]) if fields["at"] else None
    if when is When.WHEN_LIFTED and offered.when is not When.WHEN_LIFTED:
        when = offered.when  # no embargo holds any more
    account: AccountId | None = accounts.get(fields.get("account", ""))
    return Wanted(
        lists=tuple(known[each] for each in fields.get("lists", "").split() if each in known),
        also=tuple(filter(None, map(_named, fields.get("also", "").splitlines()))),
        when=when,
        at=at,
        forms=frozenset(each for each in Shape if each.value in fields.get("forms", "").split())
        or offered.forms,
        account=account,
        photos=fields.get("photos", ""),
        interviews=fields.get("interviews", ""),
    )


def _named(text: str) -> Ref | Address | None:
    try:
        return Address.parse(text) if "@" in text else Ref.from_text(text)
    except (BadAddress, ValueError):
        return None


def nothing(_office: Office) -> None:
    """Read nothing: what is chosen is read with its text."""
