"""The sample desk: a plausible city desk, all invented, loaded when someone asks, and taken away.

Everything comes in by the doors that real things use: the contacts and the employees by
their import, the clips by the reading of a feed.  Nothing here is a special case of a slice.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from comms_desk.across import things
from comms_desk.across.citys_watches import add_citys
from comms_desk.across.empty_desk import refuse_unless_bare
from comms_desk.across.kinds import PAGES
from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError, NoSample
from comms_desk.i18n import CITY_ZONE, Language
from comms_desk.mail.address import Address
from comms_desk.media.feeds.model import NewFeed
from comms_desk.media.lists.conditions import read_filter
from comms_desk.media.lists.model import ListKind, NewList
from comms_desk.media.outlets.model import NewOutlet, OutletId, OutletKind, OutletLanguage
from comms_desk.paths import resource
from comms_desk.places import Scope
from comms_desk.planning.dossiers import within
from comms_desk.planning.dossiers.model import DossierId, DossierStatus, NewDossier
from comms_desk.storage import untouched
from comms_desk.storage.database import Transaction
from comms_desk.storage.model import FieldChange
from comms_desk.storage.paging import MOST_CHOICES

UNDER_EMBARGO = "communique"
ENDS_WHEN = "au début du point de presse"
FEED_ADDRESS = "https://{key}.example/rss"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleLoaded:
    """How many things of each sort the sample desk has brought."""

    dossiers: int
    outlets: int
    contacts: int
    lists: int
    articles: int
    mentions: int
    drafts: int
    inquiries: int
    employees: int


def load_sample(office: Office) -> SampleLoaded:
    """Put the whole sample desk on a bare desk, or nothing of it where it is cut off.

    The desk is found bare in the transaction that fills it: of two who load it at once, one
    does.

    Raises:
        DeskNotBare: Something is on the desk already, be it the sample.
    """
    with office.database.all_or_nothing():
        return _load(office)


def _load(office: Office) -> SampleLoaded:
    with office.database.transaction() as transaction:
        refuse_unless_bare(transaction)
        dossiers = add_dossiers(transaction)
    outlets = add_outlets(office)
    contacts = add_contacts(office)
    lists = add_lists(office, outlets)
    articles = add_clips(office, outlets)
    mentions = add_watches(office)
    judge_clips(office, dossiers)
    give_examples(office)
    drafts = add_drafts(office, dossiers)
    inquiries = add_inquiries(office, dossiers)
    employees = add_employees(office)
    for page in PAGES.values():
        if page.sample is not None:
            page.sample(office)
    add_bulletin(office)
    with office.database.transaction() as transaction:
        untouched.note_moment(transaction)
    return SampleLoaded(
        dossiers=len(dossiers),
        outlets=len(outlets),
        contacts=contacts,
        lists=lists,
        articles=articles,
        mentions=mentions,
        drafts=drafts,
        inquiries=inquiries,
        employees=employees,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleTaken:
    """How many things of the sample desk went, and what stays of it, by name."""

    gone: int
    staying: tuple[str, ...]


def is_there(office: Office) -> bool:
    """Say whether the sample desk was loaded, and not taken away."""
    with office.database.snapshot() as snapshot:
        return untouched.is_noted(snapshot)


def take_away(office: Office) -> SampleTaken:
    """Put in the bin whatever of the sample desk nobody touched, or nothing of it.

    Its clips and its imports have no bin: they are erased.  What was changed, tied or sent since
    stays, with what it needs; what was sent is archived.

    Raises:
        NoSample: It was not loaded, or is gone already.
    """
    with office.database.all_or_nothing():
        return _take_away(office)


def _take_away(office: Office) -> SampleTaken:
    with office.database.snapshot() as snapshot:
        if not untouched.is_noted(snapshot):
            raise NoSample
        found = untouched.since_moment(snapshot)
    staying = list(found.staying)
    held = {each.ref for each in office.embargoes.holding()}
    # The lists that watches name go after them.
    for ref in sorted(found.going, key=lambda each: each.kind is Subject.WORD_LIST):
        if ref.kind in untouched.WITHOUT_BIN:
            continue
        try:
            things.DESKS[ref.kind](office).put_in_bin(ref.id)
        except CommsDeskError:  # it waits to leave, say
            staying.append(ref)
        else:
            if ref in held:
                office.embargoes.lift(ref)
    with office.database.transaction(durable=True) as transaction:
        kept = untouched.kept_by_holds(transaction, found.going)
        staying += kept
        untouched.erase(transaction, [each for each in found.going if each not in kept])
        untouched.forget_moment(transaction)
    for ref in staying:
        if office.archive.was_sent(ref):
            with suppress(CommsDeskError):
                office.archive.put_in(ref)
    names = tuple(thing.title for thing in things.named(office, staying))
    return SampleTaken(gone=len(found.going) + len(found.staying) - len(staying), staying=names)


def add_dossiers(transaction: Transaction) -> Mapping[str, DossierId]:
    """Open the invented dossiers; the answer goes from their code to their id."""
    return {
        each["code"]: within.add(
            transaction,
            NewDossier(
                code=each["code"],
                name=each["name"],
                scope=Scope.from_text(each["scope"]),
                status=DossierStatus(each["status"]),
            ),
        ).id
        for each in invented("dossiers")
    }


def add_outlets(office: Office) -> Mapping[str, OutletId]:
    """Add the invented outlets; the answer goes from their key in the file to their id."""
    return {
        each["key"]: office.outlets.add(
            NewOutlet(
                name=each["name"],
                also_called=tuple(each.get("also_called", ())),
                kind=OutletKind(each["kind"]),
                language=OutletLanguage(each["language"]),
                scope=Scope.from_text(each.get("scope", "city")),
                emails=tuple(map(Address.parse, each.get("emails", ()))),
            )
        ).id
        for each in invented("outlets")
    }


def add_contacts(office: Office) -> int:
    """Import the invented journalists from the file an office would have."""
    return bring_in(office, Subject.CONTACT, "contacts.csv")


def add_lists(office: Office, outlets: Mapping[str, OutletId]) -> int:
    """Add the twelve lists of a city, as lists and filters that anybody could make."""
    lists = invented("lists")
    people = {
        email: Ref(Subject.CONTACT, each.id)
        for each in office.contacts.search(limit=MOST_CHOICES).rows
        for email in each.emails
    }
    for each in lists:
        asked = read_filter(json.dumps(each["filter"])) if "filter" in each else None
        made = office.lists.add(
            NewList(
                name=each["name"],
                kind=ListKind.FIXED if asked is None else ListKind.FILTER,
                rank=each["rank"],
                early_minutes=each.get("early_minutes", 0),
                filter=asked,
                note=each.get("note", ""),
            )
        )
        members: list[Ref | Address] = [
            *(Ref(Subject.OUTLET, outlets[key]) for key in each.get("outlets", ())),
            *(people[email] for email in each.get("contacts", ())),
            *map(Address.parse, each.get("addresses", ())),
        ]
        if members:
            office.lists.put_members(made.id, members)
    return len(lists)


def bring_in(office: Office, subject: Subject, name: str) -> int:
    """Import an invented file of that kind; how many came."""
    plan = office.imports.plan(subject, sample_file(name).read_bytes(), file_name=name)
    return len(office.imports.apply(plan).written.of(subject))


def add_clips(office: Office, outlets: Mapping[str, OutletId]) -> int:
    """Add the invented feeds and read what they say, without any network."""
    from comms_desk.media.articles.digest import digest
    from comms_desk.media.feeds.document import body_fingerprint
    from comms_desk.media.feeds.fetch import FeedAnswer

    now = office.database.clock.now()
    taken = 0
    for key, title in feeds_of_sample():
        address = FEED_ADDRESS.format(key=key)
        feed = office.feeds.add(NewFeed(address=address, title=title, outlet=outlets[key]))
        (due,) = office.feeds.due(only=[feed.id])
        body = feed_of(key, now)
        answer = FeedAnswer(address=address, body=body, content_type="application/rss+xml")
        for delivery in digest(due, answer, body_fingerprint(body)):
            taken += len(office.articles.take_in([delivery]).new)
        # Nobody answers at an invented address: the worker must not go and complain of it.
        office.feeds.edit(feed.id, FieldChange("paused", before=False, after=True))
    return taken


def add_watches(office: Office) -> int:
    """Add the City's watches, and find what the clips say of it."""
    add_citys(office)
    while not office.themes.catch_up().is_done:
        pass
    while not office.stories.catch_up().is_done:
        pass
    return office.themes.mentions(limit=1).total


def give_examples(office: Office) -> None:
    """Have the City's first watch remember what it must find, and what it must not."""
    from comms_desk.media.themes.model import MentionFilter
    from comms_desk.media.themes.remembered import ExampleWanted, NewExample

    watch = office.themes.every()[0].id
    for mention in office.themes.mentions(MentionFilter(watch=watch), limit=2).rows:
        office.memory.keep(mention.id, [watch], ExampleWanted.MUST)
    for each in _read("clips.json")["examples"]:
        office.memory.add(NewExample(watch=watch, wanted=ExampleWanted.MUST_NOT, **each))


def judge_clips(office: Office, dossiers: Mapping[str, DossierId]) -> None:
    """Tie clips to their dossiers, and judge those of the day before, as somebody did."""
    from comms_desk.media.themes.model import Tone

    clips = {each["title"]: each for each in invented("clips")}
    for mention in office.themes.mentions(limit=len(clips)).rows:
        article, clip = mention.article.id, clips[mention.article.title]
        if code := clip.get("dossier"):
            office.themes.link(article, dossiers[code])
        if tone := clip.get("tone"):
            office.themes.set_tone(article, Tone(tone))
            if office.database.actor is not None:
                office.articles.mark_read([article], person=office.database.actor)


def add_drafts(office: Office, dossiers: Mapping[str, DossierId]) -> int:
    """Begin the invented releases and the speech; one release is under embargo."""
    from comms_desk.media.drafting.importing import read_file

    files = sorted(sample_file("drafts").glob("*.md"))
    for file in files:
        written = read_file(file.read_bytes(), name=file.name)
        draft = office.drafts.add(written.draft(dossier=dossiers[written.dossier]))
        if file.stem == UNDER_EMBARGO:
            ref = Ref(Subject.DRAFT, draft.id)
            office.embargoes.place(ref, until=_tomorrow_at_ten(office), ends_when=ENDS_WHEN)
    return len(files)


def _tomorrow_at_ten(office: Office) -> datetime:
    local = office.database.clock.now().astimezone(CITY_ZONE)
    return datetime.combine(local.date() + timedelta(days=1), time(10), CITY_ZONE)


def add_inquiries(office: Office, dossiers: Mapping[str, DossierId]) -> int:
    """Take in the invented inquiries, with what has happened to each."""
    from comms_desk.media.inquiries import within as inquiries
    from comms_desk.media.inquiries.model import AskedForm, Basis, Hour, NewInquiry, Reporter
    from comms_desk.media.inquiries.moments import (
        Attribution,
        Channel,
        Holder,
        MomentKind,
        NewMoment,
        Resolution,
    )
    from comms_desk.planning.people.model import PersonId

    now, me = office.database.clock.now(), office.database.actor

    def after(hours: float) -> datetime:
        return now + timedelta(hours=hours)

    def holder(moment: Mapping[str, str]) -> Holder:
        """Return who it is handed to: a body, else the person who loads the sample."""
        is_mine = moment["what"] == MomentKind.HANDED and "body" not in moment and me is not None
        return Holder(person=PersonId(me or 0)) if is_mine else Holder(body=moment.get("body", ""))

    def given(hours: float) -> Hour:
        """Return the half hour before: a journalist says "9:30", never "9:34"."""
        at = after(hours)
        return Hour(
            at=at.replace(minute=at.minute // 30 * 30, second=0, microsecond=0), basis=Basis.GIVEN
        )

    contacts = {each.name: each for each in office.contacts.search(limit=MOST_CHOICES).rows}
    asked = invented("inquiries")
    for each in asked:
        who = contacts[each["reporter"]]
        on_air = each.get("on_air_hours")
        inquiry = office.inquiries.add(
            NewInquiry(
                title=each["title"],
                questions=tuple(each["questions"]),
                reporters=(Reporter(contact=who.id, name=who.name),),
                outlet_name=each["outlet"],
                received_at=after(each["came_hours"]),
                channel=Channel(each["channel"]),
                form=AskedForm(each.get("form", AskedForm.INFORMATION)),
                language=Language(each.get("language", Language.FRENCH)),
                deadline=given(each["due_hours"]),
                on_air=None if on_air is None else given(on_air),
                dossier=dossiers[each["dossier"]] if "dossier" in each else None,
            )
        )
        if "answer" in each:
            office.inquiries.edit(inquiry.id, FieldChange("answer", "", each["answer"]))
        with office.database.transaction() as transaction:
            row = inquiries.row(transaction, inquiry.id)
            for moment in each["moments"]:
                attribution, resolution = moment.get("attribution"), moment.get("resolution")
                happened = NewMoment(
                    what=MomentKind(moment["what"]),
                    at=after(moment["hours"]),
                    how=Channel(moment["how"]) if "how" in moment else None,
                    who=moment.get("who", ""),
                    holder=holder(moment),
                    text=moment.get("text", ""),
                    attribution=Attribution(attribution) if attribution else None,
                    resolution=Resolution(resolution) if resolution else None,
                )
                inquiries.record(transaction, row, happened)
    return len(asked)


def add_employees(office: Office) -> int:
    """Import the invented employees."""
    return bring_in(office, Subject.EMPLOYEE, "employees.csv")


def add_bulletin(office: Office) -> None:
    """Write the invented bulletin."""
    from comms_desk.internal.bulletins.content import read_file

    today = office.database.clock.now().astimezone(CITY_ZONE).date()
    written = read_file(sample_file("bulletin.json"), today=today)
    office.bulletins.add(written.bulletin, written.blocks)


def feeds_of_sample() -> Iterable[tuple[str, str]]:
    """Return the key and the title of each invented feed."""
    outlets = invented("outlets")
    return [(each["key"], each["feed"]) for each in outlets if each["feed"]]


def feed_of(key: str, now: datetime) -> bytes:
    """Return the RSS document of one invented outlet, as its server would send it at *now*."""
    outlets = {each["key"]: each for each in invented("outlets")}
    clips = [each for each in invented("clips") if each["outlet"] == key]
    items = "".join(
        f"<item><title>{escape(clip['title'])}</title>"
        f"<link>https://{key}.example/{number}</link><guid>{key}-{number}</guid>"
        f"<dc:creator>{escape(clip['author'])}</dc:creator>"
        f"<pubDate>{format_datetime(now - timedelta(hours=clip['hours_ago']))}</pubDate>"
        f"<description>{escape(clip['summary'])}</description></item>\n"
        for number, clip in enumerate(clips, start=1)
    )
    title, language = escape(outlets[key]["feed"]), outlets[key]["language"]
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>{title}</title><link>https://{key}.example</link>"
        f"<description>{title}</description><language>{language}</language>\n"
        f"{items}</channel></rss>\n"
    ).encode()


def sample_file(*parts: str) -> Path:
    """Return the path of a file of the sample desk."""
    return resource("sample", *parts)


def invented(kind: str) -> list[dict[str, Any]]:
    """Return the invented things of that *kind*, as their file has them."""
    return _read(f"{kind}.json")[kind]


def _read(name: str) -> dict[str, list[dict[str, Any]]]:
    kept: dict[str, list[dict[str, Any]]] = json.loads(
        sample_file(name).read_text(encoding="utf-8")
    )
    return kept
