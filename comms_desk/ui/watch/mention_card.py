"""The card of a mention: the article with its marked words, its tone, its dossiers.

Where an article says that the City did not answer, a person says which inquiry it means: the likely
ones are offered first; where none is on the desk, the question is noted from the article.
"""

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, cast, override

from PySide6.QtCore import QEvent, QObject, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _, format_moment_within
from comms_desk.media.articles.titles import article_title
from comms_desk.media.clips.model import ClipId
from comms_desk.media.themes.model import Grade, Mention
from comms_desk.storage.paging import PageOfRows
from comms_desk.ui.frame.byline_box import BylineBox
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.fact_card import ThingCard
from comms_desk.ui.frame.picker import Picker
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.bar import Verbs
from comms_desk.ui.kit.controls import ENTER, Button, Label, Tag
from comms_desk.ui.kit.layout import BODY_FOOT_PX, BODY_SIDE_PX
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.marked_text import MarkedText
from comms_desk.ui.kit.more_button import MoreButton
from comms_desk.ui.kit.notices import NamedUndo, Notice
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.kit.stacks import abreast, filling, stacked
from comms_desk.ui.watch import words
from comms_desk.ui.watch.around import AroundPanel
from comms_desk.ui.watch.in_review import InReview
from comms_desk.ui.watch.irrelevant import IrrelevantPanel, IrrelevantView
from comms_desk.ui.watch.story_panel import StoryPanel
from comms_desk.ui.watch.tied_dossiers import TiedDossiers
from comms_desk.ui.watch.triage import Triage
from comms_desk.ui.watch.triage_panel import Tones, TriagePanel

if TYPE_CHECKING:
    from comms_desk.across.unanswered import Unanswered
    from comms_desk.media.inquiries.model import Inquiry, InquiryId
    from comms_desk.media.inquiries.moments import MomentId

NEW_INQUIRY = "new"
"""The row that notes an inquiry that nobody did."""
INQUIRIES_OFFERED = 8
PASSAGE_LETTERS = 240
WEB_SCHEMES = frozenset({"http", "https"})
"""What a stranger's link may open."""
READING_MAX_PX = 640
"""Some eighty letters of 15 px: the eye finds the next line."""


class MentionCard(ThingCard):
    """The article chosen in the list.

    Signals:
        undoable: What was just done, and a bound callable that undoes it.
        open_wanted: A `Ref` to show: a dossier of the article, or who signed it.
        change_wanted: What a person noted is to be changed; carries its `Ref`.
        unread_wanted: The article is to be unread again; carries its id.
        early: A button was pressed by a key while the next article is read; carries what it does.
    """

    undoable = Signal(str, object)
    open_wanted = Signal(object)
    change_wanted = Signal(object)
    unread_wanted = Signal(object)
    early = Signal(object)

    def __init__(self, errands: Errands) -> None:
        """Build an empty card."""
        super().__init__(_("Choose a mention to read it here."))
        self._mention: Mention | None = None
        self._locked: Ref | None = None
        self._clip: ClipId | None = None
        self.more = MoreButton()
        """What is done less often."""
        self.more.offer(_("Mark as unread"), self.ask_unread, key="U")
        self.triage = Triage(self, errands)
        self.tones = Tones(self, self.triage)
        self.verbs = Verbs()
        """What is done with it, on one row under its text."""
        self.byline = Label("", "detail", wraps=True)
        self.title = MarkedText(_("Title"), role="page-title")
        self.text = MarkedText(_("Text"), role="reading")
        self.text.setMaximumWidth(READING_MAX_PX)
        self.full = Label("", "detail", wraps=True)
        """What there is of its page, and until when."""
        self.found_by = Label("", "detail", wraps=True)
        self.to_check = Tag(_("to check"), Hue.AMBER)
        self.read_it = Button(_("Open the article"), role="link", hint=_("Key O"), key="O")
        self.read_it.clicked.connect(self.open_article)
        self.link_it = Button(_("Link to a dossier"), icon="link", hint=_("Key L"), key="L")
        self.in_review = InReview(self.triage)
        self.dossiers = TiedDossiers(self, errands)
        self.link_it.clicked.connect(self.dossiers.pick)
        self.dossiers.left.connect(self._back_to_link)
        self.unanswered, self.bylines = UnansweredPanel(errands), BylineBox(errands)
        self.breach = Notice()
        """That it has words of a text under embargo."""
        self.breach.acted.connect(self._open_locked)
        self.irrelevant = IrrelevantPanel(errands, self.triage, self.more)
        self.story = StoryPanel(errands, self.more)
        self.marks = TriagePanel(errands, self.triage, self.tones, self.more)
        """Its star, its note, the tones of whom it names, and why it is here."""
        self.change_it = self.more.offer(_("Change"), self.change_clip, key="E")
        self.around = AroundPanel()
        self.around.opened.connect(self.open_wanted)
        for asks in (self.unanswered, self.bylines, self.dossiers, self.marks):
            asks.open_wanted.connect(self.open_wanted)
        for does in (self.unanswered, self.irrelevant, self.bylines, self.dossiers, self.triage):
            does.undoable.connect(self.undoable)
        verbs = (self.in_review, self.link_it, self.irrelevant.put_aside, self.marks.star)
        self.lasting = frozenset({*self.tones.buttons.values(), *verbs, self.read_it})
        """What a button of it does to any article."""
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
    def wait_for(self, ref: Ref) -> None:
        """Take no click while another article is being read: it would act on this one."""
        self.hear(heard=ref == self.ref)

    def hear(self, *, heard: bool) -> None:
        """Take clicks and presses of the buttons by keys, or none."""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not heard)
        app = cast("QApplication", QApplication.instance())
        (app.removeEventFilter if heard else app.installEventFilter)(self)

    @override
    def close_view(self) -> None:
        self.hear(heard=True)
        self.marks.save_now()
        self._mention = None
        self.show_card(shown=False)

    @override
    def show_view(self, view: words.CardView) -> None:
        """Show a mention."""
        self.hear(heard=True)
        mention = view.mention
        same = self._mention is not None and mention.id == self._mention.id
        self._mention = mention
        self.show_card(shown=True)
        self.byline.setText(view.byline)
        self.title.show_text(article_title(mention.text.title), mention.title_marks)
        self.text.show_text(*mention.shown_text)
        self.full.setText(view.full)
        self.full.setVisible(bool(view.full))
        self._locked = None if view.breach is None else view.breach.ref
        self.breach.say(words.breach_said(view.breach), _("Open the text"), Hue.RED)
        self.unanswered.show_said(view.unanswered)
        self.irrelevant.show_mention(
            IrrelevantView(
                article=mention.id,
                themes=view.themes,
                aside=view.aside,
            )
        )
        self.story.show_story(mention.id, article_title(mention.text.title), view.story)
        self.bylines.show_proposals(view.proposals)
        self.around.show_around(view.around)
        self.found_by.setText(view.found_by)
        self.found_by.setVisible(bool(view.found_by))
        self.to_check.setVisible(mention.grade is Grade.TO_CHECK and bool(mention.watches))
        self.read_it.setVisible(QUrl(mention.article.link).scheme() in WEB_SCHEMES)
        self._clip = view.clip
        self.change_it.setVisible(view.clip is not None)
        self.tones.show_mention(mention)
        self.dossiers.show_mention(mention)
        self.marks.show_mention(view)
        self.in_review.show_article(mention.id, is_kept=view.in_review)
        if not same:
            self.error.hide()
            self.scrolled.verticalScrollBar().setValue(0)

    @Slot()
    def _open_locked(self) -> None:
        if self._locked is not None:
            self.open_wanted.emit(self._locked)

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
        self.bar.left(*self.tones.buttons.values())
        self.bar.right(self.more)
        self.verbs.left(self.in_review, self.link_it, self.irrelevant.put_aside, self.marks.star)
        found = abreast(
            self.read_it, self.to_check, filling(self.found_by), gap_px=tokens.SPACE_3_PX
        )
        read = stacked(gap_px=tokens.SPACE_3_PX, edges_px=(tokens.HANG_PX, 0, 0, 0))
        head = (self.byline, self.title, self.irrelevant, self.marks)
        said = (self.breach, self.unanswered, self.text, self.full)
        done = (self.verbs, self.dossiers.links, self.dossiers.picker, self.story, self.bylines)
        for above in (*head, *said):
            read.addWidget(above)
        read.addLayout(found)
        for under in done:
            read.addWidget(under)
        self.body.setContentsMargins(
            BODY_SIDE_PX - tokens.HANG_PX, tokens.SPACE_6_PX, BODY_SIDE_PX, BODY_FOOT_PX
        )
        self.body.addLayout(read)
        self.body.addWidget(self.around)
        self.body.addWidget(self.marks.history)
        self.body.addStretch()

    @Slot()
    def ask_unread(self) -> None:
        """Mark it as unread again."""
        if self._mention is not None:
            self.unread_wanted.emit(self._mention.id)

    @Slot()
    def _back_to_link(self) -> None:
        self.link_it.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep Space from the buttons while they are still of the article before."""
        if watched is self.scrolled.widget():
            return super().eventFilter(watched, event)
        if not isinstance(watched, Button) or not self.isAncestorOf(watched):
            return False
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() not in {Qt.Key.Key_Space, *ENTER}:
            return False
        if watched in self.lasting and not event.isAutoRepeat():
            self.early.emit(watched.click)
        return True


class UnansweredPanel(QWidget):
    """What the article says of it, and the one key that says which inquiry it is.

    Signals:
        undoable: What was just done, and a bound callable that undoes it.
        open_wanted: The `Ref` of the inquiry to show.
    """

    undoable = Signal(str, object)
    open_wanted = Signal(object)

    def __init__(self, errands: Errands) -> None:
        """Stay hidden until an article says so."""
        super().__init__()
        self._errands = errands
        self._said: Unanswered | None = None
        self.notice = Notice()
        self.notice.acted.connect(self._act)
        self.picker = Picker(
            errands,
            self._offered,
            asks=_("Subject, reporter or outlet of the inquiry"),
            offers=_("Inquiries that it may mean"),
            none_match=_("No inquiry has those words."),
        )
        self.picker.hide()
        self.picker.chosen.connect(self._chosen)
        self.picker.left.connect(self._leave)
        stacked(self.notice, self.picker, inside=self, gap_px=tokens.SPACE_2_PX)
        self.hide()

    def show_said(self, said: "Unanswered | None") -> None:
        """Show what an article says; None: it says nothing of it."""
        if said != self._said:
            self.picker.hide()
        self._said = said
        self.setVisible(said is not None)
        if said is None:
            return
        if said.inquiry is not None:
            self.notice.say(
                _("It says that nobody answered. The inquiry is known."),
                _("Open the inquiry"),
                Hue.ACCENT,
            )
            return
        passage = said.passage
        if len(passage) > PASSAGE_LETTERS:
            passage = f"{passage[:PASSAGE_LETTERS].rstrip()}…"
        self.notice.say(
            _("It says that the City did not answer: “{passage}”").format(passage=passage),
            _("Which inquiry?"),
        )

    def _offered(self, office: Office, words: str) -> "PageOfRows[Row]":
        return _offered(office, words, self._said)

    @Slot()
    def _act(self) -> None:
        if self._said is None:
            return
        if self._said.inquiry is not None:
            self.open_wanted.emit(Ref(Subject.INQUIRY, self._said.inquiry))
        else:
            self.picker.ask()

    @Slot(object)
    def _chosen(self, key: object) -> None:
        if self._said is None:
            return
        self.picker.hide()
        self._errands.write(None, partial(_tie, self._said, key), self._tied)

    @Slot()
    def _leave(self) -> None:
        self.picker.hide()
        self.notice.focus_button()

    @Slot(object)
    def _tied(self, done: "_Tied") -> None:
        self._show_again(done.said, done.inquiry.id)
        undo = partial(self._errands.write, None, partial(_untie, done), self._untied)
        told = _("Noted on the inquiry “{title}”").format(title=done.inquiry.title)
        self.undoable.emit(told, NamedUndo(undo, _("It is tied to no inquiry any more")))

    @Slot(object)
    def _untied(self, said: "Unanswered") -> None:
        self._show_again(said, None)

    def _show_again(self, said: "Unanswered", inquiry: "InquiryId | None") -> None:
        if self._said is not None and self._said.article.id == said.article.id:
            self.show_said(replace(said, inquiry=inquiry))


@dataclass(frozen=True, slots=True)
class _Tied:
    """What was noted; *is_new*: the inquiry came with it."""

    said: "Unanswered"
    inquiry: "Inquiry"
    moment: "MomentId"
    is_new: bool


def _offered(office: Office, words: str, said: "Unanswered | None") -> "PageOfRows[Row]":
    from comms_desk.across.unanswered import likely
    from comms_desk.media.inquiries.model import InquiryTab

    new = Row(
        key=NEW_INQUIRY, title=_("None of those: note the question that was lost"), strong=False
    )
    if said is None:
        return PageOfRows(rows=(), total=0)
    if words.strip():
        found = office.inquiries.search(words, view=InquiryTab.ALL, limit=INQUIRIES_OFFERED)
        return PageOfRows(
            rows=(*map(_row, found.rows), new), total=found.total + 1, capped=found.capped
        )
    known = likely(office, said.article)
    return PageOfRows(rows=(*map(_row, known[:INQUIRIES_OFFERED]), new), total=len(known) + 1)


def _row(inquiry: "Inquiry") -> Row:
    received = _("received {moment}").format(moment=format_moment_within(inquiry.received_at))
    detail = " · ".join(filter(None, (inquiry.outlet_name, received)))
    return Row(key=inquiry.id, title=inquiry.title, detail=detail)


def _tie(said: "Unanswered", key: object, office: Office) -> _Tied:
    from comms_desk.across import unanswered
    from comms_desk.media.inquiries.model import InquiryId

    if key == NEW_INQUIRY:
        inquiry, moment = unanswered.note_lost(office, said)
    else:
        inquiry = office.inquiries.get(InquiryId(cast("int", key)))
        moment = unanswered.tie(office, said, inquiry.id)
    return _Tied(said, inquiry, moment.id, is_new=key == NEW_INQUIRY)


def _untie(done: _Tied, office: Office) -> "Unanswered":
    if done.is_new:
        office.inquiries.put_in_bin(done.inquiry.id)
    else:
        office.inquiries.take_back(done.moment)
    return done.said
