"""What was done to a thing, in words, for its card and for the command line."""

from contextlib import suppress

from comms_desk.errors import CommsDeskError
from comms_desk.facts import Fact, Facts
from comms_desk.i18n import format_number, ngettext
from comms_desk.text.discretion import without_secrets


def fact_of(field: str, facts: Facts) -> Fact | None:
    """Return what is known of *field*, or of the parts that are numbered so: "block 12"."""
    called = field, field.partition(" ")[0]
    return next((fact for fact in facts if fact.field in called), None)


def label(field: str, facts: Facts) -> str:
    """Return what *field* is called; as it stands where none of *facts* is so."""
    fact = fact_of(field, facts)
    return field if fact is None else fact.called


def growth(words: int) -> str:
    """Return by how many words a text grew or shrank: « −387 mots »; "" where by none."""
    if not words:
        return ""
    sign = "+" if words > 0 else "−"
    number = abs(words)
    count = ngettext("{count} word", "{count} words", number).format(count=format_number(number))
    return f"{sign}{count}"


def said(field: str, stored: object, facts: Facts) -> str:
    """Return a value of the audit as a person reads it; as it stands where it is none now."""
    several = stored if isinstance(stored, list) else [stored]
    text = ", ".join(str(each) for each in several if each not in {None, False})
    fact = fact_of(field, facts)
    if fact is not None and (stored is not None or fact.field == field):  # a part was there, or not
        # It may be one that is offered no more, or a code of an earlier version.
        with suppress(CommsDeskError, LookupError):
            text = fact.notation.say(fact.notation.read(text))
    return without_secrets(text)
