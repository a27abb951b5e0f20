"""What can go wrong between the desk and a mail server, and at which step.

What matters is whether the letter can have left.  A server takes a letter over when it
answers the lone dot that ends it (RFC 5321 §4.2.5): before that dot is written the letter
has surely not left; after it, without an answer, nobody knows (`OutcomeUnknown`).  Light
on purpose: `wording` imports it while the window starts.
"""

from enum import StrEnum
from pathlib import Path

from comms_desk.errors import N_, CommsDeskError


class Stage(StrEnum):
    """The steps of a conversation with a mail server, in order; the values are stored."""

    CONNECT = "connect"
    GREETING = "greeting"
    HELLO = "hello"
    TLS = "tls"
    LOGIN = "login"
    SENDER = "sender"
    RECIPIENT = "recipient"
    DATA = "data"
    BODY = "body"
    END = "end"


class MailError(CommsDeskError):
    """Whatever went wrong between the desk and a mail server."""


class NotSent(MailError):
    """The letter has surely not left: it may be sent later without fear."""


class Overtaking(StrEnum):
    """What was no longer so right before the final dot of a letter; the values are stored."""

    LEASE = "lease"
    DECISION = "decision"
    EXCLUSION = "exclusion"
    BAR = "bar"
    EMBARGO = "embargo"
    FREEZE = "freeze"
    STANDSTILL = "standstill"
    UNPROVEN = "unproven"
    COMPANY = "company"
    """Another reader of the same message may not have it: nobody has, and the others wait."""
    FULL = "full"
    """The server takes no more readers of one message: the others leave with the next."""


WITHHOLDING = (Overtaking.EXCLUSION, Overtaking.BAR)
"""By which a letter is withheld from whom it is for."""


class Overtaken(NotSent):
    """What let the letter leave when it was claimed does not any more, or nobody could tell.

    Neither the letter nor its account is at fault: it waits, as things stand by now.
    """

    why: Overtaking


class LineBroken(NotSent):
    """No letter can leave by this account for now; the letter itself is not at fault."""


class ServerUnreachable(LineBroken):
    """The name is unknown, nobody answers at that port, or the network is down."""

    what = N_("The mail server {host} cannot be reached at port {port}: {reason}.")
    way_out = N_("Check the network and the account’s server; its e-mails wait meanwhile.")

    host: str
    port: int
    reason: str


class CertificateRefused(LineBroken):
    """The server did not prove who it is, or speaks no TLS that we accept."""

    host: str
    reason: str


class TlsNotOffered(LineBroken):
    """The account asks for STARTTLS and the server has none: nothing is said in the clear."""

    what = N_("The mail server {host} does not offer an encrypted connection.")
    way_out = N_("Choose TLS or no protection for this account, as your mail team says.")

    host: str


class LoginRefused(LineBroken):
    """The server does not accept this name and password."""

    what = N_("The mail server {host} refuses the user name {user} or its password.")
    way_out = N_("Type the account’s password again, or ask your mail team.")

    host: str
    user: str
    code: int
    text: str


class LoginNotOffered(LineBroken):
    """The server offers no way to log in that we know (PLAIN or LOGIN)."""

    what = N_("The mail server {host} offers no supported sign-in method.")
    way_out = N_("Take the user name out of the account if the server needs none.")

    host: str


class PasswordInTheClear(LineBroken):
    """A password is never said over a line that anyone can read."""

    what = N_("The password was not sent to {host}: the connection is not encrypted.")
    way_out = N_("Choose TLS or STARTTLS for this account.")

    host: str


class TokensNotOffered(LineBroken):
    """The server does not take the sign-in of Microsoft 365 (XOAUTH2)."""

    what = N_("The mail server {host} does not accept a Microsoft 365 sign-in.")
    way_out = N_("Check the account’s server; your mail team knows its name.")

    host: str


class TokenRefused(LineBroken):
    """The mail server does not accept what the organisation's sign-in gave us."""

    host: str
    user: str
    code: int
    text: str


class SmtpDisabled(LineBroken):
    """The organisation, or the mailbox, does not let programs send by SMTP."""

    host: str
    user: str
    text: str


class SignInMissing(LineBroken):
    """Nobody has signed in for this account on this computer."""

    what = N_("No one has signed in as {user} on this computer.")
    way_out = N_("Sign in from the sending account; its e-mails wait meanwhile.")

    user: str


class SignInOver(LineBroken):
    """The sign-in has expired, was revoked, or asks its person again; *text* is the server's."""

    user: str
    text: str


class ConsentMissing(LineBroken):
    """The organisation has not allowed our application to send for this person."""

    client: str
    user: str
    text: str


class TenantUnknown(LineBroken):
    """The organisation's number or domain is wrong, or the person is not of it."""

    tenant: str
    text: str


class ApplicationUnknown(LineBroken):
    """The organisation does not know our application, or not as one for a desktop."""

    client: str
    text: str


class OtherPerson(LineBroken):
    """Somebody else than the account's user signed in."""

    what = N_("{found} signed in, and this account is that of {wanted}.")
    way_out = N_("Sign out of the browser, then sign in as {wanted}.")

    wanted: str
    found: str


class AuthorityUnreachable(LineBroken):
    """The organisation's sign-in server cannot be reached, or does not prove who it is."""

    what = N_("The sign-in server {host} cannot be reached: {reason}.")
    way_out = N_("Check the network; the e-mails of this account wait meanwhile.")

    host: str
    reason: str


class AuthorityFailed(LineBroken):
    """The sign-in server answered something that nobody can act on here."""

    host: str
    text: str


class SignInStopped(MailError):
    """The person stopped signing in, or said no in the browser."""

    what = N_("The sign-in was stopped.")
    way_out = N_("Nothing has changed; sign in when you are ready.")


class SignInTooLong(MailError):
    """Nobody finished signing in in time."""

    waited_s: float


class DeviceCodeNotSet(MailError):
    """The account is not set to sign in with a code typed elsewhere."""

    what = N_("The account {name} signs in with the browser, not with a code.")
    way_out = N_("Choose the code in the account, if your organization allows it.")

    name: str


class NoSignIn(MailError):
    """The account signs in with a password, or not at all: not by its organisation."""

    what = N_("The account {name} does not sign in with Microsoft 365.")
    way_out = N_("Give its password instead, if it has one.")

    name: str


class HungUp(LineBroken):
    """The server closed the line before the letter was ended."""

    host: str
    stage: Stage


class FellSilent(LineBroken):
    """The server stopped answering before the letter was ended."""

    host: str
    stage: Stage
    waited_s: float


class BadReply(LineBroken):
    """The server answered something that is not SMTP."""

    what = N_("{host} is not a mail server. It answered: {text}")
    way_out = N_("Check the account’s server and port.")

    host: str
    stage: Stage
    text: str


class Deferred(NotSent):
    """The server asks to try again later (4yz)."""

    stage: Stage
    code: int
    text: str


class LetterRefused(NotSent):
    """The server will never take this letter (5yz)."""

    stored_as = "Refused"

    stage: Stage
    code: int
    text: str

    @property
    def by_policy(self) -> bool:
        """Whether we, rather than the letter, are refused (5.7.x): the batch must stop."""
        return enhanced_code(self.text).startswith("5.7.")

    @property
    def may_not_be_sender(self) -> bool:
        """Whether the account may not send as its sender (Exchange's SendAsDenied)."""
        return enhanced_code(self.text) in {"5.2.252", "5.7.60"}

    @property
    def is_the_days_limit(self) -> bool:
        """Whether the mailbox has written to all the recipients that it may in a day."""
        return enhanced_code(self.text) == "5.1.90"

    @property
    def of_account(self) -> bool:
        """Whether every letter of the account would be refused so."""
        return self.may_not_be_sender or self.is_the_days_limit


class AddressNeedsUtf8(NotSent):
    """The address has letters that this server cannot carry (no SMTPUTF8)."""

    what = N_("The mail server cannot deliver to {address}.")
    way_out = N_("Ask for an address without accents.")

    address: str


class OutcomeUnknown(MailError):
    """The letter was ended and the server said nothing: it may have left, or not."""

    what = N_("The e-mail was sent in full, but {host} did not confirm it: {reason}.")
    way_out = N_("Check whether it arrived, then send it again or do not.")

    host: str
    reason: str


class BadAddress(MailError):
    """What was given is not one e-mail address."""

    what = N_("“{text}” is not one e-mail address.")
    way_out = N_("Write it as name@example.org.")

    text: str


class HeaderBroken(MailError):
    """A line break or a control character stands where a header goes."""

    what = N_("{header} cannot hold a line break or a control character.")
    way_out = N_("Write it again on one line.")

    header: str
    text: str


class PieceMissing(MailError):
    """The message has a piece to fill, ``{{ name }}``, and the letter has no such value."""

    piece: str


class PieceInBlindCopies(MailError):
    """The message has a piece to fill, ``{{ name }}``, and says the same to all who have it."""

    piece: str


class ImageMissing(MailError):
    """The text shows an image by Content-ID that the message does not carry, or the reverse."""

    what = N_("The picture {content_id} is shown without being carried, or the reverse.")
    way_out = N_("Add the picture to the message, or take it out of the text.")

    content_id: str


class MessageTooLarge(MailError):
    """The message and what it carries weigh more than may be sent."""

    size_bytes: int
    limit_bytes: int


class DoorUnknown(MailError):
    """The account is of a kind that this version does not know."""

    what = N_("This version knows no sending account of the kind “{kind}”.")
    way_out = N_("Choose smtp, or install the latest version.")

    kind: str


class DoorMisdescribed(MailError):
    """A fact that the account needs is missing or wrong."""

    field: str
    expected: str


class NoLine(MailError):
    """The account's letters are given to Outlook by a person: there is no server to reach."""

    what = N_("This account has no server: its e-mails are handed over to Outlook.")
    way_out = N_("Hand them over, then send the drafts from Outlook.")


class NotByOutlook(MailError):
    """The letters leave by a server: they are not given to Outlook too."""

    what = N_("The e-mails of the account {name} leave by its server, not by Outlook.")
    way_out = N_("No action needed: they leave by themselves.")

    name: str


class NothingToHandOver(MailError):
    """No letter of the message may leave now."""

    what = N_("No e-mail of this message may leave now.")
    way_out = N_("Check its hour, its embargo, the freeze and the exclusion list.")


class TooManyDrafts(MailError):
    """The message says something else to each: it would be more drafts than anybody sends."""

    drafts: int
    limit: int


class HandOverCutShort(MailError):
    """Giving a letter to Outlook was cut short: its draft may stand in *path*, or not.

    *waiting* is the folder that has the drafts until it takes that name, and *holder* the process
    that wrote them: by both the next opening knows which.  Versions before kept neither.
    """

    path: Path
    waiting: str = ""
    holder: str = ""


ASK_TO_SIGN_IN = (
    SignInMissing,
    SignInOver,
    ConsentMissing,
    OtherPerson,
    TokenRefused,
)
"""What its person mends by signing in anew."""


def enhanced_code(text: str) -> str:
    """Return the enhanced status code that opens *text* (RFC 3463), or nothing."""
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    parts = first.split(".")
    return first if len(parts) == 3 and all(part.isdigit() for part in parts) else ""  # noqa: PLR2004
