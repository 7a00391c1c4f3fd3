"""The composition root: opens the record, the index, the encoder and the rates, and joins the stages.

The only module that imports adapters. Faces (CLI, REST, web) hold a `Dragoman` and nothing below it.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Self

import structlog

from dragoman.classify.classifier import Classification, Classifier
from dragoman.classify.given_code import given_subheading
from dragoman.classify.goods import Goods
from dragoman.compare.break_even import BreakEven, break_even
from dragoman.compare.formulas import Sheetful, worked_lines
from dragoman.compare.side_by_side import Comparison, side_by_side
from dragoman.disk import bounded
from dragoman.doctor import DoctorReport, examine, without_record
from dragoman.errors import (
    IndexDamaged,
    NotFound,
    OutOfSpace,
    RankingModelUnusable,
    RateMissing,
    RecordMissing,
    StoreBusy,
    StoreError,
)
from dragoman.evaluate import Case, Evaluation, Examples, SearchFunction, evaluate, examples, unseen
from dragoman.evaluate.parts import IndexWithout, NoMeaning, Part
from dragoman.formats import READER_VERSION, readers
from dragoman.formats.pdf_picture import page_picture
from dragoman.garbage import rarely_collected
from dragoman.indexes.local import LocalIndex, forget, holds_offers
from dragoman.ingest.corrections import CorrectionsFolder
from dragoman.ingest.events import IngestEvent
from dragoman.ingest.load import IngestReport, IngestRequest, ingest
from dragoman.ingest.mappings_folder import MappingsFolder
from dragoman.ingest.pages import PagePictures
from dragoman.ingest.preview import FilePreview, preview
from dragoman.ingest.said_codes import SaidCodes, with_said, without_said
from dragoman.ingest.sources import Limits
from dragoman.ingest.turns import taken, turn
from dragoman.language.encode import SentenceEncoder
from dragoman.language.encode_process import EncodingProcess
from dragoman.matching.match import MatchReport
from dragoman.matching.products import Folded, Products
from dragoman.model import Country, Currency, Language, Offer, OfferVersion, Quantity, RawRow, Supplier
from dragoman.operate.abreast import IndexingAbreast
from dragoman.operate.archive import Contents
from dragoman.operate.backup import Databases, backup, restore
from dragoman.operate.damage import note, noted
from dragoman.operate.verify import compare
from dragoman.operate.watch import Watch
from dragoman.ports import (
    CatalogueStore,
    DutyLine,
    DutyQuestion,
    Encoder,
    ExchangeRates,
    FacetCount,
    FacetField,
    FileRecord,
    IndexRequest,
    ProblemFilter,
    ProblemPage,
    RateImport,
    RateKind,
    RateSource,
    Reranker,
    SearchIndex,
    StoreCounts,
)
from dragoman.ranking.lightgbm import LightGbmReranker, train
from dragoman.ranking.linear import LinearReranker
from dragoman.ranking.pairs import LearnedPairs
from dragoman.rates import RateTable
from dragoman.rates.home import RatesHome
from dragoman.search.bridge import Bridge
from dragoman.search.engine import beginnings, candidates, complete, search
from dragoman.search.features import FEATURES
from dragoman.search.indexing import batch_at, catch_up, refuse_older
from dragoman.search.options import MAX_FACET_VALUES
from dragoman.search.query import asking, remove_requirement, replace_requirement, understand
from dragoman.search.request import ComparablePrice, Query, SearchRequest, SearchResult
from dragoman.search.spelling import WordsOfIndex
from dragoman.search.wanted import names_compared
from dragoman.settings import Settings
from dragoman.stores.backup import copy_database, is_database, put_record, record_facts
from dragoman.stores.products import SqlProducts
from dragoman.stores.sql import SqlStore
from dragoman.trade.bulk.desk import Desk
from dragoman.trade.bulk.reckon import base_unit
from dragoman.trade.gaps import Gap, gaps
from dragoman.trade.landed import landed_cost
from dragoman.trade.landed_cost import LandedCost, LandedRates, LandedRequest, LandedTerms, LikelyCode
from dragoman.trade.old_rates import with_age_told
from dragoman.trade.unit_price import comparable_price
from dragoman.vocabulary.lexicon import concepts
from dragoman.vocabulary.phrases import compile_all
from dragoman.vocabulary.synonyms import Synonyms, SynonymsFile

log = structlog.get_logger()

_ANY_COUNTRY: Country = "ZZ"
"""Of goods whose origin nobody said: what holds for all holds for them."""

_MANY = 3000
"""Changes that are worth starting a process for that encodes them."""
_LOOK_SECONDS = 0.2
"""Between looks at how far a load is that another process is at."""

_MOST_CODES = 256
"""Offers whose likely codes are held."""
_KINDS_AT_HAND = 1_000
"""Of the catalogue, the commonest, whose names' beginnings are completed before the first question."""

_BEGINNINGS_AT_HAND = 600
"""Of words, the commonest, that are completed before anybody types them."""

IndexProgress = Callable[[int, int], None]
"""(offers indexed so far, offers in all)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRecord:
    """All the record holds of one offer."""

    offer: Offer
    history: tuple[OfferVersion, ...]
    raw_row: RawRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Engine:
    """What a search goes through that an evaluation may change."""

    index: SearchIndex
    encoder: Encoder
    bridge: Bridge
    reranker: Reranker


def _silent(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


def _nothing() -> None:
    """Nobody is told."""


class Dragoman:
    """An open Dragoman: one record, one index. Safe to share between threads; close it when done."""

    def __init__(
        self,
        *,
        settings: Settings,
        store: CatalogueStore,
        index: SearchIndex,
        encoder: Encoder,
        rates: ExchangeRates,
        reranker: Reranker,
        damage_found: str = "",
    ) -> None:
        """`damage_found`: why the index was emptied as it was opened; "" where it was not."""
        self.settings = settings
        self.rates = rates
        self._store = store
        self._index = index
        self._encoder = encoder
        self._reranker = reranker
        self._synonyms = SynonymsFile(settings.synonyms_path)
        self._words = WordsOfIndex(index, self._synonyms.now)
        self._bridge = Bridge(encoder)
        self._classifier = Classifier(encoder)
        self._codes: dict[str, tuple[Offer, Classification]] = {}
        self._engine = _Engine(index=index, encoder=encoder, bridge=self._bridge, reranker=reranker)
        self._indexing = threading.Lock()
        self._tables = RatesHome(settings.rates_folder, exchange=settings.rates_path)
        self.desk = Desk(self.landed_rates, self._tables_stamp)
        self.mappings = MappingsFolder(settings.mappings_path)
        self.corrections = CorrectionsFolder(settings.corrections_path)
        self.said_codes = SaidCodes(settings.hs_codes_path)
        self._readers = readers(settings.home / "cache" / "ocr")
        self.products = Products(
            store=store,
            index=index,
            encoder=encoder,
            rates=rates,
            currency=settings.currency,
            judge=LearnedPairs.shipped,
            opened=lambda: SqlProducts(settings.record_path),
            turn=lambda: turn(settings.home / "products.lock", wait_seconds=None, waiting=_nothing),
        )
        self.pages = PagePictures(
            store.files, page_picture, uploads=settings.uploads_path, limits=limits_of(settings)
        )
        self.watch = Watch()
        self._damage_found = damage_found
        if damage_found:
            self.watch.rebuilt()

    # ------------------------------------------------------------------------------ searching

    def search(self, request: SearchRequest, /) -> SearchResult:
        """Ranked offers for a buyer's words. Raises QueryError for an option without meaning."""
        return self.watch.searched(lambda: self._search(request, self._engine))

    def _search(self, request: SearchRequest, engine: _Engine) -> SearchResult:
        self._refresh()
        return search(
            request,
            store=self._store,
            index=engine.index,
            encoder=engine.encoder,
            rates=self.rates,
            words=self._words.now(),
            bridge=engine.bridge,
            reranker=engine.reranker,
            today=_today(),
            default_currency=self.settings.currency,
            home_country=self.settings.country,
            desk=self.desk,
        )

    def _refresh(self) -> None:
        self.refuse_gone()
        self._index.refresh()

    def refuse_gone(self) -> None:
        """Raises RecordMissing where the home was taken away meanwhile: what is read of it then is empty, and what is
        written would begin another."""
        record = self.settings.record_path
        if not record.exists():
            raise RecordMissing(
                f"{record}: the record is gone; was {self.settings.home} moved, or its disk unmounted? Bring it back: "
                "then everything goes on"
            )

    def complete(self, prefix: str, /, *, limit: int = 8) -> list[str]:
        """What the buyer may be about to type."""
        return complete(prefix, index=self._index, limit=limit)

    def understand(self, text: str, /, *, language: Language | None = None) -> Query:
        """The query that a search for `text` would run."""
        return understand(text, today=_today(), language=language, home_country=self.settings.country)

    def without(self, text: str, requirement_id: str, /) -> str:
        """The text with one requirement taken out."""
        return remove_requirement(self.understand(text), requirement_id)

    def with_changed(self, text: str, requirement_id: str, phrase: str, /) -> str:
        """The text with one requirement said anew."""
        return replace_requirement(self.understand(text), requirement_id, phrase)

    def price_at(self, offer: Offer, quantity: Quantity | None, currency: Currency) -> ComparablePrice | None:
        """The offer's price per base unit at a quantity, with the arithmetic; None where it has no price."""
        return comparable_price(offer, quantity=quantity, currency=currency, rates=self.rates)

    # ------------------------------------------------------------------------------ same products

    def match(self, progress: IndexProgress = _silent, *, anew: bool = False) -> MatchReport:
        """Find offers of one product among those that changed, and group all anew. Loads wait meanwhile."""
        with self._load_turn(None):
            self.catch_up()
            return self.products.match(progress, anew=anew)

    def folds(self, result: SearchResult, /) -> Mapping[str, Folded]:
        """Offer id of each hit that is in a group of one product -> the group, to show them together."""
        quantity = Quantity(value=result.quantity) if result.quantity is not None else None
        return self.products.folds(result, lambda offer: self.price_at(offer, quantity, result.currency))

    # ------------------------------------------------------------------------------ landed cost

    def landed_rates(self) -> LandedRates:
        """The tables in force now. Raises InputError where one in the home has a mistake."""
        tables = self._tables
        return LandedRates(
            exchange=self.rates, duties=tables.duties, taxes=tables.taxes, freight=tables.freight
        )

    def _tables_stamp(self) -> Hashable:
        """Differs once a table that landed costs are reckoned by has changed."""
        tables = self._tables
        return (id(self.rates), id(tables.taxes), id(tables.freight), tables.duties.stamp())

    def landed(self, offer_id: str, terms: LandedTerms, /, *, currency: Currency | None = None) -> LandedCost:
        """What an order of the offer costs at the door, line by line.

        Args:
            currency: To show it in; None: the destination's, in which duty and tax are reckoned.
        Raises:
            NotFound: no such offer. Incomparable: it has no price. RateMissing: none into `currency`.
        """
        request = self._landed_request(self.offer(offer_id).offer, terms)
        cost = landed_cost(request, rates=self.landed_rates())
        if currency is not None:
            cost = cost.presented(self.rates.rate(cost.currency, currency))
        return with_age_told(cost, _today())

    def _landed_request(self, offer: Offer, terms: LandedTerms) -> LandedRequest:
        """With the codes that the offer's texts make likely where none is given, or their doubt about its own."""
        if terms.hs_codes:
            return LandedRequest.of(offer, terms)
        found = self._classified(offer)
        differs = found.own_code is not None and found.own_code.verdict == "differs"
        return LandedRequest.of(
            offer,
            terms,
            likely_codes=tuple(
                LikelyCode(code=one.code, probability=one.probability) for one in found.likely
            ),
            code_doubt=found.own_code.message if differs and found.own_code is not None else "",
        )

    def _classified(self, offer: Offer) -> Classification:
        """As it was found before, while the offer stays what it was: a comparison asks again at every turn of a
        slider."""
        held = self._codes.get(offer.offer_id)
        if held is None or held[0] != offer:
            if len(self._codes) >= _MOST_CODES:
                self._codes.clear()
            held = self._codes[offer.offer_id] = (offer, self.classify(self.goods(offer)))
        return held[1]

    # ------------------------------------------------------------------------------ HS codes

    def classify(self, goods: Goods, /, *, most: int = 10) -> Classification:
        """The subheadings of the Harmonized System that goods may be in, likeliest first."""
        return self._classifier.classify(goods, most=most)

    def goods(self, offer: Offer, /, *, own_code: str | None = None) -> Goods:
        """What an offer says of its goods, and what the user said of them.

        Args:
            own_code: Instead of any other.
        """
        said = self.said_codes.of(offer.offer_id) if own_code is None else None
        return Goods.of_offer(offer, own_code=own_code, said_code=said.code if said is not None else None)

    def goods_by_texts(self, offer: Offer, /) -> Goods:
        """As `goods`, without the user's word: what the texts and the supplier's code say."""
        return Goods.of_offer(without_said(offer))

    def say_code(self, offer_id: str, given: str, /) -> OfferRecord:
        """Remember which HS code an offer has: from now on it is the offer's, whatever its supplier sends. Raises NotFound,
        and QueryError where it is none of this edition."""
        code = given_subheading(given)
        offer = self.offer(offer_id).offer
        said = self.said_codes.say(offer_id, code)
        return self._with_code(with_said(offer, said))

    def forget_code(self, offer_id: str, /) -> OfferRecord:
        """Take that back: the supplier's own code holds again, or none. Raises NotFound."""
        offer = self.offer(offer_id).offer
        self.said_codes.forget(offer_id)
        return self._with_code(without_said(offer))

    def _with_code(self, offer: Offer) -> OfferRecord:
        self._store.amend([offer])
        self._codes.pop(offer.offer_id, None)
        self.catch_up_if_idle()  # else whoever is at it takes the change along
        return self.offer(offer.offer_id)

    def tariff_lines(
        self, codes: Sequence[str], destination: Country | None, /
    ) -> Mapping[str, tuple[DutyLine, ...]]:
        """The lines of a destination's tariff below each code; nothing where no tariff is in force."""
        found: dict[str, tuple[DutyLine, ...]] = {}
        for code in codes if destination is not None else ():
            asked = DutyQuestion(
                code=code, origin=_ANY_COUNTRY, destination=(destination or "").upper(), on=_today()
            )
            try:
                found[code] = self._tables.duties.lines(asked)
            except RateMissing:
                continue
        return found

    def compare(
        self,
        offer_ids: Sequence[str],
        terms: LandedTerms,
        /,
        *,
        currency: Currency | None = None,
        moved: Decimal = Decimal(0),
    ) -> Comparison:
        """Two to eight offers side by side at the buyer's door.

        Args:
            moved: What if: percent that other currencies cost more in the destination's.
        Raises:
            NotFound: no such offer. QueryError: not two to eight of them. RateMissing: none into `currency`.
        """
        found = {offer.offer_id: offer for offer in self._store.offers(list(dict.fromkeys(offer_ids)))}
        missing = [offer_id for offer_id in offer_ids if offer_id not in found]
        if missing:
            raise NotFound(f"no offer {missing[0]!r} in the record; search again, it may have got a new id")
        offers = [found[offer_id] for offer_id in offer_ids]
        rates = self.desk.rates(terms, moved)
        return side_by_side(
            offers, terms, rates=rates, currency=currency, moved=moved, asked=self._landed_request
        )

    def break_even(self, comparison: Comparison, /) -> BreakEven:
        """From which quantity on which of the offers is the cheapest, in the destination's currency."""
        terms = comparison.terms
        return break_even(
            [one.offer for one in comparison.offers],
            self.desk.reckoner(terms, comparison.currency, comparison.moved),
            unit=base_unit(terms.quantity),
            asked=terms.quantity.value if terms.quantity is not None else None,
            codes=[one.cost.hs_codes if one.cost is not None else () for one in comparison.offers],
        )

    def worked(self, comparison: Comparison, /) -> tuple[Sheetful | None, ...]:
        """Each offer's lines as formulas; None without a price."""
        rates = self.desk.rates(comparison.terms, comparison.moved)
        return tuple(
            None
            if one.reckoned is None
            else worked_lines(one.reckoned, self._landed_request(one.offer, comparison.terms), rates=rates)
            for one in comparison.offers
        )

    def destinations(self) -> tuple[Country, ...]:
        """Countries whose import rules are known."""
        covered = {
            country
            for source in self._tables.taxes.sources()
            for country in source.covers
            if len(country) == 2 and country.isupper()
        }
        return tuple(sorted(covered - {"EU"}))

    def rate_sources(self) -> tuple[RateSource, ...]:
        """Every table in force: exchange, duties, taxes, freight."""
        exchange = RateSource(
            kind="exchange",
            name=self.settings.rates_path.name,
            covers=self.rates.currencies(),
            entries=len(self.rates.currencies()),
            as_of=self.rates.as_of,
            source=self.rates.source,
            note="; ".join(_contradictions(self.rates)),
        )
        return (exchange, *self._tables.sources())

    def rate_gaps(self, destination: Country, /) -> tuple[Gap, ...]:
        """What rates the catalogue's offers lack on their way to a destination."""
        return gaps(self._offers(), destination=destination, on=_today(), rates=self.landed_rates())

    def take_in_rates(
        self, path: Path, /, *, as_of: date | None = None, kind: RateKind | None = None
    ) -> RateImport:
        """Raises InputError; nothing is changed then. Exchange rates hold from the next start on."""
        return self._tables.take_in(path, today=_today(), as_of=as_of, kind=kind)

    def _offers(self) -> Iterator[Offer]:
        """Every active offer of the record."""
        generation = 0
        while True:
            page = self._store.changes_since(generation, limit=1000)
            yield from page.upserts
            if page.remaining == 0:
                return
            generation = page.generation

    def evaluate(
        self,
        cases: Sequence[Case],
        /,
        *,
        language: Language,
        search: SearchFunction | None = None,
        progress: IndexProgress = _silent,
    ) -> Evaluation:
        """Measure `search` (default: this engine's, as users have it) on judged questions."""
        brands = self.search(
            SearchRequest(text="", facets=("brand",), facet_values=MAX_FACET_VALUES, limit=0)
        ).facets["brand"]
        return evaluate(
            cases,
            search or self.search,
            language=language,
            brands=[brand.value for brand in brands],
            progress=progress,
        )

    def examples(self, cases: Sequence[Case], /) -> Examples:
        """What a ranking model learns from judged questions. Raises InputError where they find nothing."""
        self._refresh()
        words = self._words.now()
        return examples(
            cases,
            lambda text: candidates(
                text,
                store=self._store,
                index=self._index,
                encoder=self._encoder,
                words=words,
                bridge=self._bridge,
                today=_today(),
            ),
        )

    @staticmethod
    def train(learned: Examples, /) -> str:
        """A ranking model as text, to be kept as HOME/ranker.txt."""
        return train(learned.rows, learned.ratings, learned.groups, features=FEATURES)

    def searching_with(self, model: str | None, /) -> SearchFunction:
        """This engine with another ranking model; None: with the weights set by hand."""
        reranker = LinearReranker(FEATURES) if model is None else LightGbmReranker(model, name="given")
        engine = replace(self._engine, reranker=reranker)
        return lambda request: self._search(request, engine)

    def searching_without(self, parts: Collection[Part], /) -> SearchFunction:
        """This engine with parts of it turned off."""
        deaf = NoMeaning(self._encoder)
        engine = _Engine(
            index=IndexWithout(self._index, parts),
            encoder=self._encoder,
            bridge=Bridge(deaf, translates=False) if {"meaning", "bridge"} & set(parts) else self._bridge,
            reranker=LinearReranker(FEATURES) if "learned" in parts else self._reranker,
        )
        return lambda request: self._search(request, engine)

    def cross_validated(
        self, cases: Sequence[Case], learned: Examples, /, *, language: Language
    ) -> Evaluation:
        """What a model trained on these judgments is worth on questions it has not seen."""
        search = unseen(
            cases,
            learned,
            lambda others: self.searching_with(self.train(others) if others.groups else None),
        )
        return self.evaluate(cases, language=language, search=search)

    # ------------------------------------------------------------------------------ the record

    def offer(self, offer_id: str, /) -> OfferRecord:
        """Raises NotFound."""
        found = self._store.offers([offer_id])
        if not found:
            raise NotFound(f"no offer {offer_id!r} in the record; search again, it may have got a new id")
        return OfferRecord(
            offer=found[0],
            history=tuple(self._store.history(offer_id)),
            raw_row=self._store.raw_row(offer_id),
        )

    def page_rows(self, file_id: int, page: int, /) -> list[RawRow]:
        """What was read on a page of a file of the record, row by row."""
        return self._store.page_rows(file_id, page)

    def problems(self, request: ProblemFilter, /) -> ProblemPage:
        return self._store.problems(request)

    def files(self) -> list[FileRecord]:
        """With those that a killed load left in the middle told from those that are loading."""
        files = self._store.files()
        if all(one.state != "loading" for one in files) or taken(self._load_lock):
            return files
        found = self._store.files()  # a load that was done meanwhile said so before it freed its turn
        return [replace(one, state="stopped") if one.state == "loading" else one for one in found]

    def suppliers(self) -> list[Supplier]:
        return self._store.suppliers()

    def counts(self) -> StoreCounts:
        """What the record holds. Suppliers are those that offer something: one that a file was taken for, and whose rows
        name others, offers nothing."""
        counts = self._store.counts()
        indexed, recorded = self.generations()
        if indexed != recorded:
            return counts
        found = self._index.search(IndexRequest(facets=("supplier",), limit=1))
        return replace(counts, suppliers=len(found.facets["supplier"]))

    def generations(self) -> tuple[int, int]:
        """(index, record): equal when every offer of the record can be found."""
        self._refresh()
        return self._index.generation(), self._store.generation()

    def indexed_offer_ids(self) -> set[str]:
        """Every offer that can be found."""
        self._refresh()
        return self._index.offer_ids()

    # ------------------------------------------------------------------------------ loading

    def ingest(
        self,
        request: IngestRequest,
        progress: Callable[[IngestEvent], None],
        index_progress: IndexProgress = _silent,
        *,
        wait_seconds: float | None = None,
    ) -> IngestReport:
        """Load files into the record, then bring the index up to it.

        One load runs at a time in a home, in whichever process; another waits for its turn. A long one is indexed
        by a process of its own while it goes on, so that what is loaded first is found first.

        Args:
            wait_seconds: How long to wait for the turn; None: as long as it takes. Raises StoreBusy after it.
        """
        waiting = self._load_turn(wait_seconds, lambda: progress(IngestEvent(file="", rows=0, waiting=True)))
        indexing = IndexingAbreast(self.settings.model_dump_json())
        with waiting, bounded(Path(tempfile.gettempdir())), rarely_collected(), indexing:
            refuse_older(*self.generations())
            started = time.perf_counter()
            report = ingest(
                request,
                store=self._store,
                readers=self._readers,
                reader_version=READER_VERSION,
                progress=indexing.watching(progress),
                mappings=self.mappings,
                corrections=self.corrections,
                codes=self.said_codes,
            )
            self.watch.loaded(replace(report, seconds=time.perf_counter() - started))
            indexing.finish(index_progress)
            self.catch_up(index_progress)
            return replace(report, seconds=time.perf_counter() - started)

    def preview(self, request: IngestRequest, /) -> list[FilePreview]:
        """How files would be read; nothing is stored."""
        return preview(
            request,
            readers=self._readers,
            library=self.mappings.read() if request.learned else None,
            corrections=self.corrections,
        )

    def catch_up(self, progress: IndexProgress = _silent) -> int:
        """Bring the index up to the record; returns how many changes were applied. Waits for another process
        that is at it, and then has nothing left to do."""
        with self._indexing, self._index_turn(None):
            return self._catch_up(progress)

    def catch_up_if_idle(self, progress: IndexProgress = _silent) -> int:
        """The same, but nothing where another process is loading or indexing and will do it."""
        index, record = self.generations()
        if index == record:
            return 0
        try:
            with self._load_turn(0.0), self._indexing, self._index_turn(0.0):
                return self._catch_up(progress)
        except StoreBusy:
            return 0

    def _catch_up(self, progress: IndexProgress) -> int:
        index, record = self.generations()
        if record - index < _MANY and index <= record:
            return catch_up(store=self._store, index=self._index, encoder=self._encoder, progress=progress)
        with rarely_collected(), self._encoding_process() as encoder:
            return catch_up(store=self._store, index=self._index, encoder=encoder, progress=progress)

    def _encoding_process(self) -> EncodingProcess:
        return EncodingProcess(self._encoder, threads=self.settings.encoder_threads)

    def follow(self, finished: Callable[[float], bool], progress: IndexProgress = _silent) -> None:
        """Keep the index up with a load that another process is at, until that is done and nothing is left.

        Args:
            finished: Waits so many seconds at most; whether the load is done.
        """
        with self._indexing, rarely_collected(), self._encoding_process() as encoder:
            while True:
                last = finished(_LOOK_SECONDS)
                index, record = self.generations()
                if not last and 0 <= record - index < batch_at(index):
                    continue
                with self._index_turn(None):
                    catch_up(
                        store=self._store,
                        index=self._index,
                        encoder=encoder,
                        progress=progress,
                        patient=not last,
                    )
                if last:
                    return

    @contextmanager
    def _load_turn(
        self, wait_seconds: float | None, waiting: Callable[[], None] = _nothing
    ) -> Iterator[None]:
        """Whoever holds it knows that nobody else loads: what is not done was stopped."""
        self.refuse_gone()
        with turn(self._load_lock, wait_seconds=wait_seconds, waiting=waiting):
            with suppress(OutOfSpace):  # it is told at the first thing that has to be written
                self._store.stop_files()
            yield

    @property
    def _load_lock(self) -> Path:
        return self.settings.home / "load.lock"

    def _index_turn(self, wait_seconds: float | None) -> AbstractContextManager[None]:
        self.refuse_gone()
        return turn(self.settings.home / "index.lock", wait_seconds=wait_seconds, waiting=_nothing)

    def reindex(self, progress: IndexProgress = _silent) -> int:
        """Throw the index away and make it anew from the record."""
        with self._indexing, self._index_turn(None):
            self._index.clear()
            return self._catch_up(progress)

    # ------------------------------------------------------------------------------ operating

    def verify(self, progress: IndexProgress = _silent) -> DoctorReport:
        """Compare record and index from end to end, after catching up. Loads and indexing wait meanwhile."""
        with self._load_turn(None), self._indexing, self._index_turn(None):
            full = ""
            try:
                self._catch_up(progress)
            except OutOfSpace as error:
                full = str(error)
            return compare(
                store=self._store, index=self._index, damage_found=self._damage_found, disk_full=full
            )

    def backup(self, target: Path, /, *, overwrite: bool = False) -> Contents:
        """Everything that is not derived, in one file; loads and searches go on."""
        settings = self.settings
        outside = {
            name: path
            for name, path in (("rates.csv", settings.rates), ("ranker.txt", settings.ranker))
            if path is not None
        }
        return backup(settings.home, target, outside=outside, databases=_DATABASES, overwrite=overwrite)

    def warm_up(self) -> None:
        """Load now what the first search would wait for: vocabularies, the encoder, columns and codes."""
        self._store.warm()
        self._warm_filters(self._search(SearchRequest(text="", limit=10), self._engine).facets)
        bottle = concepts()["insulated_bottle"]
        for names in bottle.names.values():
            self._search(SearchRequest(text=f"500 {names[0]}, 750 ml, 4 USD", limit=10), self._engine)
        if self.settings.country is not None:
            self._search(
                SearchRequest(text="", limit=1, sort="landed", destination=self.settings.country),
                self._engine,
            )
        self._bridge.nearest(bottle.names["en"][0], self._words.now().kinds)
        self._warm_names()
        compile_all()
        asking.compile_all()

    def _warm_names(self) -> None:
        """What kinds are called: what that means, and of the commonest how it begins."""
        words = self._words.now()
        self._bridge.know(list(names_compared(words.languages, words.carried)))
        modifiers = [code for code, concept in concepts().items() if concept.modifier]
        known = [*modifiers, *words.kinds[:_KINDS_AT_HAND]]
        listed = [concepts()[kind].names for kind in known if kind in concepts()]
        called = [name for each in listed for language in words.languages for name in each.get(language, ())]
        for beginning in beginnings(called, most=_BEGINNINGS_AT_HAND):
            self.complete(beginning)

    def _warm_filters(self, facets: Mapping[FacetField, tuple[FacetCount, ...]]) -> None:
        """The first question with a facet's value waits until its rows are in order."""
        for name, values in facets.items():
            for value in values[:1]:
                chosen = SearchRequest(text="", limit=1, facets=(), filters=(f"{name}={value.value}",))
                self._search(chosen, self._engine)

    def heal(self) -> bool:
        """Read every file of the index; where one is damaged, make the index anew. Whether that was so."""
        try:
            self._refresh()
            found = "; ".join(self._index.damage())
        except IndexDamaged as error:
            found = str(error)
        if not found:
            return False
        _note_damage(self.settings.home, found)
        self.watch.rebuilt()
        self.reindex()
        return True

    def doctor(self) -> DoctorReport:
        return examine(
            home=self.settings.home,
            store=self._store,
            files=self.files(),
            index=self._index,
            encoder=self._encoder,
            rates=self.rates,
            contradictions=_contradictions(self.rates),
            synonyms=self.synonyms(),
        )

    def synonyms(self) -> Synonyms:
        """The user's own, as the file HOME/synonyms.txt has them now."""
        return self._synonyms.now()

    # ------------------------------------------------------------------------------ opening and closing

    def close(self) -> None:
        self.products.close()
        self._tables.close()
        self._index.close()
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a Dragoman is put together from."""

    store: CatalogueStore
    index: SearchIndex
    encoder: Encoder


def _as_they_are(parts: Parts) -> Parts:
    return parts


def open_dragoman(
    settings: Settings, /, *, new: bool = True, around: Callable[[Parts], Parts] = _as_they_are
) -> Dragoman:
    """Open (and make, where it is new) everything under `settings.home`.

    A damaged index is set aside and made anew from the record: it holds nothing of its own.

    Args:
        new: Whether a record is made where there is none.
        around: Gives what takes the place of the parts, such as the same with clocks.
    Raises:
        StoreError: the record cannot be opened.
        RecordMissing: there is none, and it is not to be made, or an index of its offers lies beside.
        RankingModelUnusable: the model does not open.
    """
    refuse_missing(settings, new=new)
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{settings.home}: expected a folder to keep the record in, got: {error.strerror}; "
            "name another with --home or DRAGOMAN_HOME"
        ) from error
    store = SqlStore(settings.record_path)
    known = noted(settings.home)
    encoder = SentenceEncoder(threads=settings.encoder_threads)
    index = _open_index(settings, encoder)
    found = noted(settings.home)
    parts = around(Parts(store=store, index=index, encoder=encoder))
    return Dragoman(
        settings=settings,
        store=parts.store,
        index=parts.index,
        damage_found=found.reason if found is not None and found != known else "",
        encoder=parts.encoder,
        rates=RateTable.from_csv(settings.rates_path)
        if settings.rates_path.exists()
        else RateTable.empty(settings.rates_path),
        reranker=_open_reranker(settings),
    )


def has_record(settings: Settings, /) -> bool:
    """Whether the home holds one; an empty file is none."""
    record = settings.record_path
    return record.exists() and record.stat().st_size > 0


def refuse_missing(settings: Settings, /, *, new: bool = False) -> None:
    """Raises RecordMissing where there is no record; where one may be made, only if offers were indexed from one."""
    record = settings.record_path
    if has_record(settings):
        return
    if holds_offers(settings.index_path):
        raise RecordMissing(
            f"{record}: expected the record that the index beside it was made from, found none; `dragoman restore` a backup "
            f"with --force, or move {settings.index_path} away too and load the suppliers' files again"
        )
    if not new:
        raise RecordMissing(
            f"expected a record at {record}, found none; load files with `dragoman ingest`, or name another home with --home "
            "or DRAGOMAN_HOME"
        )


def doctor_of(settings: Settings, /) -> DoctorReport:
    """The report on a home, which is not made where it is missing."""
    try:
        refuse_missing(settings)
    except RecordMissing as error:
        return without_record(settings.home, str(error))
    with open_dragoman(settings, new=False) as dragoman:
        return dragoman.doctor()


def restore_home(settings: Settings, source: Path, /, *, force: bool = False) -> Contents:
    """Bring `settings.home` to what a backup holds; the index is emptied, and made at the next catching up."""
    return restore(
        settings.home,
        source,
        force=force,
        databases=_DATABASES,
        forget_index=lambda: forget(settings.index_path),
    )


_DATABASES = Databases(is_one=is_database, copy=copy_database, facts=record_facts, put=put_record)


def _open_reranker(settings: Settings) -> Reranker:
    """The user's model, else the one shipped. Raises RankingModelUnusable."""
    path = settings.ranker_path
    if settings.ranker is not None and not path.is_file():
        raise RankingModelUnusable(
            f"{path}: expected a model that `dragoman train` wrote, as DRAGOMAN_RANKER says, there is no such file; "
            "bring it back, or leave DRAGOMAN_RANKER unset"
        )
    reranker = LightGbmReranker.of_file(path) if path.exists() else LightGbmReranker.shipped()
    unknown = set(reranker.features) - set(FEATURES)
    if unknown:
        raise RankingModelUnusable(
            f"{path}: expected a model of the features {', '.join(FEATURES)}; got {', '.join(sorted(unknown))} too; "
            "train it anew with `dragoman train`"
        )
    return reranker


def limits_of(settings: Settings, /) -> Limits:
    """The reading limits that the settings ask for."""
    return replace(
        Limits(),
        max_file_bytes=settings.max_file_mb * 1024 * 1024,
        max_unpacked_bytes=settings.max_unpacked_mb * 1024 * 1024,
    )


def _open_index(settings: Settings, encoder: Encoder) -> SearchIndex:
    """A damaged one is emptied, by one process only, and said."""

    def opened() -> SearchIndex:
        return LocalIndex(settings.index_path, encoder_name=encoder.name, dimensions=encoder.dimensions)

    try:
        return opened()
    except IndexDamaged:
        with turn(settings.home / "index.lock", wait_seconds=None, waiting=_nothing):
            try:
                return opened()  # another process was faster
            except IndexDamaged as error:
                _note_damage(settings.home, str(error))
                forget(settings.index_path)
                return opened()


def _note_damage(home: Path, reason: str) -> None:
    log.warning("index_damaged", error=reason, action="rebuilt from the record")
    note(home, reason)


def _contradictions(rates: ExchangeRates) -> tuple[str, ...]:
    """Pairs of a table of the user's that say two things."""
    return rates.contradictions() if isinstance(rates, RateTable) else ()


def _today() -> date:
    return datetime.now(UTC).date()
