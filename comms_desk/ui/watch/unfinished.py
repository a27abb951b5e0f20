"""Watches half written, as the unfinished forms of their person hold them."""

import logging
from collections.abc import Collection
from dataclasses import dataclass, field

from comms_desk.across import Office
from comms_desk.changes import Subject
from comms_desk.media.themes.model import Watch, WatchId
from comms_desk.storage.model import Form, FormKey, new_form_key
from comms_desk.ui.watch.theme_form import Typed

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Begun:
    """A watch as it was before it was begun, None for a new one, and what was typed."""

    watch: Watch | None
    typed: Typed
    is_astray: bool = False
    """Whether the desk has another watch, or none, in the place of *watch*."""
    key: FormKey = field(default_factory=new_form_key, compare=False)
    taken: Form | None = field(default=None, compare=False)
    """What another window left, with which it goes on."""

    @property
    def changes(self) -> Watch | None:
        """The watch that is being changed; None: a new one, or one that went astray."""
        return None if self.is_astray else self.watch

    @property
    def place(self) -> WatchId | None:
        """The number of the watch that is being changed."""
        return self.changes.id if self.changes else None

    @property
    def is_touched(self) -> bool:
        """Whether something was typed."""
        return self.typed != Typed.of(self.changes)

    def form(self, *, in_front: bool) -> Form:
        """Return it as it is kept."""
        return Form(
            key=self.key,
            kind=Subject.WATCH,
            changes=self.watch.id if self.watch else None,
            fields=self.typed.fields,
            before=Typed.as_stored(self.watch).fields if self.watch else {},
            in_front=in_front,
        )


def unfinished(office: Office) -> tuple[Begun, ...]:
    """Return the watches half written, the one that was in front first."""
    forms = office.forms.every(Subject.WATCH)
    watches = office.watches.every() if forms else ()
    found: list[Begun] = []
    for form in forms:
        try:
            found.append(begun_in(form, watches))
        except (KeyError, ValueError) as error:
            log.warning("a form that is not understood stays: %r", error)
    return tuple(found)


def begun_in(form: Form, watches: Collection[Watch]) -> Begun:
    """Return what *form* holds, as it is to be gone on with where the desk has *watches*.

    A watch of that number, of another name or query, is not the one that was begun: somebody
    changed it meanwhile, or it was begun on another desk.

    Raises:
        ValueError: It is not understood.
        KeyError: A field is missing.
    """
    typed, watch = Typed.read(form.fields), None
    if form.changes is not None:
        was = Typed.read(form.before)
        watch = Watch(
            id=WatchId(form.changes),
            name=was.name,
            query=was.query,
            ignored=was.ignored,
            grade=was.grade,
            alert=was.alert,
            is_looking_back=False,
        )
    is_there = watch is None or any(
        (watch.id, watch.name, watch.query) == (each.id, each.name, each.query) for each in watches
    )
    return Begun(watch, typed, is_astray=not is_there, taken=form)
