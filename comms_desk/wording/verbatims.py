"""What the bringing in of a verbatim, and the files of words that mean the same, may refuse."""

from collections.abc import Mapping

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number
from comms_desk.media.verbatims import model
from comms_desk.text import captions, families
from comms_desk.wording.shape import Says

VERBATIMS: Mapping[type[CommsDeskError], Says] = {
    model.VerbatimNameMissing: lambda e: (
        _("A verbatim has a name, of {n} characters at most.").format(n=format_number(e.longest)),
        _("Type where it was said: “Scrum of March 3”."),
    ),
    model.VerbatimTooLong: lambda e: (
        _("{name} is too long: a verbatim has {longest} characters at most.").format(
            name=e.name, longest=format_number(e.longest)
        ),
        _("Cut it into several files."),
    ),
    model.NotAVerbatim: lambda e: (
        _("{name} is not understood at line {line}: it is no WebVTT captions.").format(
            name=e.name, line=format_number(e.line)
        )
        if e.line
        else _("{name} is no text that can be read.").format(name=e.name),
        _("Give a file of Word (.docx), of captions (.vtt) or of plain text."),
    ),
    captions.NotCaptions: lambda e: (
        _("Line {line} is of no WebVTT captions.").format(line=format_number(e.line)),
        _("Have the program that made the captions save them again as WebVTT."),
    ),
    families.FamiliesUnreadable: lambda e: (
        _("Line {line} of the office’s words that mean the same is not understood: {text}").format(
            line=format_number(e.line), text=e.text
        ),
        _("Write each family on a line: snow = snow removal = loading."),
    ),
    families.FamiliesTooLong: lambda e: (
        _("The office’s file of words that mean the same is longer than {n} characters.").format(
            n=format_number(e.longest)
        ),
        _("Keep in it the words that the office uses."),
    ),
}
