"""Fetching: from the open web only, and never more than a document's worth. A real server, on loopback."""

import ipaddress
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from knowledge.fetching import Address, NotFetched, fetch, is_public


def loopback(address: Address) -> bool:
    return address.is_loopback


@dataclass
class Origin:
    """A web server whose answers a test decides."""

    server: ThreadingHTTPServer
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/markdown", "ETag": '"1"'})
    body: bytes = b"# P\xc3\xa5hittad\n\nText.\n"
    promised: int | None = None
    asked: list[dict[str, str]] = field(default_factory=list)

    def url(self, path: str = "/dok.md") -> str:
        return f"http://127.0.0.1:{self.server.server_port}{path}"


@pytest.fixture
def origin() -> Iterator[Origin]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked.append({"path": self.path, **{name.lower(): value for name, value in self.headers.items()}})
            etag = here.headers.get("ETag")
            fresh = etag is not None and self.headers.get("If-None-Match") == etag
            self.send_response(304 if fresh else here.status)
            for name, value in here.headers.items():
                self.send_header(name, value)
            if not fresh:
                self.send_header("Content-Length", str(len(here.body) if here.promised is None else here.promised))
            self.end_headers()
            if not fresh:
                self.wfile.write(here.body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = Origin(server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield here
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_document_comes_with_its_kind_and_etag(origin: Origin) -> None:
    got = fetch(origin.url("/mapp/dok.md?a=1"), allowed=loopback)
    assert (got.content, got.ending, got.etag) == (origin.body, ".md", '"1"')
    assert origin.asked[0]["path"] == "/mapp/dok.md?a=1"
    assert origin.asked[0]["host"] == f"127.0.0.1:{origin.server.server_port}"


def test_what_has_not_changed_is_not_sent_again(origin: Origin) -> None:
    assert fetch(origin.url(), etag='"1"', allowed=loopback).content is None
    assert fetch(origin.url(), etag='"0"', allowed=loopback).content == origin.body


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_refused(origin: Origin, status: int) -> None:
    origin.status, origin.headers = status, {"Location": "http://169.254.169.254/latest"}
    with pytest.raises(NotFetched, match=r"redirects to http://169\.254"):
        fetch(origin.url(), allowed=loopback)
    assert len(origin.asked) == 1


@pytest.mark.parametrize(
    ("status", "headers", "says"),
    [
        (404, {}, "answers 404"),
        (500, {}, "answers 500"),
        (304, {}, "redirects|answers 304"),
        (200, {"Content-Type": "image/png"}, "image/png, not a document"),
        (200, {"Content-Type": "application/pdf", "Content-Encoding": "gzip"}, "compressed"),
    ],
)
def test_other_answers_are_refused(origin: Origin, status: int, headers: dict[str, str], says: str) -> None:
    origin.status, origin.headers = status, headers
    with pytest.raises(NotFetched, match=says):
        fetch(origin.url(), allowed=loopback)


def test_too_large_is_refused_by_what_is_promised_and_by_what_comes(origin: Origin) -> None:
    origin.promised = 5_000
    with pytest.raises(NotFetched, match="larger than"):
        fetch(origin.url(), largest=1_000, allowed=loopback)
    origin.headers = {"Content-Type": "text/plain", "Transfer-Encoding": "chunked"}
    origin.body = b"800\r\n" + b"x" * 0x800 + b"\r\n0\r\n\r\n"
    with pytest.raises(NotFetched, match="larger than"):
        fetch(origin.url(), largest=1_000, allowed=loopback)


def test_half_a_document_is_refused(origin: Origin) -> None:
    origin.promised = len(origin.body) + 10
    with pytest.raises(NotFetched, match=r"no answer|breaks off"):
        fetch(origin.url(), allowed=loopback)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://172.16.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://0.0.0.0/",
        "http://[::ffff:10.0.0.1]/",
        "http://[fd00::1]/",
        "http://100.64.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
    ],
)
def test_private_addresses_are_refused_however_they_are_written(url: str) -> None:
    with pytest.raises(NotFetched, match=r"private address|no such host"):
        fetch(url)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://exempel.se/a",
        "http://",
        "https://namn:ord@exempel.se/",
        "http://a:b/",
        "http://x/\r\nA: b",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(NotFetched):
        fetch(url)


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    def answers(host: str, port: int, **_: object) -> list[object]:
        return [(2, 1, 6, "", (address, port)) for address in ("8.8.8.8", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    with pytest.raises(NotFetched, match="private address"):
        fetch("http://exempel.se/")


def test_a_name_is_looked_up_once_and_the_connection_made_to_that_address(
    origin: Origin, monkeypatch: pytest.MonkeyPatch
) -> None:
    lookups = []

    def rebinding(host: str, port: int, *_: object, **__: object) -> list[object]:
        lookups.append(host)
        address = "127.0.0.1" if len(lookups) == 1 else "127.0.0.2"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *a, **k: rebinding(host, *a, **k) if host == "exempel.se" else real(host, *a, **k),
    )
    got = fetch(f"http://exempel.se:{origin.server.server_port}/dok.md", allowed=loopback)
    assert got.content == origin.body
    assert lookups == ["exempel.se"]
    assert origin.asked[0]["host"].startswith("exempel.se")


def test_what_a_public_address_is() -> None:
    assert is_public(ipaddress.ip_address("8.8.8.8"))
    assert is_public(ipaddress.ip_address("2001:4860:4860::8888"))
    for private in ("224.0.0.1", "255.255.255.255", "2002:0a00:0001::1", "::ffff:127.0.0.1", "fe80::1", "ff02::1"):
        assert not is_public(ipaddress.ip_address(private)), private
