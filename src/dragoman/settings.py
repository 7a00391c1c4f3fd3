"""Settings: read once, when the app is opened, from the environment (`DRAGOMAN_*`) and the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything that can be set. Each field is `DRAGOMAN_<NAME>` in the environment."""

    model_config = SettingsConfigDict(env_prefix="DRAGOMAN_", frozen=True, extra="ignore")

    home: Path = Field(
        default=Path.home() / ".dragoman", description="Where record, index, uploads and rates live."
    )
    host: str = Field(
        default="127.0.0.1", description="Address the server binds to; only this machine by default."
    )
    port: int = Field(default=8765, ge=0, le=65535, description="Port of the server; 0 takes a free one.")
    currency: str = Field(
        default="USD",
        pattern="^[A-Z]{3}$",
        description="Currency that prices are shown in when nothing else says.",
    )
    country: str | None = Field(
        default=None,
        pattern="^[A-Z]{2}$",
        description="Where the buyer is; decides what '$' means in a question.",
    )
    rates: Path | None = Field(
        default=None,
        description="CSV of exchange rates (base,quote,rate,as_of,source). Default: HOME/rates.csv.",
    )
    ranker: Path | None = Field(
        default=None,
        description="Model that orders the hits, made by `dragoman train`. Default: HOME/ranker.txt, else the one shipped.",
    )
    encoder_threads: int = Field(
        default=1, ge=1, description="Threads for the sentence encoder's matrix products."
    )
    max_file_mb: int = Field(default=4096, ge=1, description="Largest supplier file read, in MB.")
    max_unpacked_mb: int = Field(
        default=8192, ge=1, description="Most that one archive or compressed file may unpack to, in MB."
    )
    max_upload_mb: int = Field(default=256, ge=1, description="Largest upload through the web page, in MB.")

    allowed_hosts: str = Field(
        default="",
        description="Names that the server answers to beside this machine's own and the bound address, parted by commas.",
    )
    workers: int = Field(
        default=1,
        ge=1,
        le=64,
        description="Processes that answer over one home; more use more processors and more memory.",
    )
    max_searches: int = Field(
        default=0,
        ge=0,
        le=1000,
        description="Searches and pages at work at once; 0: as many as processors, 2 at least.",
    )
    max_waiting: int = Field(
        default=64,
        ge=0,
        le=10_000,
        description="Requests that may wait for a place; beyond, 503 with Retry-After.",
    )
    log_format: Literal["text", "json"] = Field(default="text", description="Lines for people, or JSON.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning", description="What is logged; `info` has one event a request."
    )

    @field_validator("home", "rates", "ranker", mode="before")
    @classmethod
    def _named(cls, value: object) -> object:
        """An empty path would be the current folder."""
        if value == "":
            raise ValueError("a path is empty; name one, or leave the setting out")
        return value

    @property
    def record_path(self) -> Path:
        """The SQLite file of the catalogue of record."""
        return self.home / "record.sqlite3"

    @property
    def index_path(self) -> Path:
        """Folder of the derived index; may be deleted, `dragoman reindex` makes it anew."""
        return self.home / "index"

    @property
    def ranker_path(self) -> Path:
        """Where a ranking model of the user's own is looked for."""
        return self.ranker if self.ranker is not None else self.home / "ranker.txt"

    @property
    def mappings_path(self) -> Path:
        """Folder of the corrections of mappings that are remembered."""
        return self.home / "mappings"

    @property
    def corrections_path(self) -> Path:
        """Folder of what people read in cells of printed lists."""
        return self.home / "corrections"

    @property
    def hs_codes_path(self) -> Path:
        """The HS codes that the user said of offers."""
        return self.home / "hs-codes.jsonl"

    @property
    def synonyms_path(self) -> Path:
        """The user's own synonyms, edited by hand."""
        return self.home / "synonyms.txt"

    @property
    def uploads_path(self) -> Path:
        """Folder of files uploaded through the web page, kept."""
        return self.home / "uploads"

    @property
    def jobs_path(self) -> Path:
        """Folder of what loads through the web page are at; hidden, so that no backup holds it."""
        return self.home / ".jobs"

    @property
    def rates_path(self) -> Path:
        """The exchange rate table in force."""
        return self.rates if self.rates is not None else self.home / "rates.csv"

    @property
    def rates_folder(self) -> Path:
        """Folder of duties, import rules and rate cards that were taken in."""
        return self.home / "rates"
