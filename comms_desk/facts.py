"""What the desk knows of a thing, fact by fact, each declared once beside the thing's model.

A fact says its field and its label, its notation (how what is typed becomes a value, how a
value is written to be edited, and said to be read) and its place on a card.  The card, the
commands and the files read it there.  Whether a value may stand is for the desk to say.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, fields
from datetime import date, datetime
from functools import cached_property
from typing import Any, override
from urllib.parse import quote, urlsplit

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import (
    N_,
    Language,
    _,
    catalogue,
    format_date,
    format_moment,
    format_phone,
    format_some_day,
)
from comms_desk.places import AGGLOMERATION, BOROUGHS, CITY, Scope
from comms_desk.text.approximate import Ago, SomeDay, read_some_day
from comms_desk.text.fold import tokens
from comms_desk.text.moments import MomentNotRead, read_day
from comms_desk.text.phones import dialled, parted

type Choices = tuple[tuple[str, str], ...]
"""(written, said) pairs, in the order in which they are offered."""


class BadDate(CommsDeskError):
    """What was typed is no day, or has no year; *field* is its label, where it must be said."""

    text: str
    field: str = ""


class BadApproximateDate(BadDate):
    """What was typed is no day, month, season or year; *field* as of `BadDate`."""


class NotOneOf(CommsDeskError):
    """What was typed is none of the *choices*, or means several; *field* as of `BadDate`."""

    text: str
    choices: tuple[str, ...]
    field: str = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A value that acts when it is pressed: it calls, writes, opens.

    Attributes:
        said: It, as a person reads and copies it.
        address: What the system opens: ``tel:``, ``mailto:``, ``https:``.
        does: What pressing it does, in the reader's language, for who does not see it.
    """

    said: str
    address: str
    does: str


class Notation[T](ABC):
    """How the values of a fact are read and written."""

    @property
    def choices(self) -> Choices:
        """The values to choose among; none where whatever is typed may be one."""
        return ()

    @abstractmethod
    def read(self, typed: str) -> T:
        """Return the value that *typed* means; ``read(write(value))`` is *value*."""

    @abstractmethod
    def write(self, value: T) -> str:
        """Return *value* as it is edited."""

    def say(self, value: T) -> str:
        """Return *value* as a person reads it."""
        return self.write(value)

    def said_of(self, typed: str) -> str:
        """Return what is *typed* as its field says it while nobody is in there."""
        return typed

    def pressed(self, value: T) -> tuple[Pressed, ...] | None:  # noqa: ARG002 - for those that act
        """Return what of *value* acts when it is pressed; None where it is only read."""
        return None


class _AsTyped(Notation[str]):
    @override
    def read(self, typed: str) -> str:
        return typed

    @override
    def write(self, value: str) -> str:
        return value


class Trimmed(_AsTyped):
    """A text without the spaces around it."""

    @override
    def read(self, typed: str) -> str:
        return typed.strip()


class _Several(Notation[tuple[str, ...]]):
    @override
    def read(self, typed: str) -> tuple[str, ...]:
        pieces = (piece.strip() for piece in typed.replace(";", ",").split(","))
        return tuple(piece for piece in pieces if piece)

    @override
    def write(self, value: tuple[str, ...]) -> str:
        return ", ".join(value)


class _Names(_Several):
    @override
    def read(self, typed: str) -> tuple[str, ...]:
        return tuple(name for piece in typed.split(";") if (name := piece.strip()))

    @override
    def write(self, value: tuple[str, ...]) -> str:
        return "; ".join(value)


class _Emails(_Several):
    @override
    def pressed(self, value: tuple[str, ...]) -> tuple[Pressed, ...] | None:
        return tuple(
            Pressed(each, f"mailto:{quote(each, safe='@')}", _("Write to {who}").format(who=each))
            for each in map(str, value)
        )


class _Email(_AsTyped):
    @override
    def pressed(self, value: str) -> tuple[Pressed, ...] | None:
        return EMAILS.pressed((value,) if value else ())


class _Phones(_Several):
    @override
    def read(self, typed: str) -> tuple[str, ...]:
        return parted(typed)

    @override
    def say(self, value: tuple[str, ...]) -> str:
        return " · ".join(map(format_phone, value))

    @override
    def said_of(self, typed: str) -> str:
        return self.say(self.read(typed))

    @override
    def pressed(self, value: tuple[str, ...]) -> tuple[Pressed, ...] | None:
        """Return the numbers; None where one of them is no number, and is to be read."""
        numbers = tuple(
            Pressed(said, f"tel:{dialled(each)}", _("Call {number}").format(number=said))
            for each, said in zip(value, map(format_phone, value), strict=True)
            if dialled(each)
        )
        return numbers if len(numbers) == len(value) else None


class _Site(_AsTyped):
    @override
    def pressed(self, value: str) -> tuple[Pressed, ...] | None:
        """Return the site; None where it is none that a browser opens over the network."""
        if not value:
            return ()
        address = value if "://" in value else f"https://{value}"
        try:
            parts = urlsplit(address)
        except ValueError:
            return None
        if parts.scheme not in {"http", "https"} or "." not in parts.netloc or " " in address:
            return None
        return (Pressed(value, address, _("Open {site}").format(site=value)),)


class _Day(Notation[date | None]):
    @override
    def read(self, typed: str) -> date | None:
        if not typed.strip():
            return None
        try:
            return read_day(typed)
        except MomentNotRead as error:
            raise BadDate(typed) from error

    @override
    def write(self, value: date | None) -> str:
        return "" if value is None else value.isoformat()

    @override
    def say(self, value: date | None) -> str:
        return "" if value is None else format_date(value)


class _SomeDay(Notation[SomeDay | Ago | None]):
    @override
    def read(self, typed: str) -> SomeDay | Ago | None:
        if not typed.strip():
            return None
        try:
            return read_some_day(typed.strip())
        except MomentNotRead as error:
            raise BadApproximateDate(typed) from error

    @override
    def write(self, value: SomeDay | Ago | None) -> str:
        return DAY.write(value) if isinstance(value, date) else self.say(value)

    @override
    def say(self, value: SomeDay | Ago | None) -> str:
        """Return it in words; what counts back is said once a desk knows from when."""
        return "" if value is None or isinstance(value, Ago) else format_some_day(value)

    @override
    def said_of(self, typed: str) -> str:
        """Return what is *typed* in words, of what counts back as it stands."""
        try:
            return self.say(self.read(typed)) or typed
        except BadDate:
            return typed


class _Moment(Notation[datetime | None]):
    @override
    def read(self, typed: str) -> datetime | None:
        return datetime.fromisoformat(typed) if typed else None

    @override
    def write(self, value: datetime | None) -> str:
        return "" if value is None else value.isoformat()

    @override
    def say(self, value: datetime | None) -> str:
        return "" if value is None else format_moment(value)


class OneOf[T](Notation[T]):
    """One of a few values, each with its word: enums, yes or no, things by their ids, None."""

    def __init__(self, words: Mapping[T, str], *, are_names: bool = False) -> None:
        """Choose among *words*, in their order; names are the same in every language."""
        self._words = words
        self._are_names = are_names

    @property
    def values(self) -> tuple[T, ...]:
        """The values to choose among, in their order."""
        return tuple(self._words)

    @property
    @override
    def choices(self) -> Choices:
        return tuple((self.write(value), self.say(value)) for value in self._words)

    @override
    def read(self, typed: str) -> T:
        """Return the one value written *typed*, or called so in either language.

        Raises:
            NotOneOf: It is none of them, or several are called so.
        """
        meant = self._meant.get(folded(typed), ())
        for value in meant:
            if len(meant) == 1 or self.write(value) == typed.strip():
                return value
        raise NotOneOf(typed, tuple(self.say(each) for each in self._words))

    @override
    def write(self, value: T) -> str:
        return str(value or "")

    @override
    def say(self, value: T) -> str:
        """Return the word for *value*; what is offered no more has none but what is written."""
        word = self._words.get(value)
        if word is None:
            return self.write(value)
        return word if self._are_names else _(word)

    @cached_property
    def _meant(self) -> dict[str, list[T]]:
        """The values by all that means them, without case and accents."""
        meant: dict[str, list[T]] = {}
        for value in self._words:
            for words in {folded(each) for each in (self.write(value), *self._called(value))}:
                meant.setdefault(words, []).append(value)
        return meant

    def _called(self, value: T) -> Iterable[str]:
        word = self._words[value]
        return (word,) if self._are_names else (word, catalogue(Language.FRENCH).gettext(word))


class OneThing(OneOf[int | None]):
    """A thing of another kind by its id, meant by anything that it is called; or none."""

    def __init__(
        self, called: Iterable[tuple[int, tuple[str, ...]]], *, none: str, other: str = ""
    ) -> None:
        """Choose among what is *called* so, by id; *other* says one that is not offered."""
        self._names: dict[int | None, tuple[str, ...]] = {None: (none,), **dict(called)}
        self._other = other
        super().__init__(
            {each: " · ".join(names) for each, names in self._names.items()}, are_names=True
        )

    @override
    def say(self, value: int | None) -> str:
        return super().say(value) if value in self._words or not self._other else self._other

    @override
    def _called(self, value: int | None) -> Iterable[str]:
        return (*super()._called(value), *self._names[value])


class _Place(OneOf[Scope]):
    """A scope: one place by its name or its code, or several boroughs by their codes."""

    @override
    def read(self, typed: str) -> Scope:
        """Return the scope.

        Raises:
            UnknownPlace: A word is none of the known places.
        """
        try:
            return super().read(typed)
        except NotOneOf:
            return Scope.from_text(typed)

    @override
    def write(self, value: Scope) -> str:
        return value.to_text()

    @override
    def say(self, value: Scope) -> str:
        several = ", ".join(each.name for each in value.boroughs)
        return super().say(value) if value in self._words else several

    @override
    def _called(self, value: Scope) -> Iterable[str]:
        boroughs = (each.full_name for each in value.boroughs)
        return (*super()._called(value), *boroughs, *_ALSO_CALLED.get(value, ()))


def folded(text: str) -> str:
    """Return the form in which what is typed and what is meant are compared."""
    return " ".join(tokens(text))


_ALSO_CALLED = {
    CITY: ("", "ville", "ville de Montréal"),
    AGGLOMERATION: ("agglo", "agglomération de Montréal"),
}
"""In the files that offices keep."""

AS_TYPED = _AsTyped()
DAY = _Day()
"""« 25 novembre 2026 », "Nov 25, 2026" or 2026-11-25; empty is no day, else a `BadDate`."""
MOMENT = _Moment()
"""As the audit has one; nobody types it so."""
SOME_DAY = _SomeDay()
"""As precisely as it is known: « mars 2024 », « vers 2019 », "2 years ago", or a day; empty is
none, else a `BadApproximateDate`.  What counts back is an `Ago` until a desk says from when."""
SEVERAL = _Several()
"""Texts between commas or semicolons."""
NAMES = _Names()
"""Names between semicolons: a comma may be of one (98,5)."""
EMAILS = _Emails()
"""Addresses between them: pressed, one writes to them."""
EMAIL = _Email()
"""One address, or none."""
PHONES = _Phones()
"""Telephones between them too, edited as they were typed and said alike; pressed, one calls."""
SITE = _Site()
"""The address of a site: pressed, it opens."""
PLACE = _Place(
    {
        CITY: N_("Whole city"),
        AGGLOMERATION: N_("Agglomeration"),
        **{Scope.of_boroughs([each.code]): each.name for each in BOROUGHS},
    }
)
LANGUAGE = OneOf({Language.FRENCH: N_("French"), Language.ENGLISH: N_("English")})
"""In which the office writes."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a thing.

    Attributes:
        field: Its name in the model.
        label: Its name for the reader, in English: `called` says it in their language.
        notation: How it is read, written and said.
        hint: What its field says while it is empty, in English.
        lines: How many lines of text its field has.
        is_title: What the thing is called: its headline, on one line with what else is.
        is_under: It is said on the line under the headline, without its label.
        is_listed: It is a column of the list.
        is_sought: Its words find the thing.
        headings: What files call it, in French and in English, beside *field*; an import
            compares them without case, accents or punctuation.
        is_whole: The half of it is something else, an address say: it is saved once it is left or
            entered, and not while it is typed.
        is_body: It is the text of the thing: several paragraphs pasted in the title go there.
    """

    field: str
    label: str
    notation: Notation[Any] = AS_TYPED
    _: KW_ONLY
    hint: str = ""
    lines: int = 1
    is_title: bool = False
    is_under: bool = False
    is_listed: bool = False
    is_sought: bool = False
    headings: tuple[str, ...] = ()
    is_whole: bool = False
    is_body: bool = False

    @property
    def called(self) -> str:
        """Its name, in the reader's language."""
        return _(self.label)

    @property
    def is_short(self) -> bool:
        """Whether it is a text on one line, or several: none is longer than any real one."""
        return self.lines == 1 and isinstance(self.notation, _AsTyped | _Several)

    def read(self, typed: str) -> Any:
        """Return the value that *typed* means; a refusal says that it is of this fact."""
        try:
            return self.notation.read(typed)
        except (BadDate, NotOneOf) as error:
            error.field = self.label
            raise

    def written(self, thing: object) -> str:
        """Return it as it is edited of *thing*."""
        return self.notation.write(getattr(thing, self.field))

    def said(self, thing: object) -> str:
        """Return it as it is read of *thing*."""
        return self.notation.say(getattr(thing, self.field))

    def copied(self, thing: object) -> tuple[str, str]:
        """Return its name and what it says of *thing*, as a copy has them in two cells."""
        value = getattr(thing, self.field)
        said = "; ".join(map(str, value)) if isinstance(value, tuple) else self.said(thing)
        return self.called, said

    def in_table(self, thing: object) -> str:
        """Return it as a file has it of *thing*, which an import reads back."""
        value = getattr(thing, self.field)
        return "; ".join(value) if isinstance(value, tuple) else self.notation.write(value)

    def said_of(self, typed: str) -> str:
        """Return what is *typed* as it is read; as it stands where it is no value yet."""
        try:
            return self.notation.say(self.notation.read(typed))
        except CommsDeskError:
            return typed

    def pressed_of(self, typed: str) -> tuple[Pressed, ...] | None:
        """Return what of what is *typed* acts when pressed; None where it is only read."""
        try:
            return self.notation.pressed(self.notation.read(typed))
        except CommsDeskError:
            return None

    def offered(self, thing: object) -> Choices:
        """Return what to choose among, with what *thing* has where that is none of it."""
        choices, own = self.notation.choices, self.written(thing)
        if not choices or own in dict(choices):
            return choices
        return (*choices, (own, self.said(thing)))


type Facts = tuple[Fact, ...]
"""Those of one kind of thing, in the order of its card."""


def listed(facts: Iterable[Fact]) -> Facts:
    """Return the columns of the list."""
    return tuple(fact for fact in facts if fact.is_listed)


def texts_of(facts: Iterable[Fact], thing: object) -> Iterator[str]:
    """Yield the texts that *thing* holds of *facts*: of one that is several, each."""
    for fact in facts:
        value = getattr(thing, fact.field)
        if type(value) is str:
            if value:
                yield value
        elif isinstance(value, tuple):
            yield from map(str, value)
        elif value is not None:
            yield str(value)


def complete(facts: Iterable[Fact], kind: type, *, beside: Collection[str] | None = None) -> None:
    """Make sure that *kind* holds each of *facts*, so that a field that lacks a part is named.

    Args:
        facts: Those of a thing, or some of them.
        kind: A value or a row of it.
        beside: The fields of *kind* that are no fact; None: nobody says.

    Raises:
        LookupError: A fact has no field there, or a field no fact: a fault of the program.
    """
    wanted = {fact.field for fact in facts}
    for name in sorted(wanted):
        if not hasattr(kind, name):
            raise LookupError(f"the fact {name!r} is no field of {kind.__name__}")
    if beside is not None:
        for field in fields(kind):
            if field.name not in wanted and field.name not in beside:
                raise LookupError(f"{kind.__name__}.{field.name} is a field without a fact")
