"""What contacts, outlets, verbatims, clips and coverage may refuse."""

from collections.abc import Mapping

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_date, format_number
from comms_desk.media.clips import model as clips
from comms_desk.media.contacts import model as contacts
from comms_desk.media.outlets import model as outlets
from comms_desk.media.verbatims import model as verbatims
from comms_desk.text import captions, families
from comms_desk.text.discretion import without_secrets
from comms_desk.wording.sentence import Says

MEDIA: Mapping[type[CommsDeskError], Says] = {
    outlets.MoreThanOnePerson: lambda e: (
        _("{name} would have more than {limit} addresses, phones or positions.").format(
            name=e.name or _("(no name)"), limit=e.limit
        ),
        _("Separate the people of that name, or leave that row out."),
    ),
    contacts.PositionEndsBeforeStart: lambda e: (
        _("A position that began on {start} cannot have ended on {end}.").format(
            start=format_date(e.started_on), end=format_date(e.ended_on)
        ),
        _("Correct one of the two dates."),
    ),
    verbatims.VerbatimNameMissing: lambda e: (
        _("A verbatim has a name, of {n} characters at most.").format(n=format_number(e.longest)),
        _("Type where it was said: “Scrum of March 3”."),
    ),
    verbatims.VerbatimTooLong: lambda e: (
        _("{name} is too long: a verbatim has {longest} characters at most.").format(
            name=e.name, longest=format_number(e.longest)
        ),
        _("Cut it into several files."),
    ),
    verbatims.NotAVerbatim: lambda e: (
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
    clips.ClipTitleMissing: lambda e: (
        _("A clip says what it is about, in {n} characters at most.").format(
            n=format_number(e.longest)
        ),
        _("Type the show, the hour, then what was said."),
    ),
    clips.ClipTooLong: lambda e: (
        _("A clip has {n} characters and lasts a day at most.").format(n=format_number(e.longest)),
        _("Keep the lines that matter."),
    ),
    clips.ClipLinkWrong: lambda e: (
        _("This is no address of a page: {link}").format(link=without_secrets(e.link)),
        _("Paste the whole address, from https:// on."),
    ),
}
