from __future__ import annotations

import pytest

from minim.integrations.calendar.inside import may_reach

LOOPBACK_AND_PRIVATE = [
    "127.0.0.1", "127.8.9.1", "::1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "fd00::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
]  # fmt: skip
NEVER = [
    "0.0.0.0", "::", "169.254.169.254", "::ffff:169.254.169.254", "fe80::1", "fe80::1%eth0", "224.0.0.1", "ff02::1",
    "255.255.255.255", "240.0.0.1", "100.64.0.1", "fec0::1", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1",
    "2001:0:a9fe:a9fe::1", "::169.254.169.254",
]  # fmt: skip
PACKED_INSIDE = ["64:ff9b::7f00:1", "2002:7f00:1::", "2002:0a00:0001::1", "::127.0.0.1"]


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:21f:cb07::1", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"]
)
def test_the_open_internet_may_be_reached(address: str) -> None:
    assert may_reach(address, inside=False)
    assert may_reach(address, inside=True)


@pytest.mark.parametrize("address", [*LOOPBACK_AND_PRIVATE, *PACKED_INSIDE, *NEVER])
def test_nothing_inside_may_be_reached(address: str) -> None:
    assert not may_reach(address, inside=False)


@pytest.mark.parametrize("address", LOOPBACK_AND_PRIVATE)
def test_this_machine_and_private_networks_may_when_allowed(address: str) -> None:
    assert may_reach(address, inside=True)


@pytest.mark.parametrize("address", NEVER)
def test_where_clouds_hand_out_keys_may_never_be_reached(address: str) -> None:
    assert not may_reach(address, inside=True)
