"""The bin: what was removed lately, of every kind, until when it is kept, and the way back.

It is reached from the palette.  Several rows chosen together are put back together; one that
cannot be, since something else has its name by now, stays and is said, and the others go.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import override

from PySide6.QtCore import Slot

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_date, format_moment, format_number, ngettext
from comms_desk.kinds import those
from comms_desk.storage.errors import STORAGE_FAILURES
from comms_desk.storage.model import Binned
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.list_page import ListPage, Reading
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.layout import CardPane, TwoPanes
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.wording.kinds import ONE

type PutBack = tuple[list[str], CommsDeskError | None]
"""The names of what came out, and why something did not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BinView(Rows[Row]):
    """What was found, written out; of all of it, shown or not, a hold keeps *held*."""

    held: int


class BinPage(ListPage[BinView]):
    """What is in the bin, the last put in first."""

    KEY = "bin"
    SHOWS = frozenset({Subject.HOLD, *those(lambda kind: kind.is_binned)})
    FIRST_ROWS = 200

    def __init__(self, errands: Errands) -> None:
        """Build the page; it reads when it is first shown."""
        super().__init__(
            errands,
            _("Name…"),
            first="",
            lesson=_("What you put in the bin is kept here, and can be put back."),
        )
        self.put_back = Button(_("Put back"), role="primary", does=self._put_back)
        self.what = Label("", "card-title", wraps=True)
        self.until = Label("", "text", wraps=True)
        self.by = Label("", "detail", wraps=True)
        self.card = self.beside(CardPane(_("Choose what is to be put back.")))
        self.card.bar.right(self.put_back)
        for label in (self.what, self.until, self.by):
            self.card.body.addWidget(label)
        self.card.body.addStretch(1)
        self.put_in_front(self.card)
        self.column.list.list.selectionModel().selectionChanged.connect(self._chosen)
        self.fill(TwoPanes(self.column, self.right))

    @override
    def question(self, searched: str, *, after: object | None, limit: int) -> Reading[BinView]:
        def job(office: Office) -> BinView:
            found = office.bin.search(searched, limit=limit)
            names = office.people.names({each.by for each in found.rows if each.by is not None})
            rows = (
                _row(each, "" if each.by is None else names.get(each.by, "")) for each in found.rows
            )
            return BinView(rows=tuple(rows), total=found.total, held=found.held)

        return job

    @override
    def how_many(self, number: int) -> str:
        return ngettext("{count} thing", "{count} things", number)

    @override
    def say_found(self, found: BinView) -> None:
        """Say how many there are, and how many of them a hold keeps for longer than the bin."""
        super().say_found(found)
        if found.held:
            said = ngettext("{n} kept by a hold", "{n} kept by holds", found.held)
            counted = self.column.count.text()
            self.column.count.setText(f"{counted} · {said.format(n=format_number(found.held))}")

    @override
    def none_match(self, searched: str) -> str:
        if not searched:
            return ""
        return _("Nothing in the bin matches “{words}”.").format(words=searched)

    @override
    def choose_row(self, found: BinView) -> None:
        self._chosen()

    @Slot()
    def _chosen(self) -> None:
        """Say what is chosen, and until when it is kept."""
        rows = self.column.list.list.together()
        self.card.show_card(shown=bool(rows))
        if not rows:
            return
        first = rows[0]
        several = ngettext("{n} thing", "{n} things", len(rows)).format(n=len(rows))
        self.what.setText(first.title if len(rows) == 1 else several)
        self.until.setText(first.at if len(rows) == 1 else "")
        self.by.setText(first.detail if len(rows) == 1 else "")

    @Slot()
    def _put_back(self) -> None:
        refs = [row.key for row in self.column.list.list.together() if isinstance(row.key, Ref)]
        if refs:
            self.focus_list()
            self.errands.write(None, partial(_take_out, refs), self._came_back)

    @Slot(object)
    def _came_back(self, answer: PutBack) -> None:
        names, refused = answer
        if refused is not None:
            self.show_error(refused)
        if names:
            many = ngettext("{n} thing was put back", "{n} things were put back", len(names))
            one = _("“{title}” was put back").format(title=names[0])
            self.undoable.emit(one if len(names) == 1 else many.format(n=len(names)), None)
        self.refresh()


def _row(thing: Binned, by: str) -> Row:
    since, until = format_moment(thing.at), _("In the bin since {moment}, kept until {date}")
    if thing.hold is not None:
        until = _("In the bin since {moment}; its destruction is suspended: {reason}")
    reason = "" if thing.hold is None else thing.hold.reason
    return Row(
        key=thing.ref,
        title=thing.name or _("Untitled"),
        detail=" · ".join(filter(None, (ONE[thing.ref.kind](), by))),
        moment=format_date(thing.at),
        tags=(RowTag(_("held"), Hue.AMBER),) if thing.hold is not None else (),
        at=until.format(moment=since, date=format_date(thing.kept_until), reason=reason),
    )


def _take_out(refs: Sequence[Ref], office: Office) -> PutBack:
    """Take each of *refs* out of the bin, and go on where one is refused."""
    from comms_desk.across.out_of_bin import take_out

    names, refused = [], None
    for ref in refs:
        try:
            names.append(take_out(office, ref).binned.name)
        except CommsDeskError as error:
            if isinstance(error, STORAGE_FAILURES):
                raise
            refused = error
    return names, refused
