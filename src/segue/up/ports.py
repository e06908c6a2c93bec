"""Ports: which are free, and who has the others."""

import secrets
import socket
from dataclasses import dataclass

import psutil

LOOPBACK = "127.0.0.1"
FIRST_CHOSEN, LAST_CHOSEN = 10_240, 32_767


def free_port(in_a_row: int = 1) -> int:
    """A port of the loopback interface that nobody has, in TCP and UDP; the first of several.

    It lies below those that systems hand to outgoing connections (32768 and up on Linux, 49152 by
    RFC 6335): a call's sound or a page's request could take one of those before its server does.
    """
    while True:
        first = FIRST_CHOSEN + secrets.randbelow(LAST_CHOSEN - FIRST_CHOSEN - in_a_row + 2)
        if not any(
            is_taken(LOOPBACK, port, kind)
            for port in range(first, first + in_a_row)
            for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM)
        ):
            return first


def is_taken(host: str, port: int, kind: socket.SocketKind = socket.SOCK_STREAM) -> bool:
    """Whether a server could not listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, kind) as trial:
        if kind is socket.SOCK_STREAM:
            # A server sets it too; without it a port in TIME_WAIT looks taken.
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            return True
        return False


def listens(port: int) -> bool:
    """Whether somebody takes a TCP connection at a port of the loopback interface."""
    try:
        socket.create_connection((LOOPBACK, port), timeout=1).close()
    except OSError:
        return False
    return True


def owner(port: int) -> str | None:
    """Who has a port, such as `python3 (pid 4711)`; None when the system does not tell."""
    try:
        found = [
            connection.pid
            for connection in psutil.net_connections(kind="inet")
            if connection.laddr and connection.laddr.port == port and connection.pid
            if connection.status in (psutil.CONN_LISTEN, psutil.CONN_NONE)
        ]
        return f"{psutil.Process(found[0]).name()} (pid {found[0]})" if found else None
    except psutil.Error:
        return None


@dataclass(frozen=True)
class Wanted:
    """A port that a part of Segue is about to listen on, and the setting that moves it."""

    part: str
    host: str
    port: int
    setting: str
    kind: socket.SocketKind = socket.SOCK_STREAM

    def complaint(self) -> str | None:
        """One line for a person when the port is taken, and how to mend it."""
        if not is_taken(self.host, self.port, self.kind):
            return None
        transport = "UDP port" if self.kind is socket.SOCK_DGRAM else "Port"
        taker = owner(self.port) or "another program"
        return (
            f"{transport} {self.port} for {self.part} is taken by {taker}. "
            f"Stop that program, or choose another port with {self.setting}."
        )
