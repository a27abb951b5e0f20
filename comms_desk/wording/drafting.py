"""What drafts and Word templates may refuse."""

from collections.abc import Callable, Iterable, Mapping

from comms_desk.documents import errors as documents
from comms_desk.documents.beyond_text import BeyondText, Comment
from comms_desk.documents.tags import TAGS
from comms_desk.documents.tracked_changes import ChangeKind, ChangesOf
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.media.drafting import model as drafting
from comms_desk.wording.sentence import Says

_WHERE: Mapping[documents.TagWhere, Callable[[], str]] = {
    documents.TagWhere.BODY: lambda: _("in the text"),
    documents.TagWhere.TABLE: lambda: _("in a table"),
    documents.TagWhere.TEXT_BOX: lambda: _("in a text box"),
    documents.TagWhere.HEADER: lambda: _("in the header"),
    documents.TagWhere.FOOTER: lambda: _("in the footer"),
    documents.TagWhere.NOTE: lambda: _("in a note"),
    documents.TagWhere.STYLE: lambda: _("in a style"),
}

_WRITINGS: Mapping[documents.TemplateSyntax, Callable[[], str]] = {
    documents.TemplateSyntax.SIGNS: lambda: _("a tag of another program"),
    documents.TemplateSyntax.MERGE_FIELD: lambda: _("a merge field"),
    documents.TemplateSyntax.MAIL_MERGE: lambda: _("a mail merge"),
    documents.TemplateSyntax.PROPERTY_FIELD: lambda: _("a field of its own properties"),
    documents.TemplateSyntax.CONTROL: lambda: _("a content control"),
}


def comments_left(count: int) -> str:
    """Return the sentence that says of how many comments of a template the document is free."""
    return ngettext(
        "{count} comment of the template was not put in the document.",
        "{count} comments of the template were not put in the document.",
        count,
    ).format(count=format_number(count))


_BEYOND: Mapping[BeyondText, Callable[[int], str]] = {
    BeyondText.IMAGE: lambda n: ngettext("{count} picture", "{count} pictures", n),
    BeyondText.TABLE: lambda n: ngettext(
        "{count} table (its words are kept)", "{count} tables (their words are kept)", n
    ),
    BeyondText.TEXT_BOX: lambda n: ngettext(
        "{count} text box (its words are kept)", "{count} text boxes (their words are kept)", n
    ),
    BeyondText.FOOTNOTE: lambda n: ngettext("{count} footnote", "{count} footnotes", n),
    BeyondText.HEADER: lambda n: ngettext(
        "{count} line of header or footer", "{count} lines of headers or footers", n
    ),
    BeyondText.COMMENT: lambda n: ngettext("{count} comment", "{count} comments", n),
}
_CHANGES: Mapping[ChangeKind, Callable[[int], str]] = {
    ChangeKind.INSERTED: lambda n: ngettext("{count} insertion", "{count} insertions", n),
    ChangeKind.DELETED: lambda n: ngettext("{count} deletion", "{count} deletions", n),
    ChangeKind.MOVED: lambda n: ngettext("{count} move", "{count} moves", n),
    ChangeKind.FORMATTED: lambda n: ngettext(
        "{count} change of formatting", "{count} changes of formatting", n
    ),
}


def draft_called(draft: drafting.Draft) -> str:
    """Return how people call *draft*: its number, else its title."""
    return draft.number or _("“{title}”").format(title=draft.title or _("Untitled"))


def number_shared(number: str, title: str) -> str:
    """Say that the text called *title* was given *number* before; "": none was."""
    if not title:
        return ""
    return _("No.\u00a0{number} is also that of “{title}”.").format(number=number, title=title)


def changes_of(changes: ChangesOf) -> str:
    """Return what one person changed: « Nadia Roy : 3 ajouts, 1 suppression »."""
    counted = ", ".join(
        _CHANGES[kind](changes.counts[kind]).format(count=format_number(changes.counts[kind]))
        for kind in ChangeKind
        if changes.counts.get(kind)
    )
    return _("{author}: {what}").format(author=changes.author or _("Someone"), what=counted)


def comment_of(comment: Comment) -> str:
    """Return what somebody remarked in the margin."""
    return _("{author}: {what}").format(author=comment.author or _("Someone"), what=comment.words)


def left_out(beyond: Mapping[BeyondText, int]) -> str:
    """Return what of a file a text cannot hold, n of each; "" where it holds all."""
    counted = (
        _BEYOND[kind](beyond[kind]).format(count=format_number(beyond[kind]))
        for kind in BeyondText
        if beyond.get(kind)
    )
    return ", ".join(counted)


def would_be_read(notices: Iterable[str]) -> str:
    """Say what a text says of its embargo, which whoever receives it reads."""
    said = _("This text says “{words}”: the media would read it.")
    return said.format(words=" · ".join(notices))


def _place(place: documents.TagPlace) -> str:
    where = _WHERE[place.where]()
    if not place.near:
        return where
    return _("{where}, near “{near}”").format(where=where, near=place.near)


def _other_writing(e: documents.OtherWriting) -> str:
    """Return what was found of another system's: its kind, its words, its place."""
    found = _WRITINGS[e.writing]()
    if e.found:
        found = _("{kind}, {found}").format(kind=found, found=e.found)
    return f"{found}, {_place(e.place)}" if e.place is not None else found


def _ours_instead(e: documents.OtherWriting) -> str:
    if e.writing is documents.TemplateSyntax.MAIL_MERGE:
        return _("In Word, end it: Mailings, Start Mail Merge, Normal Word Document; then save.")
    if e.tag is not None:
        return _("Write {tag} in its place, in Word.").format(tag="{{ " + e.tag + " }}")
    return _("Write one of our tags in its place, in Word: {tags}.").format(
        tags=", ".join("{{ " + tag + " }}" for tag in sorted(TAGS))
    )


DOCUMENTS: Mapping[type[CommsDeskError], Says] = {
    documents.UnknownTag: lambda e: (
        _("The template has {tag} {where}, near “{near}”: there is no such tag.").format(
            tag="{{ " + e.tag + " }}", where=_WHERE[e.place.where](), near=e.place.near
        ),
        _("Correct the tag in Word; the tags are: {tags}.").format(tags=", ".join(sorted(TAGS))),
    ),
    documents.MissingValue: lambda e: (
        _("The template has {tag} {where}, near “{near}”: this text has no such value.").format(
            tag="{{ " + e.tag + " }}", where=_WHERE[e.place.where](), near=e.place.near
        ),
        _("Fill it in, or take the tag out of the template."),
    ),
    documents.NoBodyTag: lambda e: (
        _("The template {name} has no place for the text.").format(name=e.name),
        _("Write {tag} on a line of its own, where the text is to stand.").format(tag="{{ body }}"),
    ),
    documents.BodyTwice: lambda e: (
        _("The template would say the whole text twice, {place} too.").format(
            place=_place(e.place)
        ),
        _("Leave {tag} in one place only.").format(tag="{{ body }}"),
    ),
    documents.OtherWriting: lambda e: (
        _("{name}: this template uses another way of writing: {found}.").format(
            name=e.name, found=_other_writing(e)
        ),
        _ours_instead(e),
    ),
    documents.TrackedChange: lambda e: (
        _("{name} holds a tracked change {place}, of {author}.").format(
            name=e.name, place=_place(e.place), author=e.author
        )
        if e.author
        else _("{name} holds a tracked change {place}.").format(name=e.name, place=_place(e.place)),
        _("Accept or reject its changes in Word (Review, Accept All Changes), then save it."),
    ),
    documents.FieldRefused: lambda e: (
        _("{name} holds a field, {found}, {place}: it may fetch or run something.").format(
            name=e.name, found=e.found or _("without a name"), place=_place(e.place)
        ),
        _("Click on it in Word and press Ctrl+Shift+F9: it becomes plain text; then save."),
    ),
    documents.TemplateTooLarge: lambda e: (
        _("{name} is too large: at most {limit}\u00a0MB once unpacked.").format(
            name=e.name, limit=format_number(e.limit_mib)
        ),
        _("Make its pictures smaller in Word, or start from another template."),
    ),
    documents.TooLongForPdf: lambda e: (
        _("This text is too long for a PDF: {longest} characters at most.").format(
            longest=format_number(e.longest)
        ),
        _("Take it out as Word, or cut it into several texts."),
    ),
}


_DRAFT_FIELDS: Mapping[str, Callable[[], str]] = {
    "title": lambda: _("title"),
    "subtitle": lambda: _("subtitle"),
    "text": lambda: _("text"),
}


DRAFTING: Mapping[type[CommsDeskError], Says] = {
    drafting.DraftTooLong: lambda e: (
        _("The {field} is too long: {longest} characters at most.").format(
            field=_DRAFT_FIELDS[e.field](), longest=format_number(e.longest)
        ),
        _("Shorten it; what you typed is still there."),
    ),
    drafting.UnknownField: lambda e: (
        _("Line {line} of the head names “{field}”, which no text has.").format(
            line=e.line, field=e.field
        ),
        " ".join(
            filter(
                None,
                (
                    e.nearest and _("Write “{name}”, if that is meant.").format(name=e.nearest),
                    _("The fields are: {allowed}.").format(allowed=", ".join(e.allowed)),
                ),
            )
        ),
    ),
    drafting.WrongField: lambda e: (
        _("The value “{value}” is not allowed: {field}.").format(field=e.field, value=e.value),
        _("Write one of: {allowed}.").format(allowed=", ".join(e.called or e.allowed)),
    ),
    drafting.FileTooLong: lambda e: (
        _("{name} is too long: a text has {longest} characters at most.").format(
            name=e.name, longest=format_number(e.longest)
        ),
        _("Cut it into several files."),
    ),
}
