"""What embargoes, the worker, and mail servers may refuse."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from comms_desk.embargo import model as embargo
from comms_desk.embargo.model import LockedFigures, SharedWords
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_moment_within, format_number, ngettext
from comms_desk.jobs import model as jobs
from comms_desk.jobs import service
from comms_desk.mail import errors as mail
from comms_desk.mail import model as outbox
from comms_desk.reasons import Reason
from comms_desk.wording.reasons import because
from comms_desk.wording.shape import Says

_STAGES: Mapping[mail.Stage, Callable[[], str]] = {
    mail.Stage.CONNECT: lambda: _("while connecting"),
    mail.Stage.GREETING: lambda: _("before the session opened"),
    mail.Stage.HELLO: lambda: _("as the session opened"),
    mail.Stage.TLS: lambda: _("while the connection was being encrypted"),
    mail.Stage.LOGIN: lambda: _("at sign-in"),
    mail.Stage.SENDER: lambda: _("when given the sending address"),
    mail.Stage.RECIPIENT: lambda: _("when given the recipient’s address"),
    mail.Stage.DATA: lambda: _("before the text of the e-mail"),
    mail.Stage.BODY: lambda: _("in the middle of the e-mail"),
    mail.Stage.END: lambda: _("at the end of the e-mail"),
}


_FIELDS: Mapping[str, Callable[[], str]] = {
    "name": lambda: _("name"),
    "host": lambda: _("server"),
    "port": lambda: _("port"),
    "security": lambda: _("protection"),
    "user": lambda: _("user name"),
    "tenant": lambda: _("organization"),
    "client": lambda: _("application number"),
    "authority": lambda: _("sign-in server"),
    "sign_in": lambda: _("way to sign in"),
    "blind_copies": lambda: _("number of blind copies a draft"),
    "letters_a_minute": lambda: _("number of e-mails a minute"),
    "recipients_a_day": lambda: _("number of recipients a day"),
    "recipients_a_message": lambda: _("number of recipients an e-mail"),
    "lines": lambda: _("number of e-mails at once"),
}
_EXPECTED: Mapping[str, Callable[[], str]] = {
    "name": lambda: _("a name"),
    "host": lambda: _("a server’s name"),
    "authority": lambda: _("a server’s name"),
    "tenant": lambda: _("the organization’s number in Entra ID, or its domain"),
    "client": lambda: _("the application’s number in Entra ID"),
}
"""Where what was expected is words; elsewhere it is bounds, or the codes to choose from."""


_OVERTAKINGS: Mapping[mail.Overtaking, Callable[[], str]] = {
    mail.Overtaking.LEASE: lambda: _("the sending of this desk was taken over elsewhere"),
    mail.Overtaking.DECISION: lambda: _("someone has decided about it meanwhile"),
    mail.Overtaking.EXCLUSION: lambda: _("nothing is to be sent to this address any more"),
    mail.Overtaking.BAR: lambda: _("nobody that it is for is to be contacted any more"),
    mail.Overtaking.EMBARGO: lambda: _("an embargo holds it"),
    mail.Overtaking.FREEZE: lambda: _("all sending is frozen"),
    mail.Overtaking.STANDSTILL: lambda: _("the computer or the database stood still for a while"),
    mail.Overtaking.UNPROVEN: lambda: _("the database could not say whether it may leave"),
    mail.Overtaking.COMPANY: lambda: _("another of its readers is not to have it any more"),
    mail.Overtaking.FULL: lambda: _("the server takes no more recipients of one e-mail at once"),
}


def _misdescribed(e: mail.DoorMisdescribed | outbox.AccountMisdescribed) -> tuple[str, str]:
    field = _FIELDS[e.field]() if e.field in _FIELDS else e.field
    expected = _EXPECTED[e.field]() if e.field in _EXPECTED else e.expected
    return (
        _("The sending account’s {field} cannot be used.").format(field=field),
        _("Expected: {expected}.").format(expected=expected),
    )


def _server_said_no(e: mail.Deferred | mail.Refused) -> str:
    return f"{e.code} {e.text}".strip()


def _refused(e: mail.Refused) -> tuple[str, str]:
    what = _("The mail server refused the e-mail: {answer}").format(answer=_server_said_no(e))
    if e.may_not_be_sender:
        return what, _(
            "The account’s user needs “Send as” on the sending mailbox: show this answer to"
            " your mail team."
        )
    if e.is_the_days_limit:
        return what, _(
            "The mailbox has written to all the recipients that it may in a day; the e-mails"
            " wait. Lower the account’s recipients a day."
        )
    if e.by_policy:
        return what, _(
            "The server refuses our e-mail, whatever the address: show this answer to"
            " your mail team."
        )
    if e.stage is mail.Stage.RECIPIENT:
        return what, _(
            "Check the address. Sent again, this e-mail goes to the same one; to a corrected"
            " address, send it to the others."
        )
    return what, _("Show this answer to your mail team.")


def _not_protected(e: mail.CertificateRefused) -> tuple[str, str]:
    if e.reason == Reason.NOT_TLS:
        return (
            _("That port of the mail server {host} does not accept TLS.").format(host=e.host),
            _("Choose STARTTLS or no protection for this account, as your mail team says."),
        )
    return (
        _("The identity of the mail server {host} could not be verified: {reason}.").format(
            host=e.host, reason=because(e.reason)
        ),
        _("Check the server’s name; ask your mail team about its certificate."),
    )


def words_held(words: Sequence[str], title: str, until: datetime) -> str:
    """Return which *words* of a text that is under embargo stand somewhere."""
    asked = _("“{words}”: these words are in “{title}”, which is under embargo until {moment}.")
    said = asked.format(
        words=" […] ".join(words),
        title=title or _("Untitled"),
        moment=format_moment_within(until),
    )
    return said[:-1] if said.endswith("..") else said  # « 10 a.m. » has its own


def sentence_there(title: str, there: str) -> str:
    """Return how the text called *title* has these words; "": it could not be read."""
    if not there:
        return ""
    return _("In “{title}”: “{sentence}”").format(title=title or _("Untitled"), sentence=there)


def both_places(held: embargo.WordsUnderEmbargo, words: int | None = None) -> Sequence[str]:
    """Return in which file words that are held stand, which, and where they come from.

    Args:
        held: They.
        words: How many passages are said; None: all.
    """
    file = _("In the file “{name}”:").format(name=held.file) if held.file else ""
    here = words_held(held.words[:words], held.title, held.until)
    return [each for each in (file, here, sentence_there(held.title, held.there)) if each]


def figures_held(held: LockedFigures) -> str:
    """Return the warning that a text under embargo says a figure of the same thing."""
    many = ngettext(
        "{figures}: this figure is in “{title}”, which is under embargo until {moment}, of the "
        "same thing.",
        "{figures}: these figures are in “{title}”, which is under embargo until {moment}, of the "
        "same things.",
        len(held.written),
    )
    return many.format(
        figures=", ".join(held.written),
        title=held.title or _("Untitled"),
        moment=format_moment_within(held.until),
    )


def shared_warnings(shared: SharedWords) -> Sequence[str]:
    """Return what is to be known of what a message shares with texts under embargo; it leaves."""
    said = [figures_held(each) for each in shared.figures]
    return [*said, files_unread(shared.unread)] if shared.unread else said


def files_unread(names: Sequence[str]) -> str:
    """Return that nobody knows whether files have words that are under embargo."""
    many = ngettext(
        "{names}: no word of this file could be read, nor compared with what is under embargo.",
        "{names}: no word of these files could be read, nor compared with what is under embargo.",
        len(names),
    )
    return many.format(names=", ".join(names))


EMBARGO: Mapping[type[CommsDeskError], Says] = {
    embargo.UnderEmbargo: lambda e: (
        _("This is under embargo until {moment}.").format(moment=format_moment_within(e.until)),
        _("Wait until then, or lift the embargo first."),
    ),
    embargo.WordsUnderEmbargo: lambda e: (
        "\n".join(both_places(e)),
        _("Take them out, wait until then, or lift the embargo first."),
    ),
    embargo.EmbargoInThePast: lambda e: (
        _("This embargo would end on {moment}, which has passed.").format(
            moment=format_moment_within(e.until)
        ),
        _("Choose a later moment: what is already public has no embargo."),
    ),
}


JOBS: Mapping[type[CommsDeskError], Says] = {
    jobs.LeaseHeld: lambda e: (
        _("Feeds and e-mail are already running: {holder}.").format(
            holder=e.holder.partition(" ")[0]
        ),
        _("Let it go on, or stop it, then wait until {moment}.").format(
            moment=format_moment_within(e.until)
        ),
    ),
    service.ServiceRefused: lambda e: (
        _("{program} did not do what was asked of it: {reason}.").format(
            program=e.program, reason=because(e.reason)
        ),
        _("Ask whoever looks after this computer to install it."),
    ),
}


MAIL: Mapping[type[CommsDeskError], Says] = {
    outbox.AlreadyFrozen: lambda e: (
        _("Sending has been frozen since {moment}: {reason}").format(
            moment=format_moment_within(e.at), reason=e.reason
        ),
        _("Nothing more to do: nothing that is scheduled leaves."),
    ),
    mail.ServerUnreachable: lambda e: (
        _("The mail server {host} cannot be reached at port {port}: {reason}.").format(
            host=e.host, port=e.port, reason=because(e.reason)
        ),
        _("Check the network and the account’s server; its e-mails wait meanwhile."),
    ),
    mail.CertificateRefused: _not_protected,
    mail.HungUp: lambda e: (
        _("The mail server {host} closed the connection {stage}; nothing was sent.").format(
            host=e.host, stage=_STAGES[e.stage]()
        ),
        _("The e-mail stays in the queue and will be tried again."),
    ),
    mail.FellSilent: lambda e: (
        _("The mail server {host} stopped answering {stage}; nothing was sent.").format(
            host=e.host, stage=_STAGES[e.stage]()
        ),
        _("The e-mail stays in the queue and will be tried again."),
    ),
    mail.Overtaken: lambda e: (
        _("The e-mail was stopped at the last moment: {reason}.").format(
            reason=_OVERTAKINGS[e.why]()
        ),
        _("Nothing was sent; it waits, or not, as things stand now."),
    ),
    mail.Deferred: lambda e: (
        _("The mail server asks to wait: {answer}").format(answer=_server_said_no(e)),
        _("The e-mail will be tried again automatically, several times in 24\u00a0hours."),
    ),
    mail.Refused: _refused,
    mail.OutcomeUnknown: lambda e: (
        _("The e-mail was sent in full, but {host} did not confirm it: {reason}.").format(
            host=e.host, reason=because(e.reason)
        ),
        _("Check whether it arrived, then send it again or do not."),
    ),
    mail.PieceMissing: lambda e: (
        _("The e-mail has nothing to put in place of {piece}.").format(
            piece="{{ " + e.piece + " }}"
        ),
        _("Give every recipient that value, or take it out of the message."),
    ),
    mail.PieceInBlindCopies: lambda e: (
        _("The e-mail says the same to all its readers: nothing goes in place of {piece}.").format(
            piece="{{ " + e.piece + " }}"
        ),
        _("Take it out of the message."),
    ),
    mail.MessageTooLarge: lambda e: (
        _("The message has {size}\u00a0MB; at most {limit}\u00a0MB can be sent.").format(
            size=format_number(round(e.size_bytes / 2**20, 1)),
            limit=format_number(e.limit_bytes // 2**20),
        ),
        _("Make the pictures smaller, or give a link to the file."),
    ),
    mail.DoorMisdescribed: _misdescribed,
    outbox.AccountHasLetters: lambda e: (
        ngettext(
            "{letters} e-mail waits to leave by the sending account {name}.",
            "{letters} e-mails wait to leave by the sending account {name}.",
            e.letters,
        ).format(letters=format_number(e.letters), name=e.name),
        _("Let them leave first, or stop them."),
    ),
    outbox.LettersLeaving: lambda e: (
        ngettext(
            "One e-mail about it has yet to leave ({ref}).",
            "{letters} e-mails about it have yet to leave ({ref}).",
            e.letters,
        ).format(letters=format_number(e.letters), ref=e.about),
        _("Wait until all have left, or stop the sending."),
    ),
    outbox.AccountMisdescribed: _misdescribed,
}
