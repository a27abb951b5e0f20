"""The door that speaks SMTP, and that always knows whether the letter can have left.

Built on the standard library's `smtplib`: synchronous, so that each step is one call that
ended or did not, and each byte written is known.  aiosmtplib writes the body and the final
dot in one piece and raises the same error before and after it; that difference is all that
matters here.  The text of a letter is written first, then its final dot, apart: whatever
fails before the dot is written is `NotSent`; after it only the server's answer tells.
Between the two the caller proves that the letter may leave still, and the server has its
last chance to have said something: a line that slept meanwhile never ends its letter.

Neither a password nor a token is said over a line without TLS.  Certificates are the system's
own.
"""

import binascii
import json
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Protocol

from comms_desk.clock import Stopwatch
from comms_desk.errors import CommsDeskError
from comms_desk.mail.conversation import SAID_WITHIN_S, TEXT_KEPT, Conversation
from comms_desk.mail.doors import (
    PROOF_GOOD_FOR_S,
    Envelope,
    Patience,
    Receipt,
    Security,
    SmtpFacts,
    TurnsDown,
    nobody,
)
from comms_desk.mail.errors import (
    AddressNeedsUtf8,
    BadReply,
    CertificateRefused,
    Deferred,
    FellSilent,
    HungUp,
    LetterRefused,
    LoginNotOffered,
    LoginRefused,
    MailError,
    NotSent,
    OutcomeUnknown,
    Overtaken,
    Overtaking,
    PasswordInTheClear,
    ServerUnreachable,
    SmtpDisabled,
    Stage,
    TlsNotOffered,
    TokenRefused,
    TokensNotOffered,
    enhanced_code,
)
from comms_desk.reasons import Reason, reason_of

_EHLO_UNKNOWN = {500, 502}
_POSITIVE, _INTERMEDIATE, _LATER, _NEVER = 2, 3, 4, 5
_CLOSING = 421
_SIGN_IN_FIRST = 530
_TOO_MANY = {452, 552}
_DOT = b".\r\n"
_XOAUTH2 = "XOAUTH2"
_POLICY = "5.7.139"
_DISABLED = ("smtpclientauthentication is disabled", "smtp_auth_disabled")


class CountsSeconds(Protocol):
    """A `Stopwatch`, or a test's."""

    def seconds(self) -> float:
        """How many have passed since it was made."""
        ...


class SmtpDoor:
    """Opens lines to one SMTP server."""

    def __init__(
        self,
        facts: SmtpFacts,
        *,
        password: Callable[[], str],
        patience: Patience | None = None,
        trust: Callable[[], ssl.SSLContext] | None = None,
        stopwatch: Callable[[], "CountsSeconds"] = Stopwatch,
    ) -> None:
        self._facts = facts
        self._password = password
        self._patience = patience or Patience()
        self._trust = trust or system_trust
        self._stopwatch = stopwatch

    def open(self) -> "SmtpConnection":
        """Connect, protect the line and log in.

        Raises:
            LineBroken: The server is out of reach, unproven, silent, or refuses the login.
            Deferred: The server asks to come back later.
            LetterRefused: The server wants nothing from us.
            SecretMissing: The account logs in and its password is not known here.
        """
        password = self._password() if self._facts.user else ""
        line = SmtpConnection(self._facts, self._patience, self._stopwatch)
        try:
            line.keeps(password, _said_at_login(self._facts.user, password))
            line.connect(self._trust)
            if self._facts.user:
                line.log_in(password)
        except BaseException:
            line.drop()
            raise
        return line


class SmtpConnection:
    """An open conversation with an SMTP server."""

    def __init__(
        self, facts: SmtpFacts, patience: Patience, stopwatch: Callable[[], "CountsSeconds"]
    ) -> None:
        self._facts = facts
        self._patience = patience
        self._stopwatch = stopwatch
        self._stage = Stage.CONNECT
        self._talk = Conversation(patience.reply_s)

    def keeps(self, *secrets: str) -> None:
        """Know what is said in confidence, here or on another line of the account."""
        self._talk.keeps(*secrets)

    def connect(self, trust: Callable[[], ssl.SSLContext]) -> None:
        """Reach the server and protect the line; see `SmtpDoor.open`."""
        facts = self._facts
        with self._at(Stage.CONNECT):
            plain = self._reach()
        if facts.security is Security.TLS:
            with self._at(Stage.TLS):
                plain = self._protect(plain, trust())
        self._talk.use(plain)
        with self._at(Stage.GREETING):
            self._expect(_POSITIVE, *self._talk.getreply())
        self._greet()
        if facts.security is Security.STARTTLS:
            with self._at(Stage.TLS):
                if not self._talk.has_extn("starttls"):
                    raise TlsNotOffered(facts.host)
                self._expect(_POSITIVE, *self._talk.docmd("STARTTLS"))
                self._talk.use(self._protect(plain, trust()))
            self._greet()

    def log_in(self, password: str) -> None:
        """Say who we are; see `SmtpDoor.open`."""
        facts = self._facts
        with self._at(Stage.LOGIN):
            if not isinstance(self._talk.sock, ssl.SSLSocket):
                raise PasswordInTheClear(facts.host)
            offered = self._talk.esmtp_features.get("auth", "").upper().split()
            self._talk.user, self._talk.password = facts.user, password
            methods = {"PLAIN": self._talk.auth_plain, "LOGIN": self._talk.auth_login}
            known = [method for method in methods if method in offered]
            if not known:
                raise LoginNotOffered(facts.host)
            try:
                self._talk.auth(known[0], methods[known[0]])
            except binascii.Error as error:
                raise BadReply(facts.host, Stage.LOGIN, str(error)) from error
            except UnicodeEncodeError:  # which holds the password
                raise LoginRefused(facts.host, facts.user, 0, "not ASCII") from None
            except smtplib.SMTPAuthenticationError as error:
                text = _text(error.smtp_error)
                if error.smtp_code // 100 == _LATER:
                    raise Deferred(Stage.LOGIN, error.smtp_code, text) from error
                raise LoginRefused(facts.host, facts.user, error.smtp_code, text) from error

    def sign_in(self, user: str, token: str) -> None:
        """Say who we are by a token of the organisation; see `m365_door.M365Door.open`."""
        with self._at(Stage.LOGIN):
            if not isinstance(self._talk.sock, ssl.SSLSocket):
                raise PasswordInTheClear(self._facts.host)
            _authenticate_by_token(self._talk, host=self._facts.host, user=user, token=token)

    def send(
        self, envelope: Envelope, *, prove: Callable[[], None], turn_down: TurnsDown = nobody
    ) -> Receipt:
        """Hand one letter over, if it may leave still; see `doors.Connection.send`.

        Raises:
            NotSent: It has surely not left.
            OutcomeUnknown: Its final dot was written and nothing intelligible came back.
        """
        options, body = self._options(envelope), _stuffed(envelope.content)
        with self._at(Stage.SENDER):
            reply = self._talk.docmd("MAIL", f"FROM:<{envelope.sender}>{options}")
            self._expect(_POSITIVE, *reply)
        is_named = bool(envelope.id) and self._has_dsn
        self._name(envelope.recipients, turn_down, reported=is_named)
        with self._at(Stage.DATA):
            self._expect(_INTERMEDIATE, *self._talk.docmd("DATA"))
        with self._at(Stage.BODY, waited_s=self._patience.write_s):
            self._talk.write(body, timeout_s=self._patience.write_s)
            self._talk.drain(timeout_s=self._patience.write_s)
        since = self._stopwatch()
        self._prove(prove)
        return replace(self._end(since), is_named=is_named)

    def _name(
        self, recipients: Sequence[str], turn_down: TurnsDown, *, reported: bool = False
    ) -> None:
        """Say who is to have the letter; whom the server refuses is turned down alone.

        What is *reported* of each is of the address as it was written, wherever it went since.

        Raises:
            NotSent: Nobody may have it, or the server speaks to no one any more.
        """
        taken, no = 0, None
        for place, recipient in enumerate(recipients):
            with self._at(Stage.RECIPIENT):
                of = (
                    f" ORCPT=rfc822;{_xtext(recipient)}" if reported and recipient.isascii() else ""
                )
                code, answer = self._talk.docmd("RCPT", f"TO:<{recipient}>{of}")
                if code // 100 == _POSITIVE:
                    taken += 1
                    continue
                if code // 100 not in {_LATER, _NEVER} or code in {_CLOSING, _SIGN_IN_FIRST}:
                    self._expect(_POSITIVE, code, answer)
            no = code, answer
            why, is_of_all = self._why_not(code, _text(answer), taken=taken)
            for each in range(place, len(recipients) if is_of_all else place + 1):
                turn_down(each, why)
            if is_of_all:
                break
        if no is not None and not taken:
            self._expect(_POSITIVE, *no)

    def _why_not(self, code: int, text: str, *, taken: int) -> tuple[NotSent, bool]:
        """Return why a recipient is turned down, and whether all that follow are, for the same.

        A server takes so many of one letter; those left over have the next one (RFC 5321
        §4.5.3.1.10).  A mailbox of ours that has written to all that it may that day writes to
        nobody else.
        """
        if taken and code in _TOO_MANY and enhanced_code(text)[1:] in {"", ".5.3"}:
            return Overtaken(Overtaking.FULL), True
        no = (Deferred if code // 100 == _LATER else LetterRefused)(Stage.RECIPIENT, code, text)
        return no, isinstance(no, LetterRefused) and no.of_account

    def lives(self) -> bool:
        """Ask whether the server still listens, before a letter is claimed for this line."""
        try:
            if self.is_open and self._talk.noop()[0] // 100 == _POSITIVE:
                return True
        except (smtplib.SMTPException, OSError):
            pass
        self.drop()
        return False

    def close(self) -> None:
        """Say QUIT and hang up; nothing that is answered matters any more."""
        with suppress(smtplib.SMTPException, OSError):
            self._talk.reply_timeout_s = self._patience.farewell_s
            self._talk.quit()
        self.drop()

    def drop(self) -> None:
        """Hang up without a word."""
        self._talk.close()

    def _prove(self, prove: Callable[[], None]) -> None:
        """See that the letter may leave still, and that the server has said nothing before its end.

        Taken for the answer to the final dot, what it said would make a letter sent that was
        not.  A text without its dot is no letter: hanging up takes it back.
        """
        try:
            prove()
            with self._at(Stage.BODY, waited_s=SAID_WITHIN_S):
                said = self._talk.said_already()
        except BaseException:
            self.drop()
            raise
        if said is not None:
            self.drop()
            raise self._said_too_soon(said[0], _text(said[1]))

    def _end(self, since: "CountsSeconds") -> Receipt:
        """Write the final dot and read the answer: from here on, no answer is no knowledge."""
        host = self._facts.host
        self._talk.reply_timeout_s = self._patience.end_s
        with self._at(Stage.END):
            write = self._talk.at_once()
        if since.seconds() > PROOF_GOOD_FOR_S:
            self.drop()
            raise Overtaken(Overtaking.STANDSTILL)
        try:
            if write(_DOT) != len(_DOT):
                raise smtplib.SMTPServerDisconnected("the dot was cut")
            code, answer = self._talk.getreply()
            self._talk.reply_timeout_s = self._patience.reply_s
            more = self._said_since() if code // 100 == _POSITIVE else ""
        except (smtplib.SMTPException, OSError) as error:
            self.drop()
            raise OutcomeUnknown(host, _reason(error)) from error
        text = _text(answer)
        if more:  # Which of the two is the answer?
            self.drop()
            raise OutcomeUnknown(host, f"{code} {text} / {more}")
        if code // 100 == _POSITIVE:
            return Receipt(code=code, text=text)
        if code // 100 not in {_LATER, _NEVER}:
            self.drop()
            raise OutcomeUnknown(host, f"{code} {text}")
        raise self._no(code, text)

    def _said_too_soon(self, code: int, text: str) -> MailError:
        """Return what the server's words before the end of a letter make of it: it has not left."""
        if code // 100 == _LATER:
            return Deferred(self._stage, code, text)
        if code // 100 == _NEVER:
            return LetterRefused(self._stage, code, text)
        return BadReply(self._facts.host, self._stage, f"{code} {text}")

    def _said_since(self) -> str:
        """Return what contradicts the answer to a letter's end; nothing does, as a rule.

        A server that says "taken" before it has the final dot says afterwards what becomes of
        the letter.  Replies come in order: so one more is asked for (NOOP), and what was meant
        for the dot would come in its place.  A line that is cut takes nothing back.
        """
        try:
            said = self._talk.said_already()
            asked = said is None
            if said is None:
                said = self._talk.noop()
        except (smtplib.SMTPServerDisconnected, ConnectionError, ssl.SSLEOFError):
            self.drop()
            return ""
        code, answer = said
        if code == _CLOSING:
            self.drop()  # Else the next letter would meet the end of this line.
            return ""
        return "" if asked and code // 100 == _POSITIVE else f"{code} {_text(answer)}"

    def _reach(self) -> socket.socket:
        facts = self._facts
        try:
            reached = socket.create_connection((facts.host, facts.port), self._patience.connect_s)
            # Else the dot, written apart, waits for the other side to acknowledge the text.
            reached.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except (OSError, UnicodeError) as error:
            raise ServerUnreachable(facts.host, facts.port, _reason(error)) from error
        return reached

    def _protect(self, plain: socket.socket, trust: ssl.SSLContext) -> socket.socket:
        plain.settimeout(self._patience.reply_s)
        try:
            return trust.wrap_socket(plain, server_hostname=self._facts.host)
        except (TimeoutError, ConnectionError, ssl.SSLEOFError):
            plain.close()
            raise
        except (ssl.SSLError, ssl.CertificateError) as error:
            plain.close()
            raise CertificateRefused(self._facts.host, _reason(error)) from error

    def _greet(self) -> None:
        with self._at(Stage.HELLO):
            address = self._talk.sock.getsockname()[0] if self._talk.sock else ""
            literal = f"[IPv6:{address}]" if ":" in address else f"[{address}]"
            code, answer = self._talk.ehlo(literal)
            if code in _EHLO_UNKNOWN:
                code, answer = self._talk.helo(literal)
            self._expect(_POSITIVE, code, answer)

    def _options(self, envelope: Envelope) -> str:
        options = ""
        if envelope.needs_utf8:
            if not self._talk.has_extn("smtputf8"):
                raise AddressNeedsUtf8(envelope.recipients[0])
            self._talk.command_encoding = "utf-8"
            options += " SMTPUTF8 BODY=8BITMIME"
        if envelope.id and self._has_dsn:
            # The headers name the letter; its text, embargoed maybe, need not travel back.
            options += f" RET=HDRS ENVID={_xtext(envelope.id)}"
        if self._talk.has_extn("size"):
            options += f" SIZE={len(envelope.content)}"
        return options

    @property
    def _has_dsn(self) -> bool:
        return bool(self._talk.has_extn("dsn"))

    @contextmanager
    def _at(self, stage: Stage, *, waited_s: float | None = None) -> Iterator[None]:
        """Run a step before the final dot: what breaks in it left the letter at home."""
        self._stage = stage
        host = self._facts.host
        try:
            yield
        except MailError:
            raise
        except smtplib.SMTPResponseException as error:
            self.drop()
            raise BadReply(host, stage, _text(error.smtp_error)) from error
        except TimeoutError as error:
            self.drop()
            waited_s = self._patience.reply_s if waited_s is None else waited_s
            raise FellSilent(host, stage, waited_s) from error
        except (smtplib.SMTPException, OSError) as error:
            self.drop()
            raise HungUp(host, stage) from error

    def _expect(self, wanted: int, code: int, answer: bytes) -> None:
        if code // 100 == wanted:
            return
        text = _text(answer)
        if code // 100 not in {_LATER, _NEVER}:
            self.drop()
            raise BadReply(self._facts.host, self._stage, f"{code} {text}")
        raise self._no(code, text)

    def _no(self, code: int, text: str) -> Deferred | LetterRefused:
        """Return the server's no, and make the line ready for the next letter."""
        no = (Deferred if code // 100 == _LATER else LetterRefused)(self._stage, code, text)
        try:
            if code in {_CLOSING, _SIGN_IN_FIRST} or self._talk.rset()[0] // 100 != _POSITIVE:
                self.drop()
        except (smtplib.SMTPException, OSError):
            self.drop()
        return no

    @property
    def is_open(self) -> bool:
        """Whether another letter may be tried over this line."""
        return self._talk.sock is not None


def system_trust() -> ssl.SSLContext:
    """Return a context that trusts what this computer trusts."""
    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _stuffed(content: bytes) -> bytes:
    """Return *content* ready for DATA: dots doubled, ended by a line end, no lone CR or LF.

    A lone CR or LF is a bug of ours, never sent: servers disagree about what ends a letter
    then, and one letter could smuggle another.
    """
    # Not by an expression, and no single bytes are counted: on a letter with its PDF the one took
    # as long as all the rest of `send`, the other as long as the proof.
    in_lines = content.replace(b"\r\n", b"")
    if b"\r" in in_lines or b"\n" in in_lines:
        raise ValueError("a letter's lines end with CR LF")
    content = content.replace(b"\r\n.", b"\r\n..")
    content = b"." + content if content.startswith(b".") else content
    return content if content.endswith(b"\r\n") else content + b"\r\n"


def _said_at_login(user: str, password: str) -> str:
    """Return how a login is said in one piece (SASL PLAIN, RFC 4616); nothing without a password.

    A password of a letter or two is not to be found within it.
    """
    said = f"\0{user}\0{password}".encode("utf-8", "surrogatepass")
    return binascii.b2a_base64(said, newline=False).decode("ascii") if password else ""


def _xtext(text: str) -> str:
    """Return ASCII *text* as the value of an option of DSN (RFC 3461 §4)."""
    return re.sub(r"[^!-*,-<>-~]", lambda found: f"+{ord(found[0]):02X}", text)


def _text(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
    return "".join(each if each.isprintable() else " " for each in text)[:TEXT_KEPT]


def _reason(error: BaseException) -> str:
    if isinstance(error, smtplib.SMTPServerDisconnected):
        met = error.__context__  # smtplib says it in English, around what it met
        return reason_of(met) if isinstance(met, OSError) else Reason.CUT
    if isinstance(error, UnicodeError):
        return Reason.NAME_UNKNOWN  # no name of the Internet can be written so
    return reason_of(error)


def _authenticate_by_token(talk: Conversation, *, host: str, user: str, token: str) -> None:
    """Sign in as *user* by *token* (SASL XOAUTH2, RFC 4954); the line is protected already.

    A token makes the command longer than 512 bytes, so it answers the server's empty challenge.
    A server that refuses may first say why, in JSON, and waits for an empty line.

    Raises:
        TokensNotOffered: The server knows no XOAUTH2.
        TokenRefused: It does not want this token.
        SmtpDisabled: Nobody may send by SMTP there, or not by this mailbox.
        Deferred: It asks to come back later.
        BadReply: It answers something that is no SMTP.
    """
    if _XOAUTH2 not in talk.esmtp_features.get("auth", "").upper().split():
        raise TokensNotOffered(host)
    why = ""

    def respond(challenge: bytes | None = None) -> str:
        nonlocal why
        if challenge:
            why = _why_refused(challenge)
            return ""
        return f"user={user}\x01auth=Bearer {token}\x01\x01"

    try:
        talk.auth(_XOAUTH2, respond, initial_response_ok=False)
    except binascii.Error as error:
        raise BadReply(host, Stage.LOGIN, str(error)) from error
    except smtplib.SMTPAuthenticationError as error:
        raise _token_refusal(error, host=host, user=user, why=talk.without_secrets(why)) from error


def _token_refusal(
    error: smtplib.SMTPAuthenticationError, *, host: str, user: str, why: str
) -> CommsDeskError:
    said = error.smtp_error
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    text = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    if why and why not in text:
        text = f"{text} ({why})"
    text = text[:TEXT_KEPT]
    if error.smtp_code // 100 == _LATER:
        return Deferred(Stage.LOGIN, error.smtp_code, text)
    if enhanced_code(text) == _POLICY and any(each in text.casefold() for each in _DISABLED):
        return SmtpDisabled(host, user, text)
    return TokenRefused(host, user, error.smtp_code, text)


def _why_refused(challenge: bytes) -> str:
    """Return what the server says of its refusal: ``{"status":"401","schemes":"bearer",…}``."""
    try:
        said = json.loads(challenge)
        return f"status {said['status']}"[:TEXT_KEPT]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
