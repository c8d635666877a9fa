"""Tells addresses of the open internet from those inside a house, which nobody may reach through us."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_CARRIES_IPV4 = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))
"""Translated and the former compatible addresses: their last four bytes are an IPv4 address."""


def may_reach(address: str, *, inside: bool) -> bool:
    """Whether a calendar may be fetched from this IP address.

    With `inside`, also from this machine and from private networks; but never from link-local addresses, where clouds
    hand out their keys, nor from anything that is no single host.
    """
    return all(_is_fine(meant, inside=inside) for meant in _meant(ip_address(address.partition("%")[0])))


def _meant(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address | IPv6Address]:
    """The address, and every IPv4 address it stands for."""
    if isinstance(address, IPv4Address):
        yield address
    elif address.ipv4_mapped:
        yield address.ipv4_mapped
    else:
        yield address
        yield from filter(None, (address.sixtofour, *(address.teredo or ())))
        if not address.is_loopback and any(address in network for network in _CARRIES_IPV4):
            yield IPv4Address(address.packed[-4:])


def _is_fine(address: IPv4Address | IPv6Address, *, inside: bool) -> bool:
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return False
    if inside and (address.is_loopback or (address.is_private and not address.is_reserved)):
        return True
    site_local = isinstance(address, IPv6Address) and address.is_site_local
    return address.is_global and not site_local
