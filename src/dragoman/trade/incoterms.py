"""The eleven rules of Incoterms 2020: who pays which leg, where the risk passes, for which transport.

Source: ICC publication 723 E, Incoterms 2020, articles A2/B2 (delivery), A3/B3 (risk), A4/B4 (carriage),
A5/B5 (insurance), A7/B7 (clearance) and A9/B9 (allocation of costs) of each rule, in our own words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dragoman.model import Incoterm
from dragoman.ports import LEGS, MODES, Leg, Mode

Payer = Literal["seller", "buyer", "depends"]
"""`depends`: on the named place or on the contract of carriage; whoever reckons assumes the buyer and says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One Incoterm."""

    incoterm: Incoterm
    name: str
    modes: tuple[Mode, ...]
    seller_pays: frozenset[Leg]
    depends: frozenset[Leg]
    seller_pays_duty: bool
    risk_passes: str
    """Where, in words."""
    obliged_to_insure: bool = False
    """The seller, for the buyer."""
    cover: str = ""

    def payer(self, leg: Leg, /) -> Payer:
        if leg in self.seller_pays:
            return "seller"
        return "depends" if leg in self.depends else "buyer"

    @property
    def by_buyer(self) -> tuple[Leg, ...]:
        """Legs not paid by the seller for sure, in the order of the way."""
        return tuple(leg for leg in LEGS if leg not in self.seller_pays)


_ALONGSIDE: frozenset[Leg] = frozenset({"loading", "pre_carriage", "export_clearance"})
_ON_BOARD: frozenset[Leg] = _ALONGSIDE | {"origin_handling"}
_TO_DESTINATION: frozenset[Leg] = _ON_BOARD | {"main_carriage"}
_TO_DOOR: frozenset[Leg] = _TO_DESTINATION | {"insurance", "destination_handling", "on_carriage"}
_NONE: frozenset[Leg] = frozenset()
_BY_SEA: tuple[Mode, ...] = ("sea",)
_ARRIVAL: frozenset[Leg] = frozenset({"destination_handling"})
_ARRIVAL_AND_ON: frozenset[Leg] = frozenset({"destination_handling", "on_carriage"})

RULES: dict[Incoterm, Rule] = {
    rule.incoterm: rule
    for rule in (
        Rule(
            incoterm="EXW",
            name="Ex Works",
            modes=MODES,
            seller_pays=_NONE,
            depends=_NONE,
            seller_pays_duty=False,
            risk_passes="at the seller's works, goods not loaded",
        ),
        Rule(
            incoterm="FCA",
            name="Free Carrier",
            modes=MODES,
            seller_pays=frozenset({"loading", "export_clearance"}),
            depends=frozenset({"pre_carriage"}),
            seller_pays_duty=False,
            risk_passes="when the carrier has the goods at the named place",
        ),
        Rule(
            incoterm="FAS",
            name="Free Alongside Ship",
            modes=_BY_SEA,
            seller_pays=_ALONGSIDE,
            depends=_NONE,
            seller_pays_duty=False,
            risk_passes="alongside the ship in the port of loading",
        ),
        Rule(
            incoterm="FOB",
            name="Free On Board",
            modes=_BY_SEA,
            seller_pays=_ON_BOARD,
            depends=_NONE,
            seller_pays_duty=False,
            risk_passes="on board in the port of loading",
        ),
        Rule(
            incoterm="CFR",
            name="Cost and Freight",
            modes=_BY_SEA,
            seller_pays=_TO_DESTINATION,
            depends=_ARRIVAL,
            seller_pays_duty=False,
            risk_passes="on board in the port of loading",
        ),
        Rule(
            incoterm="CIF",
            name="Cost, Insurance and Freight",
            modes=_BY_SEA,
            seller_pays=_TO_DESTINATION | {"insurance"},
            depends=_ARRIVAL,
            seller_pays_duty=False,
            risk_passes="on board in the port of loading",
            obliged_to_insure=True,
            cover="Institute Cargo Clauses (C), 110 % of the price",
        ),
        Rule(
            incoterm="CPT",
            name="Carriage Paid To",
            modes=MODES,
            seller_pays=_TO_DESTINATION,
            depends=_ARRIVAL_AND_ON,
            seller_pays_duty=False,
            risk_passes="when the first carrier has the goods",
        ),
        Rule(
            incoterm="CIP",
            name="Carriage and Insurance Paid To",
            modes=MODES,
            seller_pays=_TO_DESTINATION | {"insurance"},
            depends=_ARRIVAL_AND_ON,
            seller_pays_duty=False,
            risk_passes="when the first carrier has the goods",
            obliged_to_insure=True,
            cover="Institute Cargo Clauses (A), 110 % of the price",
        ),
        Rule(
            incoterm="DAP",
            name="Delivered At Place",
            modes=MODES,
            seller_pays=_TO_DOOR,
            depends=_NONE,
            seller_pays_duty=False,
            risk_passes="at the named place, ready to be unloaded",
        ),
        Rule(
            incoterm="DPU",
            name="Delivered at Place Unloaded",
            modes=MODES,
            seller_pays=_TO_DOOR | {"unloading"},
            depends=_NONE,
            seller_pays_duty=False,
            risk_passes="at the named place, unloaded",
        ),
        Rule(
            incoterm="DDP",
            name="Delivered Duty Paid",
            modes=MODES,
            seller_pays=_TO_DOOR | {"import_clearance"},
            depends=_NONE,
            seller_pays_duty=True,
            risk_passes="at the named place, cleared, ready to be unloaded",
        ),
    )
}
