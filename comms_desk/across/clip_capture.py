"""A line that was typed becomes a clip; its show comes into the directory in the same gesture.

All of it is kept, or nothing, and `take_back` undoes it as one.  A page is asked for before
that, outside any transaction; off-line, what was typed is kept.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from comms_desk.across import Office, things
from comms_desk.changes import Ref, Subject
from comms_desk.media.clips.model import TITLE_LENGTH
from comms_desk.media.feeds.errors import FeedTrouble
from comms_desk.media.outlets import within as outlets
from comms_desk.media.outlets.model import NewOutlet

if TYPE_CHECKING:
    from comms_desk.media.clips.line import ClipLine
    from comms_desk.media.clips.model import Clip
    from comms_desk.storage.model import FormKey, UnfinishedForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What became of a line: the clip, and all that came in with it, which goes as one."""

    clip: "Clip"
    added: tuple[Ref, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """A line with what its page says of itself; *trouble*: why it does not."""

    line: "ClipLine"
    trouble: FeedTrouble | None = None


def complete(office: Office, line: "ClipLine") -> Completed:
    """Ask the page of *line* for what was not typed; takes seconds, and writes nothing."""
    from comms_desk.media.clips.page import read_page

    try:
        said = read_page(
            line.link,
            allowed_networks=office.feeds.allowed_networks(),
            now=office.database.clock.now,
        )
    except FeedTrouble as trouble:
        return Completed(line=line, trouble=trouble)
    return Completed(
        line=replace(
            line,
            link=said.link,
            title=line.title or said.title,
            text=line.text or said.summary,
            speaker=line.speaker or said.author,
            aired_at=line.aired_at or said.published_at,
        )
    )


def note(
    office: Office, line: "ClipLine", *, ends: "tuple[FormKey, UnfinishedForm | None] | None" = None
) -> Noted:
    """Note the clip that *line* says; a page of which nothing is known is called by its address.

    Args:
        office: Where.
        line: As it was read, or typed field by field.
        ends: The form in which it was typed, and the one that this went on with: kept no longer.

    Raises:
        ClipTitleMissing: Nothing says what it is about.
        ClipTwice: It is on the desk already.
        CommsDeskError: What the desk of outlets refuses.
    """
    if line.link and not line.title.strip():
        line = replace(line, title=line.link.partition("://")[2][:TITLE_LENGTH])
    with office.database.all_or_nothing():
        if ends is not None:
            key, taken = ends
            office.forms.forget(key, taken=taken)
        added: list[Ref] = []
        if line.outlet is None and line.outlet_name.strip():
            with office.database.snapshot() as snapshot:
                found = outlets.called(snapshot, line.outlet_name)
            if found is None:
                found = office.outlets.add(NewOutlet(name=line.outlet_name)).id
                added.append(Ref(Subject.OUTLET, found))
            line = replace(line, outlet=found)
        clip = office.clips.add(line.new())
    return Noted(clip=clip, added=(Ref(Subject.CLIP, clip.id), *added))


def take_back(office: Office, noted: Noted) -> None:
    """Undo *noted*: what came in goes to the bin, all of it or nothing.

    Raises:
        CommsDeskError: What the desks refuse.
    """
    things.put_in_bin(office, noted.added)
