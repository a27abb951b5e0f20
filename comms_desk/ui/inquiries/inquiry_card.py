"""The inquiry chosen: who asks what, for when, who has it, what was asked around, the reply.

It is read first and edited second.  Beside it, where there is room, stands what was already said,
and its other facts.  All that happened to it opens with the history, the last first; what was noted
wrongly is taken back.  The mail that it came by and the files that came with it are a stranger's:
what is only read, seen or heard may be opened, the rest is saved.
"""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import override

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.facts import Facts
from comms_desk.i18n import _, format_number
from comms_desk.media.inquiries.facts import NOTED, facts
from comms_desk.media.inquiries.model import AskedForm
from comms_desk.media.inquiries.moments import Channel, Moment, MomentId, MomentKind
from comms_desk.storage.model import Attachment, BlobId
from comms_desk.text.file_names import as_given
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.fact_card import FactCard, FactSheet
from comms_desk.ui.frame.new_colleague import NewColleague
from comms_desk.ui.inquiries import words
from comms_desk.ui.inquiries.answer_box import AnswerBox, ReplyPlace
from comms_desk.ui.inquiries.at_work import AtWorkLine
from comms_desk.ui.inquiries.consultations import Consultations
from comms_desk.ui.inquiries.held_bar import HeldBar
from comms_desk.ui.inquiries.hours_line import HoursLine
from comms_desk.ui.inquiries.moments import MomentRecording
from comms_desk.ui.inquiries.questions import Questions
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.inquiries.reporters import Reporters
from comms_desk.ui.inquiries.said_panel import SaidPanel
from comms_desk.ui.inquiries.verbs import InquiryVerbs
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import PART, Button, Label, Rule
from comms_desk.ui.kit.layout import BODY_SIDE_PX, LEAST_CARD_HEIGHT_PX, Section, empty_out
from comms_desk.ui.kit.line import Lines
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.notices import Notice
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.kit.stacks import PlacedWidget, abreast, filling, stacked
from comms_desk.ui.kit.tabs import order_tabs
from comms_desk.wording.mails import left_unread, referral_proposed

NEVER_TAKEN_BACK = frozenset({MomentKind.RECEIVED})
_OPENED_FILES = """
.pdf .docx .xlsx .pptx .odt .ods .txt .csv .eml .msg .mp3 .m4a .wav .ogg .amr .mp4 .mov .jpg .jpeg
.png .gif .heic .webp
"""
OPENED_FILES = frozenset(_OPENED_FILES.split())
"""The endings of files that are offered to be opened: no program runs them."""
SIDE_WIDTH_PX = 250
BESIDE_FROM_PX = 660
"""The width from which the side column stands beside the inquiry, and not under it."""
LEAST_WIDTH_PX = 500
"""Its verbs stand on one row of icons, in the narrowest window too."""
HEAD = frozenset({"title", "outlet_name"})
"""What stands at the head of the card; the other facts are its details."""


class InquiryCard(FactCard):
    """One inquiry.

    Signals:
        undoable: What was just done, and a bound callable that undoes it.
        opened: The card of a journalist, or of what was said, is wanted; carries its `Ref`.
        file_made: What was made for the person, and the `Path` of its file.
    """

    undoable = Signal(str, object)
    opened = Signal(object)
    file_made = Signal(str, object)

    def __init__(self, errands: Errands) -> None:
        """Build an empty card."""
        head, rest = _parted(facts())
        super().__init__(
            errands,
            Subject.INQUIRY,
            head,
            nothing=_("Choose an inquiry to read and to answer it."),
            parts=(*rest, *NOTED),
            says_under=False,
        )
        self.recording = MomentRecording(errands, self)
        self.at_work = AtWorkLine(errands, self.recording)
        self.archived = Notice()
        self.late = Notice()
        self.referral = Notice()
        self.astray = Notice()
        self.left_unread = Notice()
        self.reply_place = ReplyPlace(self.recording)
        self.joined = Label("", "detail", wraps=True)
        self.hours = HoursLine(self.recording)
        self.reporters = Reporters(self.recording)
        self.questions = Questions(errands, self.recording)
        self.held = HeldBar()
        self.consultations = Consultations(errands, self.recording)
        self.answer = AnswerBox(errands)
        self.happened = Happened(self.recording)
        self.said = SaidPanel(errands)
        self.files = KeptFiles(errands)
        self.details = FactSheet(errands, Subject.INQUIRY, rest)
        self.new_speaker = NewColleague(errands, self.details, Subject.INQUIRY, "spokesperson")
        self.fields = {**self.sheet.fields, **self.details.fields}
        self.verbs = InquiryVerbs(errands, self.recording, self.answer)
        self._made: tuple[QWidget, ...] = ()
        """What was made since the tabs were put in order."""
        self._below: InquiryView | None = None
        """What is still to be shown of what stands below."""
        self._soon = QTimer(self, singleShot=True, interval=0)
        """A turn of its own: `singleShot` at zero would come in the same."""
        self._soon.timeout.connect(self._show_below)
        self._lay_out()
        self._listen()

    @override
    def wait_for(self, ref: Ref) -> None:
        """Do nothing to the inquiry shown while another one, which is chosen, is being read."""
        if self.ref != ref:
            self.bar.setEnabled(False)
            self.verbs.wait()

    @override
    def show_view(self, view: InquiryView) -> None:
        """Show an inquiry."""
        inquiry = view.inquiry
        self.bar.setEnabled(True)
        self.recording.about = PART.join(filter(None, (inquiry.outlet_name, inquiry.title)))
        is_other = self.thing is None or self.thing.id != inquiry.id
        head, rest = _parted(view.facts)
        stays = _("This inquiry has ended: what was said stays.") if view.is_frozen else ""
        self.show_thing(inquiry, head, stays=stays)
        self.details.asked = {"spokesperson"} if inquiry.form is AskedForm.INTERVIEW else ()
        self.details.show_thing(inquiry.id, inquiry, rest, of=inquiry.title)
        self.details.setEnabled(not view.is_frozen)
        self.details.add.setVisible(self.details.add.isVisible() and not view.is_frozen)
        self.offer_way(view.standing.way)
        proposed = "" if view.is_frozen else referral_proposed(inquiry)
        self.referral.say(proposed, _("Refer it…"))
        self.archived.say(view.standing.said(), tone=Hue.ACCENT)
        late = (
            _("It ended late: somebody is to say why.")
            if view.is_late
            else _("It was missed: somebody is to say why.")
        )
        self.late.say(late if inquiry.owes_cause else "", _("Say why…"))
        self.left_unread.say(left_unread(inquiry.left_unread))
        self.astray.say(words.letters_astray(view.letters), tone=Hue.RED)
        joined = ([_("Answered with: {title}").format(title=view.lead)] if view.lead else []) + [
            _("Its reply is that of: {title}").format(title=each) for each in view.joined
        ]
        self.joined.setText("\n".join(joined))
        self.joined.setVisible(bool(joined))
        for part in (
            self.at_work,
            self.reply_place,
            self.hours,
            self.reporters,
            self.questions,
            self.held,
            self.consultations,
            self.answer,
            self.files,
            self.verbs,
        ):
            part.show_view(view)
        self._below = view
        self._soon.start()
        if is_other:
            self.error.hide()
            self.scrolled.verticalScrollBar().setValue(0)

    @Slot()
    def _show_below(self) -> None:
        """Show what is only read and stands below, in a turn of its own."""
        view, self._below = self._below, None
        if view is not None:
            self.happened.show_view(view)
            self.said.show_view(view)
            self._order_tabs()

    @override
    def save_now(self) -> None:
        """Save what was typed without waiting for a pause."""
        super().save_now()
        self.details.saver.save_now()
        self.questions.save_now()
        self.answer.save_now()

    @override
    def fold(self) -> None:
        super().fold()
        self.details.fold()

    @Slot()
    def _order_tabs(self) -> None:
        """Order Tab down the card, then beside it, once other parts are there than before."""
        made = (
            *self.questions.rows.values(),
            *self.reporters.names(),
            *self.consultations.lines.all(),
            *self.happened.lines,
            *self.said.lines,
            *self.files.lines.all(),
        )
        inner = self.scrolled.widget()
        if inner is not None and made != self._made:
            self._made = made
            order_tabs(self.bar, *self.verbs.panels, self.at_work, inner)

    @Slot(str, object)
    def _saved(self, said: str, file: object) -> None:
        if file is None:
            self.undoable.emit(said, None)
        else:
            self.file_made.emit(said, file)

    @Slot()
    def edit_outlet(self) -> None:
        """Edit which outlet asks."""
        self.sheet.open("outlet_name")

    @Slot()
    def edit_dossier(self) -> None:
        """Edit the dossier that it belongs to."""
        self.details.open("dossier")
        self._see(self.details)

    @Slot()
    def note_call(self) -> None:
        """Go to where what somebody said by phone is noted."""
        self.consultations.begin(Channel.PHONE)
        self._see(self.consultations)

    @property
    def may_reply(self) -> bool:
        """Whether a reply may be written now."""
        return self.ref is not None and not self.answer.field.text_editor.isReadOnly()

    @Slot()
    def write_reply(self) -> None:
        """Go to where the reply is written."""
        if self.may_reply:
            self.answer.field.setFocus()
            self._see(self.answer)

    @Slot()
    def quote_first(self) -> None:
        """Quote in the reply what was already said that is the closest."""
        if self.may_reply and self.said.lines:
            self.said.lines[0].quote.click()

    def _see(self, part: QWidget) -> None:
        self._seen = part
        QTimer.singleShot(0, self, self._scroll_there)

    @Slot()
    def _scroll_there(self) -> None:
        self.scrolled.ensureWidgetVisible(self._seen)

    @Slot(bool)
    def _show_happened(self, shown: bool) -> None:  # noqa: FBT001 - the signal's
        self.happened.setVisible(shown)
        if shown:
            self._see(self.happened)

    def _lay_out(self) -> None:
        self.verbs.stand_in(self.bar)
        card = self._card.layout()
        assert isinstance(card, QVBoxLayout)  # noqa: S101 - as the pane built it
        for place, panel in enumerate((*self.verbs.panels, self.at_work), start=1):
            card.insertWidget(place, panel)
        for part in (self.sheet, self.history):
            self.body.removeWidget(part)
        margins = self.body.contentsMargins()
        margins.setTop(0)  # it is the room of who is at work
        self.body.setContentsMargins(margins)
        main = stacked(
            self.archived,
            self.late,
            self.referral,
            self.astray,
            self.left_unread,
            self.reply_place,
            self.hours,
            self.sheet,
            self.reporters,
            self.questions,
            self.joined,
            self.held,
            self.answer,
            self.consultations,
            self.happened,
            self.history,
            PlacedWidget(stretch=1),
            gap_px=0,
        )
        self.joined.setContentsMargins(tokens.HANG_PX, 0, 0, 0)
        self._side = QWidget()
        side = stacked(inside=self._side)
        about = Section(_("Details"))
        about.body.addWidget(self.details)
        for section in (self.said, self.files, about):
            section.body.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(tokens.SPACE_4_PX)
        side.addWidget(self.said)
        side.addWidget(self.files)
        side.addWidget(about)
        side.addStretch(1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(tokens.SPACE_6_PX - tokens.HANG_PX)
        self._columns.addLayout(main, 1)
        self._columns.addWidget(self._side)
        self.body.insertLayout(0, self._columns)
        inner = self.scrolled.widget()
        if inner is not None:
            beside = SIDE_WIDTH_PX + tokens.SPACE_6_PX
            inner.setMaximumWidth(tokens.COLUMN_MAX_PX + beside + 2 * BODY_SIDE_PX)

    def _listen(self) -> None:
        self.recording.undoable.connect(self.undoable)
        self.hours.outlet_wanted.connect(self.edit_outlet)
        self.referral.acted.connect(self.verbs.do_refer)
        self.late.acted.connect(self.verbs.do_explain)
        self.files.saved.connect(self._saved)
        self.reporters.opened.connect(self.opened)
        self.reporters.refused.connect(self.error.explain)
        self.questions.hand_wanted.connect(self.verbs.hand_part)
        self.questions.reply_wanted.connect(self.answer.put)
        self.questions.join_wanted.connect(self.verbs.do_join)
        self.said.found.connect(self._order_tabs)
        self.said.quoted.connect(self.answer.quote)
        self.said.opened.connect(self.opened)
        self.verbs.note_wanted.connect(self.note_call)
        self.verbs.words_wanted.connect(self.write_reply)
        self.verbs.left.connect(self.list_wanted)
        self.verbs.interview_panel.made.connect(self.file_made)
        self.verbs.interview_panel.undoable.connect(self.undoable)
        self.history.button.toggled.connect(self._show_happened)

    @override
    def minimumSizeHint(self) -> QSize:
        """Grow narrow, one column over the other, before the list gives way."""
        return QSize(LEAST_WIDTH_PX, LEAST_CARD_HEIGHT_PX)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out two columns where there is room for both."""
        has_room = self.width() >= BESIDE_FROM_PX
        across = QBoxLayout.Direction.LeftToRight
        wanted = across if has_room else QBoxLayout.Direction.TopToBottom
        if self._columns.direction() != wanted:
            self._columns.setDirection(wanted)
        if has_room:
            self._side.setFixedWidth(SIDE_WIDTH_PX)
        else:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(tokens.COLUMN_MAX_PX)
        super().resizeEvent(event)


def _parted(every: Facts) -> tuple[Facts, Facts]:
    """Return the facts at the head of the card, and its details, a row each."""
    head = tuple(fact for fact in every if fact.field in HEAD)
    return head, tuple(replace(fact, is_under=False) for fact in every if fact.field not in HEAD)


class KeptFiles(Section):
    """What came with an inquiry.

    Signals:
        saved: What was saved, and the `Path` of the file, or None where it is not to be opened.
    """

    saved = Signal(str, object)

    def __init__(self, errands: Errands) -> None:
        """Build it empty."""
        super().__init__(_("What came with it"))
        self._errands = errands
        self._view: InquiryView | None = None
        self.lines = Lines()
        self.lines.opened.connect(self._save)
        self.body.addWidget(self.lines)
        self.hide()

    def show_view(self, view: InquiryView) -> None:
        """Show the files of an inquiry."""
        self._view = view
        self.lines.show_lines([_row(each) for each in view.files])
        self.setVisible(bool(view.files))

    @Slot(object)
    def _save(self, blob: object) -> None:
        files = () if self._view is None else self._view.files
        for each in files:
            if each.blob == blob and self._view is not None:
                job = partial(_saved, self._view.inquiry.id, each)
                self._errands.read("kept file", job, self._tell)

    @Slot(object)
    def _tell(self, file: Path) -> None:
        said = _("Saved: {file}").format(file=file)
        self.saved.emit(said, file if file.suffix.lower() in OPENED_FILES else None)


def _row(file: Attachment) -> Row:
    size = _("{n}\u00a0kB").format(n=format_number(max(file.size // 1_000, 1)))
    return Row(key=file.blob, title=file.name, detail=size, strong=False)


def _saved(inquiry: int, file: Attachment, office: Office) -> Path:
    """Write *file* among the person's documents, beside whatever stands there."""
    from comms_desk.documents.files import write_new_file
    from comms_desk.media.inquiries.model import InquiryId

    content = office.inquiry_files.content(InquiryId(inquiry), BlobId(file.blob))
    return write_new_file(office.paths.documents / _("Comms Desk") / as_given(file.name), content)


class Happened(Section):
    """The moments of one inquiry."""

    def __init__(self, recording: MomentRecording) -> None:
        """Build it closed; what is taken back is said and undone by *recording*."""
        super().__init__(_("What happened"))
        self._recording = recording
        self._shown: tuple[Moment, ...] = ()
        self.lines: list[_Line] = []
        """In order, the last that happened first."""
        self._rows = stacked(gap_px=0)
        self.stand(self._rows)
        self.hide()

    def show_view(self, view: InquiryView) -> None:
        """Show what happened to an inquiry; what is as it was stays, with the keys."""
        if view.moments == self._shown:
            return
        held = next((each.moment for each in self.lines if each.holds_keys()), None)
        self._shown = view.moments
        empty_out(self._rows)
        self.lines = []
        for moment in sorted(view.moments, key=lambda each: (each.at, each.id), reverse=True):
            line = _Line(moment, view)
            line.wanted.connect(self._turn)
            self._rows.addWidget(line)
            self.lines.append(line)
            line.show()
            if moment.id == held and line.turn is not None:
                line.turn.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _turn(self, moment: Moment) -> None:
        if moment.taken_back_at is None:
            self._recording.take_back(moment.id)
        else:
            self._recording.put_back(moment.id)


class _Line(QWidget):
    """One moment, and the way to take it back or to put it back.

    Signals:
        wanted: That way was pressed; carries the moment.
    """

    wanted = Signal(object)

    def __init__(self, moment: Moment, view: InquiryView) -> None:
        super().__init__()
        self.moment: MomentId = moment.id
        self._whole = moment
        what, when = words.told(moment, view.names), words.noted(moment, view.names, view.now)
        said = "" if moment.what is MomentKind.APPROVED else " ".join(moment.text.split())
        is_gone = moment.taken_back_at is not None
        self.turn: Button | None = None
        column = stacked(
            Rule(), tokens.SPACE_1_PX, inside=self, gap_px=0, edges_px=(0, 0, 0, tokens.SPACE_1_PX)
        )
        head = abreast(
            filling(Label(what, "muted" if is_gone else "text", wraps=True)),
            gap_px=tokens.SPACE_3_PX,
        )
        if moment.what not in NEVER_TAKEN_BACK and moment.letter is None:
            verb = _("Put back") if is_gone else _("Take back")
            self.turn = Button(verb, role="link", name=f"{verb} ({what})")
            self.turn.clicked.connect(self._want)
            head.addWidget(self.turn)
        column.addLayout(head)
        if said:
            column.addWidget(Label(said, "muted" if is_gone else "text", wraps=True))
        column.addWidget(Label(when, "detail", wraps=True))

    def holds_keys(self) -> bool:
        """Whether who types is here."""
        return self.turn is not None and self.turn.hasFocus()

    @Slot()
    def _want(self) -> None:
        self.wanted.emit(self._whole)
