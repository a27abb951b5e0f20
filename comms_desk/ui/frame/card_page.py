"""A list beside the card of the thing chosen: read, begun, put in the bin, and each undone.

What is asked of the database is answered late, and the person has gone on by then: a card that
was opened meanwhile stays, and one that went to the bin does not come back by itself.  What
the things are, and what else their card has, is the page's:

    class DossiersPage(CardPage[Rows[Row]]):
        SUBJECT = Subject.DOSSIER

        @cached_property
        def card(self) -> DossierCard:
            return self.beside(DossierCard(self.errands))

        def card_of_kind(self, kind: Subject) -> FactCard:
            return self.card

        def begin(self, office: "Office", kind: Subject, name: str) -> int:
            return office.dossiers.add(NewDossier(code=…, name=name)).id

        def said_begun(self) -> str:
            return _("Dossier opened")
"""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar, override

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from comms_desk.across import Office, things
from comms_desk.across.holds import words_over
from comms_desk.across.things import DESKS
from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number
from comms_desk.storage.errors import NotFound
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.ui.frame import toasts
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.fact_card import FactCard, ThingCard
from comms_desk.ui.frame.list_page import ListPage
from comms_desk.ui.frame.putting_away import PutAwayWay
from comms_desk.ui.kit.notices import BriefUndo
from comms_desk.ui.kit.rows import Row


class CardPage[Found: Rows[Row]](ListPage[Found]):
    """A list of things, and the card of the one chosen.

    A subclass says `card_of_kind`, `begin` and `said_begun`, beside what a `ListPage`
    is told; what follows them here is right for a plain page.
    """

    SUBJECT: ClassVar[Subject]
    """The kind of what is listed; a page of several says `subject`."""

    def __init__(self, errands: Errands, placeholder: str, *, first: str, lesson: str = "") -> None:
        """Build the list, as a `ListPage` does."""
        super().__init__(errands, placeholder, first=first, lesson=lesson)
        self._cards: list[FactCard] = []
        self._to_name: Ref | None = None
        """What was just begun: its name is typed as soon as its card is shown."""

    # ── What a page says ──────────────────────────────────────────────────────────────

    def card_of_kind(self, kind: Subject) -> ThingCard:
        """Return the card that shows the things of *kind*."""
        raise NotImplementedError

    def begin(self, office: Office, kind: Subject, name: str) -> int:
        """Add a thing of *kind* called *name*, or what a new one is called; return its id."""
        raise NotImplementedError

    def said_begun(self) -> str:
        """Return what to say once a thing is begun."""
        raise NotImplementedError

    def said_binned(self, thing: Any) -> str:
        """Return what to say once *thing* is in the bin."""
        return toasts.binned(thing.name)

    def said_archived(self, thing: Any) -> str:
        """Return what to say once *thing* is archived."""
        return toasts.archived(thing.name)

    def read_view(self, office: Office, ref: Ref) -> Any:
        """Return what the card of *ref* shows; called in a reading thread."""
        return DESKS[ref.kind](office).get(ref.id)

    @override
    def first_beside(self) -> QWidget | None:
        """Return the empty card of what is listed: it says what to choose."""
        return self.card_of_kind(self.subject)

    def bring_card(self, kind: Subject) -> None:
        """Show the card of *kind*, as it was, whatever stands in its place beside the list."""
        card = self.card_of_kind(kind)
        self.put_in_front(card)
        self.card_of = card.ref

    @property
    def subject(self) -> Subject:
        """The kind of what is listed now."""
        return self.SUBJECT

    @override
    def beside[Part: QWidget](self, part: Part) -> Part:
        """Put *part* beside the list; what a card wants is heard."""
        if isinstance(part, ThingCard):
            part.kept.acted.connect(self._show_holds)
        if isinstance(part, FactCard):
            self._cards.append(part)
            part.list_wanted.connect(self.focus_list)
            part.bin_wanted.connect(self._put_in_bin)
            part.archive_wanted.connect(self._put_away)
        return super().beside(part)

    # ── The card ──────────────────────────────────────────────────────────────────────

    @override
    def open(self, ref: Ref) -> None:
        """Show the thing that *ref* points at, wherever it stands in the list."""
        self.leaving()
        self.bring_card(ref.kind)
        self.want(ref)
        self.ask_card(ref)

    @override
    def pick(self, key: int) -> None:
        self.leaving()
        self.bring_card(self.subject)
        self.ask_card(Ref(self.subject, key))

    @override
    def leaving(self) -> None:
        """Save what was typed."""
        for card in self._cards:
            card.save_now()

    @override
    def read_card(self) -> None:
        if self.card_of is not None and self.shows_card:
            self.ask_card(self.card_of)

    def ask_card(self, ref: Ref) -> None:
        """Read the card of *ref*, and show it in its place."""
        self.card_of = ref
        self.card_of_kind(ref.kind).wait_for(ref)

        def job(office: Office) -> tuple[Ref, Any, str]:
            return ref, self.read_view(office, ref), words_over(office, ref)

        self.errands.read("card", job, self._show_card, self._gone, fresh=True)

    @Slot(object)
    def _show_card(self, answer: tuple[Ref, Any, str]) -> None:
        """Show what was read, unless it went to the bin since, or another is wanted by now.

        Where a bug stops it halfway nothing is shown: the card would be that of two things.
        """
        ref, view, held = answer
        if ref != self.card_of:
            return
        card = self.card_of_kind(ref.kind)
        try:
            card.show_view(view)
            card.kept.say(held, _("Show the holds") if held else "")
        except Exception:
            self.close_card(ref)
            raise
        if ref == self._to_name and isinstance(card, FactCard):
            self._to_name = None
            card.edit_name()

    @Slot()
    def _show_holds(self) -> None:
        self.page_wanted.emit("holds")

    @Slot(object)
    def _gone(self, error: CommsDeskError) -> None:
        """Show no card of what is gone; one that cannot be read now stays."""
        if not isinstance(error, NotFound):
            self.cannot_read(error)
        elif error.ref == self.card_of:
            self.close_card(error.ref)

    def close_card(self, ref: Ref) -> None:
        """Show no card of *ref*; that of another, opened meanwhile, stays."""
        card = self.card_of_kind(ref.kind)
        if ref in {self.card_of, card.ref}:
            card.close_view()
        if ref == self.card_of:
            self.card_of = None

    # ── Beginning, the bin ────────────────────────────────────────────────────────────

    @Slot()
    @override
    def new(self) -> None:
        """Begin a thing called what is searched for, and go to its name."""
        self.leaving()
        kind, name = self.subject, self.column.search.words

        def job(office: Office) -> Ref:
            return Ref(kind, self.begin(office, kind, name))

        self.errands.write(None, job, self._begun)

    @Slot(object)
    def _begun(self, ref: Ref) -> None:
        self.open(ref)
        self._to_name = ref
        self.undoable.emit(
            self.said_begun(),
            BriefUndo(partial(self._bin, ref, self._closed), _("Addition undone")),
        )

    @Slot(object)
    def _put_in_bin(self, ref: Ref) -> None:
        """Put the thing shown in the bin, with those that are chosen together with it."""
        self.focus_list()  # else Enter, pressed again, would take the next one
        self.leaving()
        together = self.chosen_with(ref) if ref.kind is self.subject else ()
        if len(together) > 1:
            self._bin_together(together)
        else:
            self._bin(ref, self._was_binned)

    def _bin_together(self, refs: tuple[Ref, ...]) -> None:
        """Put all of *refs* in the bin, or none: what may not go there is named."""

        def job(office: Office) -> tuple[Ref, ...]:
            things.put_in_bin(office, refs)
            return refs

        self.errands.write(None, job, self._were_binned)

    @Slot(object)
    def _were_binned(self, refs: tuple[Ref, ...]) -> None:
        for each in refs:
            self.close_card(each)
        self.refresh()
        count = self.how_many(len(refs)).format(count=format_number(len(refs)))
        self.undoable.emit(toasts.several_binned(count), partial(self._take_out_together, refs))

    def _take_out_together(self, refs: tuple[Ref, ...]) -> None:
        def job(office: Office) -> Ref:
            things.take_out_of_bin(office, refs)
            return refs[0]

        self.errands.write(None, job, self._came_back)

    def _bin(self, ref: Ref, then: Callable[[Any], None]) -> None:
        def job(office: Office) -> tuple[Ref, Any]:
            desk = DESKS[ref.kind](office)
            thing = desk.get(ref.id)
            desk.put_in_bin(ref.id)
            return ref, thing

        self.errands.write(None, job, then)

    @Slot(object)
    def _was_binned(self, answer: tuple[Ref, Any]) -> None:
        ref, thing = answer
        self._closed(answer)
        self.undoable.emit(self.said_binned(thing), partial(self._take_out_of_bin, ref))

    @Slot(object)
    def _closed(self, answer: tuple[Ref, Any]) -> None:
        self.close_card(answer[0])
        self.refresh()

    @Slot(object, object)
    def _put_away(self, ref: Ref, way: PutAwayWay) -> None:
        """Archive what was sent, or take it out of the archive."""
        if way is PutAwayWay.OUT:
            self._take_out_of_archive(ref)
            return
        self.focus_list()
        self.leaving()

        def job(office: Office) -> tuple[Ref, Any]:
            office.archive.put_in(ref)
            return ref, DESKS[ref.kind](office).get(ref.id)

        self.errands.write(None, job, self._was_archived)

    @Slot(object)
    def _was_archived(self, answer: tuple[Ref, Any]) -> None:
        ref, thing = answer
        self._closed(answer)
        self.undoable.emit(self.said_archived(thing), partial(self._take_out_of_archive, ref))

    def _take_out_of_archive(self, ref: Ref) -> None:
        def job(office: Office) -> Ref:
            office.archive.take_out(ref)
            return ref

        self.errands.write(None, job, self._came_back)

    def _take_out_of_bin(self, ref: Ref) -> None:
        def job(office: Office) -> Ref:
            DESKS[ref.kind](office).take_out_of_bin(ref.id)
            return ref

        self.errands.write(None, job, self._came_back)

    @Slot(object)
    def _came_back(self, ref: Ref) -> None:
        self.open(ref)
