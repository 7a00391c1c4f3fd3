"""REST: OpenAPI 3.1, every answer as it is described whatever is asked, the same JSON as the command line's."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any  # JSON, and schemathesis' own generic

import pytest
import schemathesis
from click.testing import CliRunner
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from openpyxl import load_workbook
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from dragoman.app import Dragoman, open_dragoman
from dragoman.faces.cli import main
from dragoman.faces.server import make_server
from dragoman.settings import Settings

GOOD = "SKU,Product name,Price USD,MOQ\n00412,Steel bottle 750 ml,2.10,100\n00413,Glass jar 500 ml,=HYPERLINK(x),200\n"
CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rest")


@pytest.fixture(scope="module")
def dragoman(home: Path) -> Iterator[Dragoman]:
    with open_dragoman(Settings(home=home)) as opened:
        client = TestClient(make_server(opened))
        rows = "".join(f"S-{n},Steel bottle {n} ml,{n}.10,100\n" for n in range(1, 9))
        client.post("/api/ingest", files=[("files", ("prices.csv", (GOOD + rows).encode()))])
        yield opened


@pytest.fixture
def client(dragoman: Dragoman) -> TestClient:
    return TestClient(make_server(dragoman))


def cli(home: Path, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        CliRunner().invoke(main, ["--home", str(home), *words, "--json"]).stdout
    )
    return found


def test_the_description_is_openapi_3_1(client: TestClient) -> None:
    assert client.get("/api/openapi.json").json()["openapi"].startswith("3.1.")


ROUTES = (
    "/api/search",
    "/api/understand",
    "/api/complete",
    "/api/offers/{offer_id}",
    "/api/offers/{offer_id}/landed",
    "/api/offers/{offer_id}/product",
    "/api/offers/{offer_id}/classify",
    "/api/classify",
    "/api/compare",
    "/api/compare/export",
    "/api/compare",
    "/api/compare/export",
    "/api/classify",
    "/api/offers/{offer_id}/classify",
    "/api/rates",
    "/api/rates/gaps",
    "/api/problems",
    "/api/problems/export",
    "/api/files",
    "/api/doctor",
    "/api/evaluations",
    "/api/evaluations/{name}",
    "/api/evaluations/{name}/against/{other}",
)


@pytest.mark.parametrize("route", ROUTES)
def test_every_answer_is_as_described_whatever_is_asked(dragoman: Dragoman, route: str) -> None:
    described = schemathesis.openapi.from_asgi("/api/openapi.json", make_server(dragoman))
    strategy = described[route]["GET"].as_strategy(generation_mode=GenerationMode.POSITIVE) | described[
        route
    ]["GET"].as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=strategy)
    def check(case: Case[Any]) -> None:
        case.call_and_validate(checks=CHECKS)

    check()


def test_every_route_that_reads_is_asked_so(client: TestClient) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    assert {path for path, methods in paths.items() if "get" in methods} == set(ROUTES)


def test_files_are_loaded_previewed_and_the_index_made_anew(tmp_path: Path) -> None:
    with open_dragoman(Settings(home=tmp_path / "home")) as dragoman:
        client = TestClient(make_server(dragoman))
        sent = [("files", ("prices.csv", GOOD.encode()))]
        shown = client.post("/api/preview", files=sent, data={"supplier": "Nordwind", "country": "DE"})
        assert shown.json()["files"][0]["supplier"] == "Nordwind"
        assert client.get("/api/search", params={"q": "bottle"}).json()["total"] == 0
        first = client.post("/api/ingest", files=sent, data={"supplier": "Nordwind"}).json()
        again = client.post("/api/ingest", files=sent, data={"supplier": "Nordwind"}).json()
        assert (first["added"], again["unchanged"], again["added"]) == (2, 2, 0)
        assert client.post("/api/reindex").json()["changes"] == 2
        assert client.get("/api/search", params={"q": "00412"}).json()["hits"][0]["external_id"] == "00412"


def test_a_file_that_cannot_be_read_is_told_with_422_and_beside_a_good_one_with_200(tmp_path: Path) -> None:
    with open_dragoman(Settings(home=tmp_path / "home")) as dragoman:
        client = TestClient(make_server(dragoman))
        bad = ("files", ("empty.csv", b""))
        refused = client.post("/api/ingest", files=[bad])
        both = client.post("/api/ingest", files=[bad, ("files", ("prices.csv", GOOD.encode()))])
    assert refused.status_code == 422
    assert "empty.csv" in refused.json()["failed"][0]["error"]
    assert (both.status_code, both.json()["added"]) == (200, 2)


@pytest.mark.parametrize(
    ("path", "status", "error"),
    [
        ("/api/offers/nothing", 404, "NotFound"),
        ("/api/search?q=x&filter=colourr=red", 400, "QueryError"),
        ("/api/search?q=x&limit=0", 400, "QueryError"),
        ("/api/search", 400, "QueryError"),
        ("/api/nothing", 404, "HTTPException"),
    ],
)
def test_an_error_says_what_it_is_and_what_to_do(
    client: TestClient, path: str, status: int, error: str
) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.json()["detail"]


def test_files_of_two_uploads_of_one_name_in_one_request_are_refused(client: TestClient) -> None:
    twice = [("files", ("a.csv", GOOD.encode())), ("files", ("a.csv", b"SKU,Name\n1,Jar\n"))]
    answer = client.post("/api/preview", files=twice)
    assert answer.status_code == 400
    assert "a.csv" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/api/problems", ("problems",)),
        ("/api/files", ("files",)),
        ("/api/understand?q=500 steel bottles under 3 USD", ("understand", "500 steel bottles under 3 USD")),
        ("/api/complete?prefix=bot", ("complete", "bot")),
        ("/api/doctor", ("doctor",)),
        ("/api/evaluations", ("evaluations",)),
    ],
)
def test_the_command_line_gives_the_same_json(
    client: TestClient, home: Path, path: str, words: tuple[str, ...]
) -> None:
    by_rest, by_cli = client.get(path).json(), cli(home, *words)
    for one in (by_rest, by_cli):
        one["findings"] = [f for f in one.get("findings", ()) if f["name"] != "disk free"]
    assert by_rest == by_cli


def test_problems_are_exported_for_a_spreadsheet_without_formulas(client: TestClient) -> None:
    as_csv = client.get("/api/problems/export", params={"format": "csv"})
    as_xlsx = client.get("/api/problems/export", params={"format": "xlsx", "kind": "bad_price"})
    assert as_csv.headers["content-type"].startswith("text/csv")
    assert "'=HYPERLINK(" in as_csv.text
    (heading, row) = load_workbook(io.BytesIO(as_xlsx.content)).active.iter_rows(values_only=True)
    found = dict(zip(heading, row, strict=True))
    assert (found["value"], found["cell"]) == ("'=HYPERLINK(x)", "C3")


def test_what_is_only_near_in_meaning_can_be_left_out(client: TestClient) -> None:
    near = client.get("/api/search", params={"q": "drink container"}).json()
    by_words = client.get("/api/search", params={"q": "drink container", "meaning": "false"}).json()
    assert by_words["total"] < near["total"]


def test_only_the_facets_asked_for_are_counted_and_a_chosen_value_is_told_however_rare(
    client: TestClient,
) -> None:
    asked: dict[str, Any] = {"q": "bottle", "facet": ["language", "supplier"], "facet_values": 0}
    assert client.get("/api/search", params=asked).json()["facets"] == {"language": [], "supplier": []}
    (language,) = client.get("/api/search", params={"q": "bottle"}).json()["facets"]["language"]
    chosen = client.get("/api/search", params={**asked, "filter": f"language={language['value']}"})
    assert chosen.json()["facets"] == {"language": [language], "supplier": []}
    refused = client.get("/api/search", params={"q": "bottle", "facet": "smell"})
    assert refused.status_code == 400


@pytest.mark.parametrize(
    "path", ["/api/search?q=bottle", "/api/files", "/healthz", "/", "/status", "/static/app.js"]
)
def test_whatever_answers_get_answers_head_without_a_body(client: TestClient, path: str) -> None:
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == got.headers["content-type"]
    assert int(head.headers["content-length"]) > 0
    assert client.head("/api/offers/none").status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/api/search", "GET, HEAD"),
        ("OPTIONS", "/healthz", "GET, HEAD"),
        ("POST", "/static/app.js", "GET, HEAD"),
        ("GET", "/api/reindex", "POST"),
        ("HEAD", "/api/ingest", "POST"),
        ("DELETE", "/", "GET, HEAD"),
    ],
)
def test_a_method_that_a_path_lacks_is_refused_with_those_it_has(
    client: TestClient, method: str, path: str, allowed: str
) -> None:
    answer = client.request(method, path)
    assert (answer.status_code, answer.headers.get("allow")) == (405, allowed)


def test_a_post_that_another_site_caused_is_refused_as_described(client: TestClient) -> None:
    answer = client.post("/api/reindex", headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, answer.headers["content-type"]) == (403, "application/json")
    assert answer.json()["error"] == "SiteRefused"
    assert "another site" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/api/search?q=bottle&filters=country%3DCN", "got 'filters'; did you mean 'filter'?"),
        ("/api/search?q=bottle&country=CN", "a filter is written filter=country="),
        ("/api/search?query=bottle", "expected parameters of GET /api/search (q, quantity, "),
        ("/api/search?q=bottle&limt=3", "did you mean 'limit'?"),
        ("/api/problems?sevrity=error", "did you mean 'severity'?"),
        ("/api/files?limit=3", "expected parameters of GET /api/files (none), got 'limit'"),
        ("/api/rates/gaps?to=DE&form=CN", "got 'form'"),
    ],
)
def test_a_parameter_that_a_route_does_not_know_is_refused_and_the_nearest_one_named(
    client: TestClient, path: str, said: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert answer.json()["error"] == "QueryError"
    assert said in answer.json()["detail"]


def test_a_field_of_a_form_that_is_not_known_is_refused_and_nothing_is_loaded(client: TestClient) -> None:
    before = client.get("/api/files").json()
    files = [("files", ("other.csv", GOOD.encode()))]
    answer = client.post("/api/ingest", files=files, data={"suplier": "Alpenstahl"})
    assert answer.status_code == 400
    assert "did you mean 'supplier'?" in answer.json()["detail"]
    assert client.get("/api/files").json() == before


def test_pages_pass_over_what_a_shared_link_carries(client: TestClient) -> None:
    assert client.get("/?q=bottle&utm_source=mail").status_code == 200
