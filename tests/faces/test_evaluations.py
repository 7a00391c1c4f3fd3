"""Kept evaluations: the same by command, REST and web page; and a page that shows where the search fails."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any  # JSON, whose shape is faces/wire/evaluation.py

import pytest
from click.testing import CliRunner, Result
from fastapi.testclient import TestClient
from lxml import html

from dragoman.app import Dragoman, open_dragoman
from dragoman.errors import InputError, NotFound
from dragoman.faces import evaluations
from dragoman.faces.cli import main
from dragoman.faces.server import make_server
from dragoman.faces.web.interface import INTERFACE_LANGUAGES
from dragoman.settings import Settings

CATALOGUE = """SKU,Product name,Brand,Price USD
001,Desk fan 30 cm,Coolio,20
002,Ceiling fan,Coolio,60
003,Optical mouse,Klikk,9
004,USB stick 32 GB,Klikk,7
005,Fan <b>belt</b> & pulley,Klikk,7
"""
JUDGMENTS = """query,docid,rating
fan,001,3
fan,002,2
fan,005,0
fan,900,3
mouse,003,3
keyboard,901,2
netflix,004,0
"""
QUERIES = "query\tde\tar\nfan\tVentilator\tمروحة\nmouse\tMaus\tفأرة\n"
PAGES = ("/evaluate", "/evaluate/now", "/evaluate/now/against/before")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two evaluations: `before` without words and meaning, `now` with everything on."""
    folder = tmp_path_factory.mktemp("evaluations")
    for name, text in (("list.csv", CATALOGUE), ("judgments.csv", JUDGMENTS), ("queries.tsv", QUERIES)):
        (folder / name).write_text(text, encoding="utf-8")
    run(folder, "ingest", str(folder / "list.csv"))
    evaluate(folder, "--without", "words", "--without", "meaning", "--save", "before")
    evaluate(folder, "--save", "now")
    return folder


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--home", str(folder / "home"), *words])


def evaluate(folder: Path, *words: str) -> dict[str, Any]:
    files = ("--judgments", str(folder / "judgments.csv"), "--queries", str(folder / "queries.tsv"))
    done = run(folder, "evaluate", *files, *words, "--json")
    assert done.exit_code == 0, done.output
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.fixture(scope="module")
def dragoman(folder: Path) -> Iterator[Dragoman]:
    with open_dragoman(Settings(home=folder / "home")) as opened:
        yield opened


@pytest.fixture
def client(dragoman: Dragoman) -> TestClient:
    return TestClient(make_server(dragoman))


def page(client: TestClient, path: str) -> html.HtmlElement:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text[:500]
    return html.fromstring(answer.text)


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


# ------------------------------------------------------------------------------ command and REST


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/api/evaluations", ()),
        ("/api/evaluations/now", ("now",)),
        ("/api/evaluations/now/against/before", ("now", "--against", "before")),
    ],
)
def test_the_command_and_rest_give_the_same_json(
    folder: Path, client: TestClient, path: str, words: tuple[str, ...]
) -> None:
    by_cli = json.loads(run(folder, "evaluations", *words, "--json").stdout)
    assert by_cli == client.get(path).json()


def test_the_newest_is_listed_first_with_what_was_turned_off(client: TestClient) -> None:
    found = client.get("/api/evaluations").json()["evaluations"]
    assert [one["name"] for one in found] == ["now", "before"]
    assert [one["without"] for one in found] == [[], ["words", "meaning"]]
    assert found[0]["languages"] == ["en", "de", "ar"]


def test_what_changed_is_told_by_language_with_the_paired_test(client: TestClient) -> None:
    found = client.get("/api/evaluations/now/against/before").json()
    english = found["comparison"][0]
    assert (found["name"], found["against"], english["language"]) == ("now", "before", "en")
    assert english["better"] >= 1
    assert english["measures"]["ndcg@10"]["difference"] > 0
    assert 0 < english["measures"]["ndcg@10"]["p_value"] <= 1
    assert english["changed"][0]["before"] < english["changed"][0]["after"]


def test_a_comparison_the_other_way_round_has_the_other_sign(client: TestClient) -> None:
    one = client.get("/api/evaluations/now/against/before").json()["comparison"][0]
    other = client.get("/api/evaluations/before/against/now").json()["comparison"][0]
    assert one["measures"]["mrr"]["difference"] == -other["measures"]["mrr"]["difference"]
    assert (one["better"], one["worse"]) == (other["worse"], other["better"])


def test_a_person_reads_all_three_at_the_command_line(folder: Path) -> None:
    assert "before" in run(folder, "evaluations").stdout
    assert "judgments.csv" in run(folder, "evaluations", "now").stdout
    assert "queries better" in run(folder, "evaluations", "now", "--against", "before").stdout


@pytest.mark.parametrize("name", ["nothing", "before.json"])
def test_an_evaluation_that_is_not_there_is_told_with_what_makes_it(
    client: TestClient, folder: Path, name: str
) -> None:
    answer = client.get(f"/api/evaluations/{name}")
    assert (answer.status_code, answer.json()["error"]) == (404, "NotFound")
    assert f"--save {name}" in answer.json()["detail"]
    assert run(folder, "evaluations", name).exit_code == 4


@pytest.mark.parametrize("name", ["..%5C..%5Crecord", "%2e%2e", ".hidden", "a%00b", "a%20b", "x" * 201])
def test_a_name_never_leads_out_of_the_folder(client: TestClient, name: str) -> None:
    for path in (f"/api/evaluations/{name}", f"/evaluate/{name}", f"/api/evaluations/now/against/{name}"):
        assert client.get(path).status_code in {400, 404}


def test_a_name_that_the_file_system_cannot_take_is_refused_before_anything_is_measured(
    tmp_path: Path,
) -> None:
    with pytest.raises(InputError, match="at most 200 bytes"):
        evaluations.place(tmp_path, "测" * 67)
    assert evaluations.place(tmp_path, "测" * 66).parent == tmp_path / "evaluations"


# ------------------------------------------------------------------------------ files


def test_a_file_that_is_no_evaluation_is_listed_as_such_and_hides_no_other(
    tmp_path: Path, folder: Path
) -> None:
    kept = tmp_path / "evaluations"
    kept.mkdir()
    good = (folder / "home" / "evaluations" / "now.json").read_bytes()
    (kept / "good.json").write_bytes(good)
    (kept / "cut-off.json").write_bytes(good[:500])
    (kept / "other.json").write_text('{"name": "other"}', encoding="utf-8")
    found = evaluations.kept(tmp_path)
    assert [one.name for one in found.evaluations] == ["good"]
    assert [one.name for one in found.unreadable] == ["cut-off", "other"]
    assert "made_at" in found.unreadable[1].detail
    with pytest.raises(InputError, match="save it again"):
        evaluations.read(tmp_path, "cut-off")


def test_an_evaluation_saved_before_parts_could_be_turned_off_is_still_read(
    tmp_path: Path, folder: Path
) -> None:
    saved = json.loads((folder / "home" / "evaluations" / "now.json").read_text(encoding="utf-8"))
    del saved["without"], saved["ranker"], saved["evaluation"]["compared_with"]
    for case in saved["evaluation"]["per_query"]:
        del case["missed"]
    (tmp_path / "evaluations").mkdir()
    (tmp_path / "evaluations" / "old.json").write_text(json.dumps(saved), encoding="utf-8")
    old = evaluations.read(tmp_path, "old")
    assert (old.without, old.evaluation.per_query is not None) == ([], True)


def test_a_file_written_anew_is_read_anew(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "evaluations").mkdir()
    target = tmp_path / "evaluations" / "one.json"
    saved = json.loads((folder / "home" / "evaluations" / "now.json").read_text(encoding="utf-8"))
    for offers in (5, 77777):
        target.write_text(json.dumps({**saved, "offers": offers}), encoding="utf-8")
        assert evaluations.read(tmp_path, "one").offers == offers
    target.unlink()
    with pytest.raises(NotFound):
        evaluations.read(tmp_path, "one")


def test_what_is_saved_is_read_back_as_it_was(tmp_path: Path, folder: Path) -> None:
    saved = evaluations.read(folder / "home", "now")
    evaluations.save(tmp_path, saved)
    assert evaluations.read(tmp_path, "now") == saved
    assert [path.name for path in (tmp_path / "evaluations").iterdir()] == ["now.json"]


# ------------------------------------------------------------------------------ the pages


def test_the_list_links_to_every_evaluation_and_the_navigation_to_the_list(client: TestClient) -> None:
    tree = page(client, "/evaluate")
    links = tree.xpath("//main//table//a/@href")
    assert links == ["/evaluate/now", "/evaluate/before"]
    assert tree.xpath("//nav//a[@aria-current='page']/@href") == ["/evaluate"]


def test_without_an_evaluation_the_page_says_how_to_make_one(tmp_path: Path) -> None:
    with open_dragoman(Settings(home=tmp_path)) as empty:
        tree = page(TestClient(make_server(empty)), "/evaluate")
    assert "dragoman evaluate --judgments judgments.csv --save first" in text(tree)


def test_the_choice_of_two_leads_to_what_changed(client: TestClient) -> None:
    answer = client.get("/evaluate", params={"name": "now", "against": "before"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/evaluate/now/against/before")


def test_the_page_shows_the_figures_of_the_json(client: TestClient) -> None:
    found = client.get("/api/evaluations/now").json()["evaluation"]
    rows = {
        text(row.find("th")): text(row)
        for row in page(client, "/evaluate/now").xpath(
            "//section[@aria-labelledby='languages-head']//tbody/tr"
        )
    }
    assert list(rows) == ["English", "German", "Arabic"]
    for name, language in (("English", "en"), ("German", "de")):
        assert f"{found['by_language'][language]['ndcg@10']:.3f}" in rows[name]


def questions(tree: html.HtmlElement) -> list[str]:
    return [
        text(one) for one in tree.xpath("//table[contains(@class, 'questions')]//th[@scope='row']/bdi[1]")
    ]


def test_the_worst_questions_come_first_and_those_that_have_no_figure_last(client: TestClient) -> None:
    shown = questions(page(client, "/evaluate/now?language=en"))
    assert shown[0] == "keyboard"
    assert shown[-1] == "netflix"


def test_questions_are_sorted_either_way_by_any_column(client: TestClient) -> None:
    path = "/evaluate/now?language=en&sort=query"
    rising = questions(page(client, path))
    assert rising == ["fan", "keyboard", "mouse", "netflix"]
    assert questions(page(client, f"{path}&order=desc")) == rising[::-1]
    assert page(client, path).xpath("//th[@aria-sort='ascending']")[0].text_content().startswith("Question")


def test_questions_are_filtered_by_language_and_kind(client: TestClient) -> None:
    assert set(questions(page(client, "/evaluate/now?language=de"))) == {"Ventilator", "Maus"}
    assert questions(page(client, "/evaluate/now?kind=brand")) == []
    assert "No question of this kind" in text(page(client, "/evaluate/now?kind=brand"))


def test_a_question_tells_what_was_found_and_what_should_have_been(client: TestClient) -> None:
    (fan,) = [
        body
        for body in page(client, "/evaluate/now?language=en").xpath(
            "//table[contains(@class, 'questions')]/tbody"
        )
        if text(body.xpath(".//th/bdi")[0]) == "fan"
    ]
    found, missed = fan.xpath(".//div[@class='beside']/div")
    assert "Desk fan 30 cm" in text(found)
    assert "just right" in text(found)
    assert re.search(r"just right 900 not found", text(missed))


def test_what_stands_in_a_catalogue_is_shown_and_never_run(client: TestClient) -> None:
    source = client.get("/evaluate/now").text
    assert "Fan &lt;b&gt;belt&lt;/b&gt; &amp; pulley" in source
    assert "<b>belt" not in source


def test_what_changed_shows_both_answers_of_the_question_that_changed_most(client: TestClient) -> None:
    tree = page(client, "/evaluate/now/against/before")
    first = tree.xpath("//ol[@class='changed']/li")[0]
    before, now = first.xpath(".//div[@class='beside']/div")
    assert text(before).startswith("Before")
    assert text(now).startswith("Now")
    assert text(before) != text(now)
    assert "+" in text(first.xpath(".//summary")[0])


def test_an_evaluation_against_itself_changes_nothing(client: TestClient) -> None:
    tree = page(client, "/evaluate/now/against/now")
    assert "no change" in text(tree)
    assert not tree.xpath("//ol[@class='changed']")


@pytest.mark.parametrize("path", PAGES)
def test_every_drawing_has_words_beside_it_or_instead(client: TestClient, path: str) -> None:
    for drawing in page(client, path).xpath("//main//svg[not(ancestor::svg)]"):
        if drawing.get("aria-hidden") == "true":
            continue
        assert drawing.get("role") == "img"
        (title,) = drawing.xpath("./title")
        assert drawing.get("aria-labelledby") == title.get("id")
        assert text(title)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", sorted(INTERFACE_LANGUAGES))
def test_every_page_is_there_in_every_language(client: TestClient, path: str, language: str) -> None:
    tree = page(client, f"{path}?lang={language}")
    assert tree.get("dir") == ("rtl" if language == "ar" else "ltr")
    assert not tree.xpath("//*[@style]"), "the page's policy forbids styles in its elements"
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    for label in tree.xpath("//main//label/@for | //@aria-labelledby"):
        assert label in ids


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/evaluate/nothing", 404),
        ("/evaluate/now/against/nothing", 404),
        ("/evaluate/now?sort=colour", 400),
        ("/evaluate/now?kind=colour", 400),
        ("/evaluate/now?page=0", 400),
        ("/evaluate?name=../x&against=now", 400),
    ],
)
def test_a_wrong_address_is_answered_with_a_page(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
