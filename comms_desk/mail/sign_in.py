"""Signing in with the organisation's own server (OAuth 2.0), by `msal`.

The person signs in in the system's browser (authorization code with PKCE), or, where the account
says so, types a code elsewhere.  What is kept is the refresh token, in `keys`; an access token
lives in memory alone.  Every refusal is an error that somebody can act on.
"""

import re
import ssl
import webbrowser
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Any

from comms_desk.errors import CommsDeskError
from comms_desk.mail.authority import AnsweredBadly, AuthorityClient
from comms_desk.mail.errors import (
    ApplicationUnknown,
    AuthorityFailed,
    ConsentMissing,
    OtherPerson,
    SignInOver,
    SignInStopped,
    SignInTooLong,
    TenantUnknown,
)
from comms_desk.mail.m365 import M365Facts, SignIn
from comms_desk.mail.redirect import Redirect
from comms_desk.mail.smtp import system_trust
from comms_desk.text.discretion import Secrets

if TYPE_CHECKING:
    from msal import PublicClientApplication

SIGN_IN_WITHIN_S = 300.0
TEXT_KEPT = 300
"""Characters of what the sign-in server says that are kept."""
ANSWER_READ = 20 * TEXT_KEPT
_NUMBER = re.compile(r"AADSTS(\d+)")
_TENANT = {50020, 50034, 90002, 900021, 900023}
_APPLICATION = {50011, 500113, 700016, 700038, 700054, 7000112, 7000218}
_CONSENT = {65001, 65004, 90008, 90094}
_DECLINED = {"access_denied", "authorization_declined"}
_TOO_LATE = {"expired_token", "code_expired"}
_OVER = {"invalid_grant", "interaction_required", "login_required"}
_NOT_OURS = {"unauthorized_client", "invalid_client"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What the organisation gave: to be used until *good_until* (`monotonic`), and to ask again."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    good_until: float
    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Where the person signs in, and the code to type there where one is."""

    address: str
    code: str = ""


def sign_in(facts: M365Facts, *, stop: Event, tell: Callable[[Asked], None]) -> Grant:
    """Have the account's person sign in, in the way that the account says; see `Authority`."""
    authority = Authority(facts)
    if facts.sign_in is SignIn.DEVICE_CODE:
        return authority.by_device_code(stop=stop, tell=tell)
    return authority.by_browser(stop=stop, tell=tell)


class Authority:
    """The sign-in server of one account's organisation."""

    def __init__(
        self,
        facts: M365Facts,
        *,
        trust: Callable[[], ssl.SSLContext] = system_trust,
        browse: Callable[[str], object] = webbrowser.open,
    ) -> None:
        self._facts = facts
        self._client = AuthorityClient(trust)
        self._browse = browse

    def by_browser(
        self,
        *,
        stop: Event,
        tell: Callable[[Asked], None],
        wait_s: float = SIGN_IN_WITHIN_S,
    ) -> Grant:
        """Have the person sign in in the system's browser.

        Args:
            stop: Set, from any thread, to wait no longer.
            tell: Called with the address that was opened: a browser may not open by itself.
            wait_s: How long the person has.

        Raises:
            SignInStopped: *stop* was set, or the person said no.
            SignInTooLong: Nobody finished in time.
            LineBroken: The server is out of reach, or refuses the person or the application.
        """
        with Redirect() as redirect:
            application = self._application()
            flow = application.initiate_auth_code_flow(
                [self._facts.scope],
                redirect_uri=redirect.address,
                login_hint=self._facts.user,
                response_mode="form_post",
            )
            redirect.state = flow["state"]
            address = flow["auth_uri"]
            tell(Asked(address=address))
            self._browse(address)
            brought = redirect.wait(stop=stop, wait_s=wait_s)
        return self._granted(
            self._ask(lambda: application.acquire_token_by_auth_code_flow(flow, dict(brought)))
        )

    def by_device_code(
        self,
        *,
        stop: Event,
        tell: Callable[[Asked], None],
        wait_s: float = SIGN_IN_WITHIN_S,
    ) -> Grant:
        """Have the person type a code on any computer; see `by_browser`."""
        application = self._application()
        flow = self._ask(lambda: application.initiate_device_flow([self._facts.scope]))
        if "user_code" not in flow:
            raise self._refusal(flow)
        until = monotonic() + wait_s
        tell(Asked(address=str(flow["verification_uri"]), code=str(flow["user_code"])))

        def is_over(_flow: object) -> bool:
            return stop.is_set() or monotonic() >= until

        result = self._ask(
            lambda: application.acquire_token_by_device_flow(flow, exit_condition=is_over)
        )
        if "access_token" not in result and stop.is_set():
            raise SignInStopped
        if result.get("error") in {"authorization_pending", "slow_down"}:
            raise SignInTooLong(wait_s)
        return self._granted(result)

    def renew(self, refresh: str) -> Grant:
        """Return a new access token, without the person.

        Raises:
            SignInOver: It takes the person, who signs in anew.
            LineBroken: The server is out of reach, or refuses the application.
        """
        application = self._application()
        result = self._ask(
            lambda: application.acquire_token_by_refresh_token(refresh, [self._facts.scope])
        )
        return self._granted(result, refresh=refresh)

    def _application(self) -> "PublicClientApplication":
        import msal

        facts = self._facts
        return self._ask(
            lambda: msal.PublicClientApplication(
                facts.client,
                authority=f"https://{facts.authority}/{facts.tenant}",
                # The person's own setting says which server is theirs; a worldwide one need
                # not confirm it, and its certificate says whether it is it.
                instance_discovery=False,
                http_client=self._client,
            )
        )

    def _ask[Answered](self, question: Callable[[], Answered]) -> Answered:
        """Ask by msal, whose own failures are words of the library."""
        self._client.last = None
        self._client.confided.clear()
        try:
            return question()
        except CommsDeskError:
            raise
        except (ValueError, KeyError, RuntimeError, AnsweredBadly, _msal_error()) as error:
            raise self._failure(error) from None  # the library's words may repeat the token

    def _failure(self, error: Exception) -> CommsDeskError:
        """Return what the last answer says, where msal gave up on it."""
        import json

        last = self._client.last
        try:
            said = json.loads(last.text) if last is not None else None
        except ValueError:
            said = None
        if isinstance(said, dict) and "error" in said:
            return self._refusal(said)
        text = f"{last.status_code}" if last is not None else self._cleaned(str(error))
        return AuthorityFailed(self._facts.authority, text)

    def _granted(self, result: Mapping[str, Any], *, refresh: str = "") -> Grant:
        """Return what *result* grants.

        Raises:
            CommsDeskError: It grants nothing, or to somebody else.
        """
        access = result.get("access_token")
        given = ("access_token", "refresh_token", "id_token")
        self._client.confided.update(str(result[each]) for each in given if result.get(each))
        if not isinstance(access, str) or not access:
            raise self._refusal(result)
        refresh = str(result.get("refresh_token") or refresh)
        if not refresh:
            raise AuthorityFailed(self._facts.authority, "no refresh_token")
        claims = result.get("id_token_claims") or {}
        names = [str(claims[each]) for each in ("preferred_username", "upn") if claims.get(each)]
        wanted = self._facts.user
        if names and wanted.casefold() not in map(str.casefold, names):
            raise OtherPerson(wanted, self._cleaned(names[0]))
        return Grant(
            access=access,
            refresh=refresh,
            good_until=monotonic() + float(result.get("expires_in") or 0),
            user=names[0] if names else wanted,
        )

    def _refusal(self, said: Mapping[str, Any]) -> CommsDeskError:
        facts = self._facts
        described = str(said.get("error_description") or said.get("error") or "")
        text = self._cleaned(described)
        error, numbers = str(said.get("error", "")), set(map(int, _NUMBER.findall(described)))
        if error in _DECLINED and not numbers & _CONSENT:
            return SignInStopped()
        if error in _TOO_LATE:
            return SignInTooLong(SIGN_IN_WITHIN_S)
        if numbers & _TENANT or error == "invalid_tenant":
            return TenantUnknown(facts.tenant, text)
        if numbers & _CONSENT or "consent_required" in (error, said.get("suberror")):
            return ConsentMissing(facts.client, facts.user, text)
        if numbers & _APPLICATION or error in _NOT_OURS:
            return ApplicationUnknown(facts.client, text)
        if error in _OVER:
            return SignInOver(facts.user, text)
        return AuthorityFailed(facts.authority, text)

    def _cleaned(self, text: str) -> str:
        """Return the first sentence of what the server said: the rest is numbers for its makers.

        It is kept with the account: what was confided to the server is not repeated.
        """
        first = text.strip().partition("Trace ID:")[0][:ANSWER_READ]
        first = Secrets(*self._client.confided).hide_in(first)
        words = "".join(each if each.isprintable() else " " for each in first)
        return " ".join(words.split())[:TEXT_KEPT]


def _msal_error() -> type[Exception]:
    from msal.exceptions import MsalError

    kind: type[Exception] = MsalError
    return kind
