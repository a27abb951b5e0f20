"""What is typed in the review and is not saved: nothing of the review leaves meanwhile.

What is refused on the screen would else leave as it was saved before.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Slot

from comms_desk.across import Office
from comms_desk.changes import Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.media.reviews.model import Review
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.list_page import ListPage
from comms_desk.ui.frame.unsaved import FieldPlace, Unsaved
from comms_desk.ui.review import words
from comms_desk.ui.review.foot import ReviewFoot
from comms_desk.ui.review.reading import Which


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be done with a review; *is_last*: what was on its way was waited for once."""

    review: Review
    act: Callable[[], None]
    is_last: bool = False


class ReviewGate(QObject):
    """Lets something be done with a review once all that was typed in it is saved, or says why not.

    Where something is not, the focus goes there.
    """

    def __init__(self, page: ListPage[Any], errands: Errands, feet: Sequence[ReviewFoot]) -> None:
        """Look at what is typed in *feet*, under the list of *page*."""
        super().__init__(page)
        self._page, self._errands, self._feet = page, errands, feet
        self._acts: deque[_Wanted] = deque()
        self._named: FieldPlace | None = None
        """The field that the notice says is not saved."""
        errands.unsaved.changed.connect(self._mended)

    def once_saved(self, review: Review, act: Callable[[], None]) -> None:
        """Save what is typed, then *act*, unless something of *review* is not saved."""
        self._page.leaving()
        self._ask(_Wanted(review, act))

    def _ask(self, wanted: "_Wanted") -> None:
        self._acts.append(wanted)
        self._errands.write(None, _answered, self._saved, self._not_asked)

    @Slot(object)
    def _saved(self, _nothing: None) -> None:
        wanted = self._acts.popleft()
        review, is_idle = wanted.review, all(foot.saver.is_idle for foot in self._feet)
        if not is_idle and not wanted.is_last:  # what was typed last is sent by now
            self._ask(replace(wanted, is_last=True))
            return
        if not review.is_issued:  # else nothing that was refused since is of it
            leaves = {review.id, *((review.id, each.id) for each in review.kept)}
            for place, unsaved in self._errands.unsaved.every().items():
                if place.kind is Subject.REVIEW and place.id in leaves:
                    self._go_to(place, unsaved)
                    return
        if is_idle:
            self._page.error.hide()
            wanted.act()
        else:
            self._page.error.say(
                _("What you typed is not saved yet: nothing leaves meanwhile."),
                _("Wait a moment, then ask again."),
            )

    @Slot(object)
    def _not_asked(self, error: CommsDeskError) -> None:
        self._acts.popleft()
        self._page.show_error(error)

    @Slot()
    def _mended(self) -> None:
        """Say no more that a field is not saved, once it is."""
        if self._named is not None and self._errands.unsaved.at(self._named) is None:
            self._named = None
            self._page.error.hide()

    def _go_to(self, place: FieldPlace, unsaved: Unsaved) -> None:
        """Say what is not saved, and go there."""
        self._named = place
        self._page.error.say(
            _("“{field}” is not saved: its readers would have what it said before.").format(
                field=unsaved.called
            ),
            _("Mend it, then ask again."),
        )
        rows, key = self._page.column, words.ESSENTIALS
        if isinstance(place.id, tuple):
            key = place.id[1]
        if not rows.check(Which.KEPT) and rows.list.list.choose(key):
            self._page.pick(key)  # it may have been one of several
            for foot in self._feet:
                foot.go_to(place.field)


def _answered(_office: Office) -> None:
    """Come after all that was to be written before."""
