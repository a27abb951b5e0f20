"""What is tied to a dossier: each thing opens with a click; one is added by its name."""

from dataclasses import replace

from PySide6.QtCore import Signal, Slot

from comms_desk.across import Office, dossier_page
from comms_desk.across.dossier_page import DossierView
from comms_desk.across.things import Thing
from comms_desk.changes import Ref
from comms_desk.i18n import _, format_date, format_number, format_share, ngettext
from comms_desk.planning.dossiers.model import DossierId
from comms_desk.storage.paging import Page as Rows
from comms_desk.ui.frame.dossier_links import Tying
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.list_page import written
from comms_desk.ui.frame.picker import Picker
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.kit.layout import Section
from comms_desk.ui.kit.line import Lines
from comms_desk.ui.kit.rows import Row
from comms_desk.wording.kinds import ONE


class Ties(Section):
    """The things tied to one dossier, and a search for more.

    Signals:
        opened: A thing is to be shown; carries its `Ref`.
    """

    opened = Signal(object)

    def __init__(self, errands: Errands) -> None:
        """Build an empty group."""
        super().__init__(_("Linked to this dossier"))
        self._dossier: DossierId | None = None
        self.tying = Tying(self, errands, is_of_dossier=True)
        self.count = Label("", "detail")
        self.picker = Picker(
            errands,
            _proposed,
            asks=_("Link a contact, an outlet, a text…"),
            offers=_("Link something to this dossier"),
            none_match=_("Nothing else matches “{words}”."),
        )
        self.nothing = Label(
            _(
                "Nothing linked yet. Link articles on the Watch page; contacts, outlets and"
                " texts, here."
            ),
            "muted",
            wraps=True,
        )
        self.lines = Lines()
        for each in (self.count, self.picker, self.nothing):
            self.stand(each)
        self.body.addWidget(self.lines)
        self.picker.chosen.connect(self._tie)
        self.picker.left.connect(self._forget_words)
        self.lines.opened.connect(self.opened)
        self.lines.away_wanted.connect(self._untie)

    def show_view(self, view: DossierView) -> None:
        """Show what is tied to a dossier; of another one, the words of the search are gone."""
        shown = len(view.things)
        share = format_share(shown, view.tied) if shown < view.tied else ""
        self.count.setText(" · ".join(filter(None, (share, _waiting(view.open_inquiries)))))
        self.count.setVisible(bool(self.count.text()))
        self.picker.left_out = {thing.ref for thing in view.things}
        self.lines.show_lines(list(map(_tie, view.things)))
        self.nothing.setVisible(not view.things)
        if self._dossier != view.dossier.id:
            self._dossier = view.dossier.id
            self._forget_words()

    @Slot()
    def _forget_words(self) -> None:
        """Empty the search, and stay there where the keys were on what it offered."""
        if self.picker.list.hasFocus():
            self.picker.search.setFocus()
        self.picker.forget()

    @Slot(object)
    def _tie(self, thing: Ref) -> None:
        """Tie *thing*; the next one is typed at once, since its line goes away."""
        self.picker.search.setFocus()
        self.picker.forget()
        if self._dossier is not None:
            self.tying.tie(self._dossier, thing)

    @Slot(object)
    def _untie(self, thing: Ref) -> None:
        if self._dossier is not None:
            self.tying.untie(self._dossier, thing)


def _waiting(inquiries: int) -> str:
    if not inquiries:
        return ""
    said = ngettext("{n} open inquiry", "{n} open inquiries", inquiries)
    return said.format(n=format_number(inquiries))


def _proposed(office: Office, searched: str) -> Rows[Row]:
    return written(dossier_page.proposed(office, searched), _line)


def _tie(thing: Thing) -> Row:
    """Return something tied as a line; what has its home in the dossier stays there."""
    away = "" if thing.is_home else _("Unlink {title}").format(title=thing.title)
    return replace(_line(thing), away=away)


def _line(thing: Thing) -> Row:
    when = "" if thing.at is None else format_date(thing.at)
    detail = " · ".join(filter(None, (ONE[thing.ref.kind](), thing.detail, when)))
    return Row(key=thing.ref, title=thing.title or _("Untitled"), detail=detail)
