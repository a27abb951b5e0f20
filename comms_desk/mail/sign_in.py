"""Signing in with the organisation's own server (OAuth 2.0), by `msal`.

The person signs in in the system's browser (authorization code with PKCE), or, where the account
says so, types a code elsewhere.  What is kept is the refresh token, in `keys`; an access token
lives in memory alone.  Every refusal is an error that somebody can act on.

The browser answers to a listener on loopback (RFC 8252 §7.3).  What does not bear the state that
was asked for is turned away, and the right answer is still waited for.  The code comes in the body
of a POST (``form_post``), so that it is in no address and in no history.

msal reaches the server by the computer's own certificates and proxies, with a bound on time and on
size, over https alone and without redirects.  An answer is kept until the next: msal says of some
only that they failed.
"""

import re
import ssl
import urllib.parse
import urllib.request
import webbrowser
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, SimpleQueue
from secrets import compare_digest
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, Self, override
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qsl

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.mail.errors import (
    ApplicationUnknown,
    AuthorityFailed,
    AuthorityUnreachable,
    ConsentMissing,
    OtherPerson,
    SignInOver,
    SignInStopped,
    SignInTooLong,
    TenantUnknown,
)
from comms_desk.mail.m365 import M365Facts, SignIn
from comms_desk.mail.smtp import system_trust
from comms_desk.reasons import reason_of
from comms_desk.text.discretion import Secrets

if TYPE_CHECKING:
    from msal import PublicClientApplication

TIMEOUT_S = 20.0
TOKEN_ANSWER_LIMIT_BYTES = 1024 * 1024
CONFIDED = {"code", "code_verifier", "device_code", "refresh_token"}
"""What is said to the server in confidence."""
_FAILED = 400


LOOPBACK = "127.0.0.1"
ANSWER_LIMIT_BYTES = 64 * 1024
REQUEST_WITHIN_S = 10.0
LOOKED_EVERY_S = 0.1
_OK, _BAD, _TOO_LARGE = 200, 400, 413


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
class SignInPrompt:
    """Where the person signs in, and the code to type there where one is."""

    address: str
    code: str = ""


def sign_in(facts: M365Facts, *, stop: Event, tell: Callable[[SignInPrompt], None]) -> Grant:
    """Sign the account's person in, in the way that the account says; see `Authority`."""
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
        tell: Callable[[SignInPrompt], None],
        wait_s: float = SIGN_IN_WITHIN_S,
    ) -> Grant:
        """Sign the person in in the system's browser.

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
            tell(SignInPrompt(address=address))
            self._browse(address)
            brought = redirect.wait(stop=stop, wait_s=wait_s)
        return self._granted(
            self._ask(lambda: application.acquire_token_by_auth_code_flow(flow, dict(brought)))
        )

    def by_device_code(
        self,
        *,
        stop: Event,
        tell: Callable[[SignInPrompt], None],
        wait_s: float = SIGN_IN_WITHIN_S,
    ) -> Grant:
        """Sign the person in by a code that they type on any computer; see `by_browser`."""
        application = self._application()
        flow = self._ask(lambda: application.initiate_device_flow([self._facts.scope]))
        if "user_code" not in flow:
            raise self._refusal(flow)
        until = monotonic() + wait_s
        tell(SignInPrompt(address=str(flow["verification_uri"]), code=str(flow["user_code"])))

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


class Redirect:
    """Listens while a person signs in; a context manager."""

    def __init__(self) -> None:
        self._brought: SimpleQueue[Mapping[str, str]] = SimpleQueue()
        self._server = _Server((LOOPBACK, 0), _Handler)
        self._server.redirect = self
        self._thread = Thread(
            target=self._server.serve_forever, args=(LOOKED_EVERY_S,), name="redirect", daemon=True
        )
        self.state = ""

    def __enter__(self) -> Self:
        """Begin to listen."""
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        """Listen no longer."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def address(self) -> str:
        """Where the browser is sent back to: Entra ID ignores the port of ``localhost``."""
        return f"http://localhost:{self._server.server_address[1]}"

    def wait(self, *, stop: Event, wait_s: float) -> Mapping[str, str]:
        """Return what the browser brought for `state`.

        Raises:
            SignInStopped: *stop* was set first.
            SignInTooLong: Nothing came within *wait_s* seconds.
        """
        until = monotonic() + wait_s
        while monotonic() < until:
            if stop.is_set():
                raise SignInStopped
            try:
                return self._brought.get(timeout=LOOKED_EVERY_S)
            except Empty:
                pass
        raise SignInTooLong(wait_s)

    def hear(self, said: Mapping[str, str]) -> bool:
        """Take *said* if it is ours; whether it was."""
        ours = bool(self.state) and compare_digest(
            said.get("state", "").encode(), self.state.encode()
        )
        if ours and ("code" in said or "error" in said):
            self._brought.put(dict(said))
            return True
        return False


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    redirect: Redirect

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up in the middle of a word is nobody's failure."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = REQUEST_WITHIN_S  # A browser opens lines ahead and says nothing on them.

    def do_GET(self) -> None:
        """Nothing is brought by an address."""
        self._page(_BAD, _("Nothing to see here. You may close this tab."))

    def do_POST(self) -> None:
        """Hear what the sign-in server had the browser bring."""
        size = self.headers.get("Content-Length", "")
        if not size.isdecimal() or int(size) > ANSWER_LIMIT_BYTES:
            self._page(_TOO_LARGE, _("Nothing to see here. You may close this tab."))
            return
        said = dict(parse_qsl(self.rfile.read(int(size)).decode("utf-8", "replace")))
        if not self.server.redirect.hear(said):
            self._page(_BAD, _("This does not answer the sign-in that was asked for."))
        elif "code" in said:
            self._page(_OK, _("You may close this tab and go back to Comms Desk."))
        else:
            self._page(_OK, _("You are not signed in. Go back to Comms Desk to see why."))

    def _page(self, status: int, sentence: str) -> None:
        page = (
            "<!doctype html><meta charset=utf-8><title>Comms Desk</title>"
            f"<p style='font:16px sans-serif;margin:3em'>{escape(sentence)}</p>"
        ).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(page)

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """What the browser says is a secret: no log has it."""


class AnsweredBadly(OSError):
    """An answer of the server that says no more than a number."""


@dataclass(frozen=True, slots=True)
class TokenAnswer:
    """What msal asks of an answer."""

    status_code: int
    text: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def raise_for_status(self) -> None:
        """Raise where it is a failure.

        Raises:
            AnsweredBadly: It is.
        """
        if self.status_code >= _FAILED:
            raise AnsweredBadly(f"HTTP {self.status_code}")


class AuthorityClient:
    """The network, in the shape that msal asks for (``http_client``).

    Attributes:
        last: The latest answer.
        confided: What was said that nobody else may know, and what was given.
    """

    def __init__(
        self, trust: Callable[[], ssl.SSLContext], *, timeout_s: float = TIMEOUT_S
    ) -> None:
        self.last: TokenAnswer | None = None
        self.confided: set[str] = set()
        self._timeout_s = timeout_s
        self._opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.ProxyHandler(),
            urllib.request.HTTPSHandler(context=trust()),
            urllib.request.HTTPDefaultErrorHandler(),
            urllib.request.HTTPErrorProcessor(),
        ):
            self._opener.add_handler(handler)

    def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        **_more: Any,
    ) -> TokenAnswer:
        """Read *url*.

        Raises:
            AuthorityUnreachable: Nobody answered whole, or not under that name.
        """
        return self._ask(url, params, headers, None)

    def post(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | str | None = None,
        headers: Mapping[str, str] | None = None,
        **_more: Any,
    ) -> TokenAnswer:
        """Say *data* to *url*.

        Raises:
            AuthorityUnreachable: Nobody answered whole, or not under that name.
        """
        said = data if isinstance(data, str) else urllib.parse.urlencode(data or {})
        given = dict(urllib.parse.parse_qsl(said))
        self.confided.update(given[each] for each in CONFIDED & given.keys())
        return self._ask(url, params, headers, said.encode("utf-8"))

    def close(self) -> None:
        """Nothing is kept open."""

    def _ask(
        self,
        url: str,
        params: Mapping[str, str] | None,
        headers: Mapping[str, str] | None,
        data: bytes | None,
    ) -> TokenAnswer:
        parts = urllib.parse.urlsplit(url)
        if parts.scheme != "https":
            raise AuthorityUnreachable(parts.netloc, "http")
        if params:
            url += ("&" if parts.query else "?") + urllib.parse.urlencode(params)
        asked = urllib.request.Request(url, data=data, headers=dict(headers or {}))  # noqa: S310
        try:
            try:
                answer = self._opener.open(asked, timeout=self._timeout_s)
            except HTTPError as error:
                answer = error
            if answer is None:
                raise AuthorityUnreachable(parts.netloc, "")
            with answer:
                said = answer.read(TOKEN_ANSWER_LIMIT_BYTES + 1)
        except URLError as error:
            met = error.reason if isinstance(error.reason, Exception) else error
            raise AuthorityUnreachable(parts.netloc, reason_of(met)) from error
        except (OSError, HTTPException, ValueError) as error:
            raise AuthorityUnreachable(parts.netloc, reason_of(error)) from error
        if len(said) > TOKEN_ANSWER_LIMIT_BYTES:
            raise AuthorityUnreachable(parts.netloc, f"> {TOKEN_ANSWER_LIMIT_BYTES}")
        self.last = TokenAnswer(
            answer.status, said.decode("utf-8", "replace"), dict(answer.headers)
        )
        return self.last
