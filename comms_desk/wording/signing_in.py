"""What an organisation's sign-in may refuse, and what its mail server makes of it."""

from collections.abc import Mapping

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.mail import errors as mail
from comms_desk.wording.reasons import because
from comms_desk.wording.shape import Says


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


SIGNING_IN: Mapping[type[CommsDeskError], Says] = {
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
    mail.AuthorityUnreachable: lambda e: (
        _("The sign-in server {host} cannot be reached: {reason}.").format(
            host=e.host, reason=because(e.reason)
        ),
        _("Check the network; the e-mails of this account wait meanwhile."),
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
