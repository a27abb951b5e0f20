"""What is not pertinent, and what its theme can learn of it: three keys on the card of a mention.

X puts the mention aside for everybody, or takes it back; I has the theme ignore the phrase that is
proposed; T keeps the article as an example of what must be found, or must not once it is aside.
"""

from dataclasses import dataclass
from functools import partial
from time import monotonic

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.across import Office
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.themes.model import ThemeId
from comms_desk.media.themes.remembered import (
    ExampleId,
    ExampleWanted,
    IgnoredPhrase,
    ProposedPhrase,
)
from comms_desk.storage.paging import PageOfRows
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.picker import Picker
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.more_button import MoreButton, rename
from comms_desk.ui.kit.notices import NamedUndo, Notice
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.kit.stacks import stacked
from comms_desk.ui.watch import triage
from comms_desk.ui.watch.triage import Triage
from comms_desk.wording.watch import examples_broken

ASIDE_KEY, IGNORE_KEY, EXAMPLE_KEY = "X", "I", "T"
PATIENCE_S = 0.8
"""A phrase is proposed after what was replayed by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IrrelevantView:
    """The article of the card, as far as this is about it.

    *themes* found it, by their names; *aside* says who put it aside, and when: else it is empty.
    """

    article: ArticleId
    themes: tuple[tuple[ThemeId, str], ...]
    aside: str


class IrrelevantPanel(QWidget):
    """That a mention was put aside, and the phrase that its theme could ignore.

    Signals:
        undoable: What was just done, and a bound callable that undoes it.
        taught: A theme ignores another phrase: it is to be asked again; carries its id.
    """

    undoable = Signal(str, object)
    taught = Signal(object)

    def __init__(self, errands: Errands, doing: Triage, more: MoreButton) -> None:
        """Build it hidden, the button that stands among those of the card, and what *more* has."""
        super().__init__()
        self._errands, self._triage = errands, doing
        self._shown: IrrelevantView | None = None
        self._proposed: tuple[ProposedPhrase, ...] = ()
        self.put_aside = Button("", hint=_("Key {key}").format(key=ASIDE_KEY), key=ASIDE_KEY)
        self.put_aside.clicked.connect(self.toggle)
        self._more = more
        self.keep_it = more.offer("", self.keep, key=EXAMPLE_KEY)
        self.notice = Notice()
        self.notice.acted.connect(self.ignore)
        self.picker = Picker(
            errands,
            _themes,
            asks=_("Name of the watch"),
            offers=_("Watches"),
            none_match=_("No watch is called so."),
        )
        self.picker.hide()
        self.picker.chosen.connect(self._chosen)
        self.picker.left.connect(self._leave)
        stacked(self.notice, self.picker, inside=self, gap_px=tokens.SPACE_2_PX)

    def show_mention(self, shown: IrrelevantView) -> None:
        """Show what was made of the article of the card."""
        was, self._shown = self._shown, shown
        if was is None or was.article != shown.article:
            self.picker.hide()
            self._proposed = ()
        is_aside = bool(shown.aside)
        self.put_aside.rename(_("Pertinent after all") if is_aside else _("Not pertinent"))
        rename(self.keep_it, _("Never to be found") if is_aside else _("Always to be found"))
        self._say()
        if is_aside and shown.themes:
            self._errands.read(
                "proposals", partial(_proposals, shown.article), self._show_proposed, self._none
            )

    @Slot()
    def toggle(self) -> None:
        """Put the article aside with its copies, or take them back."""
        if self._shown is not None:
            job = triage.take_back if self._shown.aside else triage.put_aside
            self._triage.do(partial(job, (self._shown.article,)))

    @Slot()
    def ignore(self) -> None:
        """Make the theme ignore the phrase that is proposed."""
        if self._shown is not None and self._proposed:
            job = partial(_ignore, self._shown.article, self._proposed[0])
            self._errands.write(None, job, self._was_ignored)

    @Slot()
    def keep(self) -> None:
        """Keep the article as an example of the themes that found it, or of one to be named."""
        if self._shown is None:
            return
        if self._shown.themes:
            self._keep([theme for theme, _name in self._shown.themes])
        else:
            self.show()
            self.picker.ask()

    def _keep(self, themes: list[ThemeId]) -> None:
        shown = self._shown
        if shown is not None:
            wanted = ExampleWanted.MUST_NOT if shown.aside else ExampleWanted.MUST
            job = partial(_keep, shown.article, themes, wanted)
            self._errands.write(None, job, self._was_kept)

    @Slot(object)
    def _chosen(self, theme: object) -> None:
        self._leave()
        if isinstance(theme, int):
            self._keep([ThemeId(theme)])

    @Slot()
    def _leave(self) -> None:
        self.picker.hide()
        self._say()
        self._more.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _show_proposed(self, answer: tuple[ArticleId, tuple[ProposedPhrase, ...]]) -> None:
        article, proposed = answer
        if self._shown is not None and self._shown.article == article:
            self._proposed = proposed
            self._say()

    @Slot(object)
    def _none(self, _error: CommsDeskError) -> None:
        """Propose nothing: the article is gone by now, and the card hears of it."""

    def _say(self) -> None:
        shown = self._shown
        is_aside = shown is not None and bool(shown.aside)
        self.setVisible(is_aside or not self.picker.isHidden())
        if shown is None or not is_aside:
            self._proposed = ()
            self.notice.say("")
        elif not self._proposed:
            self.notice.say(shown.aside, tone=Hue.ACCENT)
        else:
            proposed = self._proposed[0]
            name = dict(shown.themes).get(proposed.watch, "")
            said = _("Have “{watch}” ignore “{phrase}”? {cost}").format(
                watch=name, phrase=proposed.phrase, cost=cost(proposed)
            )
            act = _("Ignore the phrase ({key})").format(key=IGNORE_KEY)
            self.notice.say(f"{shown.aside}\n{said}", act, Hue.ACCENT)

    @Slot(object)
    def _was_ignored(self, done: tuple[str, IgnoredPhrase]) -> None:
        phrase, ignored = done
        self._proposed = self._proposed[1:]
        self._say()
        undo = partial(self._errands.write, None, partial(_unignore, ignored), self._unignored)
        told = _("“{phrase}” is ignored from now on, and the article is an example").format(
            phrase=phrase
        )
        self.undoable.emit(told, NamedUndo(undo, _("No longer ignored")))
        self.taught.emit(ThemeId(ignored.edit.ref.id))

    @Slot(object)
    def _unignored(self, ignored: IgnoredPhrase) -> None:
        self.taught.emit(ThemeId(ignored.edit.ref.id))

    @Slot(object)
    def _was_kept(self, done: tuple[ExampleWanted, tuple[ExampleId, ...]]) -> None:
        wanted, examples = done
        undo = partial(self._errands.write, None, partial(forget, examples), self._undone)
        told = (
            _("Example kept: it must be found")
            if wanted is ExampleWanted.MUST
            else _("Example kept: it must not be found")
        )
        self.undoable.emit(told, NamedUndo(undo, _("No longer an example")))

    @Slot(object)
    def _undone(self, _answer: object) -> None:
        """Say nothing: the page hears of the change and reads again."""


def cost(proposed: ProposedPhrase) -> str:
    """Say what a phrase would cost its theme."""
    parts = [
        ngettext("{count} mention fewer", "{count} mentions fewer", proposed.lost).format(
            count=format_number(proposed.lost)
        )
    ]
    if proposed.irrelevant:
        parts.append(
            ngettext(
                "{count} put aside already", "{count} put aside already", proposed.irrelevant
            ).format(count=format_number(proposed.irrelevant))
        )
    if proposed.read:
        parts.append(
            ngettext("{count} read", "{count} read", proposed.read).format(
                count=format_number(proposed.read)
            )
        )
    parts.append(examples_broken(len(proposed.breaks)) or _("no example broken"))
    return ", ".join(parts) + "."


def forget(examples: tuple[ExampleId, ...], office: Office) -> None:
    """Put *examples* in the bin, as far as they are not there."""
    with office.database.all_or_nothing():
        for each in examples:
            office.memory.put_in_bin(each)


def _proposals(article: ArticleId, office: Office) -> tuple[ArticleId, tuple[ProposedPhrase, ...]]:
    until = monotonic() + PATIENCE_S
    return article, office.memory.proposals(article, stop=lambda: monotonic() >= until)


def _ignore(
    article: ArticleId, proposed: ProposedPhrase, office: Office
) -> tuple[str, IgnoredPhrase]:
    return proposed.phrase, office.memory.ignore(article, proposed.watch, proposed.phrase)


def _unignore(ignored: IgnoredPhrase, office: Office) -> IgnoredPhrase:
    with office.database.all_or_nothing():
        office.themes.edit(ThemeId(ignored.edit.ref.id), ignored.edit.change.inverse())
        office.memory.put_in_bin(ignored.example)
    return ignored


def _keep(
    article: ArticleId, themes: list[ThemeId], wanted: ExampleWanted, office: Office
) -> tuple[ExampleWanted, tuple[ExampleId, ...]]:
    return wanted, tuple(each.id for each in office.memory.keep(article, themes, wanted))


def _themes(office: Office, searched: str) -> PageOfRows[Row]:
    """Return the themes whose name holds the words *searched*."""
    wanted = searched.casefold().split()
    rows = tuple(
        Row(key=each.id, title=each.name, strong=False)
        for each in office.themes.every()
        if not each.by_hand and all(word in each.name.casefold() for word in wanted)
    )
    return PageOfRows(rows=rows, total=len(rows))
