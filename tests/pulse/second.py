"""The browser's half of RFC 9474 once more, in Python: it shares no line with `static/pulse/blind.js`."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from pathlib import Path

VECTORS = json.loads((Path(__file__).parent / "rfc9474.json").read_text("utf-8"))
"""Appendix A.1 and A.3: the variant we use, and the one that has no prefix. All bytes as hex."""
HASH = 48


@dataclass(frozen=True)
class Hidden:
    """`blinded` goes to the server; the rest stays."""

    message: bytes
    blinded: bytes
    inverse: int
    modulus: bytes

    def signature(self, blind_signature: bytes) -> bytes:
        n = int.from_bytes(self.modulus, "big")
        return (int.from_bytes(blind_signature, "big") * self.inverse % n).to_bytes(len(self.modulus), "big")


def hide(modulus: bytes, message: bytes, salt: bytes | None = None, inverse: int | None = None) -> Hidden:
    n = int.from_bytes(modulus, "big")
    encoded = encode(message, len(modulus), secrets.token_bytes(HASH) if salt is None else salt)
    inverse = inverse or secrets.randbelow(n - 2) + 2
    blinded = int.from_bytes(encoded, "big") * pow(inverse, -65537, n) % n
    return Hidden(message, blinded.to_bytes(len(modulus), "big"), inverse, modulus)


def encode(message: bytes, size: int, salt: bytes) -> bytes:
    """EMSA-PSS with SHA-384, for a modulus of `size` whole bytes."""
    digest = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
    block = (b"\1" + salt).rjust(size - HASH - 1, b"\0")
    mask = b"".join(
        hashlib.sha384(digest + count.to_bytes(4, "big")).digest() for count in range(size // HASH + 1)
    )
    masked = bytearray(one ^ other for one, other in zip(block, mask, strict=False))
    masked[0] &= 0x7F
    return bytes(masked) + digest + b"\xbc"
