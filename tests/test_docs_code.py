"""Every block of Python in our pages runs, and prints what the page says it prints."""

from __future__ import annotations

import re
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", ["README.md", "docs/python.md", "docs/engine.md"])
def test_the_code_of_a_page_runs_from_top_to_bottom(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (ROOT / page).read_text("utf-8")
    names: dict[str, Any] = {"__name__": page}
    ran, printed = 0, ""
    for found in BLOCK.finditer(text):
        language, code = found.groups()
        line = text[: found.start(2)].count("\n")
        if language == "python":
            printed, ran = _run(code, names, page, line), ran + 1
        elif language == "text":
            assert printed == code, f"{page}, line {line}"

    assert ran


def _run(code: str, names: dict[str, Any], page: str, line: int) -> str:
    """Run a block as part of its page, so that a failure names the page's own line; returns what it printed."""
    out = StringIO()
    with redirect_stdout(out):
        exec(compile("\n" * line + code, page, "exec"), names)
    return out.getvalue()
