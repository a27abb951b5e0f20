"""What became of a letter, in words: its state, and why it is in it."""

from collections.abc import Callable, Mapping

from comms_desk.i18n import _, format_number, ngettext, pgettext
from comms_desk.mail.model import Letter, LetterState, WaitingForWords, Withheld
from comms_desk.mail.trouble import Trouble
from comms_desk.wording import say
from comms_desk.wording.bounces import NATURES

STATES: Mapping[LetterState, Callable[[], str]] = {
    LetterState.QUEUED: lambda: _("Queued"),
    LetterState.SENDING: lambda: _("Being sent"),
    LetterState.SENT: lambda: _("Accepted by server"),
    LetterState.HANDED_OVER: lambda: _("Handed over to Outlook"),
    LetterState.REFUSED: lambda: pgettext("letter", "Refused"),
    LetterState.UNCERTAIN: lambda: _("Uncertain"),
    LetterState.WITHHELD: lambda: _("Not sent"),
    LetterState.CANCELLED: lambda: _("Sending stopped"),
}

WITHHELD: Mapping[Withheld, Callable[[], str]] = {
    Withheld.EXCLUDED: lambda: _("Not sent (excluded)"),
    Withheld.BARRED: lambda: _("Not sent (do not contact)"),
}


def state_of(letter: Letter) -> str:
    """Return where *letter* stands: that it came back, where it did."""
    if letter.bounced is not None:
        return NATURES[letter.bounced]()
    return state_alone(letter)


def state_alone(letter: Letter) -> str:
    """Return where *letter* stands, whatever came back since: what withholds it, where it is."""
    if letter.withheld is not None:
        return WITHHELD[letter.withheld]()
    return STATES[letter.state]()


def explained(letter: Letter) -> str:
    """Return why *letter* stands there: what the server said when it came back, or what failed."""
    return letter.bounce_said or why(letter.trouble)


def why(trouble: Trouble | None) -> str:
    """Return what went wrong, as a sentence; nothing when nothing did."""
    return "" if trouble is None else say(trouble.to_error()).what


def waits_for_words(waiting: WaitingForWords) -> str:
    """Return which message waits since its words are under embargo, and how many letters of it."""
    many = ngettext("{n} e-mail waits: {subject}", "{n} e-mails wait: {subject}", waiting.letters)
    subject = waiting.subject or _("(no subject)")
    return many.format(n=format_number(waiting.letters), subject=subject)


BECAME = (
    LetterState.SENT,
    LetterState.HANDED_OVER,
    LetterState.QUEUED,
    LetterState.SENDING,
    LetterState.REFUSED,
    LetterState.UNCERTAIN,
    LetterState.WITHHELD,
    LetterState.CANCELLED,
)
"""The states of a letter, in the order in which they are said."""


def letter_counts(counts: Mapping[LetterState, int]) -> str:
    """Return what became of the letters, each state that some are in."""
    return " · ".join(became(state, counts[state]) for state in BECAME if counts.get(state))


def became(state: LetterState, count: int) -> str:
    """Return what became of *count* letters."""
    said = {
        LetterState.SENT: lambda n: ngettext(
            "{count} accepted by the server", "{count} accepted by the server", n
        ),
        LetterState.HANDED_OVER: lambda n: ngettext(
            "{count} handed over to Outlook", "{count} handed over to Outlook", n
        ),
        LetterState.QUEUED: lambda n: ngettext("{count} queued", "{count} queued", n),
        LetterState.SENDING: lambda n: ngettext("{count} being sent", "{count} being sent", n),
        LetterState.REFUSED: lambda n: ngettext(
            "{count} refused by the server", "{count} refused by the server", n
        ),
        LetterState.UNCERTAIN: lambda n: ngettext("{count} uncertain", "{count} uncertain", n),
        LetterState.WITHHELD: lambda n: ngettext(
            "{count} not sent (exclusion list)", "{count} not sent (exclusion list)", n
        ),
        LetterState.CANCELLED: lambda n: ngettext("{count} stopped", "{count} stopped", n),
    }
    return said[state](count).format(count=format_number(count))
