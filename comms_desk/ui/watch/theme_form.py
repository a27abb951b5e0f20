"""What somebody typed of a theme, and what is then asked of the desks; in the writing thread."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from comms_desk.across import Office
from comms_desk.i18n import current
from comms_desk.media.themes.facts import FACTS, IGNORED
from comms_desk.media.themes.model import Grade, NewTheme, Theme, ThemeId
from comms_desk.storage.model import FieldChange
from comms_desk.text.query import said

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
