"""Saying who we are to a mail server by a token (SASL XOAUTH2 over RFC 4954).

A token makes the command longer than 512 bytes, so that it is said in answer to the server's
empty question.  A server that refuses may first say why, in JSON, and waits for an empty line.
"""

import binascii
import json
import smtplib

from comms_desk.errors import CommsDeskError
from comms_desk.mail.conversation import TEXT_KEPT, Conversation
from comms_desk.mail.errors import (
    BadReply,
    Deferred,
    SmtpDisabled,
    Stage,
    TokenRefused,
    TokensNotOffered,
    enhanced_code,
)

MECHANISM = "XOAUTH2"
_LATER = 4
_POLICY = "5.7.139"
_DISABLED = ("smtpclientauthentication is disabled", "smtp_auth_disabled")


def authenticate(talk: Conversation, *, host: str, user: str, token: str) -> None:
    """Sign in as *user* by *token*; the line is protected already.

    Raises:
        TokensNotOffered: The server knows no XOAUTH2.
        TokenRefused: It does not want this token.
        SmtpDisabled: Nobody may send by SMTP there, or not by this mailbox.
        Deferred: It asks to come back later.
        BadReply: It answers something that is no SMTP.
    """
    if MECHANISM not in talk.esmtp_features.get("auth", "").upper().split():
        raise TokensNotOffered(host)
    why = ""

    def respond(challenge: bytes | None = None) -> str:
        nonlocal why
        if challenge:
            why = _why(challenge)
            return ""
        return f"user={user}\x01auth=Bearer {token}\x01\x01"

    try:
        talk.auth(MECHANISM, respond, initial_response_ok=False)
    except binascii.Error as error:
        raise BadReply(host, Stage.LOGIN, str(error)) from error
    except smtplib.SMTPAuthenticationError as error:
        raise _refusal(error, host=host, user=user, why=talk.without_secrets(why)) from error


def _refusal(
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


def _why(challenge: bytes) -> str:
    """Return what the server says of its refusal: ``{"status":"401","schemes":"bearer",…}``."""
    try:
        said = json.loads(challenge)
        return f"status {said['status']}"[:TEXT_KEPT]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
