"""Two filters of the Directory: what bylines propose, to be checked, and who signs no more.

They stand there where there is anything; what is proposed has a card of its own, with its articles.
"""

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import QObject, Slot

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _, format_date, format_number, ngettext
from comms_desk.media.articles.model import Article
from comms_desk.media.articles.titles import article_title
from comms_desk.media.bylines.model import BylineProposal, Silent
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.ui.frame.byline_box import ACCEPT_KEY, BylineBox
from comms_desk.ui.frame.card_page import CardPage
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import look, single_keys
from comms_desk.ui.kit.controls import give_role
from comms_desk.ui.kit.layout import CardPane, Section
from comms_desk.ui.kit.line import Lines
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.rows import Row, RowTag
from comms_desk.ui.kit.stacks import abreast
from comms_desk.wording import bylines as words

CHECK, SILENT = "to check", "silent"
DENY_KEY = "X"


class ProposalCard(CardPane):
    """What bylines say of one name, with the last articles that are signed so."""

    def __init__(self, errands: Errands) -> None:
        """Show nothing yet."""
        super().__init__(_("Choose a name to read what it signs."))
        self._errands = errands
        self.box = BylineBox(errands)
        self.box.title.hide()
        give_role(self.box.name, "card-title")
        self.articles = Lines()
        signed = Section(_("Last articles"))
        signed.body.addWidget(self.articles)
        self.body.addLayout(abreast(self.box, edges_px=(look.HANG_PX, 0, 0, 0)))
        self.body.addWidget(signed)
        self.body.addStretch()

    def show_proposal(self, proposal: BylineProposal | None) -> None:
        """Show *proposal*; None: nothing."""
        self.show_card(shown=proposal is not None)
        self.box.show_proposals(() if proposal is None else (proposal,))
        self.articles.show_lines(())
        if proposal is not None:
            self._errands.read(
                "evidence",
                lambda office: (proposal, office.bylines.evidence(proposal)),
                self._show_articles,
            )

    @Slot(object)
    def _show_articles(self, found: tuple[BylineProposal, tuple[Article, ...]]) -> None:
        proposal, articles = found
        if self.box.proposal is not None and proposal.id == self.box.proposal.id:
            self.articles.show_lines(tuple(map(_line, articles)))


class ToCheck(QObject):
    """The two filters, and the card of what is proposed."""

    def __init__(self, page: CardPage[Rows[Row]]) -> None:
        """Stand, unseen, after the other filters of *page*."""
        super().__init__(page)
        self._page = page
        self._found: dict[int, BylineProposal] = {}
        self.chip = page.column.add_chip(_("To check"), CHECK)
        self.silent = page.column.add_chip(_("Silent"), SILENT)
        for chip in (self.chip, self.silent):
            chip.hide()
        page.bind_letters(ACCEPT_KEY, DENY_KEY, does=self._letter)

    @property
    def is_listed(self) -> bool:
        """Whether proposals are listed."""
        return self._page.column.filter == CHECK

    @cached_property
    def card(self) -> ProposalCard:
        """The proposal chosen."""
        card = self._page.beside(ProposalCard(self._page.errands))
        card.box.undoable.connect(self._page.undoable)
        card.box.open_wanted.connect(self._page.open_wanted)
        card.articles.opened.connect(self._page.open_wanted)
        card.box.answered.connect(self._page.refresh_soon)
        card.box.together = self._together
        return card

    def question(self) -> "Callable[[Office], Rows[Row]] | None":
        """Return what to ask for where one of the filters is checked."""
        match self._page.column.filter:
            case str() as key if key == CHECK:
                return _proposed
            case str() as key if key == SILENT:
                return _silent
        return None

    def list(self) -> None:
        """List what is proposed."""
        self.chip.show()
        self._page.column.check(CHECK)

    def count(self) -> None:
        """Read how many there are of each."""
        self._page.errands.read(
            "bylines",
            lambda office: (office.bylines.proposals(), len(office.bylines.silent())),
            self._counted,
        )

    def pick(self, key: int) -> None:
        """Show the proposal of a row."""
        self._page.put_in_front(self.card)
        self.card.show_proposal(self._found.get(key))

    @Slot(object)
    def _counted(self, found: tuple[tuple[BylineProposal, ...], int]) -> None:
        proposals, silent = found
        self._found = {each.id: each for each in proposals}
        for chip, count in ((self.chip, len(proposals)), (self.silent, silent)):
            chip.count(format_number(count) if count else "")
            chip.setVisible(bool(count) or chip.isChecked())
        if self.is_listed:
            self._show_chosen()

    def _show_chosen(self) -> None:
        chosen = self._page.column.list.chosen
        if isinstance(chosen, int):
            self.pick(chosen)
        elif not self._found:
            self.card.show_proposal(None)

    def _together(self) -> tuple[int, ...]:
        rows = self._page.column.list.list.together()
        return tuple(row.key for row in rows if isinstance(row.key, int))

    @Slot()
    def _letter(self) -> None:
        letter = self.sender()
        if not self.is_listed or single_keys.are_held() or letter is None:
            return
        box = self.card.box
        if letter.objectName() == DENY_KEY:
            box.deny()
        elif box.accept_it.isVisible():
            box.accept()


def how_many(key: object, number: int) -> str:
    """Return how so many rows of a filter are said; empty where it is none of them."""
    if key == CHECK:
        return ngettext("{count} name to check", "{count} names to check", number)
    return (
        ngettext("{count} silent contact", "{count} silent contacts", number)
        if key == SILENT
        else ""
    )


def none_left(key: object) -> str:
    """Return what to say where a filter leaves nothing; empty where it is none of them."""
    if key == CHECK:
        return _("Bylines say nothing that the directory does not.")
    return _("Whoever signed regularly still does, as far as is known.") if key == SILENT else ""


def _proposed(office: Office) -> Rows[Row]:
    rows = tuple(map(_row, office.bylines.proposals()))
    return Rows(rows=rows, total=len(rows))


def _silent(office: Office) -> Rows[Row]:
    rows = tuple(map(_silent_row, office.bylines.silent()))
    return Rows(rows=rows, total=len(rows))


def _row(proposal: BylineProposal) -> Row:
    copied = ((_("Name"), proposal.name), (_("Outlet"), proposal.outlet_name))
    return Row(
        key=proposal.id,
        title=proposal.name,
        detail=words.evidence(proposal),
        tags=(RowTag(words.called(proposal.what), Hue.ACCENT),),
        copied=copied,
    )


def _silent_row(silent: Silent) -> Row:
    since = _("since {day}").format(day=format_date(silent.last_at))
    detail = " · ".join((*silent.outlets, since))
    return Row(key=silent.contact, title=silent.name, detail=detail)


def _line(article: Article) -> Row:
    return Row(
        key=Ref(Subject.MENTION, article.id),
        title=article_title(article.title),
        detail=" · ".join(filter(None, (article.outlet_name, format_date(article.moment)))),
        strong=False,
    )
