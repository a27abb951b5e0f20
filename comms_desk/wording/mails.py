"""What mails were, and as what they came in."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from comms_desk.i18n import _, format_number, ngettext
from comms_desk.mail.reading.model import LeftUnread, MailPart
from comms_desk.media.inquiries.case.mails_to_sort import MailToSort
from comms_desk.media.inquiries.case.taking_in import MailOutcome, MailTakenIn
from comms_desk.media.inquiries.model import ACCESS, Inquiry
from comms_desk.media.inquiries.reading.proposal import LineKind, ProposedReferral

KINDS: Mapping[LineKind, Callable[[], str]] = {
    LineKind.INQUIRY: lambda: _("Inquiry"),
    LineKind.REPLY: lambda: _("Follow-up in a thread"),
    LineKind.VOICEMAIL: lambda: _("Voice message"),
    LineKind.CITIZEN: lambda: _("From a citizen: 311?"),
    LineKind.ACCESS: lambda: _("Access request: pass on to the person in charge"),
    LineKind.NOT_A_QUESTION: lambda: _("No question"),
}
CAME: Mapping[MailOutcome | None, Callable[[], str]] = {
    MailOutcome.NEW: lambda: _("New inquiry"),
    MailOutcome.FOLLOWED_UP: lambda: _("Follow-up noted"),
    MailOutcome.KEPT: lambda: _("Kept with the inquiry"),
    MailOutcome.KNOWN: lambda: _("Already there"),
    MailOutcome.IN_BIN: lambda: _("In the bin"),
    None: lambda: _("Left"),
}


def referred_to(key: str) -> str:
    """Return what who answers instead is called, by the *key* that was read: a body, 311."""
    said = {
        ProposedReferral.CABINET: lambda: _("the mayor’s office"),
        ProposedReferral.BOROUGH: lambda: _("a borough"),
        ACCESS: lambda: _("the person in charge of access"),
    }
    return said.get(key, lambda: key)()


def referral_proposed(inquiry: Inquiry) -> str:
    """Return to whom an inquiry may have to be referred, as it was read; blank: to nobody."""
    if inquiry.referral == ACCESS:
        return KINDS[LineKind.ACCESS]()
    if not inquiry.referral:
        return ""
    return _("To be referred? {who}").format(who=referred_to(inquiry.referral))


def left_unread(those: Sequence[LeftUnread]) -> str:
    """Return what of the mails of an inquiry was not read; "" where all of it was."""
    if not those:
        return ""
    said = [
        _LEFT_UNREAD[each.what]().format(
            n=format_number(each.read), total=format_number(each.total)
        )
        for each in those
    ]
    return " ".join((*dict.fromkeys(said), _("The original has the rest.")))


_LEFT_UNREAD: Mapping[MailPart, Callable[[], str]] = {
    MailPart.TEXT: lambda: _("Its text is long: {n} of {total}\u00a0kB were read."),
    MailPart.FILES: lambda: _("{n} of {total} files were taken out of it."),
    MailPart.WORDS: lambda: _("Its words are in a form that is not read: no question was found."),
}


def taken_said(mails: Sequence[MailTakenIn | MailToSort], *, failed: int) -> str:
    """Return what became of mails that were dropped, and whose they may be, in one line."""
    taken = [each for each in mails if isinstance(each, MailTakenIn)]
    waiting = [each for each in mails if isinstance(each, MailToSort)]
    if len(mails) == len(waiting) == 1 and not failed:
        (mail,) = waiting
        return _("Waits on Today, under “Mails to sort”: {title}").format(title=mail.subject)
    new = [each.inquiry for each in taken if each.came is MailOutcome.NEW]
    if len(mails) == len(taken) == 1 and not failed:
        (one,) = taken
        said = [_ONE[one.came]().format(title=one.inquiry.title), *map(referral_proposed, new)]
        return " · ".join(filter(None, said))
    said = []
    for came, words in _SEVERAL.items():
        count = sum(each.came is came for each in taken)
        if count:
            said.append(words(count).format(count=format_number(count)))
    if waiting:
        words_of_waiting = ngettext("{count} mail to sort", "{count} mails to sort", len(waiting))
        said.append(words_of_waiting.format(count=format_number(len(waiting))))
    if failed:
        words_of_failed = ngettext("{count} not read", "{count} not read", failed)
        said.append(words_of_failed.format(count=format_number(failed)))
    elsewhere = Counter(each.referral for each in new if each.referral)
    if elsewhere:
        bodies = [f"{referred_to(each)} ({elsewhere[each]})" for each in elsewhere]
        said.append(_("To be referred? {who}").format(who=", ".join(bodies)))
    return " · ".join(said)


_ONE: Mapping[MailOutcome, Callable[[], str]] = {
    MailOutcome.NEW: lambda: _("Inquiry noted: {title}"),
    MailOutcome.FOLLOWED_UP: lambda: _("Follow-up noted: {title}"),
    MailOutcome.KEPT: lambda: _("Kept with the inquiry: {title}"),
    MailOutcome.KNOWN: lambda: _("This mail is already there: {title}"),
    MailOutcome.IN_BIN: lambda: _("This mail is already there, in the bin: {title}"),
}
_SEVERAL: Mapping[MailOutcome, Callable[[int], str]] = {
    MailOutcome.NEW: lambda n: ngettext("{count} inquiry noted", "{count} inquiries noted", n),
    MailOutcome.FOLLOWED_UP: lambda n: ngettext("{count} follow-up", "{count} follow-ups", n),
    MailOutcome.KEPT: lambda n: ngettext("{count} kept", "{count} kept", n),
    MailOutcome.KNOWN: lambda n: ngettext("{count} already there", "{count} already there", n),
    MailOutcome.IN_BIN: lambda n: ngettext("{count} in the bin", "{count} in the bin", n),
}
