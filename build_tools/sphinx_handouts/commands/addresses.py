"""Tells addresses that have moved from those that are dead, and from those nobody could ask."""

from __future__ import annotations

import ipaddress
import json
import re
import socket
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_HTTP = re.compile(r"(?P<code>\d{3}) (?:Client|Server) Error")
_GONE = {404, 410}
_FOR_GOOD = {301, 308}


class LinkState(Enum):
    """What became of an address; the value heads its list."""

    DEAD = "Dead: find the page's new address, or another source"
    MOVED = "Moved for good: write the new address"
    UNKNOWN = "Could not be checked: try again, or look yourself"
    ANSWERS = "Answers"


@dataclass(frozen=True, slots=True)
class Link:
    """An address, and where it stands."""

    path: str
    line: int
    address: str
    state: LinkState
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """What was found out about all addresses of a project."""

    links: tuple[Link, ...]
    offline: bool = False
    """Whether no address of another machine could be asked."""

    def of(self, state: LinkState) -> list[Link]:
        """Return the addresses in a state, in the order of the files."""
        return sorted(
            (link for link in self.links if link.state is state),
            key=lambda link: (link.path, link.line, link.address),
        )


def judge(outputs: Mapping[Path, Path]) -> Links:
    """Judge what Sphinx wrote for each source: *outputs* maps a source to its ``output.json``."""
    asked = [
        (source, json.loads(line))
        for source, output in outputs.items()
        for line in output.read_text("utf-8").splitlines()
    ]
    asked = [(source, row) for source, row in asked if _counts(row)]
    hosts = {host for _source, row in asked if (host := _far_host(row["uri"]))}
    known = _resolvable(hosts)
    answered = any(_answered(row) for _source, row in asked if _far_host(row["uri"]))
    if hosts and not known and not answered:
        return Links((), offline=True)
    return Links(tuple(_link(source, row, known) for source, row in asked))


def _counts(row: Mapping[str, Any]) -> bool:
    """Return whether somebody meant this address to be asked."""
    return row["status"] != "unchecked" and (row["status"] != "ignored" or bool(row["info"]))


def _far_host(address: str) -> str:
    """Return the host of an address on another machine, or nothing."""
    try:
        host = urlsplit(address).hostname or ""
        return "" if host == "localhost" or ipaddress.ip_address(host).is_loopback else host
    except ValueError:  # a name, not a number
        return host


def _resolvable(hosts: Iterable[str]) -> set[str]:
    """Return those *hosts* whose name leads somewhere."""

    def leads(host: str) -> bool:
        try:
            socket.getaddrinfo(host, 443)
        except (OSError, UnicodeError):
            return False
        return True

    names = sorted(hosts)
    with ThreadPoolExecutor(max_workers=8) as pool:
        return {host for host, found in zip(names, pool.map(leads, names), strict=True) if found}


def _answered(row: Mapping[str, Any]) -> bool:
    return row["status"] in {"working", "redirected"} or bool(_HTTP.match(row["info"]))


def _link(source: Path, row: Mapping[str, Any], known: set[str]) -> Link:
    state, detail = _state(row, known)
    path = (source / row["filename"]).as_posix()
    return Link(path, int(row["lineno"] or 0), row["uri"], state, detail)


def _state(row: Mapping[str, Any], known: set[str]) -> tuple[LinkState, str]:
    status, info = row["status"], " ".join(row["info"].split())
    if status == "working":
        return LinkState.ANSWERS, ""
    if status == "redirected":
        return (LinkState.MOVED, info) if row["code"] in _FOR_GOOD else (LinkState.ANSWERS, "")
    if status != "broken":
        return LinkState.UNKNOWN, info or status
    if http := _HTTP.match(info):
        code = int(http["code"])
        gone = code in _GONE
        return LinkState.DEAD if gone else LinkState.UNKNOWN, f"the answer was {code}"
    return _without_answer(row["uri"], info, known)


def _without_answer(address: str, info: str, known: set[str]) -> tuple[LinkState, str]:
    host = _far_host(address)
    if not urlsplit(address).scheme:
        return LinkState.DEAD, "no such file"
    if info.startswith("Anchor "):
        return LinkState.DEAD, f"the page is there, and not the place: {info}"
    if host and host not in known:
        return LinkState.DEAD, f"there is no host {host}"
    return LinkState.UNKNOWN, _shortened(info)


def _shortened(text: str) -> str:
    return text if len(text) <= 160 else f"{text[:157]}..."


# --- words --------------------------------------------------------------------------------------


def told(links: Links) -> Iterator[str]:
    """Yield the lines of the report, the worst first, and a verdict."""
    if links.offline:
        yield "This machine is offline: no address was checked."
        return
    for state in (LinkState.DEAD, LinkState.MOVED, LinkState.UNKNOWN):
        found = links.of(state)
        if found:
            yield state.value
            yield from (line for link in found for line in _lines(link))
            yield ""
    counts = {state: len(links.of(state)) for state in LinkState}
    yield (
        f"{_many(counts[LinkState.ANSWERS], 'address answers', 'addresses answer')}; "
        f"{counts[LinkState.MOVED]} moved, {counts[LinkState.DEAD]} dead, "
        f"{counts[LinkState.UNKNOWN]} not checked."
    )


def _lines(link: Link) -> Sequence[str]:
    arrow = "now " if link.state is LinkState.MOVED else ""
    where = f"  {link.path}:{link.line}" if link.line else f"  {link.path}"
    detail = f"      {arrow}{link.detail}" if link.detail else ""
    return list(filter(None, (where, f"      {link.address}", detail)))


def _many(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
