"""What each address answers to whom: one line per route. A route that is missing here fails the build."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.doors_world import ROLES

NOBODY: frozenset[str] = frozenset()
EVERYBODY = frozenset(ROLES)
SIGNED_IN = EVERYBODY - {"anonymous", "left"}
ORGANIZERS = frozenset({"olive", "oscar"})
OLIVE, OSCAR, PAT = frozenset({"olive"}), frozenset({"oscar"}), frozenset({"pat"})

GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")


@dataclass(frozen=True)
class Door:
    """`opens` says for each thing (a name in `World.objects`) to whom the address opens for it.

    Everybody else finds nothing; whoever is not signed in is sent to the sign-in, unless the door is `public`.
    """

    methods: tuple[str, ...]
    opens: dict[str, frozenset[str]]
    public: bool = False
    more: dict[str, object] = field(default_factory=dict)


def to(who: frozenset[str], methods: tuple[str, ...] = GET) -> Door:
    """A door without a thing behind it, for these people."""
    return Door(methods, {"": who})


def public(*methods: str) -> Door:
    return Door(methods or GET, {"": EVERYBODY}, public=True)


def of_program(thing: str = "program", methods: tuple[str, ...] = GET, **more: object) -> Door:
    """For the program's own Organizer only; `more` are further arguments of the address."""
    return Door(methods, {thing: OLIVE, f"oscars_{thing}": OSCAR}, more=more)


DOORS: dict[str, Door] = {
    "": to(SIGNED_IN),
    "healthz": public(),
    "setup/<str:token>/": Door(BOTH, {"fresh_token": EVERYBODY, "guess": NOBODY}, public=True),
    "account/": to(SIGNED_IN),
    "account/sign-in/": public(*BOTH),
    "account/sign-in/code/": public(*BOTH),
    "account/sign-in/again/": public(*POST),
    "account/sign-out/": public(*POST),
    "account/sign-out/everywhere/": to(SIGNED_IN, POST),
    "account/sessions/<str:key>/end/": Door(POST, {"pats_session": PAT}),
    "demo/": Door(GET, {"": NOBODY}, public=True),
    "demo/enter/<slug:who>/": Door(POST, {"": NOBODY}, public=True, more={"who": "olive"}),
    "parts/": public(),
}
