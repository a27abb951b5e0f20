"""What an account of Microsoft 365 says of itself: its organisation, our application, who signs in.

The sender of the account may be a shared mailbox for which that person has "send as".  Light:
nothing is reached from here.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from comms_desk.mail.doors import HIGHEST_PORT, SUBMISSION_PORT, Facts
from comms_desk.mail.errors import DoorMisdescribed

DEFAULT_HOST = "smtp.office365.com"
DEFAULT_AUTHORITY = "login.microsoftonline.com"
RECIPIENTS_A_DAY = 10_000
"""What Exchange Online lets one mailbox write to in 24 hours."""
RECIPIENTS_A_MESSAGE = 500
"""What it lets one message have, unless the organisation chose otherwise."""

_NAMES = ("tenant", "client", "user", "host", "port", "authority", "sign_in")
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
_HOST = re.compile(r"[A-Za-z0-9._-]+")
_HOST_AND_PORT = re.compile(r"[A-Za-z0-9._-]+(:[0-9]{1,5})?")
_USER = re.compile(r"[\x21-\x3f\x41-\x7e]+@[A-Za-z0-9.-]+")
_MAIL_OF = {
    "login.microsoftonline.us": "https://outlook.office365.us",
    "login.chinacloudapi.cn": "https://partner.outlook.cn",
    "login.partner.microsoftonline.cn": "https://partner.outlook.cn",
}
"""Where the mail of a cloud that is a country's own is; elsewhere it is the world's."""


class SignIn(StrEnum):
    """How the person signs in; the values are stored."""

    BROWSER = "browser"
    DEVICE_CODE = "device-code"


@dataclass(frozen=True, slots=True, kw_only=True)
class M365Facts:
    """What a Microsoft 365 account says; *user* signs in, not the sender."""

    tenant: str
    client: str
    user: str
    host: str = DEFAULT_HOST
    port: int = SUBMISSION_PORT
    authority: str = DEFAULT_AUTHORITY
    sign_in: SignIn = SignIn.BROWSER

    @classmethod
    def read(cls, facts: Facts) -> "M365Facts":
        """Read the stored facts; what is Microsoft's own need not be said.

        Raises:
            DoorMisdescribed: One is missing or wrong.
        """
        for name in facts.keys() - set(_NAMES):
            raise DoorMisdescribed(name, ", ".join(_NAMES))
        said = {name: facts.get(name, "").strip() for name in _NAMES}
        tenant, client = said["tenant"].lower(), said["client"].lower()
        if not (_GUID.fullmatch(tenant) or _DOMAIN.fullmatch(tenant)):
            raise DoorMisdescribed("tenant", "a number of Entra ID, or a domain")
        if not _GUID.fullmatch(client):
            raise DoorMisdescribed("client", "a number of Entra ID")
        if not _USER.fullmatch(said["user"]):
            raise DoorMisdescribed("user", "an address")
        host = said["host"] or DEFAULT_HOST
        if not _HOST.fullmatch(host):
            raise DoorMisdescribed("host", "a server's name")
        port = said["port"] or str(SUBMISSION_PORT)
        if not port.isdecimal() or not 0 < int(port) <= HIGHEST_PORT:
            raise DoorMisdescribed("port", f"1–{HIGHEST_PORT}")
        authority = said["authority"] or DEFAULT_AUTHORITY
        if not _HOST_AND_PORT.fullmatch(authority):
            raise DoorMisdescribed("authority", "a server's name")
        try:
            sign_in = SignIn(said["sign_in"] or SignIn.BROWSER)
        except ValueError:
            raise DoorMisdescribed("sign_in", ", ".join(SignIn)) from None
        return cls(
            tenant=tenant,
            client=client,
            user=said["user"],
            host=host,
            port=int(port),
            authority=authority.lower(),
            sign_in=sign_in,
        )

    def to_facts(self) -> dict[str, str]:
        """Return what is stored."""
        return {name: str(getattr(self, name)) for name in _NAMES}

    @property
    def scope(self) -> str:
        """What is asked of the organisation: to send mail by SMTP, and nothing else."""
        mail = _MAIL_OF.get(self.authority, "https://outlook.office.com")
        return f"{mail}/SMTP.Send"
