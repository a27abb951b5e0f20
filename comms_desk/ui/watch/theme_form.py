"""What somebody typed of a theme, also half written, and what is then asked of the desks.

Called in the writing thread; themes half written are the unfinished forms of their person.
"""

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from comms_desk.across import Office
from comms_desk.changes import Subject
from comms_desk.i18n import current
from comms_desk.media.themes.facts import FACTS, IGNORED
from comms_desk.media.themes.model import Grade, NewTheme, Theme, ThemeId
from comms_desk.storage.model import FieldChange, FormKey, UnfinishedForm, new_form_key
from comms_desk.text.query import said

log = logging.getLogger(__name__)

_IN_A_FIELD = str.maketrans({"\u00a0": " ", **dict.fromkeys("\r\u2028\u2029\ufdd0\ufdd1", "\n")})
"""What a field of several lines (Qt's `QTextDocument`) gives back for a letter put in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedTheme:
    """The fields of a theme, as they were typed."""

    name: str = ""
    query: str = ""
    ignored: tuple[str, ...] = ()
    grade: Grade = Grade.KEEP
    alert: bool = False

    @classmethod
    def of(cls, theme: Theme | None) -> Self:
        """Return the fields of *theme* before anything is typed, as they give it back."""
        if theme is None:
            return cls()
        return replace(
            cls.as_stored(theme),
            query=in_a_field(said(theme.query, current().value)),
            ignored=phrases(in_a_field("\n".join(theme.ignored))),
        )

    @classmethod
    def as_stored(cls, theme: Theme) -> Self:
        """Return the fields of *theme*, letter by letter."""
        return cls(
            name=theme.name,
            query=theme.query,
            ignored=theme.ignored,
            grade=theme.grade,
            alert=theme.alert,
        )

    @classmethod
    def read(cls, fields: Mapping[str, str]) -> Self:
        """Return what `fields` gave.

        Raises:
            KeyError: One is missing.
            ValueError: There is no such grade.
        """
        return cls(
            name=fields["name"],
            query=fields["query"],
            ignored=tuple(filter(None, fields["ignored"].split("\n"))),
            grade=Grade(fields["grade"]),
            alert=bool(fields["alert"]),
        )

    @property
    def fields(self) -> dict[str, str]:
        """Each field as a text; no phrase to ignore is empty, or of two lines."""
        return {
            "name": self.name,
            "query": self.query,
            "ignored": "\n".join(self.ignored),
            "grade": self.grade.value,
            "alert": "yes" if self.alert else "",
        }

    def theme(self) -> NewTheme:
        """Return the theme that was typed.

        Raises:
            WatchNameMissing: It has no name.
            QueryError: Its query is not understood.
            IgnoredPhraseWrong: A phrase to ignore holds no word.
        """
        return NewTheme(
            name=self.name,
            query=self.query.strip(),
            ignored=self.ignored,
            grade=self.grade,
            alert=self.alert,
        )


def in_a_field(text: str) -> str:
    """Return *text* as a field of several lines gives it back."""
    return text.replace("\r\n", "\n").translate(_IN_A_FIELD)


def phrases(text: str) -> tuple[str, ...]:
    """Return the phrases to ignore that were typed, one a line."""
    read: tuple[str, ...] = IGNORED.notation.read(text)
    return read


def add(typed: TypedTheme, office: Office) -> ThemeId:
    """Add the theme that was typed."""
    return office.themes.add(typed.theme()).id


def add_shipped(office: Office) -> tuple[ThemeId, ...]:
    """Add the City's own themes in the reader's language, those that are missing."""
    from comms_desk.across.citys_watches import add_citys

    return tuple(each.id for each in add_citys(office).watches)


def change(
    theme: Theme, typed: TypedTheme, office: Office
) -> tuple[Theme, tuple[FieldChange, ...]]:
    """Change the fields that were typed over; return *theme* as it was, and the changes."""
    wanted, shown = typed.theme(), TypedTheme.of(theme)
    changes = tuple(
        FieldChange(field=field, before=before, after=after)
        for field in (fact.field for fact in FACTS)
        if getattr(typed, field) != getattr(shown, field)
        and (before := getattr(theme, field)) != (after := getattr(wanted, field))
    )
    apply(theme.id, changes, office)
    return theme, changes


def apply(theme: ThemeId, changes: tuple[FieldChange, ...], office: Office) -> None:
    """Make *changes* to *theme*, one after the other."""
    for change in changes:
        office.themes.edit(theme, change)


def remove(theme: ThemeId, office: Office) -> ThemeId:
    """Put *theme* in the bin."""
    office.themes.put_in_bin(theme)
    return theme


def restore(theme: ThemeId, office: Office) -> None:
    """Take *theme* out of the bin."""
    office.themes.take_out_of_bin(theme)


@dataclass(frozen=True, slots=True)
class UnfinishedTheme:
    """A theme as it was before it was begun, None for a new one, and what was typed."""

    theme: Theme | None
    typed: TypedTheme
    is_astray: bool = False
    """Whether the desk has another theme, or none, in the place of *theme*."""
    key: FormKey = field(default_factory=new_form_key, compare=False)
    taken: UnfinishedForm | None = field(default=None, compare=False)
    """What another window left, with which it goes on."""

    @property
    def changes(self) -> Theme | None:
        """The theme that is being changed; None: a new one, or one that went astray."""
        return None if self.is_astray else self.theme

    @property
    def place(self) -> ThemeId | None:
        """The number of the theme that is being changed."""
        return self.changes.id if self.changes else None

    @property
    def is_touched(self) -> bool:
        """Whether something was typed."""
        return self.typed != TypedTheme.of(self.changes)

    def form(self, *, in_front: bool) -> UnfinishedForm:
        """Return it as it is kept."""
        return UnfinishedForm(
            key=self.key,
            kind=Subject.WATCH,
            changes=self.theme.id if self.theme else None,
            fields=self.typed.fields,
            before=TypedTheme.as_stored(self.theme).fields if self.theme else {},
            in_front=in_front,
        )


def unfinished(office: Office) -> tuple[UnfinishedTheme, ...]:
    """Return the themes half written, the one that was in front first."""
    forms = office.forms.every(Subject.WATCH)
    themes = office.themes.every() if forms else ()
    found: list[UnfinishedTheme] = []
    for form in forms:
        try:
            found.append(begun_in(form, themes))
        except (KeyError, ValueError) as error:
            log.warning("a form that is not understood stays: %r", error)
    return tuple(found)


def begun_in(form: UnfinishedForm, themes: Collection[Theme]) -> UnfinishedTheme:
    """Return what *form* holds, as it is to be gone on with where the desk has *themes*.

    A theme of that number, of another name or query, is not the one that was begun: somebody
    changed it meanwhile, or it was begun on another desk.

    Raises:
        ValueError: It is not understood.
        KeyError: A field is missing.
    """
    typed, theme = TypedTheme.read(form.fields), None
    if form.changes is not None:
        was = TypedTheme.read(form.before)
        theme = Theme(
            id=ThemeId(form.changes),
            name=was.name,
            query=was.query,
            ignored=was.ignored,
            grade=was.grade,
            alert=was.alert,
            is_looking_back=False,
        )
    is_there = theme is None or any(
        (theme.id, theme.name, theme.query) == (each.id, each.name, each.query) for each in themes
    )
    return UnfinishedTheme(theme, typed, is_astray=not is_there, taken=form)
