"""The bytes of an answer, decompressed a little at a time and never past the limit.

A gzip bomb is stopped when it has given *limit* bytes, not when it has been unpacked; a
piece of the wire that unpacks to a lot comes in steps, so that its reader may wait between.
Refuses brotli and zstandard: they are never asked for.
"""

import zlib
from collections.abc import Iterator

STEP_BYTES = 1 << 18
"""What is unpacked at once."""
_ANY_ZLIB_OR_GZIP_WBITS = 47
_RAW_DEFLATE_WBITS = -15
_MAX_GZIP_MEMBERS = 64


class Overflow(Exception):
    """More bytes came out than the limit allows."""


class Garbled(Exception):
    """The compressed bytes make no sense."""


class Unpacker:
    """Takes the bytes of an answer as they come and keeps what they unpack to."""

    def __init__(self, encoding: str, *, limit_bytes: int) -> None:
        """Unpack *encoding*, a Content-Encoding header, into at most *limit_bytes*.

        Raises:
            Garbled: The encoding is none that was asked for.
        """
        name = encoding.strip().lower()
        if name in ("", "identity"):
            self._unpack: zlib._Decompress | None = None
        elif name in ("gzip", "x-gzip", "deflate"):
            self._unpack = zlib.decompressobj(_ANY_ZLIB_OR_GZIP_WBITS)
        else:
            raise Garbled(ascii(name))
        self._may_be_raw = name == "deflate"
        self._members = 1
        self._left = limit_bytes
        self._taken = 0
        self._limit = limit_bytes
        self._pieces: list[bytes] = []

    def take(self, piece: bytes) -> Iterator[int]:
        """Add the next bytes from the wire in steps; yield after each what is held, in bytes.

        Raises:
            Overflow: The limit is passed.
            Garbled: The bytes are not what the encoding says.
        """
        self._taken += len(piece)
        if self._taken > self._limit and self._unpack is not None:
            raise Overflow
        if self._unpack is None:
            self._keep(piece)
            yield self._limit - self._left
            return
        while piece:
            piece = self._inflate(piece)
            yield self._limit - self._left

    def whole(self) -> bytes:
        """Return everything, once the last byte has come.

        Raises:
            Garbled: The compressed stream stops in the middle.
        """
        if self._unpack is not None:
            self._keep(self._unpack.flush())
            if self._taken and not self._unpack.eof:
                raise Garbled("cut short")
        return self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)

    def begun(self) -> bytes:
        """Return the first bytes, up to the limit, after an `Overflow`."""
        return b"".join(self._pieces)

    def _inflate(self, piece: bytes) -> bytes:
        unpack = self._unpack
        if unpack is None:
            return b""
        try:
            self._keep(unpack.decompress(piece, min(self._left + 1, STEP_BYTES)))
        except zlib.error as error:
            if not self._may_be_raw or self._pieces:
                raise Garbled(str(error)) from error
            self._may_be_raw = False
            self._unpack = zlib.decompressobj(_RAW_DEFLATE_WBITS)
            return piece
        self._may_be_raw = False
        if unpack.eof:
            rest = unpack.unused_data
            if not rest or self._members >= _MAX_GZIP_MEMBERS or not rest.startswith(b"\x1f\x8b"):
                return b""
            self._members += 1
            self._unpack = zlib.decompressobj(_ANY_ZLIB_OR_GZIP_WBITS)
            return rest
        return unpack.unconsumed_tail

    def _keep(self, plain: bytes) -> None:
        if len(plain) > self._left:
            self._pieces.append(plain[: self._left])
            raise Overflow
        if plain:
            self._left -= len(plain)
            self._pieces.append(plain)
