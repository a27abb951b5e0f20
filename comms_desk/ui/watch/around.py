"""What stands around an article on its card: who signed it, what the City said, what was asked.

Each line opens the thing.  The lines are written in a reading thread.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _, format_moment_within, pgettext
from comms_desk.ui.kit.controls import PART
from comms_desk.ui.kit.layout import Section
from comms_desk.ui.kit.line import Lines
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.kit.stacks import stacked
from comms_desk.wording import timeline
from comms_desk.wording.kinds import ONE

if TYPE_CHECKING:
    from comms_desk.across.reading_pane import Around, Author
    from comms_desk.storage.sayings import Saying


@dataclass(frozen=True, slots=True, kw_only=True)
class AroundView:
    """The lines of each part; the key of each is the `Ref` that it opens."""

    signed: tuple[Row, ...] = ()
    said: tuple[Row, ...] = ()
    asked: tuple[Row, ...] = ()


class AroundPanel(QWidget):
    """The parts that have any line.

    Signals:
        opened: Carries the `Ref` of a line.
    """

    opened = Signal(object)

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        column = stacked(inside=self, gap_px=0)
        self.signed, self.said, self.asked = Lines(), Lines(), Lines()
        self._sections: dict[Lines, Section] = {}
        for title, lines in (
            (_("What the City said on it"), self.said),
            (_("What the outlet had asked"), self.asked),
            (pgettext("article", "Signed by"), self.signed),
        ):
            section = self._sections[lines] = Section(title)
            section.body.addWidget(lines)
            lines.opened.connect(self.opened)
            column.addWidget(section)

    def show_around(self, shown: AroundView) -> None:
        """Show those parts."""
        for lines, rows in (
            (self.said, shown.said),
            (self.asked, shown.asked),
            (self.signed, shown.signed),
        ):
            lines.show_lines(rows)
            self._sections[lines].setVisible(bool(rows))


def shown(around: "Around") -> AroundView:
    """Write *around* out."""
    return AroundView(
        signed=tuple(row for author in around.authors for row in _of_author(author)),
        said=tuple(map(_of_saying, around.said)),
        asked=tuple(
            Row(
                key=Ref(Subject.INQUIRY, each.id),
                title=each.title,
                detail=PART.join(timeline.of_inquiry(each)[1][1:]),
                strong=False,
            )
            for each in around.asked
        ),
    )


def _of_author(author: "Author") -> Iterator[Row]:
    yield Row(
        key=Ref(Subject.CONTACT, author.contact.id),
        title=author.contact.name,
        detail=PART.join(map(timeline.held, author.positions)),
    )
    for each in author.pieces:
        title, said = timeline.of_article(each)
        detail = PART.join(filter(None, said[1:]))
        yield Row(key=Ref(Subject.MENTION, each.id), title=title, detail=detail, strong=False)


def _of_saying(saying: "Saying") -> Row:
    kind = _("Answer") if saying.ref.kind is Subject.INQUIRY else ONE[saying.ref.kind]()
    detail = PART.join((kind, format_moment_within(saying.at)))
    return Row(key=saying.ref, title=saying.title, detail=detail, strong=False)
