"""The server signs what it cannot read, exactly as RFC 9474 says, and refuses what is no such thing."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from minim.pulse import blind
from minim.pulse.blind import NotSignable, SigningKey, is_signed
from tests.pulse.second import VECTORS, encode, hide

VECTOR_NAMES = [vector["name"] for vector in VECTORS]


def key_of(vector: dict[str, Any]) -> SigningKey:
    p, q, d, e, n = (int(vector[name], 16) for name in ("p", "q", "d", "e", "n"))
    crt = rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q)
    return SigningKey.of(rsa.RSAPrivateNumbers(p, q, d, *crt, rsa.RSAPublicNumbers(e, n)).private_key())


@pytest.fixture(scope="module")
def key() -> SigningKey:
    return SigningKey.make()


@pytest.mark.parametrize("vector", VECTORS, ids=VECTOR_NAMES)
def test_the_published_vectors_pass(vector: dict[str, Any]) -> None:
    key, given = (
        key_of(vector),
        {name: bytes.fromhex(vector[name]) for name in ("prepared_msg", "salt", "sig")},
    )

    hidden = hide(key.modulus(), given["prepared_msg"], given["salt"], int(vector["inv"], 16))
    signed = key.sign_blinded(hidden.blinded)

    assert key.modulus().hex() == vector["n"]
    assert encode(given["prepared_msg"], 512, given["salt"]).hex() == vector["encoded_msg"]
    assert hidden.blinded.hex() == vector["blinded_msg"]
    assert signed.hex() == vector["blind_sig"]
    assert hidden.signature(signed).hex() == vector["sig"]
    assert is_signed(given["prepared_msg"], given["sig"], key.modulus())


def test_what_was_hidden_is_signed(key: SigningKey) -> None:
    hidden = hide(key.modulus(), b"a ballot")
    signature = hidden.signature(key.sign_blinded(hidden.blinded))

    assert is_signed(b"a ballot", signature, key.modulus())
    assert not is_signed(b"a bullet", signature, key.modulus())
    assert not is_signed(b"a ballot", signature, SigningKey.make().modulus())
    assert not is_signed(b"a ballot", signature[:-1] + bytes([signature[-1] ^ 1]), key.modulus())
    assert not is_signed(b"a ballot", b"", key.modulus())


def test_every_signature_could_have_come_from_every_request(key: SigningKey) -> None:
    """What hides a message fits every other message as well: nothing that the server saw ties the two together."""
    n = int.from_bytes(key.modulus(), "big")
    requests = [hide(key.modulus(), b"%d" % number).blinded for number in range(3)]
    signatures = [key.sign_blinded(request) for request in requests]

    for message in (b"one", b"two"):
        encoded = int.from_bytes(encode(message, 256, bytes(48)), "big")
        final = pow(encoded, *_private(key))
        for request, signed in zip(requests, signatures, strict=True):
            inverse = final * pow(int.from_bytes(signed, "big"), -1, n) % n
            assert hide(key.modulus(), message, bytes(48), inverse).blinded == request


def _private(key: SigningKey) -> tuple[int, int]:
    numbers = key._key().private_numbers()
    return numbers.d, numbers.public_numbers.n


@pytest.mark.parametrize(
    "wrong", ["zero", "one", "minus one", "the modulus", "too long", "too short", "a factor"]
)
def test_what_is_no_hidden_message_is_refused(key: SigningKey, wrong: str) -> None:
    n = int.from_bytes(key.modulus(), "big")
    blinded = {
        "zero": bytes(256), "one": (1).to_bytes(256, "big"), "minus one": (n - 1).to_bytes(256, "big"),
        "the modulus": key.modulus(), "too long": bytes(1) + key.modulus(), "too short": b"\7" * 255,
        "a factor": key._key().private_numbers().p.to_bytes(256, "big"),
    }[wrong]  # fmt: skip

    with pytest.raises(NotSignable):
        key.sign_blinded(blinded)


def test_a_signature_that_came_out_wrong_never_leaves(
    key: SigningKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One wrong half, and the difference to the right one would give the key away."""
    right = blind._power
    monkeypatch.setattr(
        blind,
        "_power",
        lambda message, numbers: (right(message, numbers) + numbers.p) % (numbers.p * numbers.q),
    )

    with pytest.raises(ArithmeticError):
        key.sign_blinded(hide(key.modulus(), b"a ballot").blinded)


def test_the_power_is_never_taken_of_what_was_sent(key: SigningKey, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's powers take a little longer for some numbers than for others. Nobody may choose which."""
    right, seen = blind._power, list[int]()

    def watched(message: int, numbers: rsa.RSAPrivateNumbers) -> int:
        seen.append(message)
        return right(message, numbers)

    monkeypatch.setattr(blind, "_power", watched)
    request = hide(key.modulus(), b"a ballot").blinded

    assert key.sign_blinded(request) == key.sign_blinded(request)
    assert len({*seen, int.from_bytes(request, "big")}) == 3
