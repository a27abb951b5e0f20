"""What the last screen reads before a text leaves: its plan, written out; in a reading thread."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _
from comms_desk.mail.address import Address
from comms_desk.mail.errors import BadAddress
from comms_desk.media.dispatches.model import (
    EnglishAlone,
    EnglishNotAllowed,
    LetterPreview,
    Plan,
    RequestedSending,
)
from comms_desk.media.drafting.model import DraftId
from comms_desk.media.lists.model import Addressee, ListId
from comms_desk.settings import ENGLISH
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.text.fold import tokens
from comms_desk.text.markdown import Document, read_html, read_markdown
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.texts.sending import words
from comms_desk.ui.texts.sending.english_words import goes_below, read_english
from comms_desk.ui.texts.sending.words import ScreenLine

if TYPE_CHECKING:
    from datetime import datetime

    from comms_desk.mail.model import Account

_LAID_OUT = re.compile(r"</?(?:table|tbody|tr|td)\b[^>]*>")
CONTACTS_OFFERED = 30
READERS_OFFERED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SendView:
    """What would leave, written out.

    Attributes:
        forbidden: Why it cannot be sent, in two words; "": it can.
        missing: The same in whole sentences, with a way out each.
        lifted: What "when the embargo lifts" is called; "": none holds.
        depends: Until when this computer is to be left on for it; "": no need.
        frozen: That all sending is frozen, and why; "": it is not.
        english: What goes below in English, and on what ground; "": nothing.
        notice: What its words say of an embargo, which the media would read; "": nothing.
    """

    wanted: RequestedSending
    plan: Plan
    now: "datetime"
    title: str
    lists: tuple[ScreenLine, ...]
    left_out: tuple[ScreenLine, ...]
    not_reached: int
    account: str
    accounts: "tuple[Account, ...]"
    verb: str
    forbidden: str
    missing: tuple[str, ...]
    lifted: str
    depends: str
    frozen: str
    english: str
    notice: str = ""


def read_view(office: Office, draft: DraftId, wanted: RequestedSending) -> SendView:
    """Read what *wanted* would send of *draft*."""
    from comms_desk.across import freeze

    plan = office.dispatches.plan(draft, wanted)
    now = office.database.clock.now()
    frozen = freeze.seen(office)
    notice = _notice(office, plan, now)
    below = (*words.said_below(plan.obstacles), *_not_set_up(office, plan), notice)
    return SendView(
        wanted=wanted,
        plan=plan,
        now=now,
        title=words.titled(plan),
        lists=tuple(words.lines(plan, tuple(_named(office, each) for each in wanted.also), now)),
        left_out=tuple(words.left_out(plan.left_out)),
        not_reached=len(plan.left_out),
        account=words.account(plan, now),
        accounts=office.accounts.every(),
        verb=words.verb(plan, wanted, now),
        forbidden=words.forbidden(plan.obstacles, plan.left_out),
        missing=tuple(filter(None, below)),
        lifted="" if plan.until is None else words.lifted(plan.until, now),
        depends=_depends(office, plan),
        frozen="" if frozen is None else words.frozen(frozen.reason),
        english=goes_below(read_english(office, draft)),
        notice=notice,
    )


def _notice(office: Office, plan: Plan, now: "datetime") -> str:
    """Return what title and text say of an embargo: no lock takes it out of them by itself."""
    from comms_desk.media.drafting.embargo_notice import embargo_said, lines_looked_at
    from comms_desk.wording.drafting import would_be_read

    text = read_markdown(office.drafts.text(plan.draft))
    said = embargo_said((plan.title, *lines_looked_at(text.blocks)), now=now)
    return "" if said is None else would_be_read(said.words.split("\n"))


def _depends(office: Office, plan: Plan) -> str:
    from comms_desk.across.unattended import leave_it_on

    first, last = plan.first_leaves_at, plan.last_leaves_at
    if plan.account is None or last is None:
        return ""
    return leave_it_on(office, plan.account.id, first=first, last=last)


def _not_set_up(office: Office, plan: Plan) -> Iterable[str]:
    """Yield how English may go below French, where an English text is to leave and it may not."""
    is_alone = any(isinstance(each, EnglishAlone) for each in plan.obstacles)
    if is_alone and not office.desk_settings.get(ENGLISH):
        yield words.missing(EnglishNotAllowed())


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewView:
    """A letter as one reader would have it."""

    to: Address | Ref | None
    reader: str
    sender: str
    letter: LetterPreview
    words: Document


def read_preview(
    office: Office, draft: DraftId, wanted: RequestedSending, to: Address | Ref | None, reader: str
) -> PreviewView:
    """Read the letter of *to*, who is called *reader*; None: of the first one."""
    letter = office.dispatches.preview(draft, wanted, to)
    sender = str(letter.sender or "")
    return PreviewView(
        to=to, reader=reader, sender=sender, letter=letter, words=words_of(letter.html)
    )


def words_of(html: str) -> Document:
    """Return the words of a letter: what only lays it out for Outlook is no table of its own."""
    return read_html(_LAID_OUT.sub("", html))


def _named(office: Office, each: Ref | Address) -> ScreenLine:
    from comms_desk.across.things import find

    if isinstance(each, Address):
        return ScreenLine(
            key=each, name=each.name or each.bare, detail=each.bare if each.name else ""
        )
    thing = find(office, each)
    return ScreenLine(
        key=each,
        name="" if thing is None else thing.title,
        detail="" if thing is None else thing.detail,
    )


def offered(office: Office, searched: str) -> Rows[Row]:
    """Return the lists, the contacts and the newsrooms that *searched* finds, then what it is."""
    rows = [
        Row(key=each.id, title=each.name, detail=f"{_('List')} · {words.people(each.people)}")
        for each in lists_found(office, searched)
    ]
    typed = tuple(addresses_in(searched))
    if typed:
        label = typed[0].bare if len(typed) == 1 else words.addresses(len(typed))
        rows.append(Row(key=typed, title=label, detail=_("Typed here")))
    if searched.strip():
        contacts = office.contacts.search(searched, limit=CONTACTS_OFFERED).rows
        rows += (
            Row(
                key=Ref(Subject.CONTACT, each.id),
                title=each.name,
                detail=", ".join(each.outlets) or ", ".join(map(str, each.emails[:1])),
            )
            for each in contacts
        )
        outlets = office.outlets.search(searched, limit=CONTACTS_OFFERED).rows
        rows += (
            Row(key=Ref(Subject.OUTLET, each.id), title=each.name, detail=_("Newsroom"))
            for each in outlets
        )
    return Rows(rows=tuple(rows), total=len(rows))


def addresses_in(text: str) -> Iterable[Address]:
    """Yield the addresses that *text* holds, set apart by commas, semicolons or lines."""
    for part in text.replace(";", "\n").replace(",", "\n").splitlines():
        try:
            if "@" in part:
                yield Address.parse(part.strip())
        except BadAddress:
            continue


def readers(found: tuple[Addressee, ...], searched: str) -> Rows[Row]:
    """Return those of *found* whom *searched* names, to read the letter as they would."""
    wanted = tokens(searched)
    rows = [
        Row(
            key=each.ref or each.address,
            title=each.name or (each.address.bare if each.address else ""),
            detail=each.address.bare if each.address else "",
        )
        for each in found
        if all(any(had.startswith(word) for had in tokens(each.name)) for word in wanted)
    ]
    return Rows(rows=tuple(rows[:READERS_OFFERED]), total=len(rows))


def taken(wanted: RequestedSending, key: object) -> RequestedSending:
    """Return *wanted* with what has *key* chosen too: a list, people, or addresses."""
    from dataclasses import replace

    if isinstance(key, int):
        return replace(wanted, lists=(*wanted.lists, ListId(key)))
    more = key if isinstance(key, tuple) else (key,)
    known = {each.key if isinstance(each, Address) else each for each in wanted.also}
    also = [each for each in more if (each.key if isinstance(each, Address) else each) not in known]
    return replace(wanted, also=(*wanted.also, *also))


def without(wanted: RequestedSending, key: object) -> RequestedSending:
    """Return *wanted* without what has *key*."""
    from dataclasses import replace

    return replace(
        wanted,
        lists=tuple(each for each in wanted.lists if each != key),
        also=tuple(each for each in wanted.also if each != key),
    )


@dataclass(frozen=True, slots=True)
class ListFound:
    """A list, and how many are written to by it."""

    id: ListId
    name: str
    people: int


def lists_found(office: Office, words: str) -> Iterator[ListFound]:
    """Yield the lists in whose names each of *words* begins a word."""
    wanted = tokens(words)
    for each in office.lists.every():
        had = tokens(each.name)
        if all(any(one.startswith(word) for one in had) for word in wanted):
            found = office.lists.members(each.id, limit=1)
            yield ListFound(each.id, each.name, found.total - found.left_out)
