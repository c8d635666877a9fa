"""The one door to numba: every kernel is compiled once, cached, and runs without the GIL."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from minim.engine.compiled import compiled

Function = TypeVar("Function", bound=Callable[..., object])


def kernel(function: Function) -> Function:
    """Compile a function of plain numbers and arrays; it keeps its Python type."""
    return cast(Function, compiled(function, error_model="numpy"))


def wide_kernel(function: Function) -> Function:
    """Compile a function whose floats hold whole numbers only, so that sums may be taken in any order, many at once."""
    return cast(Function, compiled(function, error_model="numpy", fastmath=True))
