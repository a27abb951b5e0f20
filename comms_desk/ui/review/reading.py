"""What the page of the review asks of the desks; called in a reading or the writing thread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from comms_desk import own_files
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import CITY_ZONE, Language, _
from comms_desk.mail.address import Address
from comms_desk.mail.model import LetterState
from comms_desk.media.reviews.edition import Edition
from comms_desk.media.reviews.model import (
    OF_THE_DAY,
    ItemId,
    ItemState,
    NothingKept,
    PlannedReview,
    Review,
    ReviewChanged,
    ReviewId,
    ReviewItem,
    ReviewLine,
)
from comms_desk.storage.errors import STORAGE_FAILURES
from comms_desk.storage.model import Edit, FieldChange
from comms_desk.storage.paging import PageOfRows
from comms_desk.text.markdown import Document, Run, paragraph
from comms_desk.ui.frame.exported_files import FileMade
from comms_desk.ui.kit.fields import Typed
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.review import words
from comms_desk.ui.review.preview import Drawn, ReviewForm

if TYPE_CHECKING:
    from pathlib import Path

    from comms_desk.across.office import Office
    from comms_desk.media.drafting.model import DraftFile

MOST_EARLIER = 10
"""Reviews in the list of those that were issued before."""


class Which(StrEnum):
    """What the list shows."""

    KEPT = "kept"
    TO_SORT = "to sort"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRows(PageOfRows[Row]):
    """The list, written out, and the review that it is of.

    Attributes:
        review: None: none was begun today.
        edition: What its readers would get, or got.
        sending: What a yes would send, or why nothing may leave.
        letters: What became of its letters, how many of each.
        earlier: The last that were issued, but that of today.
        is_earlier: Whether it is one of these.
        at: When it was read.
    """

    review: Review | None = None
    edition: Edition | None = None
    sending: PlannedReview | CommsDeskError | None = None
    letters: Mapping[LetterState, int] = field(default_factory=dict)
    earlier: PageOfRows[ReviewLine]
    is_earlier: bool = False
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewListRequest:
    """What is to be listed: of a *review*, or of the last one of today in a *language*.

    What is *shown* and open stays so past midnight.
    """

    review: ReviewId | None
    shown: ReviewId | None = None
    language: Language
    which: Which

    def ask(self, office: "Office") -> ReviewRows:
        """Return the list."""
        review, at = self.of(office), office.database.clock.now()
        last = None if review is None else review.id
        if review is not None and (self.review is not None or not words.is_of(at, review.day)):
            last = _last_of_today(office, review.language)
        earlier = office.reviews.search(issued=True, besides=last, limit=MOST_EARLIER)
        if review is None:
            return ReviewRows(rows=(), total=0, earlier=earlier, at=at)
        match self.which:
            case Which.KEPT:
                rows = words.kept_rows(review)
            case Which.TO_SORT:
                rows = tuple(map(words.offered_row, office.reviews.offered(review.id)))
            case Which.ASIDE:
                rows = tuple(map(words.aside_row, review.aside))
        return ReviewRows(
            rows=_by_section(rows),
            total=len(rows),
            review=review,
            edition=office.reviews.edition(review.id),
            sending=_sending(office, review.id),
            letters=office.reviews.letters(review.id),
            earlier=earlier,
            is_earlier=last != review.id,
            at=at,
        )

    def of(self, office: "Office") -> Review | None:
        """Return the review that it belongs to; None: none was begun."""
        if self.review is not None:
            return office.reviews.get(self.review)
        last = _last_of_today(office, self.language)
        if self.shown is not None and last != self.shown:
            was = office.reviews.get(self.shown)
            is_past = not words.is_of(office.database.clock.now(), was.day)
            if is_past and not was.is_issued and was.language is self.language:
                return was
        return None if last is None else office.reviews.get(last)


def _last_of_today(office: "Office", language: Language) -> ReviewId | None:
    """Return the last one alone: one before it that was altered stops nobody."""
    today = office.database.clock.now().astimezone(CITY_ZONE).date()
    lines = office.reviews.search(day=today).rows
    return next((each.id for each in lines if each.language is language), None)


def _by_section(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return *rows* with those of one section together, in the order of the sections."""
    order = list(dict.fromkeys(row.group for row in rows))
    return tuple(sorted(rows, key=lambda row: order.index(row.group)))


def _sending(office: "Office", review: ReviewId) -> PlannedReview | CommsDeskError:
    """Return what a yes would send, or why nothing may leave."""
    try:
        return office.reviews.sending(review)
    except STORAGE_FAILURES:
        raise
    except CommsDeskError as error:
        return error


def waiting(review: ReviewId, office: "Office") -> tuple[ReviewId, int]:
    """Return how many stories may still be kept for *review*."""
    return review, len(office.reviews.offered(review))


def drawn_of(asked: ReviewListRequest, form: ReviewForm, office: "Office") -> Drawn | None:
    """Return the review that the list belongs to; None: none was begun."""
    review = asked.of(office)
    return None if review is None else drawn(review.id, form, office)


def drawn(review: ReviewId, form: ReviewForm, office: "Office") -> Drawn:
    """Return *review* in the *form* in which a reader has it."""
    from comms_desk.documents.reading import read_word
    from comms_desk.media.reviews.rendering import message_of
    from comms_desk.text.markdown.from_html import read_html

    edition = _edition(office, review)
    message = message_of(edition)
    if form is ReviewForm.WORD:
        made = _papers(office, edition, is_pdf=False)
        said = read_word(made.content, name=made.name)
    else:
        head, *rest = read_html(message.html).blocks
        said = Document((paragraph(Run(head.text, italic=True)), *rest))
    return Drawn(form=form, subject=message.subject, words=said)


def _papers(office: "Office", edition: Edition, *, is_pdf: bool) -> "DraftFile":
    from comms_desk.media.reviews import papers

    templates = office.paths.data / "templates"
    return papers.pdf_of(edition) if is_pdf else papers.word_of(edition, templates=templates)


def page_of(review: ReviewId, office: "Office") -> "Path":
    """Write the message of *review* as a page for the browser; return its file."""
    from comms_desk.media.reviews.rendering import message_of

    file = office.paths.cache / f"review-{review}.html"
    own_files.write(file, message_of(_edition(office, review)).html.encode())
    return file


def file_of(review: ReviewId, office: "Office", *, is_pdf: bool) -> FileMade:
    """Make *review* as a file among the person's documents, beside whatever stands there."""
    from comms_desk.documents.files import write_new_file

    made = _papers(office, _edition(office, review), is_pdf=is_pdf)
    wanted = office.paths.documents / _("Comms Desk") / made.name
    return FileMade(write_new_file(wanted, made.content), made.comments_left)


# ── Changes ───────────────────────────────────────────────────────────────────────────


def save_summary(office: "Office", of: tuple[ReviewId, ItemId], typed: Typed) -> Edit:
    """Save our summary of a story."""
    review, item = of
    return edit(review, FieldChange(f"{typed.field} {item}", typed.before, typed.after), office)


def save_lines(office: "Office", review: ReviewId, typed: Typed) -> Edit:
    """Save the essentials, or the agenda: a line each."""
    before, after = words.lines(typed.before), words.lines(typed.after)
    return edit(review, FieldChange(typed.field, before, after), office)


def edit(review: ReviewId, change: FieldChange, office: "Office") -> Edit:
    """Change a field of *review*."""
    return office.reviews.edit(review, change)


def turn(review: ReviewId, items: Sequence[ReviewItem], office: "Office") -> tuple[Edit, ...]:
    """Put stories aside, or back among those that are kept."""
    other = ItemState.KEPT if items[0].state is ItemState.ASIDE else ItemState.ASIDE
    changes = (FieldChange(f"state {item.id}", item.state, other) for item in items)
    with office.database.all_or_nothing():
        return tuple(edit(review, change, office) for change in changes)


def put_back(edits: Sequence[Edit], office: "Office") -> None:
    """Undo *edits* of one review."""
    with office.database.all_or_nothing():
        for each in edits:
            edit(ReviewId(each.ref.id), each.change.inverse(), office)


def begin(language: Language, office: "Office") -> Review:
    """Begin the review of today, or its addendum."""
    return office.reviews.begin(language=language)


# ── Leaving ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class AskedToIssue:
    """A review and what its readers would have of it, read once all that was typed is kept."""

    review: Review
    edition: Edition
    subject: str


@dataclass(frozen=True, slots=True)
class ReviewAndReaders(AskedToIssue):
    """And whom it would leave to."""

    sending: PlannedReview
    at: datetime
    depends: str
    """Until when this computer is to be left on for it; "": no need."""


def asked_to_issue(review: ReviewId, office: "Office") -> AskedToIssue:
    """Return what is asked about; in the writing thread.

    Raises:
        NothingKept: It is an addendum, and there is no story in it.
    """
    from comms_desk.media.reviews.rendering import subject_of

    whole, edition = office.reviews.get(review), _edition(office, review)
    if whole.number != OF_THE_DAY and not whole.kept and not whole.is_issued:
        raise NothingKept(whole.day)
    return AskedToIssue(whole, edition, subject_of(edition))


def asked_to_send(review: ReviewId, office: "Office") -> ReviewAndReaders:
    """Return what is asked about; in the writing thread.

    Raises:
        CommsDeskError: Nobody is there to send it to, nothing to send it by, or nothing to send.
    """
    from comms_desk.across.unattended import leave_it_on

    asked, now = asked_to_issue(review, office), office.database.clock.now()
    sending = office.reviews.sending(review)
    on = leave_it_on(office, sending.account, last=sending.last_leaves_at)
    return ReviewAndReaders(asked.review, asked.edition, asked.subject, sending, now, on)


def send(asked: ReviewAndReaders, office: "Office", *, even_if_sent: bool) -> int:
    """Freeze the review, unless it is frozen, and send it as it was asked; return to how many.

    Raises:
        ReviewChanged: Somebody else froze it meanwhile, and it says something else.
        CommsDeskError: As `ReviewDesk.issue` and `ReviewDesk.send`.
    """
    _issue(office, asked.review.id, shown=asked.review)
    return office.reviews.send(asked.review.id, seen=asked.sending, even_if_sent=even_if_sent)


def issue(review: ReviewId, office: "Office") -> Review:
    """Freeze *review* as it stands; where nothing is kept, a person has said so by a yes."""
    return _issue(office, review)


def _issue(office: "Office", review: ReviewId, *, shown: Review | None = None) -> Review:
    from comms_desk.across.review_extras import extras_of

    whole = office.reviews.get(review)
    if whole.is_issued:
        if shown is not None and not shown.is_issued:
            whole.refuse_other(shown, ReviewChanged(whole.day))
        return whole
    extra = extras_of(office, whole)
    return office.reviews.issue(review, nothing_to_report=not whole.kept, extra=extra, shown=shown)


def _edition(office: "Office", review: ReviewId) -> Edition:
    """Return what readers would get of *review*, with what the office wants in it besides."""
    from comms_desk.across.review_extras import extras_of

    return office.reviews.edition(review, extras_of(office, office.reviews.get(review)))


def send_test(to: Address, review: ReviewId, office: "Office") -> None:
    """Send it to one address, marked as a test."""
    from comms_desk.across.review_extras import extras_of

    office.reviews.send_test(review, to, extras_of(office, office.reviews.get(review)))
