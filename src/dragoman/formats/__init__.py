"""Formats: bytes in, rows out, each cell with its Origin. A new format is one module here and one line below."""

from __future__ import annotations

from pathlib import Path

from dragoman.formats.agentic_feeds import ACP, UCP
from dragoman.formats.bmecat import BmecatReader
from dragoman.formats.cxml import CxmlReader
from dragoman.formats.delimited import DelimitedReader
from dragoman.formats.docx import DocxReader
from dragoman.formats.google_columns import GoogleColumns
from dragoman.formats.google_merchant import GoogleMerchantReader
from dragoman.formats.html_page import HtmlReader
from dragoman.formats.json_array import JsonReader
from dragoman.formats.json_ld import JsonLd
from dragoman.formats.json_lines import JsonLinesReader
from dragoman.formats.ocr_words import KeptWords
from dragoman.formats.parquet import ParquetReader
from dragoman.formats.pdf import PdfReader
from dragoman.formats.scan import ScanReader
from dragoman.formats.shop_csv import ShopCsvReader
from dragoman.formats.shop_json import ShopJsonReader
from dragoman.formats.shopify import ShopifyCsv, ShopifyJson
from dragoman.formats.spreadsheet import SpreadsheetReader
from dragoman.formats.ubl import UblReader
from dragoman.formats.woocommerce import WooCommerce
from dragoman.ports import FormatReader

READERS: tuple[FormatReader, ...] = (
    DelimitedReader(),
    SpreadsheetReader("xlsx", (".xlsx", ".xlsm", ".xlsb")),
    SpreadsheetReader("xls", (".xls",)),
    SpreadsheetReader("ods", (".ods",)),
    DocxReader(),
    JsonReader(),
    JsonLinesReader(),
    ParquetReader(),
    PdfReader(),
    ScanReader(),
    GoogleMerchantReader(),
    BmecatReader(),
    CxmlReader(),
    UblReader(),
    ShopJsonReader(ACP),
    ShopJsonReader(UCP),
    ShopJsonReader(ShopifyJson()),
    ShopJsonReader(JsonLd()),
    HtmlReader(),
    ShopCsvReader(ShopifyCsv()),
    ShopCsvReader(WooCommerce()),
    ShopCsvReader(GoogleColumns()),
)
"""Every reader there is; `ingest/detect` asks each how sure it is of a file."""


def readers(words: Path, /) -> tuple[FormatReader, ...]:
    """Every reader; those of scans keep what OCR read in the folder `words`."""
    kept = KeptWords(words)
    keeping: dict[str, FormatReader] = {"pdf": PdfReader(kept=kept), "scan": ScanReader(kept=kept)}
    return tuple(keeping.get(one.name, one) for one in READERS)


READER_VERSION: str = "5"
"""Goes into a loaded file's fingerprint: raise it when a reader gives other rows for the same bytes."""
