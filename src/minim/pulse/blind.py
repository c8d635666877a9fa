"""Blind signatures by RFC 9474, variant RSABSSA-SHA384-PSS-Randomized: the server's half.

A browser sends a number that hides what is to be signed, and makes a signature of what comes back. Nobody can tell
afterwards which signature came from which number. Keys are made, kept and verified with `cryptography`. It offers no
bare RSA, which BlindSign is, so that one power is taken here, in Python's integers. These do not take the same time
for every number; therefore each number is multiplied with one by chance before, and divided by it afterwards, and the
result is checked before it leaves: a faulty one would give the key away.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from math import gcd

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

BITS = 2048
PREFIX = 32
"""Bytes by chance before each message: the "Randomized" of the variant."""
EXPONENT = 65537
HASH = hashes.SHA384()
PSS = padding.PSS(mgf=padding.MGF1(HASH), salt_length=HASH.digest_size)


class NotSignable(ValueError):
    """Not a number that a browser of ours sends."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key, as DER in PKCS #8. It signs once for each member, and lives no longer than its round."""

    der: bytes

    @classmethod
    def make(cls) -> SigningKey:
        return cls.of(rsa.generate_private_key(EXPONENT, BITS))

    @classmethod
    def of(cls, key: rsa.RSAPrivateKey) -> SigningKey:
        form = serialization.PrivateFormat.PKCS8
        return cls(key.private_bytes(serialization.Encoding.DER, form, serialization.NoEncryption()))

    def modulus(self) -> bytes:
        """The public half; its exponent is 65537."""
        n = self._key().public_key().public_numbers().n
        return n.to_bytes((n.bit_length() + 7) // 8, "big")

    def sign_blinded(self, blinded: bytes) -> bytes:
        """BlindSign of RFC 9474, 4.3. Raises NotSignable for a number that is too long or not below the modulus."""
        numbers = self._key().private_numbers()
        n, e = numbers.public_numbers.n, numbers.public_numbers.e
        size, message = (n.bit_length() + 7) // 8, int.from_bytes(blinded, "big")
        if len(blinded) != size or not 1 < message < n - 1 or gcd(message, n) != 1:
            raise NotSignable
        mask = secrets.randbelow(n - 2) + 2
        signed = _power(message * pow(mask, e, n) % n, numbers) * pow(mask, -1, n) % n
        if pow(signed, e, n) != message:
            raise ArithmeticError("a signature came out wrong")
        return signed.to_bytes(size, "big")

    def _key(self) -> rsa.RSAPrivateKey:
        # Checking the primes anew at every signature would take longer than signing.
        key = serialization.load_der_private_key(self.der, None, unsafe_skip_rsa_key_validation=True)
        assert isinstance(key, rsa.RSAPrivateKey)
        return key


def is_signed(message: bytes, signature: bytes, modulus: bytes) -> bool:
    """Verify of RFC 9474, 4.5. `message` is what was signed, prefix included."""
    public = rsa.RSAPublicNumbers(EXPONENT, int.from_bytes(modulus, "big")).public_key()
    try:
        public.verify(signature, message, PSS, HASH)
    except InvalidSignature:
        return False
    return True


def _power(message: int, numbers: rsa.RSAPrivateNumbers) -> int:
    """message^d mod n, by the Chinese remainder theorem: four times as quick."""
    modulo_p = pow(message, numbers.dmp1, numbers.p)
    modulo_q = pow(message, numbers.dmq1, numbers.q)
    return int(modulo_q + (modulo_p - modulo_q) * numbers.iqmp % numbers.p * numbers.q)
