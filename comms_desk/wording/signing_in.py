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
    mail.TokensNotOffered: lambda e: (
        _("The mail server {host} does not accept a Microsoft 365 sign-in.").format(host=e.host),
        _("Check the account’s server; your mail team knows its name."),
    ),
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
    mail.SignInMissing: lambda e: (
        _("No one has signed in as {user} on this computer.").format(user=e.user),
        _("Sign in from the sending account; its e-mails wait meanwhile."),
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
    mail.OtherPerson: lambda e: (
        _("{found} signed in, and this account is that of {wanted}.").format(
            found=e.found, wanted=e.wanted
        ),
        _("Sign out of the browser, then sign in as {wanted}.").format(wanted=e.wanted),
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
    mail.SignInStopped: lambda _e: (
        _("The sign-in was stopped."),
        _("Nothing has changed; sign in when you are ready."),
    ),
    mail.SignInTooLong: _too_long,
    mail.DeviceCodeNotSet: lambda e: (
        _("The account {name} signs in with the browser, not with a code.").format(name=e.name),
        _("Choose the code in the account, if your organization allows it."),
    ),
    mail.NoLine: lambda _e: (
        _("This account has no server: its e-mails are handed over to Outlook."),
        _("Hand them over, then send the drafts from Outlook."),
    ),
    mail.NotByOutlook: lambda e: (
        _("The e-mails of the account {name} leave by its server, not by Outlook.").format(
            name=e.name
        ),
        _("No action needed: they leave by themselves."),
    ),
    mail.NothingToHandOver: lambda _e: (
        _("No e-mail of this message may leave now."),
        _("Check its hour, its embargo, the freeze and the exclusion list."),
    ),
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
    mail.NoSignIn: lambda e: (
        _("The account {name} does not sign in with Microsoft 365.").format(name=e.name),
        _("Give its password instead, if it has one."),
    ),
}
