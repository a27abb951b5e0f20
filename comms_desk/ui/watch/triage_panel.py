"""What people made of the article of a card: its tones, its star, its note, and why it is here.

1 to 4 judge its tone for the City, or take that back; each is a button of the bar.  S stars it, A
writes its note, 5 asks whose tone the next of 1 to 4 is, W tells why it is here.  What is not there
takes no place.
"""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QWidget

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.themes.facts import ARTICLE_FACTS
from comms_desk.media.themes.model import CITY, Mention, Tone
from comms_desk.storage.model import FieldChange
from comms_desk.ui.frame.editing import FieldSaver
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.history import History
from comms_desk.ui.frame.picker import Picker
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label, give_role
from comms_desk.ui.kit.fields import CardField, Typed
from comms_desk.ui.kit.flow import FlowLayout
from comms_desk.ui.kit.layout import empty_out
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.more_button import MoreButton
from comms_desk.ui.kit.notices import Notice
from comms_desk.ui.kit.stacks import stacked
from comms_desk.ui.watch import reading, triage, words
from comms_desk.ui.watch.triage import Triage

if TYPE_CHECKING:
    from comms_desk.media.themes.triage import WhyFound

STAR_KEY, NOTE_KEY, OF_KEY, WHY_KEY = "S", "A", "5", "W"


class Tones(QObject):
    """The buttons that judge the article of the card: the City, or whom it names, for once."""

    def __init__(self, parent: QObject, doing: Triage) -> None:
        """Build the buttons; the card puts them in its bar."""
        super().__init__(parent)
        self._triage = doing
        self._mention: Mention | None = None
        self.of = CITY
        self.buttons: dict[Tone, Button] = {}
        for tone, (glyph, key) in words.TONES.items():
            button = Button(
                f"{glyph} {words.tone_name(tone)}", hint=_("Key {key}").format(key=key), key=key
            )
            button.setAccessibleName(words.tone_name(tone))
            button.setCheckable(True)
            button.clicked.connect(self._pressed)
            self.buttons[tone] = button

    def show_mention(self, mention: Mention) -> None:
        """Show how *mention* was judged."""
        if self._mention is None or mention.id != self._mention.id:
            self.of = CITY
        self._mention = mention
        self._check(self._stands)

    def ask_of(self, whom: str) -> None:
        """Give the next tone to *whom*, and not to the City."""
        self.of = whom
        self._check(self._stands)

    def judge(self, tone: Tone) -> None:
        """Judge the article; the tone that it has already is taken back."""
        if self._mention is None:
            return
        wanted = None if self._stands is tone else tone
        self._check(wanted)
        self._triage.do(partial(triage.judge, (self._mention.id,), wanted, of=self.of))
        self.of = CITY

    @property
    def _stands(self) -> Tone | None:
        if self._mention is None or self.of == CITY:
            return None if self._mention is None else self._mention.tone
        return dict(self._mention.toned).get(self.of)

    def _check(self, tone: Tone | None) -> None:
        for each, button in self.buttons.items():
            button.setChecked(each is tone)

    @Slot()
    def _pressed(self) -> None:
        sender = self.sender()
        for tone, button in self.buttons.items():
            if button is sender:
                self.judge(tone)


class TriagePanel(QWidget):
    """It stands over the text of the article.

    Signals:
        open_wanted: The `Ref` of a theme to show.
    """

    open_wanted = Signal(object)

    def __init__(self, errands: Errands, doing: Triage, tones: Tones, more: MoreButton) -> None:
        """Build it empty, the button that stands among those of the card, and what *more* has."""
        super().__init__()
        self._errands, self._triage, self._tones = errands, doing, tones
        self._mention: Mention | None = None
        self._why: tuple[WhyFound, ...] = ()
        self.star = Button("", hint=_("Key {key}").format(key=STAR_KEY), key=STAR_KEY)
        self.star.clicked.connect(self.toggle_star)
        more.offer(_("Write a note"), self.write, key=NOTE_KEY)
        more.offer(_("Tone of somebody else…"), self.ask_whom, key=OF_KEY)
        more.offer(_("Why it is here"), self.ask_why, key=WHY_KEY)
        self.history = History(errands)
        """What people did to it; the card puts it last, and the menu opens it."""
        self.history.button.setParent(self)
        self.history.button.hide()
        more.offer(_("History"), self.history.button.toggle)
        self.starred = Label("", "detail")
        self.elsewhere = Label("", "detail", wraps=True)
        """The notes of its copies."""
        self.note = CardField("note", _("Note"), lines=2)
        self.noted = Label("", "detail")
        self.noted.setContentsMargins(tokens.HANG_PX, 0, 0, 0)
        self.paper = QFrame()
        """The note, with who wrote in it last, and when."""
        give_role(self.paper, "card")
        stacked(
            self.note,
            self.noted,
            inside=self.paper,
            gap_px=0,
            edges_px=(tokens.SPACE_2_PX, tokens.SPACE_2_PX, tokens.SPACE_2_PX, tokens.SPACE_2_PX),
        )
        self.note.left.connect(self._show_note)
        self._saver = FieldSaver(errands, Subject.ARTICLE, _save, [self.note])
        self.toned = QWidget()
        """The tones of whom it names."""
        self._toned = FlowLayout(self.toned, row_px=tokens.BUTTON_HEIGHT_PX)
        self._toned.setContentsMargins(0, 0, 0, 0)
        self.whose = Notice()
        """Whose tone the next one is."""
        self.whose.acted.connect(self._of_city)
        self.picker = Picker(
            errands,
            reading.subjects,
            asks=_("Who is treated so: a person, a service, a borough"),
            offers=_("Names"),
            none_match=_("Write a name."),
        )
        self.picker.chosen.connect(self._of)
        self.picker.left.connect(self._leave)
        self.why = QWidget()
        """Why each theme found it."""
        self._lines = stacked(inside=self.why, gap_px=tokens.SPACE_1_PX)
        over = (self.starred, self.paper, self.elsewhere, self.toned)
        self._parts: tuple[QWidget, ...] = (*over, self.whose, self.picker, self.why)
        self._lay_out()

    def _lay_out(self) -> None:
        column = stacked(inside=self, gap_px=tokens.SPACE_2_PX)
        for part in self._parts:
            column.addWidget(part)
            part.hide()

    def show_mention(self, view: words.CardView) -> None:
        """Show what was made of the article of *view*."""
        mention = view.mention
        if self._mention is None or self._mention.id != mention.id:
            self.picker.hide()
            self._show_why(())
        self._mention = mention
        self.star.rename(_("Remove the star") if mention.star else _("Star"))
        said_in = {
            self.starred: view.starred,
            self.noted: view.noted,
            self.elsewhere: view.noted_elsewhere,
        }
        for label, said in said_in.items():
            label.setText(said)
            label.setVisible(bool(said))
        text = mention.note.text if mention.note else ""
        self._saver.show_card(mention.id, {"note": text}, of=words.short(mention.text.title))
        self.history.show_of(Ref(Subject.ARTICLE, mention.id), ARTICLE_FACTS)
        self._show_note()
        self._show_tones()
        self._say_whose()
        self._fit()

    def save_now(self) -> None:
        """Save what was typed: another page comes in front."""
        self._saver.save_now()

    @Slot()
    def toggle_star(self) -> None:
        """Give the article a star, or take it away."""
        if self._mention is not None:
            is_on = self._mention.star is None
            self._triage.do(partial(triage.star, (self._mention.id,), is_on=is_on))

    @Slot()
    def write(self) -> None:
        """Go to the note."""
        if self._mention is not None:
            self.paper.show()
            self._fit()
            self.note.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def ask_whom(self) -> None:
        """Ask whose tone the next one is."""
        if self._mention is not None:
            self._fit(picks=True)
            self.picker.ask()

    @Slot()
    def ask_why(self) -> None:
        """Tell why the article is here, or no longer."""
        if self._why:
            self._show_why(())
        elif self._mention is not None:
            job = partial(reading.why, self._mention.id)
            self._errands.read("why", job, self._answered)

    @Slot(object)
    def _answered(self, answer: "tuple[ArticleId, tuple[WhyFound, ...]]") -> None:
        article, found = answer
        if self._mention is not None and self._mention.id == article:
            self._show_why(found)

    def _show_why(self, found: "tuple[WhyFound, ...]") -> None:
        self._why = found
        empty_out(self._lines)
        for each in found:
            go = Button(each.watch.name, role="link", hint=_("Show what this watch finds"))
            go.setProperty("theme", each.watch.id)
            go.clicked.connect(self._open)
            self._lines.addWidget(go, 0, Qt.AlignmentFlag.AlignLeft)
            for line in words.why(each):
                self._lines.addWidget(Label(line, "detail", wraps=True))
        self.why.setVisible(bool(found))
        self._fit()

    @Slot()
    def _show_note(self) -> None:
        """Show the note where there is one; an empty one that is left takes no place."""
        is_there = bool(self.note.value) or self.note.editor.hasFocus() or self.note.has_objection
        self.paper.setVisible(is_there)
        self._fit()

    def _show_tones(self) -> None:
        empty_out(self._toned)
        toned = self._mention.toned if self._mention is not None else ()
        for of, tone in toned:
            said = _("{whom}: {tone}").format(whom=of, tone=words.tone_name(tone).lower())
            glyph, _key = words.TONES[tone]
            go = Button(
                f"{glyph} {said}", role="link", hint=_("Change the tone of {whom}").format(whom=of)
            )
            go.setProperty("of", of)
            go.clicked.connect(self._again)
            self._toned.add(go)
        self.toned.setVisible(bool(toned))

    @Slot()
    def _again(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._of(sender.property("of"))

    @Slot(object)
    def _of(self, whom: Any) -> None:
        self.picker.hide()
        self._tones.ask_of(str(whom))
        self._say_whose()
        self._fit()
        next(iter(self._tones.buttons.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _of_city(self) -> None:
        self._tones.ask_of(CITY)
        self._say_whose()
        self._fit()

    def _say_whose(self) -> None:
        whom = self._tones.of
        said = _("The next tone is that of “{whom}”: 1 to 4.").format(whom=whom) if whom else ""
        self.whose.say(said, _("That of the City") if said else "", Hue.ACCENT)

    @Slot()
    def _leave(self) -> None:
        self.picker.hide()
        self._fit()

    @Slot()
    def _open(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.open_wanted.emit(Ref(Subject.WATCH, sender.property("theme")))

    def _fit(self, *, picks: bool = False) -> None:
        """Take no place where nothing is said."""
        self.setVisible(picks or any(not part.isHidden() for part in self._parts))


def _save(office: Office, article: int, typed: Typed) -> object:
    return office.triage.edit(
        ArticleId(article), FieldChange(typed.field, typed.before, typed.after)
    )
