"""A correction is remembered and used again, said each time; `dragoman mappings` shows and shares it."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from fastapi.testclient import TestClient
from openpyxl import Workbook

from dragoman.app import open_dragoman
from dragoman.faces.cli import main
from dragoman.faces.server import make_server
from dragoman.settings import Settings

LIST = "Nr;Ware;Cents;Zusatz\nA1;Flasche 750 ml;210;x\nA2;Glas 500 ml;105;y\n"
MAPPING = """supplier = "Nord GmbH"
currency = "EUR"
[columns]
"Nr" = "external_id"
"Cents" = { field = "price", minor_units = true }
"Zusatz" = "ignore"
"""


def run(home: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(home), *words])


def answer(home: Path, *words: str) -> Any:  # Any: JSON
    done = run(home, *words, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def fields(preview: Any) -> dict[str, str]:  # Any: JSON
    return {one["column"]: one["field"] for one in preview["files"][0]["tables"][0]["columns"]}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def corrected(tmp_path: Path, home: Path) -> Path:
    """A list that was loaded with a mapping file."""
    path, mapping = tmp_path / "nord.csv", tmp_path / "m.toml"
    path.write_text(LIST, encoding="utf-8")
    mapping.write_text(MAPPING, encoding="utf-8")
    assert answer(home, "ingest", str(path), "--mapping", str(mapping))["remembered"] == ["nord-gmbh"]
    return path


def test_the_next_edition_is_read_as_corrected_and_it_is_said(home: Path, corrected: Path) -> None:
    corrected.write_text(LIST.replace("210", "215").replace("Cents", "CENTS"), encoding="utf-8")
    preview = answer(home, "ingest", "--dry-run", str(corrected))
    assert fields(preview) == {"Nr": "external_id", "Ware": "title", "CENTS": "price", "Zusatz": "ignore"}
    assert preview["files"][0]["supplier"] == "Nord GmbH"
    assert preview["files"][0]["tables"][0]["recalled"]["relation"] == "same"
    assert "nord-gmbh used" in run(home, "ingest", "--dry-run", str(corrected)).stdout
    report = answer(home, "ingest", str(corrected))
    assert (report["updated"], report["unchanged"], report["added"], report["problems"]) == (1, 1, 0, 0)
    assert [(one["file"], one["mapping"], one["used"]) for one in report["recalled"]] == [
        ("nord.csv", "nord-gmbh", True)
    ]
    assert "nord-gmbh used" in run(home, "ingest", str(corrected)).stdout


def test_no_learned_leaves_it_out_and_the_same_bytes_are_read_anew(home: Path, corrected: Path) -> None:
    assert fields(answer(home, "ingest", "--dry-run", "--no-learned", str(corrected)))["Cents"] == "attribute"
    report = answer(home, "ingest", "--no-learned", str(corrected))
    assert report["recalled"] == []
    assert report["added"] == 2  # under the file's own name for the supplier
    assert answer(home, "ingest", str(corrected))["recalled"][0]["used"]


def test_a_changed_correction_reads_the_same_bytes_anew(home: Path, corrected: Path) -> None:
    answer(home, "ingest", str(corrected))
    kept = home / "mappings" / "nord-gmbh.toml"
    kept.write_text(kept.read_text(encoding="utf-8").replace('"EUR"', '"USD"'), encoding="utf-8")
    assert answer(home, "ingest", str(corrected))["updated"] == 2


def test_another_suppliers_mapping_changes_no_file_that_is_loaded(
    home: Path, corrected: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.csv"
    other.write_text("SKU,Product name,Price USD\n1,Bowl,2.10\n", encoding="utf-8")
    answer(home, "ingest", str(other))
    rows_before = answer(home, "files")
    answer(home, "ingest", str(corrected))
    assert answer(home, "ingest", str(other))["unchanged"] == 1
    after = {one["name"]: one["finished_at"] for one in answer(home, "files")["files"]}
    before = {one["name"]: one["finished_at"] for one in rows_before["files"]}
    assert after["other.csv"] == before["other.csv"]


def test_a_similar_layout_of_another_supplier_gets_suggestions_that_are_not_used(
    home: Path, corrected: Path, tmp_path: Path
) -> None:
    other, proposal = tmp_path / "sued.csv", tmp_path / "sued.toml"
    other.write_text(
        "".join(f"{line};n\n" for line in LIST.splitlines()).replace(";n", ";Neu", 1), encoding="utf-8"
    )
    preview = answer(home, "ingest", "--dry-run", str(other))
    table = preview["files"][0]["tables"][0]
    suggested = {one["column"]: one["suggested"] for one in table["columns"]}
    assert fields(preview)["Cents"] == "attribute"
    assert (suggested["Cents"]["field"], suggested["Cents"]["confidence"]) == ("price", 0.64)
    assert "Nord GmbH" in suggested["Cents"]["why"]
    assert suggested["Neu"] is suggested["Ware"] is None
    report = answer(home, "ingest", str(other))
    assert [one["used"] for one in report["recalled"]] == [False]
    said = run(home, "ingest", "--dry-run", str(other), "--save-mapping", str(proposal)).stdout
    assert "suggested, not used" in said
    assert "minor_units = true }  # 64% sure" in proposal.read_text(encoding="utf-8")
    agreed = answer(home, "ingest", "--dry-run", str(other), "--mapping", str(proposal))
    assert fields(agreed)["Cents"] == "price"


def test_an_edition_with_one_column_more_is_read_by_the_columns_known_from_before(
    home: Path, corrected: Path
) -> None:
    text = "Nord GmbH;;;;\n" + "".join(f"{line};n\n" for line in LIST.splitlines()).replace(";n", ";Neu", 1)
    corrected.write_text(text, encoding="utf-8")
    preview = answer(home, "ingest", "--dry-run", str(corrected))
    table = preview["files"][0]["tables"][0]
    assert table["recalled"]["relation"] == "edition"
    assert table["currency"] == "EUR"
    assert fields(preview) == {
        "Nr": "external_id", "Ware": "title", "Cents": "price", "Zusatz": "ignore", "Neu": "attribute",
    }  # fmt: skip
    assert max(one["confidence"] for one in table["columns"] if one["column"] in {"Nr", "Cents"}) == 0.72


def test_a_broken_file_is_told_and_stops_nothing(home: Path, corrected: Path) -> None:
    (home / "mappings" / "bad.toml").write_text("nonsense", encoding="utf-8")
    report = answer(home, "ingest", str(corrected))
    assert [one["name"] for one in report["broken_mappings"]] == ["bad"]
    assert report["recalled"][0]["used"]
    assert "bad.toml" in run(home, "ingest", "--dry-run", str(corrected)).stderr
    assert [one["name"] for one in answer(home, "mappings")["broken"]] == ["bad"]
    assert answer(home, "mappings", "forget", "bad") == {"action": "forget", "name": "bad", "file": None}


def test_mappings_are_listed_shown_exported_forgotten_and_taken_in(
    home: Path, corrected: Path, tmp_path: Path
) -> None:
    (one,) = answer(home, "mappings")["mappings"]
    assert (one["name"], one["supplier"], one["known_as"]) == ("nord-gmbh", "Nord GmbH", ["nord"])
    assert one["columns"] == ["Nr", "Ware", "Cents", "Zusatz"]
    assert one["corrected"] == {"Nr": "external_id", "Cents": "price", "Zusatz": "ignore"}
    assert answer(home, "mappings", "show", "nord-gmbh")["toml"].startswith(MAPPING)
    assert run(home, "mappings", "show", "nord-gmbh").stdout.startswith(MAPPING)
    assert "nord-gmbh" in run(home, "mappings", "list").stdout
    out = tmp_path / "out.toml"
    answer(home, "mappings", "export", "nord-gmbh", str(out))
    answer(home, "mappings", "forget", "nord-gmbh")
    assert fields(answer(home, "ingest", "--dry-run", str(corrected)))["Cents"] == "attribute"
    assert answer(home, "mappings", "import", str(out))["name"] == "nord-gmbh"
    assert fields(answer(home, "ingest", "--dry-run", str(corrected)))["Cents"] == "price"
    assert answer(home, "ingest", str(corrected), "--mapping", str(out))["remembered"] == ["nord-gmbh"]


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("show", "../record"), 4, "no mapping '../record'"),
        (("forget", "nord"), 4, "nord-gmbh"),
        (("show",), 2, "dragoman mappings show NAME"),
        (("export", "nord-gmbh"), 2, "dragoman mappings export NAME FILE"),
        (("import", "nowhere.toml"), 2, "nowhere.toml"),
    ],
)
def test_a_mistaken_word_is_told(
    home: Path, corrected: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    assert corrected.exists()
    done = run(home, "mappings", *words)
    assert done.exit_code == code
    assert told in done.stderr


def test_a_mapping_sent_by_rest_is_remembered_and_used_unless_told_otherwise(home: Path) -> None:
    with open_dragoman(Settings(home=home)) as dragoman, TestClient(make_server(dragoman)) as client:
        sent = {"files": ("nord.csv", LIST.encode()), "mapping": ("m.toml", MAPPING.encode())}
        first = client.post("/api/ingest", files=sent)
        assert first.json()["remembered"] == ["nord-gmbh"], first.text
        again = client.post("/api/preview", files={"files": ("nord.csv", LIST.encode())}).json()
        assert fields(again)["Cents"] == "price"
        assert again["files"][0]["tables"][0]["recalled"]["mapping"] == "nord-gmbh"
        without = client.post(
            "/api/preview", files={"files": ("nord.csv", LIST.encode())}, data={"learned": "false"}
        )
        assert fields(without.json())["Cents"] == "attribute"


def test_every_sheet_is_read_again_as_the_mapping_had_it_read(home: Path, tmp_path: Path) -> None:
    book, path, mapping = Workbook(), tmp_path / "sheets.xlsx", tmp_path / "m.toml"
    del book["Sheet"]
    for name, header in (("Glas", "Cents"), ("Holz", "Cents"), ("Porto", "Preis")):
        sheet = book.create_sheet(name)
        sheet.append(["Nr", "Ware", header])
        for number in range(3):
            sheet.append([f"{name}-{number}", f"{name}ware Nummer {number}", 210 + number])
    book.save(path)
    mapping.write_text(MAPPING, encoding="utf-8")
    first = answer(home, "ingest", str(path), "--mapping", str(mapping))
    assert first["remembered"] == ["nord-gmbh", "nord-gmbh-2"]
    again = answer(home, "ingest", str(path))
    assert (again["unchanged"], again["updated"], again["withdrawn"]) == (first["added"], 0, 0)
    assert [(one["sheet"], one["mapping"]) for one in again["recalled"]] == [
        ("Glas", "nord-gmbh"), ("Holz", "nord-gmbh"), ("Porto", "nord-gmbh-2"),
    ]  # fmt: skip


def test_the_web_page_shows_what_is_used_in_the_preview_and_after_the_load(
    home: Path, corrected: Path
) -> None:
    assert corrected.exists()
    with open_dragoman(Settings(home=home)) as dragoman, TestClient(make_server(dragoman)) as client:
        for action in ("preview", "load"):
            sent = client.post(
                "/ingest",
                files={"files": ("nord.csv", LIST.encode())},
                data={"action": action},
                follow_redirects=False,
            )
            for thread in threading.enumerate():
                if thread.name.startswith("job-"):
                    thread.join(timeout=60)
            page = client.get(sent.headers["location"]).text
            assert "mapping nord-gmbh used: remembered for this layout" in page


BARE = "Nr;Ware;Preis\nA1;Flasche 750 ml;2,10\nA2;Glas 500 ml;1,05\n"


def test_a_currency_said_with_the_file_is_used_and_remembered_for_its_layout(
    home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "nord.csv"
    path.write_text(BARE, encoding="utf-8")
    assert answer(home, "ingest", str(path))["problems"] == 1
    assert "--currency EUR" in run(home, "ingest", "--dry-run", str(path)).stdout.replace("\n", " ")
    said = answer(home, "ingest", str(path), "--currency", "chf")
    assert (said["updated"], said["problems"], said["remembered"]) == (2, 0, ["nord"])
    path.write_text(BARE.replace("2,10", "2,20"), encoding="utf-8")
    again = answer(home, "ingest", str(path))
    assert (again["updated"], again["problems"]) == (1, 0)
    table = answer(home, "ingest", "--dry-run", str(path))["files"][0]["tables"][0]
    assert (table["currency"], table["problems"]) == ("CHF", [])


def test_a_currency_said_later_joins_what_is_remembered_and_changes_no_other_word_of_it(
    home: Path, tmp_path: Path
) -> None:
    path, mapping = tmp_path / "nord.csv", tmp_path / "m.toml"
    path.write_text(BARE, encoding="utf-8")
    mapping.write_text('supplier = "Nord GmbH"\n[columns]\n"Ware" = "description"\n', encoding="utf-8")
    answer(home, "ingest", str(path), "--mapping", str(mapping))
    assert answer(home, "ingest", str(path), "--currency", "EUR")["remembered"] == ["nord-gmbh"]
    kept = answer(home, "mappings", "show", "nord-gmbh")["toml"]
    assert 'currency = "EUR"' in kept
    assert '"Ware" = "description"' in kept
    assert answer(home, "ingest", str(path), "--currency", "USD")["remembered"] == []
    assert answer(home, "mappings", "show", "nord-gmbh")["toml"] == kept


def test_a_currency_that_is_none_is_refused(home: Path, corrected: Path) -> None:
    done = run(home, "ingest", str(corrected), "--currency", "euro")
    assert done.exit_code == 2
    assert "ISO 4217" in done.stderr


def test_a_currency_is_said_over_rest_and_on_the_page(home: Path) -> None:
    with open_dragoman(Settings(home=home)) as dragoman, TestClient(make_server(dragoman)) as client:
        sent = {"files": ("nord.csv", BARE.encode())}
        shown = client.post("/api/preview", files=sent, data={"currency": "CHF"}).json()
        assert shown["files"][0]["tables"][0]["currency"] == "CHF"
        assert client.post("/api/ingest", files=sent).json()["problems"] == 1
        loaded = client.post("/ingest", files=sent, data={"currency": "chf"}, follow_redirects=False)
        for thread in threading.enumerate():
            if thread.name.startswith("job-"):
                thread.join(timeout=60)
        page = client.get(loaded.headers["location"]).text
        assert client.get("/api/problems").json()["total"] == 0, page
