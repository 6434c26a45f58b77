"""Gets a document by its address, from the open web only and never more than a document's worth.

An address in the register must not become a way into the city's own network. So a name is looked up
once, every address that it has must be a public one, and the connection is made to just that address.
Redirects are not followed: what they point to is for a person to judge.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from knowledge.errors import StrategibotError
from knowledge.readers import ENDINGS, LARGEST_FILE

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_KINDS = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
}
_UNKNOWN_KINDS = ("", "application/octet-stream", "binary/octet-stream")
_SECONDS = 60.0  # for the whole of it
_AGENT = "Strategiboten (reads public documents)"


class NotFetched(StrategibotError):
    """A document could not be got from its address."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave. `content` is None when it is what we have already."""

    content: bytes | None
    ending: str = ""
    etag: str = ""
    modified: str = ""


def is_public(address: Address) -> bool:
    """Whether an address is one of the open internet: not private, local, multicast or reserved."""
    mapped = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    if mapped is not None:
        return is_public(mapped)
    return address.is_global and not address.is_multicast and not address.is_reserved


def fetch(
    url: str,
    etag: str = "",
    modified: str = "",
    largest: int = LARGEST_FILE,
    allowed: Callable[[Address], bool] = is_public,
) -> Fetched:
    """Gets the document. Raises NotFetched, with the reason.

    Args:
        url: http or https.
        etag: the ETag of what we have; "" when we have nothing.
        modified: the Last-Modified of what we have.
        largest: bytes that it may be.
        allowed: which addresses may be connected to.
    """
    deadline = time.monotonic() + _SECONDS
    connection, path = _connection(url, allowed)
    headers = {"User-Agent": _AGENT, "Accept": ", ".join(_KINDS), "Accept-Encoding": "identity"}
    if etag:
        headers["If-None-Match"] = etag
    if modified:
        headers["If-Modified-Since"] = modified
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        if response.status == 304 and (etag or modified):
            return Fetched(None, etag=etag, modified=modified)
        _check(response, url, largest)
        ending = _ending(response, url)
        content = _body(response, url, largest, deadline)
    except (OSError, http.client.HTTPException) as error:
        raise NotFetched(f"{url}: no answer ({type(error).__name__}).", "Check the address, and try again.") from None
    finally:
        connection.close()
    return Fetched(content, ending, response.getheader("ETag", ""), response.getheader("Last-Modified", ""))


def _connection(url: str, allowed: Callable[[Address], bool]) -> tuple[http.client.HTTPConnection, str]:
    """A connection to the one address that was looked up and judged, and the path to ask for."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise NotFetched(f"{url}: not a web address.", "Write it as https://…") from None
    if parts.scheme not in ("http", "https") or not host or parts.username is not None or not url.isprintable():
        raise NotFetched(f"{url}: not a web address that is fetched from.", "Use https:// and no user name.")
    port = port or (443 if parts.scheme == "https" else 80)
    address = _looked_up(url, host, port, allowed)
    kind = _PinnedHTTPS if parts.scheme == "https" else _Pinned
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return kind(host, port, str(address)), path.replace(" ", "%20").encode("ascii", "ignore").decode()


def _looked_up(url: str, host: str, port: int, allowed: Callable[[Address], bool]) -> Address:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotFetched(f"{url}: no such host.", "Check the address.") from None
    addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    if not addresses or not all(map(allowed, addresses)):
        raise NotFetched(f"{url}: leads to a private address.", "Fetch it yourself, and add the file.")
    return addresses[0]


class _Pinned(http.client.HTTPConnection):
    """Connects to the address that was judged, whatever the name means by then."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=20)
        self.address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), self.timeout)


class _PinnedHTTPS(http.client.HTTPSConnection):
    """The same over TLS, with the certificate checked against the name."""

    def __init__(self, host: str, port: int, address: str) -> None:
        self.trust = ssl.create_default_context()
        super().__init__(host, port, timeout=20, context=self.trust)
        self.address = address

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), self.timeout)
        self.sock = self.trust.wrap_socket(plain, server_hostname=self.host)


def _check(response: http.client.HTTPResponse, url: str, largest: int) -> None:
    if 300 <= response.status < 400:
        # Only what can be printed safely of where it leads.
        target = "".join(c for c in response.getheader("Location", "") if c.isprintable())[:200]
        raise NotFetched(
            f"{url}: redirects to {target or 'another address'}.", "Register that address, if it is right."
        )
    if response.status != 200:
        raise NotFetched(f"{url}: answers {response.status}.", "Check the address.")
    if response.getheader("Content-Encoding", "identity").lower() != "identity":
        raise NotFetched(f"{url}: answers with compressed content.", "Fetch it yourself, and add the file.")
    if (response.length or 0) > largest:
        raise _too_large(url, largest)


def _ending(response: http.client.HTTPResponse, url: str) -> str:
    kind = response.getheader("Content-Type", "").partition(";")[0].strip().lower()
    suffix = PurePosixPath(urlsplit(url).path).suffix.lower()
    if kind in _KINDS:
        # Web servers call Markdown plain text.
        return ".md" if (kind, suffix) == ("text/plain", ".md") else _KINDS[kind]
    if kind in _UNKNOWN_KINDS and suffix in ENDINGS:
        return suffix
    raise NotFetched(f"{url}: is {kind or 'of an unknown kind'}, not a document.", "Use PDF, DOCX, HTML or text.")


def _body(response: http.client.HTTPResponse, url: str, largest: int, deadline: float) -> bytes:
    content = bytearray()
    while some := response.read1(2**16):
        content += some
        if len(content) > largest:
            raise _too_large(url, largest)
        if time.monotonic() > deadline:
            raise NotFetched(f"{url}: takes more than {_SECONDS:.0f} seconds.", "Fetch it yourself, and add the file.")
    if response.length:
        raise NotFetched(f"{url}: breaks off in the middle.", "Try again.")
    return bytes(content)


def _too_large(url: str, largest: int) -> NotFetched:
    return NotFetched(f"{url}: is larger than {largest / 2**20:.0f} MB.", "Make it smaller, and add the file.")
