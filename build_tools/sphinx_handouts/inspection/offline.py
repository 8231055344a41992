"""Keeps a program from the network: what it says must not depend on who answers today."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch


class NoNetworkError(OSError):
    """Something asked for the network."""


def _is_here(host: object) -> bool:
    """Return whether *host* is this machine."""
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    if name in {"", "None", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _require_here(host: object) -> None:
    if not _is_here(host):
        raise NoNetworkError(f"check uses no network, and something asked for {host}")


@contextmanager
def offline() -> Iterator[None]:
    """Refuse every name and address but this machine's, in this process, for a while."""
    ask, connect, connect_ex = socket.getaddrinfo, socket.socket.connect, socket.socket.connect_ex

    def getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
        _require_here(host)
        return ask(host, *arguments, **options)

    def guarded(method: Any) -> Any:
        def call(self: socket.socket, address: Any) -> Any:
            if self.family in {socket.AF_INET, socket.AF_INET6}:
                _require_here(address[0])
            return method(self, address)

        return call

    with (
        patch.object(socket, "getaddrinfo", getaddrinfo),
        patch.object(socket.socket, "connect", guarded(connect)),
        patch.object(socket.socket, "connect_ex", guarded(connect_ex)),
    ):
        yield
