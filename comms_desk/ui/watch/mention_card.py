"""The card of a mention: the article with its marked words, its tone, its dossiers."""

from functools import partial
from typing import TYPE_CHECKING, override

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.articles.titles import article_title
from comms_desk.media.clips.model import ClipId
from comms_desk.media.watches.model import Grade, Mention, Tone
from comms_desk.planning.dossiers.model import DossierId
from comms_desk.ui.byline_box import BylineBox
from comms_desk.ui.errands import Errands
from comms_desk.ui.fact_card import ThingCard
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Button, Label, Tag
from comms_desk.ui.kit.flow import FlowLayout
from comms_desk.ui.kit.layout import empty_out
from comms_desk.ui.kit.theme import Hue
from comms_desk.ui.picker import Picker
from comms_desk.ui.tying import Tying
from comms_desk.ui.watch import reading, words
from comms_desk.ui.watch.irrelevant import IrrelevantPanel, Shown
from comms_desk.ui.watch.marked_text import MarkedText
from comms_desk.ui.watch.story_panel import StoryPanel
from comms_desk.ui.watch.unanswered import UnansweredPanel

if TYPE_CHECKING:
    from comms_desk.across.office import Office

WEB_SCHEMES = frozenset({"http", "https"})
"""What a stranger's link may open."""


class MentionCard(ThingCard):
    """The article chosen in the list.

    Signals:
        undoable: What was just done, and a bound callable that undoes it.
        open_wanted: A `Ref` to show: a dossier of the article, or who signed it.
        change_wanted: What a person noted is to be changed; carries its `Ref`.
        unread_wanted: The article is to be unread again; carries its id.
    """

    undoable = Signal(str, object)
    open_wanted = Signal(object)
    change_wanted = Signal(object)
    unread_wanted = Signal(object)

    def __init__(self, errands: Errands) -> None:
        """Build an empty card."""
        super().__init__(_("Choose a mention to read it here."))
        self._errands = errands
        self._mention: Mention | None = None
        self._tying = Tying(self, errands)
        self._tying.undoable.connect(self.undoable)
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self.tones: dict[Tone, Button] = {}
        for tone, (glyph, key) in words.TONES.items():
            button = Button(
                f"{glyph}  {words.tone_name(tone)}", hint=_("Key {key}").format(key=key), key=key
            )
            button.setAccessibleName(words.tone_name(tone))
            button.setCheckable(True)
            button.clicked.connect(self._tone_pressed)
            self._group.addButton(button)
            self.tones[tone] = button
        self.bar.left(*self.tones.values())
        self.unread = Button(_("Mark as unread"), hint=_("Key U"), key="U")
        self.unread.clicked.connect(self._unread_pressed)
        self.byline = Label("", "detail", wraps=True)
        self.authors = QWidget()
        """Who in the directory signed it."""
        self._signed = QHBoxLayout(self.authors)
        self._signed.setContentsMargins(0, 0, 0, 0)
        self._signed.setSpacing(tokens.SPACE_2_PX)
        self.title = MarkedText(_("Title"), role="page-title")
        self.text = MarkedText(_("Text"))
        self.full = Label("", "detail", wraps=True)
        """What there is of its page, and until when."""
        self.unanswered, self.irrelevant = UnansweredPanel(errands), IrrelevantPanel(errands)
        self.story, self.bylines = StoryPanel(errands), BylineBox(errands)
        for asks in (self.unanswered, self.bylines):
            asks.open_wanted.connect(self.open_wanted)
        for panel in (self.unanswered, self.irrelevant, self.bylines):
            panel.undoable.connect(self.undoable)
        self.found_by = Label("", "detail", wraps=True)
        self.to_check = Tag(_("to check"), Hue.AMBER)
        self.read_it = Button(_("Open the article"), icon="out", hint=_("Key O"), key="O")
        self.read_it.clicked.connect(self.open_article)
        self.link_it = Button(_("Link to a dossier"), icon="link", hint=_("Key L"), key="L")
        self.link_it.clicked.connect(self.pick_dossier)
        self.change_it = Button(_("Change"), icon="texts", hint=_("Key E"), key="E")
        self.change_it.clicked.connect(self.change_clip)
        self._clip: ClipId | None = None
        self.picker = Picker(
            errands,
            reading.dossiers,
            asks=_("Code or name of the dossier"),
            offers=_("Dossiers"),
            none_match=_("No dossier has that code or name."),
        )
        self.picker.hide()
        self.picker.chosen.connect(self._link)
        self.picker.left.connect(self._leave_picker)
        self.dossiers = QWidget()
        self._tied = QHBoxLayout(self.dossiers)
        self._tied.setContentsMargins(0, 0, 0, 0)
        self._tied.setSpacing(tokens.SPACE_2_PX)
        self._lay_out()

    @property
    def mention(self) -> Mention | None:
        """The mention shown, as last read."""
        return self._mention

    @property
    @override
    def ref(self) -> Ref | None:
        return None if self._mention is None else Ref(Subject.MENTION, self._mention.id)

    @override
    def close_view(self) -> None:
        self._mention = None
        self.show_card(shown=False)

    @override
    def show_view(self, view: words.CardView) -> None:
        """Show a mention."""
        mention = view.mention
        same = self._mention is not None and mention.id == self._mention.id
        self._mention = mention
        self.show_card(shown=True)
        self.byline.setText(view.byline)
        self._show_authors(view)
        self.title.show_text(article_title(mention.text.title), mention.title_marks)
        self.text.show_text(*words.read(mention))
        self.full.setText(view.full)
        self.full.setVisible(bool(view.full))
        self.unanswered.show_said(view.unanswered)
        self.irrelevant.show_mention(
            Shown(
                article=mention.id,
                title=words.short(mention.text.title),
                themes=view.themes,
                aside=view.aside,
            )
        )
        self.story.show_story(mention.id, article_title(mention.text.title), view.story)
        self.bylines.show_proposals(view.proposals)
        self.found_by.setText(view.found_by)
        self.found_by.setVisible(bool(view.found_by))
        self.to_check.setVisible(mention.grade is Grade.TO_CHECK and bool(mention.watches))
        self.read_it.setVisible(QUrl(mention.article.link).scheme() in WEB_SCHEMES)
        self._clip = view.clip
        self.change_it.setVisible(view.clip is not None)
        self._show_tone(mention.tone)
        self._show_dossiers(mention)
        if not same:
            self.picker.hide()
            self.error.hide()
            self.scrolled.verticalScrollBar().setValue(0)

    def set_tone(self, tone: Tone) -> None:
        """Judge the article; the tone that it has already is taken back."""
        if self._mention is None:
            return
        article = self._mention.id
        wanted = None if self._mention.tone is tone else tone
        self._show_tone(wanted)
        job = partial(_set_tone, article, wanted)
        title = article_title(self._mention.article.title)
        self._errands.write(None, lambda office: (title, job(office)), self._toned)

    @Slot()
    def pick_dossier(self) -> None:
        """Ask which dossier the article belongs to."""
        if self._mention is not None:
            self.picker.ask()

    @Slot()
    def open_article(self) -> None:
        """Open the article in the browser."""
        if self._mention is not None:
            address = QUrl(self._mention.article.link)
            if address.scheme() in WEB_SCHEMES:
                QDesktopServices.openUrl(address)

    @Slot()
    def change_clip(self) -> None:
        """Change what a person noted."""
        if self._clip is not None:
            self.change_wanted.emit(Ref(Subject.CLIP, self._clip))

    def _lay_out(self) -> None:
        verbs = FlowLayout(row_px=tokens.BUTTON_HEIGHT_PX)
        for button in (self.read_it, self.change_it, self.link_it, self.unread):
            verbs.add(button)
        verbs.add(self.irrelevant.put_aside)
        verbs.add(self.irrelevant.keep_it)
        found = QHBoxLayout()
        found.setSpacing(tokens.SPACE_2_PX)
        found.addWidget(self.to_check)
        found.addWidget(self.found_by, 1)
        self.body.addWidget(self.byline)
        self.body.addWidget(self.authors)
        self.body.addWidget(self.title)
        self.body.addWidget(self.irrelevant)
        self.body.addWidget(self.unanswered)
        self.body.addWidget(self.text)
        self.body.addWidget(self.full)
        self.body.addLayout(found)
        self.body.addSpacing(tokens.SPACE_1_PX)
        self.body.addLayout(verbs)
        self.body.addWidget(self.dossiers)
        self.body.addWidget(self.picker)
        self.body.addWidget(self.story)
        self.body.addWidget(self.bylines)
        self.body.addStretch()

    def _show_authors(self, view: words.CardView) -> None:
        empty_out(self._signed)
        for contact, name in view.authors:
            go = Button(name, role="link", hint=_("Open the card of {name}").format(name=name))
            go.setProperty("contact", contact)
            go.clicked.connect(self._open_author)
            self._signed.addWidget(go)
        if view.namesakes:
            self._signed.addWidget(Label(view.namesakes, "detail"))
        self._signed.addStretch()
        self.authors.setVisible(bool(view.authors or view.namesakes))

    def _show_tone(self, tone: Tone | None) -> None:
        for each, button in self.tones.items():
            button.setChecked(each is tone)

    def _show_dossiers(self, mention: Mention) -> None:
        empty_out(self._tied)
        for dossier in mention.dossiers:
            go = Button(f"{dossier.code} · {dossier.name}", role="link")
            go.setProperty("dossier", dossier.id)
            go.clicked.connect(self._open_dossier)
            untie = Button(
                "",
                role="quiet",
                icon="close",
                name=_("Unlink from {dossier}").format(dossier=dossier.code),
            )
            untie.setProperty("dossier", dossier.id)
            untie.clicked.connect(self._unlink)
            self._tied.addWidget(go)
            self._tied.addWidget(untie)
        self._tied.addStretch()
        self.dossiers.setVisible(bool(mention.dossiers))

    @Slot()
    def _tone_pressed(self) -> None:
        sender = self.sender()
        for tone, button in self.tones.items():
            if button is sender:
                self.set_tone(tone)

    @Slot(object)
    def _toned(self, done: "tuple[str, tuple[ArticleId, Tone | None, Tone | None]]") -> None:
        title, (article, before, after) = done
        undo = partial(self._errands.write, None, partial(_set_tone, article, before), self._undone)
        self.undoable.emit(words.toned(after, title), undo)

    @Slot()
    def _unread_pressed(self) -> None:
        if self._mention is not None:
            self.unread_wanted.emit(self._mention.id)

    @Slot(object)
    def _link(self, dossier: DossierId) -> None:
        self._leave_picker()
        if self._mention is not None:
            self._tying.tie(dossier, Ref(Subject.ARTICLE, self._mention.id))

    @Slot()
    def _unlink(self) -> None:
        sender = self.sender()
        if self._mention is None or sender is None:
            return
        self._tying.untie(sender.property("dossier"), Ref(Subject.ARTICLE, self._mention.id))

    @Slot(object)
    def _undone(self, _answer: object) -> None:
        """Say nothing: the page hears of the change and reads again."""

    @Slot()
    def _open_dossier(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.open_wanted.emit(Ref(Subject.DOSSIER, sender.property("dossier")))

    @Slot()
    def _open_author(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.open_wanted.emit(Ref(Subject.CONTACT, sender.property("contact")))

    @Slot()
    def _leave_picker(self) -> None:
        self.picker.hide()
        self.link_it.setFocus(Qt.FocusReason.OtherFocusReason)


def _set_tone(
    article: ArticleId, tone: Tone | None, office: "Office"
) -> tuple[ArticleId, Tone | None, Tone | None]:
    return article, office.watches.set_tone(article, tone), tone
