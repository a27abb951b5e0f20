"""What the noting of a clip may refuse."""

from collections.abc import Mapping

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number
from comms_desk.media.clips import model
from comms_desk.text.discretion import without_secrets
from comms_desk.wording.shape import Says

CLIPS: Mapping[type[CommsDeskError], Says] = {
    model.ClipTitleMissing: lambda e: (
        _("A clip says what it is about, in {n} characters at most.").format(
            n=format_number(e.longest)
        ),
        _("Type the show, the hour, then what was said."),
    ),
    model.ClipTooLong: lambda e: (
        _("A clip has {n} characters and lasts a day at most.").format(n=format_number(e.longest)),
        _("Keep the lines that matter."),
    ),
    model.ClipLinkWrong: lambda e: (
        _("This is no address of a page: {link}").format(link=without_secrets(e.link)),
        _("Paste the whole address, from https:// on."),
    ),
}
