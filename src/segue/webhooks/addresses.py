"""Where a webhook's URL leads; it must not lead into our own network.

A URL comes from an admin, but what its name resolves to is its owner's to say, anew each time:
so each delivery resolves it, judges the addresses, and connects to one of exactly these.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

Resolve = Callable[[str, int], Awaitable[list[str]]]
"""(host, port) -> addresses; raises OSError or UnicodeError for a name that has none."""

# Apart from the threads that read calls: a name server that hangs takes only these.
RESOLVERS: Final = ThreadPoolExecutor(4, "resolver")
CARRY_IPV4: Final = tuple(
    ip_network(net)
    for net in (
        "::/96",
        "::ffff:0:0/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2001::/32",
        "2002::/16",
    )
)
"""IPv6 addresses that are some IPv4 address in another spelling; no public receiver needs one."""


class AddressRefused(Exception):
    """It leads into a private network."""


def is_public(address: str) -> bool:
    """Whether an address is on the public internet."""
    found = ip_address(address)
    if isinstance(found, IPv6Address) and found.is_site_local:
        return False
    carries = any(found in net for net in CARRY_IPV4)
    return found.is_global and not (found.is_multicast or found.is_reserved or carries)


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, or of an address in any spelling that the system reads."""
    found = await asyncio.get_running_loop().run_in_executor(
        RESOLVERS, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    )
    return [str(address[0]) for *_, address in found]


async def public_addresses(resolve: Resolve, host: str, port: int) -> list[str]:
    """The same; raises AddressRefused if any of them is not public."""
    found = await resolve(host, port)
    if not all(map(is_public, found)):
        raise AddressRefused
    return found
