"""What is said to a journalist who asked: that it came, the answer, or who answers instead.

A promise has an hour.  An answer says to whom it may be attributed, was read by somebody who did
not write it, or says in writing why nobody did; « pas de commentaire » is none.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import override

from comms_desk.embargo.model import NOTHING_SHARED, SharedWords
from comms_desk.errors import N_, CommsDeskError
from comms_desk.i18n import CITY_ZONE, Language, format_day, format_time, format_weekday
from comms_desk.mail.message import AttachedFile, ReadAgain, ShownLetter
from comms_desk.mail.model import AccountId, Letter, LettersLeaving
from comms_desk.media.inquiries.model import InquiryId, InquiryQuestion
from comms_desk.media.inquiries.moments import (
    Attribution,
    Channel,
    MomentId,
    MomentKind,
    Resolution,
)
from comms_desk.text.lines import on_one_line

FRENCH, ENGLISH = Language.FRENCH, Language.ENGLISH
HELLO = {FRENCH: "Bonjour", ENGLISH: "Hello"}
TOMORROW = {FRENCH: "{time} demain, {weekday}", ENGLISH: "{time} tomorrow, {weekday}"}
BY_HOUR = {FRENCH: "{time}, le {weekday} {day}", ENGLISH: "{time} on {weekday}, {day}"}
ATTRIBUTED = {
    (Attribution.SPOKESPERSON, FRENCH): "Attribution\u00a0: {name}.",
    (Attribution.SPOKESPERSON, ENGLISH): "Attribution: {name}.",
    (Attribution.CITY, FRENCH): "Attribution\u00a0: Ville de Montréal.",
    (Attribution.CITY, ENGLISH): "Attribution: Ville de Montréal.",
    (Attribution.BACKGROUND, FRENCH): "À titre d’information seulement\u00a0: à ne pas citer.",
    (Attribution.BACKGROUND, ENGLISH): "For information only: not for quotation.",
}
NO_COMMENT = re.compile(
    r"\b(pas|sans|aucune?s?)\s+(de\s+)?(autres?\s+)?commentaires?"
    r"(?=\s*(?:$|[.!;,»\"]|à\s+(?:faire|formuler|émettre)|pour\s+(?:l[’']instant|le\s+moment)))"
    r"|\b(?:no|any)\s+(?:further\s+)?comments?"
    r"(?=\s*(?:$|[.!;,”\"]|at\s+this|to\s+(?:make|offer|share)|for\s+now))"
    r"|\bne\s+(?:souhait|désir|veu|fer|commenter)\w*\s+(?:pas|aucun)\s+(?:de\s+)?comment\w*"
    r"|\b(?:decline[sd]?|won[’']t|will\s+not)\s+(?:to\s+)?comment\b",
    re.IGNORECASE | re.MULTILINE,
)
"""Words that close a door and say nothing."""

_REPLYING = re.compile(r"^(?:(?:re|ré|rép|fwd?|tr) ?(?:\[\d{1,3}\])? ?: ?)+", re.IGNORECASE)


class OfficeWords(StrEnum):
    """The office's words for who waits: files of ``resources/letters``."""

    ACKNOWLEDGEMENT = "acknowledgement"
    """It came; we come back before an hour."""
    FOLLOWING = "following"
    """The City follows what happens; more is said at an hour."""


class PromiseWithoutHour(CommsDeskError):
    """Who waits is told until when."""

    what = N_("Nobody is asked to wait without an hour.")
    way_out = N_("Choose the hour before which you come back to them.")


class PromisePassed(CommsDeskError):
    """The hour that was promised, *moment*, is past."""

    what = N_("{moment} is past.")
    way_out = N_("Choose a later hour.")

    moment: datetime


class AcknowledgedAlready(CommsDeskError):
    """Who asked was told at *moment* that it came: they are not told twice by mistake."""

    what = N_("They were told on {moment} that we have their question.")
    way_out = N_("Ask for a second message if you promise them another hour.")

    moment: datetime


class NobodyToReply(CommsDeskError):
    """No address is known of who asks *title*."""

    what = N_("No e-mail address is known of whoever asks “{title}”.")
    way_out = N_("Add their address, or answer by phone and note it.")

    title: str


class ReplyPlaceUnsaid(CommsDeskError):
    """The mail of *title* wants its answer elsewhere than whence it came: which of *choices*?"""

    what = N_("“{title}” asks for its reply at another address than its sender’s: {choices}.")
    way_out = N_("Say on its card to which of these addresses the reply goes.")

    title: str
    choices: tuple[str, ...]


class AnswererExcluded(CommsDeskError):
    """Who answers instead, *name*, is on the exclusion list; *note* says why."""

    name: str
    note: str


class AnswerMissing(CommsDeskError):
    """There is no text to answer *title* with."""

    what = N_("“{title}” has no answer yet.")
    way_out = N_("Write it first.")

    title: str


class AnswerUnapproved(CommsDeskError):
    """Nobody but who wrote it has approved the answer to *title* as it stands."""

    what = N_("Nobody else has approved the answer to “{title}” as it stands.")
    way_out = N_(
        "Have it approved by somebody who did not write it, or write why it leaves without."
    )

    title: str


class ApprovesOwn(CommsDeskError):
    """Who wrote an answer approves it with a written reason alone."""

    what = N_("You wrote some of the answer to “{title}”.")
    way_out = N_("Have somebody else approve it, or write why nobody else does.")

    title: str


class AnswerChanged(CommsDeskError):
    """What would leave of *title* is not what was shown any more."""

    what = N_("What would leave of “{title}” has changed since it was shown.")
    way_out = N_("Look at it again, then send it.")

    title: str


class NoComment(CommsDeskError):
    """The answer says *words*, which is none."""

    what = N_("“{words}” answers nothing, and is what gets quoted.")
    way_out = N_(
        "Say what can be said, who can say more, or when; or close the inquiry and say why."
    )

    words: str


class SpokespersonMissing(CommsDeskError):
    """It is attributed to a spokesperson, and *title* names none."""

    what = N_("The answer to “{title}” is attributed to a spokesperson, and none is named.")
    way_out = N_("Choose who speaks, or attribute it to the City.")

    title: str


class SaidAlready(CommsDeskError):
    """Those very words left to who asked, or may have, at *moment*, or are about to."""

    what = N_("Those very words were sent to them on {moment}, or may have been.")
    way_out = N_("Ask whether they have them, then confirm that they are sent again.")

    moment: datetime


TO_CONFIRM = (SaidAlready, LettersLeaving)
"""What an answer leaves in spite of, on a person's word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """How who asks is told that it came.

    Attributes:
        by: The hour before which we come back; asked of what is written.
        how: By mail, in the thread; or as it was said.
        words: Which words of the office.
        note: A sentence of one's own; what was said, where it was not by mail.
        account: By which it leaves; None: the first.
        again: Whether they were told before, and are told another hour.
    """

    by: datetime | None = None
    how: Channel = Channel.EMAIL
    words: OfficeWords = OfficeWords.ACKNOWLEDGEMENT
    note: str = ""
    account: AccountId | None = None
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How an answer is given.

    Attributes:
        attribution: To whom it may be.
        how: By mail, in the thread of each who asked; or as it was read, to one.
        resolution: How the inquiry ends; None: as its form and attribution say.
        who: To whom it was read.
        reason: Why nobody but its writer approves it; "": somebody has.
        account: By which it leaves; None: the first.
        even_if_sent: Whether those very words leave again to who has them, or may; and whether
            others do while an answer is about to leave.
        files: What goes with them by mail, to each of them.
    """

    attribution: Attribution | None = None
    how: Channel = Channel.EMAIL
    resolution: Resolution | None = None
    who: str = ""
    reason: str = ""
    account: AccountId | None = None
    even_if_sent: bool = False
    files: tuple[AttachedFile, ...] = ()

    def __post_init__(self) -> None:
        """Refuse files of what leaves by no mail: a fault of the program."""
        if self.files and self.how is not Channel.EMAIL:
            raise ValueError("files leave by mail")


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """How an inquiry is referred to who answers instead.

    Attributes:
        to: Their key.
        how: The one who asked is told by mail, in the thread; or as they were told.
        note: A sentence of one's own.
        account: By which it leaves; None: the first.
    """

    to: str
    how: Channel = Channel.EMAIL
    note: str = ""
    account: AccountId | None = None


@dataclass(frozen=True, slots=True)
class BarredReader:
    """Who asked, is not to be written to for anything else, and has an answer; *note*: why."""

    name: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedLetter(ShownLetter):
    """A letter to those who asked an inquiry, as it would leave.

    Attributes:
        barred: Those of its readers who have nothing else of ours.
        shared: What it shares with texts under embargo, in its words and in its files.
    """

    inquiry: InquiryId
    barred: tuple[BarredReader, ...] = field(default=(), compare=False)
    shared: SharedWords = field(default=NOTHING_SHARED, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOpen:
    """One that is joined and would get no letter, and why."""

    inquiry: InquiryId
    title: str
    error: CommsDeskError


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyPlan(ReadAgain):
    """What would leave, and what keeps it from leaving.

    Attributes:
        text: Of the answer, Markdown.
        letters: One for each who asked, in their own thread.
        left_open: Those of the joined that can be written to by nobody: they stay open.
        in_other_words: Those who asked in another language than the text's: their letter greets
            them in theirs, and has the text as it is.
        unanswered: The numbers of the questions to which it has no answer, as far as is known.
        obstacles: What keeps it from leaving, the first to be said first.
    """

    text: str
    letters: tuple[PlannedLetter, ...]
    left_open: tuple[LeftOpen, ...]
    in_other_words: tuple[str, ...]
    unanswered: tuple[int, ...]
    obstacles: tuple[CommsDeskError, ...]

    @property
    @override
    def leaves(self) -> tuple[object, ...]:
        return self.text, self.letters


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyLetter:
    """A letter of an inquiry, and what it was about.

    Attributes:
        is_undelivered: Whether it was refused, withheld, stopped, or came back: who asked has
            nothing, whatever the inquiry says.
        is_doubtful: Whether nobody knows if it left: a person decides.
    """

    inquiry: InquiryId
    title: str
    moment: MomentId
    what: MomentKind
    letter: Letter
    is_undelivered: bool
    is_doubtful: bool


def assembled(parts: Iterable[InquiryQuestion]) -> str:
    """Return the answers to the questions as one text, each below its question where several."""
    from comms_desk.text.markdown import (
        Block,
        Document,
        Run,
        paragraph,
        read_markdown,
        write_markdown,
    )

    every = tuple(parts)
    blocks: list[Block] = []
    for each in every:
        if each.answer.strip():
            if len(every) > 1:
                asked = f"{each.number}. {on_one_line(each.question).strip()}"
                blocks.append(paragraph(Run(asked, bold=True)))
            blocks += read_markdown(each.answer).blocks
    return write_markdown(Document(tuple(blocks))).strip()


def unanswered(parts: Iterable[InquiryQuestion], text: str) -> tuple[int, ...]:
    """Return the numbers of the questions whose own answer *text* does not have.

    Where no question has an answer of its own, it answers them all, as far as anybody knows.
    """
    every = tuple(parts)
    if not any(each.answer.strip() for each in every):
        return ()
    said = _bare(text)
    return tuple(
        each.number for each in every if not each.answer.strip() or _bare(each.answer) not in said
    )


def no_comment(text: str) -> str:
    """Return the words of *text* that close a door and say nothing; "": it has none."""
    found = NO_COMMENT.search(text.replace("\u00a0", " "))
    return "" if found is None else found[0]


def subject_of(title: str) -> str:
    """Return the subject of a reply, without any « Re : » before it: the words write it once."""
    return _REPLYING.sub("", " ".join(on_one_line(title).split()))


def greeting(given_name: str, language: Language) -> str:
    """Return « Bonjour Zoé », or « Bonjour » where the name is not known for sure."""
    return " ".join(filter(None, (HELLO[language], given_name)))


def hour_words(by: datetime, language: Language, *, now: datetime) -> str:
    """Return « 15 h », « 17 h demain, mercredi », « 9 h, le lundi 30 novembre »."""
    there, here = (each.astimezone(CITY_ZONE).date() for each in (by, now))
    if there == here:
        return format_time(by, language)
    words = TOMORROW if there == here + timedelta(days=1) else BY_HOUR
    return words[language].format(
        time=format_time(by, language),
        weekday=format_weekday(there, language).split()[0].rstrip(","),
        day=format_day(there, language),
    )


def attribution_words(attribution: Attribution, language: Language, spokesperson: str) -> str:
    """Return the sentence that says to whom it may be attributed."""
    return ATTRIBUTED[attribution, language].format(name=spokesperson.removesuffix("."))


def _bare(text: str) -> str:
    from comms_desk.text.markdown import read_markdown

    return " ".join(read_markdown(text).text.split())
