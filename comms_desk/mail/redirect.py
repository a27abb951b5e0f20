"""Hears, once and on this computer alone, what the browser brings back from signing in.

A listener on loopback (RFC 8252 §7.3).  What does not bear the state that was asked for is not
ours: it is turned away, and the right one is waited for still.  The code comes in the body of a
POST (``form_post``), so that it is in no address and in no history.
"""

from collections.abc import Mapping
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, SimpleQueue
from secrets import compare_digest
from threading import Event, Thread
from time import monotonic
from typing import Any, Self, override
from urllib.parse import parse_qsl

from comms_desk.i18n import _
from comms_desk.mail.errors import SignInStopped, SignInTooLong

LOOPBACK = "127.0.0.1"
ANSWER_LIMIT_BYTES = 64 * 1024
REQUEST_WITHIN_S = 10.0
LOOKED_EVERY_S = 0.1
_OK, _BAD, _TOO_LARGE = 200, 400, 413


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
