"""The contract of every `CatalogueStore`: subclass it, give the fixture `store` (empty)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.model import Offer, Origin, Problem, RawRow, Sourced, Supplier
from dragoman.ports import (
    BatchCounts,
    BeginFile,
    BeginFileAnswer,
    CatalogueStore,
    OfferChanges,
    ProblemFilter,
    SaveBatch,
)
from dragoman.stores.memory import MemoryStore
from dragoman.testing.offers import offer, origin, tier

NORDWIND = Supplier(supplier_id="nordwind", name="Nordwind Trading", country="DE")


GUESSED = Supplier(supplier_id="list", name="list", country=None)
"""From the file's name."""


def begin(store: CatalogueStore, name: str = "list.csv", fingerprint: str = "f1") -> BeginFileAnswer:
    return store.begin_file(BeginFile(name=name, sha256="0" * 64, supplier=NORDWIND, fingerprint=fingerprint))


def save(
    store: CatalogueStore,
    file_id: int,
    offers: Sequence[Offer],
    *,
    rows_done: int = 1,
    problems: Sequence[Problem] = (),
) -> BatchCounts:
    """Save offers with a raw row for each."""
    rows = tuple(RawRow(origin=one.origin, values={"title": one.title.raw}) for one in offers)
    return store.save_batch(
        SaveBatch(
            file_id=file_id, rows_done=rows_done, rows=rows, offers=tuple(offers), problems=tuple(problems)
        )
    )


def load(store: CatalogueStore, offers: Sequence[Offer], *, fingerprint: str = "f1") -> BatchCounts:
    """A whole file in one batch: what it added, changed and withdrew."""
    file_id = begin(store, fingerprint=fingerprint).file.file_id
    saved = save(store, file_id, offers, rows_done=len(offers))
    return replace(saved, withdrawn=store.finish_file(file_id).withdrawn)


def change(
    store: CatalogueStore,
    *,
    new: Sequence[Offer] = (),
    amended: Sequence[Offer] = (),
    withdrawn: Sequence[str] = (),
    fingerprint: str = "c1",
) -> BatchCounts:
    """A whole file that only says what changed, in one batch."""
    file_id = begin(store, "prices.xml", fingerprint).file.file_id
    batch = SaveBatch(
        file_id=file_id,
        rows_done=1,
        rows=(),
        offers=tuple(new),
        problems=(),
        amended=tuple(amended),
        withdrawn=tuple(withdrawn),
    )
    counts = store.save_batch(batch)
    assert store.finish_file(file_id, withdraw=False) == BatchCounts()
    return counts


def repriced(made: Offer, amount: str) -> Offer:
    """The offer with a price of another file."""
    (one,) = made.prices
    money = replace(one.value.price.money, amount=Decimal(amount))
    value = replace(one.value, price=replace(one.value.price, money=money))
    price = Sourced(value=value, raw=amount, origin=Origin(file="prices.xml", sha256="1" * 64, path="/P[1]"))
    return replace(made, prices=(price,))


def problem(value: str = "abc", *, severity: str = "warning") -> Problem:
    return Problem(
        kind="bad_price",
        origin=origin("C7"),
        value=value,
        expected="a price",
        advice="write a number",
        severity="error" if severity == "error" else "warning",
    )


def numbered(n: int, title: str = "Bottle", *, cell: str = "A2") -> Offer:
    made = offer(f"{title} {n}", tier("2.10"), offer_id=f"o{n}", external_id=f"A-{n}")
    return replace(made, origin=Origin(file="list.csv", sha256="0" * 64, cell=f"{cell}{n}"))


def everything(store: CatalogueStore) -> OfferChanges:
    return store.changes_since(0, limit=1000)


_LOADS = st.lists(
    st.lists(st.tuples(st.integers(0, 6), st.sampled_from(["red", "blue"])), max_size=6), max_size=5
)


class CatalogueStoreContract:
    """What callers rely on."""

    # ------------------------------------------------------------------------ against the oracle

    @settings(
        max_examples=40,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.differing_executors],
    )
    @given(loads=_LOADS)
    def test_any_sequence_of_loads_leaves_the_record_that_the_oracle_keeps(
        self, store: CatalogueStore, loads: list[list[tuple[int, str]]]
    ) -> None:
        oracle = MemoryStore()
        name = f"list-{store.counts().files}.csv"  # one store serves all examples: each has a file of its own
        for turn, rows in enumerate(loads):
            made = [replace(numbered(n, title), offer_id=f"{name}:{n}") for n, title in rows]
            answers: list[BatchCounts] = []
            for one in (store, oracle):
                file_id = begin(one, name=name, fingerprint=f"f{turn}").file.file_id
                counts = save(one, file_id, made)
                answers.append(replace(counts, withdrawn=one.finish_file(file_id).withdrawn))
            assert answers[0] == answers[1]
        ids = [f"{name}:{n}" for n in range(7)]
        assert store.offers(ids) == oracle.offers(ids)
        for offer_id in ids:
            mine, theirs = store.history(offer_id), oracle.history(offer_id)
            assert [(v.offer, v.change, v.changed_fields) for v in mine] == [
                (v.offer, v.change, v.changed_fields) for v in theirs
            ]
            assert store.raw_row(offer_id) == oracle.raw_row(offer_id)

    # ------------------------------------------------------------------------ loading

    def test_offers_come_back_exactly_as_they_were_saved(self, store: CatalogueStore) -> None:
        made = offer(
            "سخان ماء 不锈钢 ½″ 'quoted' \u202e",
            tier("0.10", "CNY", start="1 carton", per="100 piece", high="0.1234567890123456789"),
            moq="20 carton",
            pack=("carton", "24 piece"),
            lead_time=(21, 28),
            certificates=("ce", "lfgb"),
            attributes=(("色", "紺", None),),
        )
        load(store, [made])
        assert store.offers([made.offer_id]) == [made]

    def test_the_rows_of_a_page_are_those_of_the_present_load(self, store: CatalogueStore) -> None:
        def row(page: int | None, top: float, text: str) -> RawRow:
            box = (40.0, top, 90.0, top + 8.3) if page is not None else None
            return RawRow(
                origin=Origin(file="list.pdf", sha256="a" * 64, page=page, box=box), values={"No": text}
            )

        for turn, text in enumerate(("earlier", "now")):
            file_id = begin(store, name="list.pdf", fingerprint=f"f{turn}").file.file_id
            rows = (row(1, 10, text), row(2, 10, text), row(2, 30, text))
            store.save_batch(SaveBatch(file_id=file_id, rows_done=3, rows=rows, offers=(), problems=()))
            store.finish_file(file_id)
        assert store.page_rows(file_id, 2) == [row(2, 10, "now"), row(2, 30, "now")]
        assert store.page_rows(file_id, 3) == store.page_rows(file_id + 99, 1) == []

    def test_warming_changes_nothing(self, store: CatalogueStore) -> None:
        store.warm()
        load(store, [numbered(1), numbered(2)])
        before = everything(store)
        store.warm()
        assert everything(store) == before

    def test_a_glance_has_the_texts_of_an_offer_and_the_whole_of_it(self, store: CatalogueStore) -> None:
        full = replace(offer("سخان ماء"), offer_id="full", external_id="a", brand=None, category=None)
        bare = replace(offer("Steel jar"), offer_id="bare", external_id="b", description=None)
        load(store, [full, bare])
        ids = [bare.offer_id, "nothing", full.offer_id]
        seen = store.glances(ids)
        assert [one.whole() for one in seen] == store.offers(ids) == [bare, full]
        for one, made in zip(seen, (bare, full), strict=True):
            assert (one.offer_id, one.external_id) == (made.offer_id, made.external_id)
            assert (one.language, one.title) == (made.language, made.title.value)
            assert one.description == (made.description.value if made.description else "")
            assert one.brand == (made.brand.value if made.brand else "")
            assert one.category == (made.category.value if made.category else "")

    def test_the_same_bytes_again_are_known(self, store: CatalogueStore) -> None:
        load(store, [numbered(1), numbered(2)])
        again = begin(store)
        assert again.known
        assert (again.offers, again.file.state) == (2, "loaded")

    def test_a_file_keeps_where_it_lies_also_when_it_has_moved(self, store: CatalogueStore) -> None:
        first = BeginFile(
            name="list.csv", sha256="0" * 64, supplier=NORDWIND, fingerprint="f1", path=Path("/in/list.csv")
        )
        assert store.begin_file(first).file.path == Path("/in/list.csv")
        load(store, [numbered(1)])
        store.begin_file(replace(first, path=Path("/old/Liste ü.zip")))
        (file,) = store.files()
        assert (file.path, file.state) == (Path("/old/Liste ü.zip"), "loaded")

    def test_a_file_whose_path_is_no_text_is_kept_without_it(self, store: CatalogueStore) -> None:
        odd = BeginFile(
            name="list.csv", sha256="0" * 64, supplier=NORDWIND, fingerprint="f1", path=Path("/in/\udcff.csv")
        )
        store.begin_file(odd)
        assert [file.name for file in store.files()] == ["list.csv"]

    def test_a_load_that_was_cut_off_goes_on_after_its_last_batch(self, store: CatalogueStore) -> None:
        file_id = begin(store).file.file_id
        save(store, file_id, [numbered(1)], rows_done=500)
        again = begin(store)
        assert not again.known
        assert (again.file.file_id, again.file.rows_done, again.file.state) == (file_id, 500, "loading")

    def test_files_that_are_not_done_are_stopped_and_go_on_where_they_were(
        self, store: CatalogueStore
    ) -> None:
        load(store, [numbered(1)])
        file_id = begin(store, name="other.csv").file.file_id
        save(store, file_id, [numbered(2)], rows_done=500)
        failed = begin(store, name="broken.csv").file.file_id
        store.fail_file(failed, "truncated")
        store.stop_files()
        told = {file.name: file.state for file in store.files()}
        assert told == {"list.csv": "loaded", "other.csv": "stopped", "broken.csv": "failed"}
        again = begin(store, name="other.csv")
        assert not again.known
        assert (again.file.file_id, again.file.rows_done, again.file.state) == (file_id, 500, "loading")

    def test_other_bytes_under_the_same_name_start_anew_and_keep_the_offers(
        self, store: CatalogueStore
    ) -> None:
        load(store, [numbered(1)])
        again = begin(store, fingerprint="f2")
        assert not again.known
        assert again.file.rows_done == 0
        assert store.offers(["o1"]) == [numbered(1)]

    def test_an_offer_that_only_moved_within_the_file_is_unchanged_and_points_at_its_new_place(
        self, store: CatalogueStore
    ) -> None:
        load(store, [numbered(1)])
        before = store.generation()
        counts = load(store, [numbered(1, cell="A9")], fingerprint="f2")
        assert counts == BatchCounts(unchanged=1)
        assert store.generation() == before
        assert store.offers(["o1"])[0].origin.cell == "A91"
        assert len(store.history("o1")) == 1

    def test_a_changed_offer_keeps_both_versions_with_their_dates(self, store: CatalogueStore) -> None:
        load(store, [numbered(1, "Bottle"), numbered(2)])
        counts = load(store, [numbered(1, "Flask"), numbered(2)], fingerprint="f2")
        assert counts == BatchCounts(updated=1, unchanged=1)
        first, second = store.history("o1")
        assert (first.offer.title.value, first.change) == ("Bottle 1", "added")
        assert (second.offer.title.value, second.change) == ("Flask 1", "updated")
        assert second.changed_fields == ("title",)
        assert first.valid_from <= second.valid_from <= datetime.now(UTC)

    def test_a_version_points_at_the_place_where_it_was_read_last(self, store: CatalogueStore) -> None:
        first, moved, changed = numbered(1), numbered(1, cell="B7"), numbered(1, "Flask", cell="B7")
        load(store, [first], fingerprint="f1")
        load(store, [moved], fingerprint="f2")
        assert [version.offer for version in store.history("o1")] == [moved]
        load(store, [], fingerprint="f3")
        assert [version.offer for version in store.history("o1")] == [moved, moved]
        load(store, [changed], fingerprint="f4")
        load(store, [replace(changed, external_id="new")], fingerprint="f5")
        assert [(version.change, version.offer) for version in store.history("o1")] == [
            ("added", moved),
            ("withdrawn", moved),
            ("restored", changed),
            ("updated", replace(changed, external_id="new")),
        ]

    def test_an_offer_that_is_gone_from_its_file_is_withdrawn_and_can_come_back(
        self, store: CatalogueStore
    ) -> None:
        load(store, [numbered(1), numbered(2)])
        assert load(store, [numbered(2)], fingerprint="f2") == BatchCounts(unchanged=1, withdrawn=1)
        assert store.counts().withdrawn == 1
        assert store.raw_row("o1") is not None
        assert load(store, [numbered(1), numbered(2)], fingerprint="f3") == BatchCounts(added=1, unchanged=1)
        assert [one.change for one in store.history("o1")] == ["added", "withdrawn", "restored"]

    def test_another_file_withdraws_nothing(self, store: CatalogueStore) -> None:
        load(store, [numbered(1)])
        other = begin(store, name="other.csv").file.file_id
        save(store, other, [numbered(2)])
        assert store.finish_file(other).withdrawn == 0
        assert store.counts().offers == 2

    def test_an_offer_whose_price_another_file_changes_stays_its_own_file_s_with_both_prices_in_its_history(
        self, store: CatalogueStore
    ) -> None:
        load(store, [numbered(1), numbered(2)])
        cheaper = repriced(numbered(1), "1.80")
        assert change(store, amended=[cheaper, repriced(numbered(3), "1.00")]) == BatchCounts(updated=1)
        assert store.offers(["o1", "o3"]) == [cheaper]
        assert [one.change for one in store.history("o1")] == ["added", "updated"]
        assert store.history("o1")[1].changed_fields == ("prices",)
        assert [one.offer.prices[0].raw for one in store.history("o1")] == ["2.10", "1.80"]
        assert store.raw_row("o1") == RawRow(origin=numbered(1).origin, values={"title": "Bottle 1"})
        assert {file.name: file.offers for file in store.files()} == {"list.csv": 2, "prices.xml": 0}
        assert load(store, [numbered(2)], fingerprint="f2") == BatchCounts(unchanged=1, withdrawn=1)

    def test_what_the_user_says_of_an_offer_is_a_version_of_it_and_stays_its_row_s(
        self, store: CatalogueStore
    ) -> None:
        load(store, [numbered(1), numbered(2)])
        before = store.generation()
        coded = replace(
            numbered(1), hs_code=Sourced(value="732393", origin=origin("H2"), raw="", note="said")
        )
        assert store.amend([coded, numbered(3)]) == BatchCounts(updated=1)
        assert store.offers(["o1", "o3"]) == [coded]
        assert store.generation() == before + 1
        assert store.history("o1")[1].changed_fields == ("hs_code",)
        assert store.raw_row("o1") == RawRow(origin=numbered(1).origin, values={"title": "Bottle 1"})
        assert store.amend([coded]) == BatchCounts(unchanged=1)
        assert store.amend([]) == BatchCounts()

    def test_the_same_bytes_read_anew_leave_a_later_price_and_other_bytes_do_not(
        self, store: CatalogueStore
    ) -> None:
        load(store, [numbered(1)])
        change(store, amended=[repriced(numbered(1), "1.80")])
        assert load(store, [numbered(1)], fingerprint="f2") == BatchCounts(unchanged=1)
        assert load(store, [numbered(1, "Flask")], fingerprint="f3") == BatchCounts(updated=1)
        (held,) = store.offers(["o1"])
        assert (held.title.value, held.prices[0].raw) == ("Flask 1", "1.80")
        other = replace(numbered(1), origin=replace(numbered(1).origin, sha256="2" * 64))
        load(store, [other], fingerprint="f4")
        assert store.offers(["o1"]) == [other]

    def test_an_offer_that_another_file_takes_back_comes_back_with_other_bytes_only(
        self, store: CatalogueStore
    ) -> None:
        load(store, [numbered(1), numbered(2)])
        before = store.generation()
        assert change(store, withdrawn=["o1", "o1", "never"]) == BatchCounts(withdrawn=1)
        assert change(store, withdrawn=["o1"], fingerprint="c2") == BatchCounts()
        assert (store.generation(), everything(store).withdrawn) == (before + 1, ("o1",))
        assert store.active(["o1", "o2", "never"]) == {"o2"}
        assert load(store, [numbered(1), numbered(2)], fingerprint="f2") == BatchCounts(unchanged=1)
        assert [one.change for one in store.history("o1")] == ["added", "withdrawn"]
        other = replace(numbered(1), origin=replace(numbered(1).origin, sha256="2" * 64))
        assert load(store, [other, numbered(2)], fingerprint="f3") == BatchCounts(added=1, unchanged=1)
        assert [one.change for one in store.history("o1")] == ["added", "withdrawn", "restored"]

    def test_a_file_of_changes_takes_nothing_back_by_its_silence(self, store: CatalogueStore) -> None:
        change(store, new=[numbered(1)])
        assert change(store, new=[numbered(2)], fingerprint="c2") == BatchCounts(added=1)
        assert store.active(["o1", "o2"]) == {"o1", "o2"}

    def test_what_the_present_load_saved_is_seen_and_nothing_of_earlier_loads_or_other_files(
        self, store: CatalogueStore
    ) -> None:
        load(store, [numbered(1), numbered(2)])
        other = begin(store, name="other.csv").file.file_id
        save(store, other, [numbered(3)])
        file_id = begin(store, fingerprint="f2").file.file_id
        assert store.seen(file_id, ["o1", "o2", "o3"]) == set()
        save(store, file_id, [numbered(2)])
        assert store.seen(file_id, ["o1", "o2", "o3", "o4"]) == {"o2"}
        assert store.seen(other, ["o3"]) == {"o3"}

    def test_a_failed_file_without_offers_goes_when_one_of_its_name_has_a_known_supplier(
        self, store: CatalogueStore
    ) -> None:
        guessed = BeginFile(name="list.csv", sha256="1" * 64, supplier=GUESSED, fingerprint="f0")
        failed = store.begin_file(guessed).file.file_id
        save(store, failed, [], rows_done=0, problems=[problem()])
        store.fail_file(failed, "empty")
        load(store, [numbered(1)])
        assert [(file.supplier, file.state) for file in store.files()] == [(NORDWIND, "loaded")]
        assert store.problems(ProblemFilter()).total == 0

    def test_a_failed_file_that_once_gave_offers_stays(self, store: CatalogueStore) -> None:
        guessed = BeginFile(name="list.csv", sha256="1" * 64, supplier=GUESSED, fingerprint="f0")
        failed = store.begin_file(guessed).file.file_id
        save(store, failed, [numbered(7)])
        store.fail_file(failed, "cut off")
        load(store, [numbered(1)])
        assert sorted(file.state for file in store.files()) == ["failed", "loaded"]

    def test_the_last_offer_of_an_id_within_a_batch_wins(self, store: CatalogueStore) -> None:
        load(store, [numbered(1, "First"), numbered(1, "Last")])
        assert [one.title.value for one in store.offers(["o1"])] == ["Last 1"]
        assert len(store.history("o1")) == 1

    def test_a_failed_file_says_why_and_leaves_the_offers_of_its_last_load(
        self, store: CatalogueStore
    ) -> None:
        load(store, [numbered(1)])
        file_id = begin(store, fingerprint="f2").file.file_id
        store.fail_file(file_id, "truncated")
        (file,) = store.files()
        assert (file.state, file.error, file.offers) == ("failed", "truncated", 1)
        assert begin(store, fingerprint="f2").file.state == "loading"

    def test_problems_are_listed_until_their_file_is_read_anew(self, store: CatalogueStore) -> None:
        file_id = begin(store).file.file_id
        save(store, file_id, [], problems=[problem("abc"), problem("xyz", severity="error")])
        assert store.problems(ProblemFilter()).total == 2
        assert [one.value for one in store.problems(ProblemFilter(severity="error")).problems] == ["xyz"]
        assert [one.value for one in store.problems(ProblemFilter(limit=1, offset=1)).problems] == ["xyz"]
        assert store.problems(ProblemFilter(file="other.csv")).total == 0
        assert store.problems(ProblemFilter(kind="bad_price")).total == 2
        begin(store, fingerprint="f2")
        assert store.problems(ProblemFilter()).total == 0

    # ------------------------------------------------------------------------ changes

    def test_an_index_can_follow_the_changes_page_by_page(self, store: CatalogueStore) -> None:
        load(store, [numbered(n) for n in range(5)])
        seen: list[str] = []
        generation = 0
        while True:
            page = store.changes_since(generation, limit=2)
            seen += [one.offer_id for one in page.upserts]
            assert set(page.updated_at) == {one.offer_id for one in page.upserts}
            generation = page.generation
            if not page.remaining:
                break
        assert sorted(seen) == [f"o{n}" for n in range(5)]
        assert generation == store.generation()

    def test_changes_give_each_offer_once_as_it_is_now(self, store: CatalogueStore) -> None:
        load(store, [numbered(1, "Old"), numbered(2)])
        middle = store.generation()
        load(store, [numbered(1, "New")], fingerprint="f2")
        page = store.changes_since(middle, limit=10)
        assert [one.title.value for one in page.upserts] == ["New 1"]
        assert page.withdrawn == ("o2",)
        assert sorted(one.offer_id for one in everything(store).upserts) == ["o1"]

    def test_nothing_is_known_of_an_empty_record(self, store: CatalogueStore) -> None:
        assert store.generation() == 0
        assert everything(store).upserts == ()
        assert store.offers(["nothing"]) == []
        assert store.history("nothing") == []
        assert store.raw_row("nothing") is None
        assert store.files() == []

    def test_counts_tell_what_is_there(self, store: CatalogueStore) -> None:
        load(store, [numbered(1), numbered(2)])
        load(store, [numbered(2), numbered(3)], fingerprint="f2")
        counts = store.counts()
        assert (counts.files, counts.rows, counts.offers, counts.withdrawn) == (1, 2, 2, 1)
        assert counts.suppliers == 2
        assert {one.supplier_id for one in store.suppliers()} == {"nordwind", "nordwind-trading"}

    def test_a_census_names_the_supplier_of_each_active_offer(self, store: CatalogueStore) -> None:
        load(store, [numbered(1), numbered(2)])
        load(store, [numbered(2), numbered(3)], fingerprint="f2")
        assert store.census() == dict.fromkeys(("o2", "o3"), numbered(2).supplier.name)
        assert store.damage() == ()
