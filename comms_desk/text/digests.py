"""The SHA-256 of what is not to change, as it is kept and shown."""

from hashlib import sha256


def digest_of(content: str | bytes) -> str:
    """Return the SHA-256 of *content*, in hexadecimal."""
    written = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    return sha256(written).hexdigest()
