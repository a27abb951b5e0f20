"""What the Bulletins page says of bulletins, blocks, readers and letters."""

from collections import Counter
from collections.abc import Mapping

from comms_desk.i18n import _, format_date, format_moment, format_number, ngettext
from comms_desk.internal.bulletins.model import (
    Because,
    BlockKind,
    Bulletin,
    BulletinLine,
    Excluded,
    Problem,
    ProblemKind,
    Recipients,
)
from comms_desk.mail.model import LetterState, SendingPlan
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.ui.kit.theme import Tone

NAMES_SHOWN = 6


def name_and_number(bulletin: Bulletin | BulletinLine) -> str:
    """Return « Entre nous, nᵒ 41 »."""
    return _("{name}, no. {number}").format(name=bulletin.name, number=bulletin.number)


def row(line: BulletinLine) -> Row:
    """Return *line* as a row of the list."""
    tag = RowTag(_("Sent"), Tone.GREEN) if line.issued_at else RowTag(_("Draft"))
    called, day = name_and_number(line), format_date(line.day)
    return Row(
        key=line.id,
        title=line.subject or called,
        detail=f"{called} · {day}" if line.subject else day,
        tags=(tag,),
        strong=line.issued_at is None,
    )


def block_kind(kind: BlockKind) -> str:
    """Return the name of a kind of block."""
    return {
        BlockKind.TEXT: _("Text"),
        BlockKind.IMAGE: _("Image"),
        BlockKind.LINKS: _("Links"),
        BlockKind.BUTTON: _("Button"),
    }[kind]


def problem_tag(problem: Problem) -> tuple[str, Tone]:
    """Return what is wrong in a word or two, on its block."""
    tone = Tone.RED if problem.stops_sending else Tone.AMBER
    said = {
        ProblemKind.BLOCK_EMPTY: _("empty"),
        ProblemKind.PICTURE_MISSING: _("no image"),
        ProblemKind.ALTERNATIVE_MISSING: _("alternative text missing"),
        ProblemKind.ALTERNATIVE_IS_FILE_NAME: _("alternative text is a file name"),
        ProblemKind.ALTERNATIVE_LONG: _("alternative text too long"),
        ProblemKind.ADDRESS_WRONG: _("address missing or wrong"),
        ProblemKind.LABEL_MISSING: _("words of a link missing"),
        ProblemKind.LABEL_VAGUE: _("say where the link leads"),
        ProblemKind.HEADING_SKIPPED: _("begin with a large heading"),
    }
    return said.get(problem.kind, ""), tone


def readers(recipients: Recipients) -> str:
    """Return how many would get a letter, and how many would not."""
    if not (recipients.count or recipients.already or recipients.excluded):
        return _("No employee is on the desk yet.")
    said = ngettext("{count} recipient", "{count} recipients", recipients.count).format(
        count=format_number(recipients.count)
    )
    return " · ".join([said, *excluded(recipients.excluded)])


def excluded(those: tuple[Excluded, ...]) -> list[str]:
    """Return how many get no letter, by reason."""
    counts = Counter(each.because for each in those)
    said = {
        Because.NO_MAILBOX: lambda n: ngettext(
            "{count} without a mailbox", "{count} without a mailbox", n
        ),
        Because.EXCLUDED: lambda n: ngettext(
            "{count} on the exclusion list", "{count} on the exclusion list", n
        ),
        Because.SAME_MAILBOX: lambda n: ngettext(
            "{count} sharing another one’s mailbox", "{count} sharing another one’s mailbox", n
        ),
    }
    return [
        said[because](counts[because]).format(count=format_number(counts[because]))
        for because in Because
        if counts[because]
    ]


def names(those: tuple[Excluded, ...]) -> str:
    """Return the first names of *those*, and how many follow: nothing is cut in silence."""
    shown = ", ".join(each.name for each in those[:NAMES_SHOWN])
    rest = len(those) - NAMES_SHOWN
    if rest <= 0:
        return shown
    return ngettext("{names} and {count} other", "{names} and {count} others", rest).format(
        names=shown, count=format_number(rest)
    )


def question(bulletin: Bulletin, count: int) -> str:
    """Return the question that is asked before sending."""
    return ngettext(
        "Send {bulletin} to {count} person?", "Send {bulletin} to {count} people?", count
    ).format(bulletin=name_and_number(bulletin), count=format_number(count))


def verb(count: int) -> str:
    """Return the verb that sends."""
    return ngettext("Send to {count} person", "Send to {count} people", count).format(
        count=format_number(count)
    )


def last_leaves(plan: SendingPlan) -> str:
    """Return when the last letter leaves, and why not sooner."""
    return ngettext(
        "The last one leaves about {moment}, at {rate} letter a minute.",
        "The last one leaves about {moment}, at {rate} letters a minute.",
        plan.letters_a_minute,
    ).format(rate=format_number(plan.letters_a_minute), moment=format_moment(plan.last_leaves_at))


def letters_tone(counts: Mapping[LetterState, int]) -> Tone:
    """Return green once every letter was accepted, amber where one asks to be looked at."""
    there = {state for state, count in counts.items() if count}
    if there <= {LetterState.SENT}:
        return Tone.GREEN
    if there <= {LetterState.SENT, LetterState.QUEUED, LetterState.SENDING}:
        return Tone.ACCENT
    return Tone.AMBER


def letters(counts: Mapping[LetterState, int]) -> str:
    """Return what became of the letters of a bulletin that was sent."""
    said = {
        LetterState.SENT: _("{count} accepted by the server"),
        LetterState.QUEUED: _("{count} queued"),
        LetterState.SENDING: _("{count} on their way"),
        LetterState.REFUSED: _("{count} refused"),
        LetterState.UNCERTAIN: _("{count} uncertain"),
        LetterState.WITHHELD: _("{count} withheld"),
        LetterState.CANCELLED: _("{count} cancelled"),
    }
    return " · ".join(
        sentence.format(count=format_number(counts[state]))
        for state, sentence in said.items()
        if counts.get(state)
    )
