"""What the worker, mail servers and an organisation's sign-in may refuse."""

from collections.abc import Callable, Mapping

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_moment_within, format_number, ngettext
from comms_desk.jobs import model as jobs
from comms_desk.mail import errors as mail
from comms_desk.mail import model as outbox
from comms_desk.reasons import Reason
from comms_desk.wording.reasons import because
from comms_desk.wording.sentence import Says

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


def _server_said_no(e: mail.Deferred | mail.LetterRefused) -> str:
    return f"{e.code} {e.text}".strip()


def _refused(e: mail.LetterRefused) -> tuple[str, str]:
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


def _answer(text: str) -> str:
    return text or _("no reason was given")


def _too_long(e: mail.SignInTooLong) -> tuple[str, str]:
    minutes = max(1, round(e.waited_s / 60))
    what = ngettext(
        "No one finished signing in within {n} minute.",
        "No one finished signing in within {n} minutes.",
        minutes,
    ).format(n=minutes)
    return what, _("Start signing in again.")


MAIL: Mapping[type[CommsDeskError], Says] = {
    jobs.LeaseHeld: lambda e: (
        _("Feeds and e-mail are already running: {holder}.").format(
            holder=e.holder.partition(" ")[0]
        ),
        _("Let it go on, or stop it, then wait until {moment}.").format(
            moment=format_moment_within(e.until)
        ),
    ),
    outbox.AlreadyFrozen: lambda e: (
        _("Sending has been frozen since {moment}: {reason}").format(
            moment=format_moment_within(e.at), reason=e.reason
        ),
        _("Nothing more to do: nothing that is scheduled leaves."),
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
    mail.LetterRefused: _refused,
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
    mail.TokenRefused: lambda e: (
        _("The mail server {host} refuses the sign-in of {user}: {answer}").format(
            host=e.host, user=e.user, answer=_answer(f"{e.code} {e.text}".strip())
        ),
        _("Sign in again. If it is refused again, show this answer to your mail team."),
    ),
    mail.SmtpDisabled: lambda e: (
        _("The organization does not let programs send e-mail as {user}.").format(user=e.user),
        _("Ask your mail team to allow authenticated SMTP for this mailbox: {answer}").format(
            answer=_answer(e.text)
        ),
    ),
    mail.SignInOver: lambda e: (
        _("The sign-in of {user} has ended: {answer}").format(user=e.user, answer=_answer(e.text)),
        _("Sign in again; the e-mails of this account wait meanwhile."),
    ),
    mail.ConsentMissing: lambda e: (
        _("The organization has not allowed the application to send as {user}: {answer}").format(
            user=e.user, answer=_answer(e.text)
        ),
        _("Ask your administrator to allow SMTP.Send to application {client}.").format(
            client=e.client
        ),
    ),
    mail.TenantUnknown: lambda e: (
        _("The organization {tenant} is unknown, or the person is not in it: {answer}").format(
            tenant=e.tenant, answer=_answer(e.text)
        ),
        _("Check the account’s organization and user name."),
    ),
    mail.ApplicationUnknown: lambda e: (
        _("The organization does not accept application {client}: {answer}").format(
            client=e.client, answer=_answer(e.text)
        ),
        _(
            "Check its number; your administrator registers it for mobile and desktop, with the"
            " address http://localhost."
        ),
    ),
    mail.AuthorityFailed: lambda e: (
        _("The sign-in server {host} gave no usable answer: {answer}").format(
            host=e.host, answer=_answer(e.text)
        ),
        _("It will be tried again. If it lasts, show this answer to your mail team."),
    ),
    mail.SignInTooLong: _too_long,
    mail.TooManyDrafts: lambda e: (
        _("This message says something different to each: it would take {drafts} drafts.").format(
            drafts=format_number(e.drafts)
        ),
        _("At most {limit} are handed over: send it by a server instead.").format(
            limit=format_number(e.limit)
        ),
    ),
    mail.HandOverCutShort: lambda e: (
        _("Handing this e-mail over to Outlook was cut short: it may be in a draft, or not."),
        _("Look for the folder {folder}, then send it again or do not.").format(folder=e.path.name),
    ),
}
