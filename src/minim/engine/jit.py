"""The one door to numba: every kernel is compiled once, cached, and runs without the GIL."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., object])


def kernel(function: Function) -> Function:
    """Compile a function of plain numbers and arrays; it keeps its Python type."""
    return cast(Function, numba.njit(cache=True, nogil=True, error_model="numpy")(function))


def wide_kernel(function: Function) -> Function:
    """Compile a function whose floats hold whole numbers only, so that sums may be taken in any order, many at once."""
    return cast(Function, numba.njit(cache=True, nogil=True, error_model="numpy", fastmath=True)(function))
