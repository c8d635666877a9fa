"""Seals what an open round keeps in the database, with a key of which one half lies there and the other does not.

Half of the key is the server's secret, which no dump of the database holds; the other half lies in the round, and is
thrown away when it closes. So a copy of the database alone tells nothing of an open round. Afterwards a copy and the
secret together do not either, unless the copy was taken while the round was open.
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

SALT = 32
NONCE = 12


class Unreadable(Exception):
    """Sealed under another secret than this server's."""


def fresh_salt() -> bytes:
    return secrets.token_bytes(SALT)


def seal(plain: bytes, salt: bytes, what: str) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + _cipher(salt).encrypt(nonce, plain, what.encode())


def unseal(sealed: bytes, salt: bytes, what: str) -> bytes:
    """Raises Unreadable."""
    try:
        return _cipher(salt).decrypt(sealed[:NONCE], sealed[NONCE:], what.encode())
    except (InvalidTag, ValueError):
        raise Unreadable from None


def _cipher(salt: bytes) -> AESGCM:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=b"minim pulse 1 sheet")
    return AESGCM(derived.derive(settings.SECRET_KEY.encode()))
