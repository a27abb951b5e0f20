"""« 12 choisies »: what is done to all the rows that are chosen, each time with one undo.

It takes the place of the article while several rows are chosen (Ctrl or Shift and a click, Shift+J
and Shift+K, Ctrl+A); the keys are those of the card.  Escape goes back to one.
"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from comms_desk.across import Office
from comms_desk.i18n import _, format_number, ngettext, pgettext
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.themes.model import Tone
from comms_desk.planning.dossiers.model import DossierId
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.picker import Picker
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.bar import Verbs
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.layout import BODY_SIDE_PX
from comms_desk.ui.kit.row_list import PagedList
from comms_desk.ui.watch import in_review, reading, triage, words
from comms_desk.ui.watch.in_review import REVIEW_KEY
from comms_desk.ui.watch.irrelevant import ASIDE_KEY
from comms_desk.ui.watch.tied_dossiers import LINK_KEY
from comms_desk.ui.watch.triage import Triage, TriageDone
from comms_desk.ui.watch.triage_panel import STAR_KEY

READ_KEY = "U"
"""On the card it makes unread again what was read by being shown; here nothing was shown."""
SEVERAL = 2


class ChosenPanel(QWidget):
    """What can be done to the rows of *listed* that are chosen together.

    Signals:
        changed: Several are chosen, or no longer.
        undoable: What was just done, and a bound callable that undoes it.
    """

    changed = Signal()
    undoable = Signal(str, object)

    def __init__(self, errands: Errands, listed: PagedList) -> None:
        """Watch what is chosen of *listed*."""
        super().__init__()
        self._listed = listed
        self._triage = Triage(self, errands)
        self._triage.undoable.connect(self.undoable)
        self._jobs: dict[str, Callable[[Sequence[ArticleId], Office], TriageDone]] = {
            READ_KEY: triage.read,
            STAR_KEY: triage.star,
            REVIEW_KEY: in_review.keep,
            ASIDE_KEY: triage.put_aside,
        }
        self.title = Label("", "page-title")
        self.of = Label("", "detail", wraps=True)
        self.verbs, self.tones = Verbs(), Verbs()
        said = {
            READ_KEY: _("Mark as read"),
            STAR_KEY: _("Star"),
            REVIEW_KEY: pgettext("press", "Review"),
            ASIDE_KEY: _("Not pertinent"),
        }
        for key, verb in said.items():
            self._offer(self.verbs, verb, key)
        for tone, (glyph, key) in words.TONES.items():
            self._offer(self.tones, f"{glyph} {words.tone_name(tone)}", key)
            self._jobs[key] = partial(_judge, tone)
        self.link_it = Button(_("Link to a dossier"), icon="link", hint=_("Key L"), key=LINK_KEY)
        self.link_it.clicked.connect(self.pick_dossier)
        self.verbs.left(self.link_it)
        self.back = Button(_("Back to one"), role="link", hint=_("Esc"), does=self.choose_one)
        self.picker = Picker(
            errands,
            reading.dossiers,
            asks=_("Code or name of the dossier"),
            offers=_("Dossiers"),
            none_match=_("No dossier has that code or name."),
        )
        self.picker.hide()
        self.picker.chosen.connect(self._link)
        self.picker.left.connect(self.picker.hide)
        column = QVBoxLayout(self)
        column.setContentsMargins(BODY_SIDE_PX, tokens.SPACE_6_PX, BODY_SIDE_PX, 0)
        column.setSpacing(tokens.SPACE_3_PX)
        for part in (self.title, self.of, self.verbs, self.tones, self.picker):
            column.addWidget(part)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        self._soon = QTimer(self, singleShot=True, interval=0)
        """A list that is read again is chosen anew, row by row: what counts is what comes of it."""
        self._soon.timeout.connect(self._look)
        listed.list.selectionModel().selectionChanged.connect(self._soon.start)
        listed.list.rows.modelReset.connect(self._soon.start)
        listed.list.rows.dataChanged.connect(self._soon.start)
        escape = QShortcut(QKeySequence("Esc"), listed.list, self.choose_one)
        escape.setContext(Qt.ShortcutContext.WidgetShortcut)

    @property
    def articles(self) -> tuple[ArticleId, ...]:
        """What is chosen, the uppermost first."""
        keys = (row.key for row in self._listed.list.together())
        return tuple(ArticleId(key) for key in keys if isinstance(key, int))

    @property
    def are_several(self) -> bool:
        """Whether more than one row is chosen."""
        return len(self._listed.list.selectedIndexes()) >= SEVERAL

    def press(self, key: str) -> None:
        """Do to all what *key* does on a card."""
        if key == LINK_KEY:
            self.pick_dossier()
        elif key in self._jobs:
            self._triage.do(partial(self._jobs[key], self.articles))

    @Slot()
    def pick_dossier(self) -> None:
        """Ask which dossier they belong to."""
        self.picker.ask()

    @Slot()
    def choose_one(self) -> None:
        """Choose alone the one that was chosen last."""
        chosen = self._listed.list.chosen
        if chosen is not None and self.are_several:
            self._listed.list.choose(chosen)

    def _offer(self, among: Verbs, verb: str, key: str) -> None:
        button = Button(verb, hint=_("Key {key}").format(key=key), key=key, does=self._pressed)
        button.setProperty("does", key)
        among.left(button)

    @Slot()
    def _pressed(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.press(sender.property("does"))

    @Slot(object)
    def _link(self, dossier: DossierId) -> None:
        self.picker.hide()
        self._triage.do(partial(triage.tie, self.articles, dossier))

    @Slot()
    def _look(self) -> None:
        count, rows = len(self.articles), self._listed.list
        if count >= SEVERAL:
            chosen = ngettext("{count} chosen", "{count} chosen", count)
            self.title.setText(chosen.format(count=format_number(count)))
            unread = sum(row.strong for row in rows.together())
            waits = ngettext("{count} unread", "{count} unread", unread)
            all_read = rows.has_more and count == self._listed.shown
            parts = (
                waits.format(count=format_number(unread)) if unread else _("Everything is read."),
                _("Those that are listed so far; more follow.") if all_read else "",
            )
            self.of.setText(" · ".join(filter(None, parts)))
        self.changed.emit()


def _judge(tone: Tone, articles: Sequence[ArticleId], office: Office) -> TriageDone:
    return triage.judge(articles, tone, office)
