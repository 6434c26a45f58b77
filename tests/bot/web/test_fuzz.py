"""Whatever is sent, the reply is an answer or a refusal with a reason; never a stack trace, never a hang."""

from __future__ import annotations

import json

from aiohttp.test_utils import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

# The server is stateless between these requests, so one server for all examples of a test is fair.
many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
nearly = st.fixed_dictionaries(
    {},
    optional={
        "question": st.text(max_size=80) | anything,
        "conversation": st.lists(st.text(max_size=20), max_size=25) | st.text(max_size=70) | anything,
        "language": st.sampled_from(["sv", "en", "de", "", None]) | anything,
        "as_of": st.dates().map(str) | st.text(max_size=12) | anything,
        "useful": st.booleans() | anything,
    },
)


async def check(response) -> None:
    text = await response.text()
    assert response.status in (200, 204, 400, 404, 413, 415), text
    assert "Traceback" not in text and 'File "' not in text
    if response.status >= 400:
        assert json.loads(text)["error"]["reason"]


@many
@given(body=nearly | anything, path=st.sampled_from(["/api/ask", "/api/feedback"]))
async def test_json_of_any_shape(client: TestClient, body: object, path: str) -> None:
    data = json.dumps(body).encode()
    await check(await client.post(path, data=data, headers={"Content-Type": "application/json"}))


@many
@given(
    body=st.binary(max_size=400),
    kind=st.sampled_from(["application/json", "text/plain", "application/json; charset=x"]),
)
async def test_bytes_of_any_kind(client: TestClient, body: bytes, kind: str) -> None:
    await check(await client.post("/api/ask", data=body, headers={"Content-Type": kind}))


@many
@given(
    query=st.dictionaries(
        st.sampled_from(["document", "start", "end", "language", "annat"]),
        st.sampled_from(["sn-2016-10-25", "334", "368", "sv"]) | st.text(max_size=20) | st.integers().map(str),
        max_size=5,
    ),
    path=st.sampled_from(["/api/surroundings", "/documents/sn-2016-10-25", "/documents/{}", "/documents"]),
    id=st.text(min_size=1, max_size=20),
)
async def test_addresses_of_any_kind(client: TestClient, query: dict[str, str], path: str, id: str) -> None:
    from urllib.parse import quote

    address = path.format(quote(id.encode("utf-8", "surrogatepass"), safe=""))
    await check(await client.get(address, params=query))
