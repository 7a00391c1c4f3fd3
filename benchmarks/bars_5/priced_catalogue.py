"""An invented catalogue of priced offers, with the rates to bring them home: nothing in it is a real supplier's."""

from __future__ import annotations

import csv
import random
from pathlib import Path

from benchmarks.running import run_json, with_sample_rates

OFFERS = 20_000
PRODUCTS = {
    "steel bottle": ("9617.00", 0.35),
    "wireless mouse": ("8471.60", 0.09),
    "cotton towel": ("6302.60", 0.4),
    "ceramic mug": ("6912.00", 0.38),
    "desk lamp": ("9405.21", 1.4),
    "leather belt": ("4203.30", 0.25),
    "bamboo tray": ("4419.19", 0.7),
    "running shoe": ("6404.11", 0.8),
    "phone case": ("3926.90", 0.05),
    "garden chair": ("9401.71", 4.2),
    "toy car": ("9503.00", 0.3),
    "kitchen scale": ("8423.10", 0.6),
    "glass jar": ("7010.90", 0.5),
    "paper bag": ("4819.40", 0.04),
    "rubber mat": ("4016.91", 1.1),
    "hex bolt": ("7318.15", 0.02),
    "usb cable": ("8544.42", 0.05),
    "rain coat": ("6201.40", 0.6),
    "wall clock": ("9105.21", 0.9),
    "tea kettle": ("7323.93", 0.8),
}
FINISHES = ("red", "blue", "black", "white", "brushed", "matt", "large", "small", "classic", "light")
SUPPLIERS = {
    "CN": "USD",
    "VN": "USD",
    "IN": "USD",
    "TR": "EUR",
    "IT": "EUR",
    "JP": "JPY",
    "GB": "GBP",
    "DE": "EUR",
}
INCOTERMS = ("EXW", "FCA", "FOB", "CIF", "CFR", "DAP", "DDP", "")
QUESTIONS = tuple(f"{finish} {product}" for product in PRODUCTS for finish in ("", "red", "large"))


def home(work: Path, /) -> Path:
    """A home with the catalogue loaded, tariffs and rate cards taken in."""
    folder = work / "priced"
    made = with_sample_rates(folder / "home")
    if (made / "record.sqlite3").exists():
        return made
    _write(folder)
    run_json(made, "ingest", *(str(path) for path in sorted(folder.glob("offers-*.csv"))))
    for name in ("duties.csv", "cards.toml"):
        run_json(made, "rates", "import", str(folder / name))
    return made


def _write(folder: Path) -> None:
    chance = random.Random(5)
    for country, currency in SUPPLIERS.items():
        with (folder / f"offers-{country}.csv").open("w", encoding="utf-8", newline="") as stream:
            rows = csv.writer(stream)
            rows.writerow(
                [
                    "SKU",
                    "Title",
                    f"Price from 1 ({currency})",
                    "MOQ",
                    "Weight (kg)",
                    "HS code",
                    "Incoterm",
                    "Country of origin",
                ]
            )
            for number in range(OFFERS // len(SUPPLIERS)):
                name, (code, weight) = chance.choice(list(PRODUCTS.items()))
                price = chance.uniform(0.5, 40) * (150 if currency == "JPY" else 1)
                rows.writerow(
                    [
                        f"{country}-{number:05}",
                        f"{chance.choice(FINISHES)} {name} {number % 97}",
                        f"{price:.2f}",
                        chance.choice(["1", "50", "200", "1000"]),
                        f"{weight * chance.uniform(0.8, 1.3):.3f}" if chance.random() < 0.8 else "",
                        code if chance.random() < 0.85 else "",
                        chance.choice(INCOTERMS),
                        country,
                    ]
                )
    with (folder / "duties.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["destination", "code", "rate", "origins", "kind", "source", "as_of"])
        for place, number in (("EU", 0), ("GB", 1), ("US", 2)):
            for position, (code, _) in enumerate(PRODUCTS.values()):
                rate = f"{(position * 7 + number) % 13}%"
                rows.writerow([place, code, rate, "", "mfn", "invented", "2026-01-01"])
                if position % 6 == 0:
                    rows.writerow(
                        [place, f"{code}90", "12% MIN 0.20 EUR/kg", "", "mfn", "invented", "2026-01-01"]
                    )
                    rows.writerow([place, code, "9.5%", "CN", "additional", "invented", "2026-01-01"])
    (folder / "cards.toml").write_text(_CARDS, encoding="utf-8")


_CARDS = """
as_of = 2026-11-01
[[card]]
name = "Sea, less than a container"
legs = ["main_carriage"]
modes = ["sea"]
currency = "USD"
charge = [{ per = "freight_tonne", amount = "62", minimum = "90" }, { per = "shipment", amount = "45" }]
[[card]]
name = "Road"
legs = ["main_carriage"]
origins = ["TR", "IT", "DE", "GB"]
modes = ["road"]
currency = "EUR"
charge = [{ per = "chargeable_kg", amount = "0.45", minimum = "60", kg_per_m3 = "333" }]
[[card]]
name = "Insurance"
legs = ["insurance"]
currency = "EUR"
charge = [{ per = "percent", amount = "0.35", uplift = "0.1", of = "cif", minimum = "20" }]
[[card]]
name = "At departure"
legs = ["pre_carriage", "export_clearance", "origin_handling"]
currency = "USD"
charge = [{ per = "m3", amount = "38", minimum = "110" }]
[[card]]
name = "Cleared, to the door"
legs = ["destination_handling", "import_clearance", "on_carriage"]
currency = "EUR"
charge = [{ per = "shipment", amount = "210" }, { per = "m3", amount = "41" }]
"""
