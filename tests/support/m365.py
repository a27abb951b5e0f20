"""An organisation that signs people in (OpenID, on loopback), and a mail server that asks it.

Made after Entra ID's and Exchange Online's documents: PKCE is verified, refresh tokens change at
each use, and what is refused bears Microsoft's own numbers.  Only https, by a test's authority of
certificates.
"""

import base64
import hashlib
import json
import secrets
import ssl
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self, override
from urllib.error import HTTPError

import trustme
from aiosmtpd.smtp import MISSING, AuthResult, auth_mechanism

from comms_desk.mail.m365 import M365Facts
from tools.tour.smtp_server import LoopbackSmtpServer, _Talk

TENANT = "11111111-2222-3333-4444-555555555555"
CLIENT = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
USER = "rosalie@ville.example"
SCOPE = "https://outlook.office.com/SMTP.Send"
TOKEN_BYTES = 1500
"""As long as those of Entra ID: longer than a command of SMTP may be."""
WAIT_S = 20.0


@dataclass(slots=True)
class Access:
    """An access token that was given."""

    user: str
    scope: str
    until: float


@dataclass(slots=True)
class Code:
    """What a code of the browser, or of a device, stands for."""

    user: str = ""
    challenge: str = ""
    redirect: str = ""
    nonce: str = ""
    declined: bool = False
    scope: str = SCOPE


@dataclass(slots=True)
class Organisation:
    """What the sign-in server knows and does; a test changes it.

    Attributes:
        signs_in: Who is in front of the browser.
        consents: Whether the application may send for people.
        access_lives_s: How long an access token is good.
        reuse: Whether a refresh token may be used again once it was changed.
        refuses: What the token endpoint answers, in place of any other answer.
        asked: The grants that were asked for, in order.
    """

    signs_in: str = USER
    consents: bool = True
    access_lives_s: float = 3600.0
    reuse: bool = True
    refuses: Mapping[str, str] | None = None
    status: int = 0
    asked: list[str] = field(default_factory=list)
    access: dict[str, Access] = field(default_factory=dict)
    refresh: dict[str, str] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def revoke(self) -> None:
        """Sign everybody out, as a changed password does."""
        self.refresh.clear()
        self.access.clear()

    def revoke_after(self, sink: "TokenSink", letters: int) -> None:
        """Sign everybody out once *sink* has taken so many letters more."""
        sink.revoked_at = len(sink.letters) + letters

    def expire(self) -> None:
        """Have every access token be over, and no refresh token."""
        for each in self.access.values():
            each.until = 0.0

    def approve(self, *, declined: bool = False) -> None:
        """Type the code of every device that waits."""
        for code in self.codes.values():
            code.user, code.declined = self.signs_in, declined

    def judge(self, user: str, token: str) -> str:
        """Return what Exchange answers to *token*; nothing: it is good."""
        known = self.access.get(token)
        if known is None or known.until < time.time() or known.scope != SCOPE:
            return "535 5.7.3 Authentication unsuccessful [YQB.CANPRD01.PROD.OUTLOOK.COM]"
        if known.user != user:
            return "535 5.7.3 Authentication unsuccessful"
        return ""

    def wait_until(self, state: Callable[[], bool]) -> None:
        with self.changed:
            assert self.changed.wait_for(state, WAIT_S)


class FakeAuthority:
    """The sign-in server, in a thread of its own; a context manager."""

    def __init__(self, certificates: trustme.CA, *, port: int = 0) -> None:
        self.desk = Organisation()
        self.certificates = certificates
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.desk = self.desk
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificates.issue_cert("localhost").configure_cert(context)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(WAIT_S)

    @property
    def host(self) -> str:
        return f"localhost:{self._server.server_address[1]}"

    def trust(self) -> ssl.SSLContext:
        """Trust the certificates of this test, as a computer of the organisation would."""
        context = ssl.create_default_context()
        self.certificates.configure_trust(context)
        return context

    def facts(self, *, smtp_port: int = 587, **others: Any) -> M365Facts:
        said: dict[str, Any] = {"tenant": TENANT, "client": CLIENT, "user": USER}
        said |= {"host": "localhost", "port": smtp_port, "authority": self.host}
        return M365Facts(**said | others)

    def browser(self, *, lies_first: bool = False, declines: bool = False) -> "Browser":
        return Browser(self, lies_first=lies_first, declines=declines)


class Browser:
    """A person's browser, as far as signing in knows one: called with an address, it returns.

    Attributes:
        pages: What it was shown, in the end.
    """

    def __init__(self, authority: FakeAuthority, *, lies_first: bool, declines: bool) -> None:
        self._authority = authority
        self._lies_first, self._declines = lies_first, declines
        self.pages: list[tuple[int, str]] = []
        self._threads: list[threading.Thread] = []

    def __call__(self, address: str) -> bool:
        thread = threading.Thread(target=self._go, args=(address,))
        self._threads.append(thread)
        thread.start()
        return True

    def close(self) -> None:
        for each in self._threads:
            each.join(WAIT_S)

    def _go(self, address: str) -> None:
        if self._declines:
            address += "&declines=1"
        context = self._authority.trust()
        with urllib.request.urlopen(address, context=context, timeout=WAIT_S) as answer:
            page = answer.read().decode()
        to = unescape(page.partition("action='")[2].partition("'")[0])
        names = page.split("name='")[1:]
        said = {
            each.partition("'")[0]: unescape(each.partition("value='")[2].partition("'")[0])
            for each in names
        }
        if self._lies_first:
            self._post(to, said | {"state": "somebody else's"})
            self._get(f"{to}/?{urllib.parse.urlencode(said)}")
        self._post(to, said)

    def _post(self, to: str, said: Mapping[str, str]) -> None:
        self._read(urllib.request.Request(to, urllib.parse.urlencode(said).encode()))

    def _get(self, address: str) -> None:
        self._read(urllib.request.Request(address))

    def _read(self, asked: urllib.request.Request) -> None:
        try:
            with urllib.request.urlopen(asked, timeout=WAIT_S) as answer:
                self.pages.append((answer.status, answer.read().decode()))
        except HTTPError as error:
            with error:
                self.pages.append((error.code, error.read().decode()))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    desk: Organisation

    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that trusts nobody hangs up."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    @override
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        parts = urllib.parse.urlsplit(self.path)
        asked = dict(urllib.parse.parse_qsl(parts.query))
        here = f"https://{self.headers['Host']}"
        tenant = parts.path.split("/")[1]
        if self.server.desk.status:
            self._say(self.server.desk.status, "out of order", "text/plain")
        elif tenant != TENANT:
            self._no("invalid_tenant", f"AADSTS90002: Tenant '{tenant}' not found. Trace ID: 1")
        elif parts.path.endswith("/openid-configuration"):
            base = f"{here}/{TENANT}/oauth2/v2.0"
            self._json(
                200,
                {
                    "issuer": f"{here}/{TENANT}/v2.0",
                    "authorization_endpoint": f"{base}/authorize",
                    "token_endpoint": f"{base}/token",
                    "device_authorization_endpoint": f"{base}/devicecode",
                },
            )
        else:
            self._authorize(asked)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        asked = dict(urllib.parse.parse_qsl(body))
        desk = self.server.desk
        with desk.changed:
            desk.asked.append(asked.get("grant_type", "devicecode"))
            desk.changed.notify_all()
        if desk.refuses is not None:
            self._json(400, dict(desk.refuses))
        elif asked["client_id"] != CLIENT:
            self._no(
                "unauthorized_client",
                f"AADSTS700016: Application '{asked['client_id']}' was not found. Trace ID: 1",
            )
        elif self.path.endswith("/devicecode"):
            code = secrets.token_urlsafe()
            desk.codes[code] = Code(scope=asked["scope"])
            self._json(
                200,
                {
                    "device_code": code,
                    "user_code": "ABCD-1234",
                    "verification_uri": f"https://{self.headers['Host']}/device",
                    "expires_in": 900,
                    "interval": 1,
                    "message": "type it",
                },
            )
        elif asked["grant_type"] == "authorization_code":
            self._by_code(asked)
        elif asked["grant_type"] == "refresh_token":
            self._by_refresh(asked)
        else:
            self._by_device(asked)

    def _authorize(self, asked: Mapping[str, str]) -> None:
        desk = self.server.desk
        good = (
            asked.get("response_type") == "code"
            and asked.get("response_mode") == "form_post"
            and asked.get("code_challenge_method") == "S256"
            and asked.get("redirect_uri", "").startswith("http://localhost:")
            and SCOPE in asked.get("scope", "").split()
        )
        if not good:
            self._say(400, f"AADSTS900144: {asked}", "text/plain")
            return
        if "declines" in asked:
            said = {"error": "access_denied", "error_description": "the user said no"}
        elif not desk.consents:
            text = "AADSTS65001: The user or administrator has not consented. Trace ID: 1"
            said = {"error": "invalid_grant", "error_description": text}
        else:
            code = secrets.token_urlsafe()
            desk.codes[code] = Code(
                user=desk.signs_in,
                challenge=asked["code_challenge"],
                redirect=asked["redirect_uri"],
                nonce=asked.get("nonce", ""),
                scope=asked["scope"],
            )
            said = {"code": code}
        said["state"] = asked["state"]
        fields = "".join(
            f"<input name='{name}' value='{escape(value, quote=True)}'>"
            for name, value in said.items()
        )
        to = escape(asked["redirect_uri"], quote=True)
        self._say(200, f"<form method='post' action='{to}'>{fields}</form>", "text/html")

    def _by_code(self, asked: Mapping[str, str]) -> None:
        code = self.server.desk.codes.pop(asked["code"], None)
        verifier = asked.get("code_verifier", "").encode()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).rstrip(b"=")
        if code is None or code.challenge != challenge.decode():
            self._no("invalid_grant", "AADSTS501481: The Code_Verifier does not match.")
        elif code.redirect != asked["redirect_uri"]:
            self._no("invalid_grant", "AADSTS500112: The reply address does not match.")
        else:
            self._give(code.user, code.nonce, code.scope)

    def _by_device(self, asked: Mapping[str, str]) -> None:
        code = self.server.desk.codes[asked["device_code"]]
        if code.declined:
            self._no("authorization_declined", "the user said no")
        elif not code.user:
            self._no("authorization_pending", "AADSTS70016: not yet")
        else:
            self._give(code.user, "", code.scope)

    def _by_refresh(self, asked: Mapping[str, str]) -> None:
        desk, token = self.server.desk, asked["refresh_token"]
        user = desk.refresh.get(token)
        if user is None:
            self._no(
                "invalid_grant",
                "AADSTS50173: The provided grant has expired due to it being revoked."
                " Trace ID: 0001 Correlation ID: 0002",
            )
            return
        if not desk.reuse:
            del desk.refresh[token]
        self._give(user, "", asked["scope"])

    def _give(self, user: str, nonce: str, scope: str) -> None:
        desk = self.server.desk
        access, refresh = (secrets.token_urlsafe(TOKEN_BYTES) for _ in range(2))
        asked = [each for each in scope.split() if each.startswith("https://")]
        until = time.time() + desk.access_lives_s
        desk.access[access] = Access(user, asked[0] if asked else "", until)
        desk.refresh[refresh] = user
        claims = {
            "iss": f"https://{self.headers['Host']}/{TENANT}/v2.0",
            "aud": CLIENT,
            "sub": "1",
            "tid": TENANT,
            "iat": int(time.time()),
            "exp": int(time.time()) + 3600,
            "preferred_username": user,
        } | ({"nonce": nonce} if nonce else {})
        self._json(
            200,
            {
                "token_type": "Bearer",
                "scope": scope,
                "expires_in": int(desk.access_lives_s),
                "access_token": access,
                "refresh_token": refresh,
                "id_token": f"{_part({'alg': 'none'})}.{_part(claims)}.",
            },
        )

    def _no(self, error: str, text: str) -> None:
        self._json(400, {"error": error, "error_description": text})

    def _json(self, status: int, said: Mapping[str, Any]) -> None:
        self._say(status, json.dumps(said), "application/json")

    def _say(self, status: int, said: str, media_type: str) -> None:
        body = said.encode()
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _part(said: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


class TokenSink(LoopbackSmtpServer):
    """A mail server that lets in by the tokens of an organisation, and takes letters.

    Attributes:
        refuses: What it answers at sign-in whatever the token is; nothing: it looks.
        asks_why: Whether it first says in JSON why it refuses (334), as RFC 7628 has it.
        may_send_as: Who may be the sender; all when empty.
        signed_in: Who signed in, in order.
    """

    def __init__(self, authority: FakeAuthority, *, port: int = 0) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.certificates.issue_cert("localhost").configure_cert(context)
        super().__init__(starttls=context, port=port)
        self.organisation = authority.desk
        self.refuses = ""
        self.asks_why = False
        self.offers = True
        self.revoked_at: int | None = None
        self.signed_in: list[str] = []

    @override
    def _talk(self) -> "_TokenTalk":
        self.sessions += 1
        talk = _TokenTalk(self, self.sessions)
        self._talks.append(talk)
        return talk


class _TokenTalk(_Talk):
    """One conversation, opened by a token."""

    line_length_limit = 64 * 1024

    def __init__(self, desk: TokenSink, number: int) -> None:
        self._sink = desk
        self._token = ("", "")
        super().__init__(desk, number)
        self._auth_required = True
        for mechanism in ("PLAIN", "LOGIN", *(() if desk.offers else ("XOAUTH2",))):
            self._auth_methods.pop(mechanism, None)

    @auth_mechanism("XOAUTH2")
    async def auth_xoauth2(self, _server: Any, args: list[str]) -> AuthResult:
        said = await self.challenge_auth("") if len(args) == 1 else base64.b64decode(args[1])
        if said is MISSING:
            return AuthResult(success=False, handled=True)
        assert isinstance(said, bytes)
        named = dict(part.partition("=")[::2] for part in said.decode().split("\x01") if part)
        user, token = named["user"], named["auth"].removeprefix("Bearer ")
        answer = self._sink.refuses or self._sink.organisation.judge(user, token)
        if not answer:
            self._token = (user, token)
            self._sink.signed_in.append(user)
            return AuthResult(success=True, auth_data=user)
        if self._sink.asks_why:
            why = {"status": "401", "schemes": "bearer", "scope": SCOPE}
            assert await self.challenge_auth(json.dumps(why)) == b""
        await self.push(answer)
        return AuthResult(success=False, handled=True)

    @override
    async def smtp_MAIL(self, arg: str | None) -> None:
        at = self._sink.revoked_at
        if at is not None and len(self._sink.letters) >= at:
            self._sink.revoked_at = None
            self._sink.organisation.revoke()
        if self._token[0] and self._sink.organisation.judge(*self._token):
            await self.push("530 5.7.57 Client not authenticated to send mail.")
            return
        await super().smtp_MAIL(arg)
