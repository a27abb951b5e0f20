"""Who was asked for the answer and what they said, each dated; one line adds another.

« Voirie, tél. : 92 410 en date de ce matin » is the road service, by telephone; a message copied
from Teams begins with who wrote it and when.  What is understood is said under the line as it is
typed; what is not is part of what was said.  Half typed, it is kept for who comes back.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import override

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent

from comms_desk.changes import Subject
from comms_desk.clock import SystemClock
from comms_desk.i18n import CITY_ZONE, _
from comms_desk.media.inquiries.moments import Channel, Moment, MomentKind, NewMoment
from comms_desk.text import fold
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.unsaved import FieldPlace, Unsaved
from comms_desk.ui.inquiries import words
from comms_desk.ui.inquiries.moments import MomentRecording
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import PART, Button, Label
from comms_desk.ui.kit.layout import Section
from comms_desk.ui.kit.line import Lines
from comms_desk.ui.kit.menus import Line
from comms_desk.ui.kit.plain import plain
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.kit.stacks import abreast, filling
from comms_desk.wording.waiting import said_when

_HOWS = {
    Channel.PHONE: {"tel", "telephone", "appel", "phone", "call", "called", "cell"},
    Channel.EMAIL: {"courriel", "email", "mail", "mel"},
    Channel.TEAMS: {"teams"},
    Channel.TEXT: {"texto", "sms", "text", "message"},
    Channel.SOCIAL: {"x", "twitter", "facebook", "instagram", "messenger", "linkedin"},
    Channel.IN_PERSON: {"personne", "person", "visite", "rencontre"},
}
_CLOCK = r"(?P<hour>\d{1,2})\s?(?::|h)\s?(?P<minute>\d{2})?\s?(?P<half>[ap]\.?\s?m\.?)?"
_DAY = r"(?:(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})[\s,]+)?"
_BRACKETED = re.compile(
    rf"^\[{_DAY}{_CLOCK}\]\s*(?P<who>[^:\n]{{1,80}}?)\s*[:\n]\s*(?P<what>.+)$",
    re.DOTALL | re.IGNORECASE,
)
_TWO_LINES = re.compile(
    rf"^(?P<who>[^\n:]{{1,80}}?)[\s,]{{0,9}}{_DAY}{_CLOCK}[^\S\n]{{0,9}}\n\s*(?P<what>\S.*)$",
    re.DOTALL | re.IGNORECASE,
)
_NAMED = re.compile(r"^(?P<who>[^:\n]{1,80}?)\s*:\s+(?P<what>.+)$", re.DOTALL | re.IGNORECASE)
"""What stands before a colon and is longer is a sentence, and names nobody."""

TOLD = frozenset(
    {
        MomentKind.CONSULTED,
        MomentKind.FOLLOWED_UP,
        MomentKind.CORRECTION_ASKED,
        MomentKind.CORRECTION_CAME,
        MomentKind.UNANSWERED_SAID,
        MomentKind.LATE,
        MomentKind.CLOSED,
        MomentKind.REOPENED,
    }
)
"""What the section lists of what happened; the rest stands elsewhere on the card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidInLine:
    """What somebody said; *at* None: now, *how* None: nobody says by what way."""

    who: str = ""
    how: Channel | None = None
    at: datetime | None = None
    what: str = ""


def read_said(typed: str, *, now: datetime, zone: tzinfo) -> SaidInLine:
    """Return what is *typed* or pasted; an hour that is later than *now* is yesterday's."""
    text = typed.strip()
    for form in (_BRACKETED, _TWO_LINES):
        found = form.match(text)
        if found is not None:
            return SaidInLine(
                who=found["who"].strip(" ,"),
                how=Channel.TEAMS,
                at=_moment(found, now, zone),
                what=found["what"].strip(),
            )
    named = _NAMED.match(text)
    if named is None:
        return SaidInLine(what=text)
    who, how = _who_and_how(named["who"])
    return SaidInLine(who=who, how=how, what=named["what"].strip())


def _who_and_how(said: str) -> tuple[str, Channel | None]:
    """Return who is named, and the way that is said after a comma or in brackets."""
    parts = [part.strip() for part in re.split(r"[,()]", said) if part.strip()]
    for part in parts[1:] if len(parts) > 1 else ():
        for how, called in _HOWS.items():
            if called & set(fold.tokens(part)):
                return ", ".join(each for each in parts if each != part), how
    return said.strip(), None


def _moment(found: re.Match[str], now: datetime, zone: tzinfo) -> datetime | None:
    here = now.astimezone(zone)
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = (found["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    try:
        said = here.replace(hour=hour, minute=minute, second=0, microsecond=0)
        if found["year"]:
            said = said.replace(
                year=int(found["year"]), month=int(found["month"]), day=int(found["day"])
            )
    except ValueError:
        return None
    if said > here and not found["year"]:
        said -= timedelta(days=1)
    return said if said <= here else None


class Consultations(Section):
    """What was asked around, and what came of it since, in order."""

    def __init__(self, errands: Errands, recording: MomentRecording) -> None:
        """Build it empty; what is added is said and undone by *recording*."""
        super().__init__(_("Consultations and follow-up"))
        self._errands = errands
        self._recording = recording
        self._view: InquiryView | None = None
        self._ahead = timedelta()
        self._how: Channel | None = None
        self.lines = Lines()
        self.lines.away_wanted.connect(self._take_back)
        self.line = Line()
        self.line.setPlaceholderText(_("Roads, phone: what they said…"))
        self.line.setAccessibleName(_("Who, by what way: what they said"))
        self.line.setToolTip(plain(_("A message copied from Teams is understood")))
        self.line.textChanged.connect(self._typed)
        self.line.returnPressed.connect(self.add)
        self.add_it = Button(_("Add"), does=self.add)
        self.understood = Label("", "detail", wraps=True)
        its = self.understood.sizePolicy()
        its.setRetainSizeWhenHidden(True)
        self.understood.setSizePolicy(its)
        self.understood.setMinimumHeight(self.understood.fontMetrics().height())
        adding = abreast(filling(self.line), self.add_it, gap_px=tokens.SPACE_2_PX)
        self.body.addWidget(self.lines)
        self.stand(adding)
        self.stand(self.understood)
        self.body.setSpacing(tokens.SPACE_1_PX)

    def show_view(self, view: InquiryView) -> None:
        """Show those of an inquiry."""
        before, self._view = self._view, view
        self._ahead = view.now - SystemClock().now()
        shown = [each for each in view.standing_moments if each.what in TOLD]
        self.lines.show_lines([_row(each, view) for each in shown])
        self.lines.setVisible(bool(shown))
        for each in (self.line, self.add_it, self.understood):
            each.setVisible(not view.is_frozen)
        self.setVisible(bool(shown) or not view.is_frozen)
        if before is None or before.inquiry.id != view.inquiry.id:
            begun = self._errands.unsaved.at(self._place)
            self._how = None
            self.line.setText("" if begun is None else begun.typed)
            self._say()

    def begin(self, how: Channel) -> None:
        """Go to the line, to note what was said by that way."""
        self._how = how
        self.line.setFocus()
        self._say()

    @property
    def _place(self) -> FieldPlace:
        inquiry = None if self._view is None else self._view.inquiry.id
        return FieldPlace(Subject.INQUIRY, inquiry, "consultation")

    @property
    def typed(self) -> str:
        """What is in the line, with the line ends that were pasted: Qt has a sign of its own."""
        return self.line.text().replace("\u2028", "\n").replace("\u2029", "\n")

    def _read(self) -> SaidInLine:
        now = SystemClock().now() + self._ahead
        return read_said(self.typed, now=now, zone=CITY_ZONE)

    @Slot()
    def _typed(self) -> None:
        """Keep what is typed here for who comes back, and say what is understood of it."""
        if self._view is None:
            return
        typed = self.typed
        if typed.strip():
            called, of = self.line.accessibleName(), self._view.inquiry.title
            self._errands.unsaved.keep(self._place, Unsaved(called, "", typed, None, of))
        else:
            self._errands.unsaved.forget(self._place)
        self._say()

    def _say(self) -> None:
        said = self._read()
        how = said.how or self._how
        when = "" if said.at is None or self._view is None else self._when(said)
        told = (said.who, words.said_how(how), when)
        is_begun = bool(self.line.text()) or self._how is not None
        self.understood.setText(PART.join(filter(None, told)) if is_begun else "")

    def _when(self, said: SaidInLine) -> str:
        at, view = said.at, self._view
        return "" if at is None or view is None else said_when(at, view.now)

    @Slot()
    def add(self) -> None:
        """Note what is typed."""
        said = self._read()
        if self._view is None or not said.what:
            self.line.setFocus()
            return
        new = NewMoment(
            what=MomentKind.CONSULTED,
            who=said.who,
            how=said.how or self._how or Channel.PHONE,
            at=said.at,
            text=said.what,
        )
        self._recording.record(self._view.inquiry.id, new, said=_("Consultation noted"))
        self._how = None
        self.line.clear()
        self._say()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty the line on Escape."""
        if event.key() == Qt.Key.Key_Escape and self.line.hasFocus() and self.line.text():
            self.line.clear()
        else:
            super().keyPressEvent(event)

    @Slot(object)
    def _take_back(self, moment: object) -> None:
        shown = () if self._view is None else self._view.moments
        for each in shown:
            if each.id == moment:
                self._recording.take_back(each.id)


def _row(moment: Moment, view: InquiryView) -> Row:
    said, told = " ".join(moment.text.split()), words.told(moment, view.names)
    title, under = (said, told) if moment.what is MomentKind.CONSULTED else (told, said)
    detail = PART.join(filter(None, (under, said_when(moment.at, view.now))))
    is_taken_back_here = moment.what is MomentKind.CONSULTED and not view.is_frozen
    away = _("Take back: {what}").format(what=title[:40]) if is_taken_back_here else ""
    return Row(key=moment.id, title=title, detail=detail, strong=False, away=away)
