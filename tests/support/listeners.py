"""A server on this machine that counts who knocks."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest


class Listener:
    """A server that counts who knocks, and answers nobody."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.knocks = 0
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def address(self) -> str:
        """Host and port."""
        return "127.0.0.1:{1}".format(*self.socket.getsockname())

    def _listen(self) -> None:
        while True:
            try:
                connection, _peer = self.socket.accept()
            except OSError:
                return
            self.knocks += 1
            connection.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    """Return a server on this machine."""
    server = Listener()
    yield server
    server.socket.shutdown(socket.SHUT_RDWR)
    server.socket.close()
