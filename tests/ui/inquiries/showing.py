"""What the tests of the Inquiries page do first: show it, open an inquiry, do and undo."""

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.media.inquiries.model import InquiryId
from comms_desk.media.inquiries.moments import MomentKind
from comms_desk.ui.inquiries.page import InquiriesPage


def settled(qtbot: QtBot, page: InquiriesPage) -> None:
    qtbot.waitUntil(lambda: not page._stale and page.errands.is_idle)


def shown(qtbot: QtBot, page: InquiriesPage) -> list[str]:
    page.shown()
    settled(qtbot, page)
    return titles(page)


def titles(page: InquiriesPage) -> list[str]:
    return [row.title for row in page.column.list.list.rows.rows()]


def opened(qtbot: QtBot, page: InquiriesPage, inquiry: InquiryId) -> None:
    shown(qtbot, page)
    page.open(Ref(Subject.INQUIRY, inquiry))
    settled(qtbot, page)
    assert page.card.ref == Ref(Subject.INQUIRY, inquiry)


def done(qtbot: QtBot, page: InquiriesPage, act: Callable[[], object]) -> Callable[[], None]:
    """Do *act*, wait until it is said and read again, and return its undo."""
    with qtbot.waitSignal(page.undoable) as said:
        act()
    read_again(qtbot, page)
    undo: Callable[[], None] = said.args[1]
    return undo


def read_again(qtbot: QtBot, page: InquiriesPage) -> None:
    """Have all that was written by now shown."""
    qtbot.waitUntil(lambda: page.errands.is_idle)
    page.refresh()
    settled(qtbot, page)


def happened(office: Office, inquiry: InquiryId) -> list[MomentKind]:
    """Return what stands of what happened to *inquiry*."""
    return [each.what for each in office.inquiries.moments(inquiry) if each.taken_back_at is None]
