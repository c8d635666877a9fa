"""The working agreement with which a group begins, and what stands under every agreement."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "agreement.toml"


@dataclass(frozen=True, slots=True)
class OurAgreement:
    """Both in Markdown. `words` is what a group makes its own; `always` is the exception no group can take out."""

    words: str
    always: str


@cache
def our_agreement() -> OurAgreement:
    """The agreement that comes with minim."""
    data = tomllib.loads(FILE.read_text("utf-8"))
    return OurAgreement(data["words"].strip(), data["always"].strip())
