"""The mails that inquiries came by and what came with them, from the command line."""

from pathlib import Path

import click

from comms_desk.cli.context import office
from comms_desk.cli.output import OutputColumn, emit, json_option, note
from comms_desk.cli.parameters import ID
from comms_desk.documents.files import write_new_file
from comms_desk.i18n import N_, _
from comms_desk.media.inquiries.model import InquiryId
from comms_desk.storage.model import Attachment
from comms_desk.text.file_names import as_given

COLUMNS = (
    OutputColumn[Attachment](N_("Name"), lambda file: file.name),
    OutputColumn[Attachment](N_("Kind"), lambda file: file.media_type),
    OutputColumn[Attachment](N_("Bytes"), lambda file: file.size),
)


@click.command()
@click.argument("inquiry", type=ID)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Save them there.")
@json_option
def files(inquiry: int, *, out: Path | None, as_json: bool) -> None:
    """List the mails that INQUIRY came by and what came with them; or save them."""
    desk = office().inquiry_files
    kept = desk.of(office().inquiries.get(InquiryId(inquiry)).id)
    if out is not None:
        for each in kept:
            content = desk.content(InquiryId(inquiry), each.blob)
            file = write_new_file(out / as_given(each.name), content)
            note(_("Saved: {file}").format(file=file))
    emit(kept, as_json=as_json, columns=COLUMNS)
