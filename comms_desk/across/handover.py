"""Letters given to Outlook: drafts in a folder that the person opens, then marked as given.

A draft (``X-Unsent: 1``) is to the sender itself; who it is for has a blind copy, so many a draft.
Only those whose text is the same share one.  The drafts are written in a hidden folder, down to
the disk, which gets its name once all are there: what stands in a folder with a name is whole.
"""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import batched, count
from pathlib import Path
from uuid import uuid4

from comms_desk.across import Office
from comms_desk.documents.errors import FileNotWritten
from comms_desk.i18n import CITY_ZONE
from comms_desk.mail.compose import Composer
from comms_desk.mail.errors import NothingToHandOver, TooManyDrafts
from comms_desk.mail.handing_over import Claimed, HandingOver
from comms_desk.mail.message import NewMessage, pieces_of
from comms_desk.mail.model import Claim, MessageId
from comms_desk.mail.outlook import OutlookFacts
from comms_desk.reasons import reason_of
from comms_desk.storage.errors import StorageBusy
from comms_desk.text import file_names

DRAFTS_LIMIT = 500
"""Nobody sends more by hand; a message that says something else to each makes one a reader."""
MARKED_WITHIN_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """What was given to Outlook, and where it stands."""

    folder: Path
    drafts: int
    letters: int
    withheld: int


class Handover:
    """Gives letters to Outlook; it is a person's gesture, never a worker's."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._desk = HandingOver(office.database)

    def hand_over(self, message: MessageId, *, to: Path) -> HandedOver:
        """Put the letters of *message* that may leave now as drafts in a new folder within *to*.

        Raises:
            NotFound: There is no such message, or its account is out of use.
            NotByOutlook: Its letters leave by a line.
            NothingToHandOver: None may leave now.
            TooManyDrafts: It would be more drafts than anybody sends; nothing was given.
            FileNotWritten: The system refused; nothing was given.
            StorageBusy: Another process held the lock too long.  Where drafts stand already,
                their letters are uncertain.
        """
        folder = _free(to, self._name(message))
        claimed = self._desk.claim(message, folder=folder)
        if not claimed.claims:
            raise NothingToHandOver
        waiting = to / f".{uuid4().hex}"
        try:
            drafts = _grouped(claimed)
            self._write_all(waiting, claimed, drafts)
            self._give_its_name(waiting, folder)
        except BaseException as error:
            self._take_back(claimed.claims, waiting, folder)
            if isinstance(error, OSError):
                raise FileNotWritten(folder, reason_of(error)) from error
            raise
        self._mark(claimed.claims)
        return HandedOver(
            folder=folder,
            drafts=len(drafts),
            letters=len(claimed.claims),
            withheld=claimed.withheld,
        )

    def _name(self, message: MessageId) -> str:
        subject = self._office.outbox.message(message).content.subject
        now = self._office.database.clock.now().astimezone(CITY_ZONE)
        return file_names.file_name(f"{now:%Y-%m-%d %Hh%M} {subject}"[:80], "")

    def _write_all(
        self, waiting: Path, claimed: Claimed, drafts: Sequence[tuple[Claim, ...]]
    ) -> None:
        composer = Composer(claimed.message.content, sender=claimed.account.sender)
        stem = claimed.message.content.subject[:60]
        waiting.mkdir(parents=True)
        for number, those in enumerate(drafts, 1):
            content = composer.draft(
                blind_copies=[each.to for each in those], values=those[0].values
            )
            name = file_names.file_name(f"{number:03d} {stem}", ".eml")
            self._write(waiting / name, content)
        _to_the_disk(waiting)

    def _write(self, path: Path, content: bytes) -> None:
        with path.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def _give_its_name(self, waiting: Path, folder: Path) -> None:
        waiting.rename(folder)
        _to_the_disk(folder.parent)

    def _take_back(self, claims: Sequence[Claim], waiting: Path, folder: Path) -> None:
        """Have the letters wait again, unless a draft of them stands or could not be taken away."""
        if folder.exists() and not waiting.exists():
            return
        with suppress(OSError):
            if waiting.exists():
                shutil.rmtree(waiting)
            self._desk.take_back(claims)

    def _mark(self, claims: Sequence[Claim]) -> None:
        for tried in count(1):
            try:
                self._desk.mark(claims)
            except StorageBusy:
                if tried == MARKED_WITHIN_TRIES:
                    raise
            else:
                return


def _grouped(claimed: Claimed) -> list[tuple[Claim, ...]]:
    """Put those together who read the same, in their order, as many as a draft may have.

    Raises:
        TooManyDrafts: It would be more than anybody sends.
    """
    limit = OutlookFacts.read(claimed.account.facts).blind_copies
    alike: dict[tuple[tuple[str, str], ...], list[Claim]] = {}
    for claim in claimed.claims:
        alike.setdefault(_what_it_says(claimed.message.content, claim.values), []).append(claim)
    drafts = [tuple(some) for those in alike.values() for some in batched(those, limit)]
    if len(drafts) > DRAFTS_LIMIT:
        raise TooManyDrafts(len(drafts), DRAFTS_LIMIT)
    return drafts


def _what_it_says(message: NewMessage, values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return what it says to a reader; not what it answers, which a draft does not bear."""
    said = pieces_of(message.subject, message.text, message.html)
    return tuple((piece, values.get(piece, "")) for piece in sorted(said))


def _free(to: Path, name: str) -> Path:
    """Return where nothing stands yet, in *to*."""
    return next(place for place in _places(to, name) if not place.exists())


def _places(to: Path, name: str) -> Iterator[Path]:
    yield to / name
    yield from (to / f"{name} ({number})" for number in count(2))


def _to_the_disk(folder: Path) -> None:
    """Have the names in *folder* outlive a power cut, where the system has such a thing."""
    with suppress(OSError):  # Windows opens no folder.
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
