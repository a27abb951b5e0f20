"""Word files about which there is something to ask: a return of ours, and a stranger's."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml

from comms_desk.across.office import Office
from comms_desk.i18n import CITY_ZONE
from comms_desk.media.drafting.model import DraftId, DraftKind, NewDraft
from tests.documents.word_files import opened, saved, word_file


def files_to_ask_about(office: Office, folder: Path) -> tuple[DraftId, tuple[Path, ...]]:
    """Write them in *folder*: under embargo, changed by two people, with what no text holds.

    With them comes the draft of the first one.
    """
    now = office.database.clock.now().astimezone(CITY_ZONE)
    until = (now + timedelta(days=2)).replace(hour=10, minute=0)
    draft = office.drafts.add(
        NewDraft(
            kind=DraftKind.RELEASE,
            title="La Ville accélère le déneigement des trottoirs",
            number="2026-058",
            text="La Ville de Montréal déneigera ses trottoirs en deux jours.\n\nFin du texte.\n",
        )
    )
    office.embargoes.place(draft.ref, until=until, ends_when="")
    document = opened(office.drafts.word(draft.id).content)
    _change(document)
    ours, theirs = folder / "2026-058 retour NR.docx", folder / "Communiqué du Service.docx"
    ours.write_bytes(saved(document))
    notice = "SOUS EMBARGO JUSQU’AU JEUDI 26 NOVEMBRE 2026"
    theirs.write_bytes(word_file(notice, "Le Service de l’eau ouvre ses portes.", then=_change))
    return draft.id, (ours, theirs)


def _change(document: Any) -> None:
    line = document.add_paragraph("Une dernière phrase.")
    for tag, author, words in (("ins", "Nadia Roy", "t"), ("del", "Luc Côté", "delText")):
        line._p.append(
            parse_xml(
                f'<w:{tag} {nsdecls("w")} w:author="{author}"><w:r><w:{words}>Ajout</w:{words}>'
                f"</w:r></w:{tag}>"
            )
        )
    said = "Le chiffre vient d’où? Le Service des finances disait 4,2 M$ la semaine dernière."
    document.add_comment(runs=line.runs[0], text=said, author="Nadia Roy")
    document.add_table(rows=1, cols=1).cell(0, 0).text = "48"
