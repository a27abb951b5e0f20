"""To whom a reply goes, and by what name they are greeted: none is named wrong.

It goes to the address that they wrote from, else to that which they left, else to that of the
directory.  A given name is said where the directory has it, or where the mail says plainly which
of the two names it is; otherwise none is.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.mail import within as outbox
from comms_desk.mail.address import Address
from comms_desk.media.contacts import reached as contacts
from comms_desk.media.contacts.model import ContactId
from comms_desk.media.inquiries.model import Inquiry, Reporter
from comms_desk.media.inquiries.reply.model import BarredReader, NobodyToReply, ReplyPlaceUnsaid
from comms_desk.media.lists import within as lists
from comms_desk.storage.database import Snapshot
from comms_desk.text.fold import tokens

NEWSROOM = frozenset(
    (
        *("la", "le", "les", "the", "salle", "redaction", "nouvelle", "nouvelles", "news", "desk"),
        *("newsroom", "journal", "radio", "tele", "tv", "info", "infos", "presse", "press", "web"),
        *("media", "medias", "affectation", "affectations", "assignment", "assignments", "bureau"),
        *("courrier", "ville", "montreal", "quebec", "canada"),
    )
)
"""Words, folded, of addresses that are nobody's alone."""
_UNREAD = re.compile(r"(?:no|do-?not|ne-?pas)[-_.]?(?:reply|r[eé]pond)", re.IGNORECASE)
TWO_NAMES = 2
LEAST_LETTERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondent:
    """One who is written to: where, and which contacts that is."""

    to: Address
    persons: tuple[Ref, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryAsker:
    """Who asks, as they are written to; *error*: why they are not.

    *barred* are those of them who have nothing else of ours: their question is answered.
    """

    correspondents: tuple[Correspondent, ...]
    given_name: str
    error: CommsDeskError | None = None
    barred: tuple[BarredReader, ...] = field(default=(), compare=False)


def asking(snapshot: Snapshot, inquiry: Inquiry) -> InquiryAsker:
    """Return to whom a reply to *inquiry* goes, or why it goes to nobody.

    No bar stops it, whatever said it: who is not to be contacted asked us.  It is said.
    """
    given = _given_name(snapshot, inquiry)
    found: list[Correspondent] = []
    barred: list[BarredReader] = []
    for named, name, contact in _named(inquiry):
        (one,) = lists.addressees(snapshot, (), also=[named]) or (None,)
        if one is None:
            continue
        address = named if isinstance(named, Address) else one.address
        if address is None:
            continue
        stopped = outbox.excluded(snapshot, [address.key])
        persons = tuple(dict.fromkeys(each for each in (contact, one.ref) if each is not None))
        bars = outbox.barred(snapshot, persons)
        if stopped or one.left_out is not None or bars:
            notes = [each.note for each in bars.values()] + [one.note]
            notes += [each.note for each in stopped.values()]
            note = next(filter(None, notes), "")
            barred.append(BarredReader(name or one.name or address.bare, note))
        shown = name or (one.name if one.ref == contact and contact is not None else "")
        found.append(Correspondent(to=_called(address, shown), persons=persons))
    error: CommsDeskError | None = None if found else NobodyToReply(inquiry.title)
    if inquiry.reply_choices:
        choices = tuple(each.bare for each in inquiry.reply_choices)
        error = ReplyPlaceUnsaid(inquiry.title, choices)
    return InquiryAsker(
        correspondents=tuple(found), given_name=given, error=error, barred=tuple(barred)
    )


def _named(inquiry: Inquiry) -> Iterable[tuple[Address | Ref, str, Ref | None]]:
    """Yield where to write, by what name, and the contact that it is, where that is known."""
    who = inquiry.reporters
    if inquiry.reply_to is not None and _is_read(inquiry.reply_to):
        alone = who[0] if len(who) == 1 else None
        of = next((each for each in who if _has(each, inquiry.reply_to)), alone)
        # Where it is not their own address, a list's say, it does not wear their name.
        is_theirs = of is not None and (of.email is None or _has(of, inquiry.reply_to))
        name = of.name if of is not None and is_theirs else ""
        yield inquiry.reply_to, name, None if of is None else _ref(of)
        return
    seen = set[Address | Ref]()
    for each in who:
        ref = _ref(each)
        where = each.email if each.email is not None and _is_read(each.email) else ref
        if where is not None and where not in seen:
            seen.add(where)
            yield where, each.name, ref


def _has(reporter: Reporter, address: Address) -> bool:
    return reporter.email is not None and reporter.email.key == address.key


def _is_read(address: Address) -> bool:
    """Whether somebody reads what comes to *address*, as far as it says itself."""
    return _UNREAD.match(address.local) is None


def _ref(reporter: Reporter) -> Ref | None:
    return None if reporter.contact is None else Ref(Subject.CONTACT, reporter.contact)


def _called(address: Address, name: str) -> Address:
    """Return *address* with *name*, as a header may have it."""
    printable = " ".join("".join(each for each in name if each.isprintable()).split())
    return Address(name=printable, local=address.local, domain=address.domain)


def _given_name(snapshot: Snapshot, inquiry: Inquiry) -> str:
    if len(inquiry.reporters) != 1:
        return ""
    (who,) = inquiry.reporters
    contact = who.contact
    address = who.email or inquiry.reply_to
    if contact is None and address is not None:
        contact = contacts.by_addresses(snapshot, [address.key]).get(address.key)
    if contact is not None:
        known = contacts.reached(snapshot, [contact]).get(ContactId(contact))
        if known is not None and (
            who.contact is not None or tokens(known.name) == tokens(who.name)
        ):
            return known.given_name.strip()
    if address is None or set(tokens(who.name)) & set(tokens(inquiry.outlet_name)):
        return ""
    return given_name_of(who.name, address)


def given_name_of(name: str, address: Address) -> str:
    """Return the given name of *name* where it is plain which it is; "" otherwise.

    It is plainly somebody's where their *address* is made of both names, or of a first letter and
    a name, and plainly the given one where it comes before in both, stands after a comma, or
    beside one in capitals: « TREMBLAY Zoé ».
    """
    family, comma, given = name.partition(",")
    names = [given.strip(), family.strip()] if comma else name.split()
    if len(names) != TWO_NAMES or not all(map(_is_name, names)):
        return ""
    one, other = ("".join(tokens(each)) for each in names)
    said = "".join(tokens(address.local.partition("+")[0]))
    if said not in {one + other, other + one, one[0] + other, other[0] + one}:
        return ""
    if {one, other, one + other} & {*tokens(address.domain), *NEWSROOM}:
        return ""
    loud = [each.isupper() for each in names]
    if loud[0] != loud[1]:
        return names[loud.index(False)]
    is_plain = bool(comma) or said in {one + other, one[0] + other}
    return names[0] if is_plain and not any(loud) else ""


def _is_name(word: str) -> bool:
    """Whether *word* may be a name: « Zoé », « Anne-Sophie », « O’Neill »; no « 24 »."""
    whole = all(each.isalpha() or each in "-’'" for each in word)
    letters = sum(each.isalpha() for each in word)
    return whole and letters >= LEAST_LETTERS and word[:1].isupper()
