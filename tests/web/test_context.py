from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import Cast


@pytest.mark.parametrize(
    ("path", "here"),
    [("/", "Home"), ("/people/", "People"), ("/assignments/", "Program"), ("/groups/", "Groups")],
)
def test_olive_sees_where_she_is(cast: Cast, client: Client, path: str, here: str) -> None:
    client.force_login(cast.olive)

    nav = client.get(path).context["nav"]

    assert [place.label for place in nav if place.current] == [here]


def test_pat_is_offered_two_places(cast: Cast, client: Client) -> None:
    client.force_login(cast.pat)

    nav = client.get("/").context["nav"]

    assert [place.label for place in nav] == ["Home", "My group"]
