"""The release beside each article that took something of it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from comms_desk.i18n import _
from comms_desk.media.drafting.model import DraftId
from comms_desk.ui.coverage.side_by_side import SideBySide
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit.layout import Section
from comms_desk.ui.kit.line import Lines
from comms_desk.ui.kit.rows import Row

if TYPE_CHECKING:
    from comms_desk.across.office import Office
    from comms_desk.media.articles.model import ArticleId
    from comms_desk.media.coverage.model import Compared
    from comms_desk.media.coverage.report import Report

MOST_ARTICLES = 12
TEXTS_PX = 440


class TextsSection(Section):
    """Lines to choose an article by, those that took most first, and both texts below."""

    def __init__(self, errands: Errands) -> None:
        """Show nothing yet."""
        super().__init__(_("Release and articles, side by side"))
        self._errands = errands
        self._draft: DraftId | None = None
        self.lines = Lines()
        self.lines.opened.connect(self._compare)
        self.texts = SideBySide()
        self.texts.setMinimumHeight(TEXTS_PX)
        self.body.addWidget(self.lines)
        self.stand(self.texts)
        self.hide()

    def show_report(self, draft: DraftId | None, report: "Report | None") -> None:
        """Offer the articles of a *report* that took something of the text *draft*."""
        pickup = None if report is None else report.pickup
        took = sorted(pickup.articles if pickup else (), key=lambda each: -each.taken)
        carried = {each.article: each for each in (report.rows if report else ())}
        rows = [carried[each.article] for each in took[:MOST_ARTICLES]]
        self._draft = draft
        self.lines.show_lines(
            [Row(key=each.article, title=each.title, detail=each.outlet) for each in rows]
        )
        self.texts.hide()
        self.setVisible(bool(rows))
        if rows:
            self._compare(rows[0].article)

    @Slot(object)
    def _compare(self, article: "ArticleId") -> None:
        if self._draft is not None:
            job = partial(_compared, self._draft, article)
            self._errands.read("reprise", job, self._show)

    @Slot(object)
    def _show(self, compared: "Compared") -> None:
        self.texts.show_compared(compared)
        self.texts.show()


def _compared(draft: DraftId, article: "ArticleId", office: "Office") -> "Compared":
    from comms_desk.across.reprising import compared

    return compared(office, draft, article)
