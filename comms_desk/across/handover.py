"""Letters given to Outlook: drafts in a folder that the person opens, then marked as given.

A draft (``X-Unsent: 1``) is to the sender itself; who it is for has a blind copy, so many a draft.
Only those whose text is the same share one.  The drafts are written in a hidden folder, down to
the disk, which gets its name once all are there: what stands in a folder with a name is whole.

The hidden folder is there before a letter is claimed, and its name is kept with the claims.  So
whoever finds a hand-over that was cut short knows: while the hidden folder is there nothing was
given, once the named one is all was.  Where neither is, somebody took it away, and decides.
"""

import logging
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import batched, count
from pathlib import Path
from uuid import uuid4

from comms_desk.across import Office
from comms_desk.documents.errors import FileNotWritten
from comms_desk.i18n import CITY_ZONE
from comms_desk.jobs import holder
from comms_desk.mail.compose import Composer
from comms_desk.mail.errors import HandOverCutShort, NothingToHandOver, TooManyDrafts
from comms_desk.mail.handing_over import Claimed, HandingOver
from comms_desk.mail.message import NewMessage, pieces_of
from comms_desk.mail.model import Claim, MessageId
from comms_desk.mail.outlook import OutlookFacts
from comms_desk.reasons import reason_of
from comms_desk.storage.errors import STORAGE_FAILURES, AnswerLost, StorageBusy
from comms_desk.text import file_names

DRAFTS_LIMIT = 500
"""Nobody sends more by hand; a message that says something else to each makes one a reader."""
RECORDED_WITHIN_TRIES = 5

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """What was given to Outlook, and where it stands."""

    folder: Path
    drafts: int
    letters: int
    withheld: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CutShort:
    """A hand-over that was cut short, and what the disk says of it.

    Attributes:
        facts: Where its drafts are to stand, and where they did until then.
        claims: Its letters.
        is_given: Whether its drafts stand there, all of them; else none does.
    """

    facts: HandOverCutShort
    claims: tuple[Claim, ...]
    is_given: bool


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
                their letters are uncertain until the desk is opened again.
        """
        # What was cut short may have its name still to be known by, though nothing stands there.
        taken = {facts.path for facts, _claims in self._desk.cut_short()}
        folder = _free(to.absolute(), self._name(message), but=taken)
        waiting = to / f".{uuid4().hex}"
        cut_short = HandOverCutShort(folder, str(waiting.absolute()), holder.this_process())
        claims: tuple[Claim, ...] = ()
        try:
            self._make(waiting)
            claimed = self._desk.claim(message, cut_short=cut_short)
            claims = claimed.claims
            drafts = _grouped(claimed)
            self._write_all(waiting, claimed, drafts)
            self._give_its_name(waiting, folder)
        except BaseException as error:
            if not isinstance(error, AnswerLost):  # Else they may be claimed, and nobody knows.
                self._end(cut_short, claims)
            if isinstance(error, OSError):
                raise FileNotWritten(folder, reason_of(error)) from error
            raise
        self._record(self._desk.mark, claims)
        return HandedOver(
            folder=folder,
            drafts=len(drafts),
            letters=len(claims),
            withheld=claimed.withheld,
        )

    def cut_short(self) -> tuple[CutShort, ...]:
        """Return the hand-overs of this computer that were cut short, where the disk says how.

        One whose process goes on is not over, and one whose folders cannot be found is left to
        a person.
        """
        found = []
        for facts, claims in self._desk.cut_short():
            if holder.is_here(facts.holder) and not holder.is_alive(facts.holder):
                is_given = _is_given(facts)
                if is_given is not None:
                    found.append(CutShort(facts=facts, claims=claims, is_given=is_given))
        return tuple(found)

    def end(self, those: Sequence[CutShort]) -> None:
        """Mark as handed over the letters that were given, and have the others wait again."""
        for each in those:
            self._end(each.facts, each.claims)

    def _name(self, message: MessageId) -> str:
        subject = self._office.outbox.message(message).content.subject
        now = self._office.database.clock.now().astimezone(CITY_ZONE)
        return file_names.file_name(f"{now:%Y-%m-%d %Hh%M} {subject}"[:80], "")

    def _make(self, waiting: Path) -> None:
        waiting.mkdir(parents=True)
        _to_the_disk(waiting.parent)

    def _write_all(
        self, waiting: Path, claimed: Claimed, drafts: Sequence[tuple[Claim, ...]]
    ) -> None:
        composer = Composer(claimed.message.content, sender=claimed.account.sender)
        stem = claimed.message.content.subject[:60]
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

    def _end(self, facts: HandOverCutShort, claims: Sequence[Claim]) -> None:
        """Record what the disk says of *claims*; what cannot be is left to the next opening.

        The hidden folder, emptied, outlives the letters' going back: a kill in between would
        leave nothing to know it by.
        """
        try:
            is_given = _is_given(facts)
            if is_given:
                self._record(self._desk.mark, claims)
            elif is_given is not None:
                waiting = Path(facts.waiting)
                for draft in waiting.iterdir():
                    draft.unlink()
                if claims:
                    self._record(self._desk.take_back, claims)
                waiting.rmdir()
        except (OSError, *STORAGE_FAILURES) as error:
            log.warning("a hand-over to Outlook waits to be ended: %s", reason_of(error))

    def _record(self, record: Callable[[Sequence[Claim]], None], claims: Sequence[Claim]) -> None:
        for tried in count(1):
            try:
                record(claims)
            except StorageBusy:
                if tried == RECORDED_WITHIN_TRIES:
                    raise
            else:
                return


def _is_given(facts: HandOverCutShort) -> bool | None:
    """Return whether the drafts have their folder, all of them; None: the disk does not say."""
    try:
        if Path(facts.waiting).is_dir():
            return False
        return facts.path.is_dir() or None
    except OSError:
        return None


def _grouped(claimed: Claimed) -> list[tuple[Claim, ...]]:
    """Put those together who read the same, in their order, as many as a draft may have.

    Raises:
        NothingToHandOver: Nobody is left.
        TooManyDrafts: It would be more than anybody sends.
    """
    if not claimed.claims:
        raise NothingToHandOver
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


def _free(to: Path, name: str, *, but: Collection[Path]) -> Path:
    """Return where nothing stands yet, in *to*, nor is one of *but*."""
    return next(each for each in _places(to, name) if not each.exists() and each not in but)


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
