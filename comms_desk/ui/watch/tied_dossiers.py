"""The dossiers that an article is tied to: each opens, is unlinked, and another is picked."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _
from comms_desk.media.themes.model import Mention
from comms_desk.planning.dossiers.model import DossierId
from comms_desk.ui.frame.dossier_links import Tying
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.picker import Picker
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.layout import empty_out
from comms_desk.ui.kit.stacks import abreast
from comms_desk.ui.watch import reading

LINK_KEY = "L"


class TiedDossiers(QObject):
    """Its dossiers and what picks another, which the card puts in their places.

    Signals:
        undoable: What was just done, and a bound callable that undoes it.
        open_wanted: The `Ref` of a dossier to show.
        left: Nothing more is picked.
    """

    undoable = Signal(str, object)
    open_wanted = Signal(object)
    left = Signal()

    def __init__(self, parent: QObject, errands: Errands) -> None:
        """Stay empty until an article is shown."""
        super().__init__(parent)
        self._article: Ref | None = None
        self._tying = Tying(self, errands)
        self._tying.undoable.connect(self.undoable)
        self.links = QWidget()
        self._row = abreast(inside=self.links, gap_px=tokens.SPACE_2_PX)
        self.picker = Picker(
            errands,
            reading.dossiers,
            asks=_("Code or name of the dossier"),
            offers=_("Dossiers"),
            none_match=_("No dossier has that code or name."),
        )
        self.picker.hide()
        self.picker.chosen.connect(self._link)
        self.picker.left.connect(self._leave)

    def show_mention(self, mention: Mention) -> None:
        """Show what *mention* is tied to."""
        article = Ref(Subject.ARTICLE, mention.id)
        if article != self._article:
            self.picker.hide()
        self._article = article
        empty_out(self._row)
        for dossier in mention.dossiers:
            go = Button(f"{dossier.code} · {dossier.name}", role="link")
            go.setProperty("dossier", dossier.id)
            go.clicked.connect(self._open)
            untie = Button(
                "",
                role="quiet",
                icon="close",
                name=_("Unlink from {dossier}").format(dossier=dossier.code),
            )
            untie.setProperty("dossier", dossier.id)
            untie.clicked.connect(self._unlink)
            self._row.addWidget(go)
            self._row.addWidget(untie)
        self._row.addStretch()
        self.links.setVisible(bool(mention.dossiers))

    @Slot()
    def pick(self) -> None:
        """Ask which dossier the article belongs to."""
        if self._article is not None:
            self.picker.ask()

    @Slot(object)
    def _link(self, dossier: DossierId) -> None:
        self._leave()
        if self._article is not None:
            self._tying.tie(dossier, self._article)

    @Slot()
    def _unlink(self) -> None:
        sender = self.sender()
        if self._article is not None and sender is not None:
            self._tying.untie(sender.property("dossier"), self._article)

    @Slot()
    def _open(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.open_wanted.emit(Ref(Subject.DOSSIER, sender.property("dossier")))

    @Slot()
    def _leave(self) -> None:
        self.picker.hide()
        self.left.emit()
