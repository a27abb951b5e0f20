"""What became of a text that was sent, read and written out; in a reading thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from comms_desk.across import Office
from comms_desk.mail.model import Letter, LetterState
from comms_desk.media.dispatches.model import Dispatch, Step
from comms_desk.media.drafting.model import DraftId
from comms_desk.storage.paging import Page as Rows
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.texts.sending import sent_words
from comms_desk.ui.texts.sending.words import Line

LETTERS_READ = 200
SENDINGS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class StepSaid:
    """What is done outside, in words; *done* says by whom and when."""

    step: Step
    said: str
    done: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentView:
    """What became of a text, written out; *state* is the one that its letters are narrowed to.

    *lifts* is when the embargo of the text does, if one holds; *depends* says until when this
    computer is to be left on for what waits, "" where there is no need.
    """

    draft: DraftId
    title: str
    dispatches: tuple[Dispatch, ...]
    lines: tuple[Line, ...]
    state: LetterState | None
    letters: Rows[Letter]
    steps: tuple[StepSaid, ...]
    now: datetime
    lifts: datetime | None
    depends: str


@dataclass(frozen=True, slots=True)
class CopiedText:
    """A text for the City's own site: as a page and as plain words."""

    html: str
    plain: str


def read_sent(office: Office, draft: DraftId, state: LetterState | None) -> SentView:
    """Read what became of *draft*; its letters in *state* alone, if one is named."""
    text = office.drafts.get(draft)
    dispatches = office.dispatches.of(draft)
    states = () if state is None else (state,)
    found = office.dispatches.letters(draft, states=states, limit=LETTERS_READ)
    to_do = office.dispatches.to_do(draft)
    people = {*(each.by for each in dispatches), *(each.done_by for each in to_do)}
    names = office.people.names({each for each in people if each is not None})
    now = office.database.clock.now()
    lock = text.embargo
    lifts = lock.until if lock is not None and lock.holds(now) else None
    return SentView(
        draft=draft,
        title=text.title,
        dispatches=dispatches,
        lines=tuple(
            sent_words.line(each, names.get(each.by or 0, ""), now, lifts=lifts)
            for each in dispatches[:SENDINGS_SHOWN]
        ),
        state=state,
        letters=found,
        steps=tuple(
            StepSaid(each.step, sent_words.dated_step(each, now), sent_words.done(each, names, now))
            for each in to_do
        ),
        now=now,
        lifts=lifts,
        depends=_depends(office, draft, dispatches, now),
    )


def _depends(office: Office, draft: DraftId, dispatches: Sequence[Dispatch], now: datetime) -> str:
    from comms_desk.across.unattended import leave_it_on, waits_until

    if not sent_words.waiting(sent_words.total(dispatches)):
        return ""
    left = office.outbox.unfinished()
    last = max(left.last_leaves_at, waits_until(office, draft))
    if last <= now and not left.leaving:  # a freeze: nobody knows when
        return ""
    return leave_it_on(office, first=now if left.leaving else last, last=last)


def read_copied(office: Office, draft: DraftId) -> CopiedText:
    """Read the text as it is pasted elsewhere.

    Raises:
        WordsUnderEmbargo: It has words of another text, which may not leave yet.
    """
    from comms_desk.text.markdown import read_markdown, write_html, write_plain

    manuscript = office.drafts.open(draft)
    words, title = read_markdown(manuscript.text), manuscript.draft.title
    plain = f"{title}\n\n{write_plain(words)}"
    office.embargoes.refuse_words(plain, own={manuscript.draft.ref})
    return CopiedText(html=f"<h1>{escape(title)}</h1>{write_html(words)}", plain=plain)


def rows(found: Rows[Letter], of: SentView) -> list[Row]:
    """Return *found*, which are letters of what *of* shows, as rows."""
    return [sent_words.letter(each, of.now, of.lifts) for each in found.rows]
