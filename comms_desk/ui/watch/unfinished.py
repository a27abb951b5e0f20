"""Watches half written, as the unfinished forms of their person hold them."""

import logging
from collections.abc import Collection
from dataclasses import dataclass, field

from comms_desk.across import Office
from comms_desk.changes import Subject
from comms_desk.media.themes.model import Theme, ThemeId
from comms_desk.storage.model import FormKey, UnfinishedForm, new_form_key
from comms_desk.ui.watch.theme_form import TypedTheme

log = logging.getLogger(__name__)


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
