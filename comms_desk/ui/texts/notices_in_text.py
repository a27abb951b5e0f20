"""What the words being written say of an embargo: said above them, taken out, given back.

Where no lock holds what they say, one is to be placed.  Where one does, the media would read the
notice with the text: it goes, in one step that Ctrl+Z gives back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from comms_desk.i18n import _
from comms_desk.media.drafting.embargo_notice import (
    FIRST_LOOKED_AT,
    LAST_LOOKED_AT,
    EmbargoSaid,
    embargo_said,
    notices_in,
)
from comms_desk.media.drafting.model import DraftId
from comms_desk.ui.kit.notices import BriefUndo, Notice, Undo
from comms_desk.ui.kit.text_bridge import units
from comms_desk.ui.kit.text_editor import TextEditor
from comms_desk.ui.texts import words
from comms_desk.ui.texts.embargo_panel import EmbargoPanel
from comms_desk.ui.texts.reading import OpenedText
from comms_desk.wording.drafting import would_be_read


@dataclass(frozen=True, slots=True)
class _TakenOut:
    """Words that went from a text; *revision* is Qt's, of its page just after."""

    draft: DraftId
    words: tuple[str, ...]
    revision: int


class NoticesInText(QObject):
    """The notices of the text in *editor*, said in *bar*, whose lock *panel* places.

    Signals:
        undoable: What was just done, and what undoes it; where the embargo was placed or lifted,
            as its panel says it.
        hour_wanted: The embargo is to be placed: its hour is in the panel.
    """

    undoable = Signal(str, object)
    hour_wanted = Signal()

    def __init__(self, editor: TextEditor, bar: Notice, panel: EmbargoPanel) -> None:
        """Say nothing before `look`."""
        super().__init__(editor)
        self._editor, self._bar, self._panel = editor, bar, panel
        self._opened: OpenedText | None = None
        self._taken: _TakenOut | None = None
        self.said: EmbargoSaid | None = None
        """What no embargo holds."""
        self.undo_offered: BriefUndo | None = None
        panel.placed.connect(self._was_placed)
        panel.undoable.connect(self._say_done)
        bar.acted.connect(self._settle)

    def look(self, opened: OpenedText | None) -> None:
        """Say what the words of *opened*, which the editor has, say; nothing once it left."""
        is_written = opened is not None and not (opened.sent or opened.standing.archived)
        self.said, self._opened = None, opened if is_written else None
        if opened is None or not is_written:
            self._bar.say("")
            return
        draft, now = opened.manuscript.draft, opened.now
        said = embargo_said((draft.title, *(line for _at, line in self._lines())), now=now)
        is_later = said is not None and said.until is not None and said.until > now
        if draft.embargo is not None and (draft.embargo.holds(now) or not is_later):
            if said is not None and said.until not in (None, draft.embargo.until) and is_later:
                self.said = said
                self._bar.say(
                    words.another_hour(_joined(said), draft.embargo.until), _("Change the time…")
                )
            else:
                self._say_left_over(said)
            return
        self.said = said
        if said is None:
            self._bar.say("")
            return
        sentence = (
            _("This text says “{words}”, and no embargo holds it: until when?")
            if said.until is None
            else _("This text says “{words}”, and no embargo holds it.")
        )
        self._bar.say(sentence.format(words=_joined(said)), _("Place the embargo…"))

    def _say_left_over(self, said: EmbargoSaid | None) -> None:
        surely = [found for _span, found in self._notices()]
        if surely:
            self._bar.say(would_be_read(surely), _("Take out of the text"))
        else:
            self._bar.say("" if said is None else would_be_read(said.words.split("\n")))

    @Slot()
    def _settle(self) -> None:
        """Ask for the hour of the embargo; where it is placed, take the words out."""
        if self._opened is None:
            return
        if self.said is not None:
            self._panel.offer(self.said, self._opened.now)
            self.hour_wanted.emit()
            return
        self._take_out()
        taken, self._taken = self._taken, None
        if taken is not None:
            self._editor.setFocus()
            undo = BriefUndo(partial(self._give_back, taken))
            self.undoable.emit(words.taken_out(taken.words), undo)

    @Slot(object)
    def _was_placed(self, until: datetime) -> None:
        """Take out what the lock has; what says another hour stays, and is said."""
        said = self.said
        if said is None or said.until is None or said.until == until:
            self._take_out()

    def _take_out(self) -> None:
        """Take what says the embargo out of the text: the lock has it."""
        found = list(self._notices())
        if found and self._opened is not None:
            self._editor.take_out(span for span, _words in found)
            self._taken = _TakenOut(
                self._opened.manuscript.draft.id,
                tuple(said for _span, said in found),
                self._editor.document().revision(),
            )

    @Slot(str, object)
    def _say_done(self, said: str, undo: Undo) -> None:
        """Say what was done of the embargo, and what went from the text: one undo is of both."""
        taken, self._taken = self._taken, None
        if taken is not None:
            said = f"{said} · {words.taken_out(taken.words)}"
            undo = self.undo_offered = BriefUndo(partial(self._undo_placing, taken))
        self.undoable.emit(said, undo)

    def _undo_placing(self, taken: _TakenOut) -> None:
        """Undo both; of a text that is not shown any more, the embargo alone, and that is said."""
        if not self._is_shown(taken) and self.undo_offered is not None:
            self.undo_offered.undone = words.no_embargo_without(taken.words)
        self._give_back(taken)
        self._panel.undo_placing()

    def _is_shown(self, taken: _TakenOut) -> bool:
        shown = None if self._opened is None else self._opened.manuscript.draft.id
        return shown == taken.draft and not self._editor.isReadOnly()

    def _give_back(self, taken: _TakenOut) -> None:
        """Give the text its words back: as they stood, or above it if somebody typed since."""
        if not self._is_shown(taken):
            return
        if self._editor.document().revision() == taken.revision:
            self._editor.undo()
        else:
            self._editor.put_above(taken.words)

    def _notices(self) -> Iterator[tuple[tuple[int, int], str]]:
        """Yield what is surely a notice in the editor: from where to where, and its words."""
        lines = self._lines()
        for notice in notices_in([line for _at, line in lines]):
            at, line = lines[notice.at]
            start, end = (at + units(line[:each]) for each in (notice.start, notice.end))
            yield (start, end), line[notice.start : notice.end].strip()

    def _lines(self) -> list[tuple[int, str]]:
        return self._editor.lines_at_the_ends(FIRST_LOOKED_AT, LAST_LOOKED_AT)


def _joined(said: EmbargoSaid) -> str:
    return " · ".join(said.words.split("\n"))
