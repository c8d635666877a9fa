"""Blind signatures in a real browser: the published vectors, the server's half behind it, and a server that cheats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from minim.pulse.blind import SigningKey, is_signed
from tests.pulse.second import VECTORS
from tests.web.pulse.browsers import Modules, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

VECTOR = """async (v) => {
  const [n, salt, inverse] = [raw(v.n), raw(v.salt), raw(v.inv)];
  const message = v.msg_prefix ? blind.prepare(raw(v.msg), raw(v.msg_prefix)) : raw(v.msg);
  const hidden = await blind.blind(n, message, { salt, inverse });
  const signature = await blind.finalize(n, message, raw(v.blind_sig), hidden.inverse);
  return { prepared_msg: hex(message), blinded_msg: hex(hidden.blinded), inv: hex(hidden.inverse),
    sig: hex(signature) };
}"""
HIDE = """async (n) => {
  window.n = raw(n);
  window.message = blind.prepare(new TextEncoder().encode("a ballot"));
  window.hidden = await blind.blind(n = window.n, message);
  return { message: hex(message), blinded: hex(hidden.blinded) };
}"""
FINISH = "async (signed) => hex(await blind.finalize(n, message, raw(signed), hidden.inverse))"


@pytest.fixture(scope="module")
def modules(chromium: Browser) -> Iterator[Modules]:
    opened = Modules(chromium)
    yield opened
    opened.context.close()


@pytest.fixture(scope="module")
def key() -> SigningKey:
    return SigningKey.make()


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_the_published_vectors_pass(modules: Modules, vector: dict[str, Any]) -> None:
    found = said(modules.open(), VECTOR, vector)

    assert found == {name: vector[name] for name in found}


def test_browser_and_server_understand_each_other(modules: Modules, key: SigningKey) -> None:
    page = modules.open()
    first, second = (said(page, HIDE, key.modulus().hex()) for _ in range(2))

    signature = said(page, FINISH, key.sign_blinded(bytes.fromhex(second["blinded"])).hex())

    assert is_signed(bytes.fromhex(second["message"]), bytes.fromhex(signature), key.modulus())
    assert first["blinded"] != second["blinded"]
    assert first["message"][64:] == second["message"][64:] == b"a ballot".hex()
    assert first["message"][:64] != second["message"][:64]


def test_a_server_that_signs_with_another_key_is_noticed(modules: Modules, key: SigningKey) -> None:
    other = SigningKey.make()
    page = modules.open()
    blinded = bytes.fromhex(said(page, HIDE, key.modulus().hex())["blinded"])
    signed = other.sign_blinded(b"\1" + blinded[1:]).hex()

    assert said(page, FINISH, signed) in ("not signed with this key", "not of this length")
    assert said(page, FINISH, "00" * 256) == "not signed with this key"
    assert said(page, FINISH, "00") == "not of this length"


def test_a_browser_that_believes_everything_would_be_seen(modules: Modules, key: SigningKey) -> None:
    page = modules.open(
        'if (!(await verify(modulus, message, signature))) throw new NotSigned("not signed with this key");',
        "",
    )
    said(page, HIDE, key.modulus().hex())

    assert said(page, FINISH, "00" * 256) == "00" * 256


@pytest.mark.parametrize("modulus", ["", "03", "c1" * 128, "00" + "c1" * 256, "c2" * 256])
def test_a_key_that_is_too_short_or_none_is_refused(modules: Modules, modulus: str) -> None:
    assert said(modules.open(), HIDE, modulus) == "not a key of ours"
