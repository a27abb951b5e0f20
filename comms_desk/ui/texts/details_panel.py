"""What a draft says beside its text: kind, language, dossier, who signs it, its embargo."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from comms_desk.i18n import _
from comms_desk.media.drafting.model import Draft, DraftKind
from comms_desk.planning.dossiers.model import Dossier
from comms_desk.storage.model import FieldChange
from comms_desk.ui.editing import FieldSaver
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Label, Rule
from comms_desk.ui.kit.fields import CardField
from comms_desk.ui.putting_away import PutAway
from comms_desk.ui.texts import words
from comms_desk.ui.texts.embargo_panel import EmbargoPanel

if TYPE_CHECKING:
    from comms_desk.across.office import Office
    from comms_desk.ui.kit.fields import Typed
    from comms_desk.ui.texts.reading import Opened

WIDTH_PX = 272
SCROLL_BAR_PX = 12
LEFT_PX = 124
"""The width of the first of two fields that share a line."""
NO_DOSSIER = ""
OF_A_RELEASE = ("number", "source", "contact")
OF_A_SPEECH = ("speaker", "occasion")
ROWS = (
    ("kind", "language"),
    ("status", "number"),
    ("dossier",),
    ("source",),
    ("contact",),
    ("speaker",),
    ("occasion",),
)
"""What is short stands side by side, so that the panel is seen whole."""


class DetailsPanel(QWidget):
    """The particulars of one draft, and its embargo."""

    def __init__(self, errands: Errands) -> None:
        """Build the panel."""
        super().__init__()
        self.setMaximumWidth(WIDTH_PX - SCROLL_BAR_PX)
        self.fields: dict[str, CardField] = {
            field.field: field
            for field in (
                CardField("kind", _("Kind"), choices=words.kinds()),
                CardField("language", _("Language"), choices=words.languages()),
                CardField("status", _("Status"), choices=words.statuses()),
                CardField("dossier", _("Dossier"), choices=((NO_DOSSIER, _("None")),)),
                CardField("number", _("Number")),
                CardField("source", _("Source"), lines=2, placeholder=_("Who issues it")),
                CardField(
                    "contact",
                    _("Media contact"),
                    lines=2,
                    placeholder=_("Name and number for the media"),
                ),
                CardField("speaker", _("Speaker")),
                CardField("occasion", _("Occasion")),
            )
        }
        self.embargo = EmbargoPanel(errands)
        self.bin = PutAway(role="link")
        column = QVBoxLayout(self)
        column.setContentsMargins(
            tokens.SPACE_4_PX, tokens.SPACE_4_PX, tokens.SPACE_4_PX, tokens.SPACE_4_PX
        )
        column.setSpacing(tokens.SPACE_2_PX)
        column.addWidget(Label(_("Embargo"), "card-title"))
        column.addWidget(self.embargo)
        column.addWidget(Rule())
        column.addWidget(Label(_("Details"), "card-title"))
        for names in ROWS:
            row = QHBoxLayout()
            row.setSpacing(tokens.SPACE_2_PX)
            for name in names:
                row.addWidget(self.fields[name])
            if len(names) > 1:
                self.fields[names[0]].setFixedWidth(LEFT_PX)
                row.addStretch()
            column.addLayout(row)
        column.addStretch(1)
        column.addWidget(self.bin, 0, Qt.AlignmentFlag.AlignLeft)
        self.saver = FieldSaver(errands, save_field, self.fields.values())

    def show_opened(self, opened: "Opened") -> None:
        """Show what concerns the kind of the draft, and its embargo."""
        draft = opened.manuscript.draft
        self.offer_dossiers(opened.dossiers)
        self.embargo.show_draft(draft, opened.now)
        speech = draft.kind is DraftKind.SPEECH
        for name in OF_A_RELEASE:
            self.fields[name].setVisible(not speech)
        for name in OF_A_SPEECH:
            self.fields[name].setVisible(speech)
        self.saver.show_card(draft.id, values_of(draft))
        self.bin.offer(opened.standing.way)
        for part in (self.embargo, *self.fields.values()):
            part.setEnabled(opened.standing.archived is None)

    def offer_dossiers(self, dossiers: Sequence[Dossier]) -> None:
        """Offer *dossiers* to tie a draft to."""
        choice = cast("QComboBox", self.fields["dossier"].editor)
        chosen = choice.currentData()
        choice.blockSignals(True)
        choice.clear()
        choice.addItem(_("None"), NO_DOSSIER)
        for dossier in dossiers:
            choice.addItem(f"{dossier.code} · {dossier.name}", str(dossier.id))
        choice.setCurrentIndex(max(0, choice.findData(chosen)))
        choice.blockSignals(False)


def save_field(office: "Office", draft: Any, typed: "Typed") -> object:
    """Save what was typed in one field of *draft*."""
    before: object = typed.before
    after: object = typed.after
    if typed.field == "dossier":
        before = int(typed.before) if typed.before else None
        after = int(typed.after) if typed.after else None
    return office.drafts.edit(draft, FieldChange(typed.field, before, after))


def values_of(draft: Draft) -> dict[str, str]:
    """Return what each field shows for *draft*."""
    return {
        "kind": draft.kind.value,
        "language": draft.language.value,
        "status": draft.status.value,
        "dossier": NO_DOSSIER if draft.dossier is None else str(draft.dossier),
        "title": draft.title,
        "subtitle": draft.subtitle,
        "number": draft.number,
        "source": draft.source,
        "contact": draft.contact,
        "speaker": draft.speaker,
        "occasion": draft.occasion,
    }
