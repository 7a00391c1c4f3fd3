"""Units as B2B messages code them: UN/ECE Recommendation 20 and 21, and what suppliers write in their place.

Only for text that stands where a standard wants a unit (FUNIT, unitCode, UnitOfMeasure): "CT" is a carton there and
nothing elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from dragoman.remembered import remembered
from dragoman.vocabulary.folding import fold_keeping_places
from dragoman.vocabulary.units import MULTIPLES, PHYSICAL, is_counting, unit_named


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedUnit:
    """What a code means: 1 "DZN" is 12 pieces."""

    unit: str
    """Counting unit, or UCUM."""
    times: Decimal = Decimal(1)

    @property
    def symbol(self) -> str:
        """As people write it behind a number: "mm", "°C"; "" for pieces."""
        if self.unit == "piece":
            return ""
        return _SYMBOLS.get(self.unit, self.unit)


PACKING_UNITS = frozenset({"carton", "box", "pack", "pallet", "roll", "bag", "container"})
"""Units that a `model.Pack` can be of."""
_COUNTED: dict[str, str] = {
    "piece": "C62 H87 EA PCE PC PCS NAR NPL ST STK LEF 1N BO BJ CA CY TU PT PO BE TB AE JR UN D63",
    "pair": "PR NPR",
    "set": "SET KT SX ASM AS",
    "carton": "CT CS CAR KAR CRT",
    "box": "BX BOX",
    "pack": "PK PA PAK NMP PB VPE",
    "pallet": "PF PX PLT D97",
    "roll": "RO RL ROL CL",
    "bag": "BG SA",
    "container": "20 21",
}
_MULTIPLES: dict[str, tuple[int, str]] = {
    "DZN": (12, "piece"),
    "DZP": (12, "pack"),
    "DPR": (12, "pair"),
    "GRO": (144, "piece"),
    "CEN": (100, "piece"),
    "CNP": (100, "pack"),
    "HC": (100, "piece"),
    "T3": (1000, "piece"),
    "MIL": (1000, "piece"),
    "TP": (10, "pack"),
    "TPR": (10, "pair"),
}
_MEASURED: dict[str, str] = {
    "mg": "MGM",
    "g": "GRM",
    "kg": "KGM",
    "t": "TNE",
    "[lb_av]": "LBR",
    "[oz_av]": "ONZ",
    "mL": "MLT CMQ",
    "cL": "CLT",
    "dL": "DLT",
    "L": "LTR DMQ",
    "m3": "MTQ",
    "mm3": "MMQ",
    "[gal_us]": "GLL",
    "[foz_us]": "OZA",
    "um": "4H",
    "mm": "MMT",
    "cm": "CMT",
    "dm": "DMT",
    "m": "MTR LM",
    "km": "KMT KTM",
    "[in_i]": "INH",
    "[ft_i]": "FOT",
    "[yd_i]": "YRD",
    "mm2": "MMK",
    "cm2": "CMK",
    "m2": "MTK",
    "[sft_i]": "FTK",
    "mW": "C31",
    "W": "WTT",
    "kW": "KWT",
    "MW": "MAW",
    "V.A": "D46",
    "kV.A": "KVA",
    "uV": "D82",
    "mV": "2Z",
    "V": "VLT",
    "kV": "KVT",
    "uA": "B84",
    "mA": "4K",
    "A": "AMP",
    "kA": "B22",
    "mAh": "E09",
    "Ah": "AMH",
    "Wh": "WHR",
    "kWh": "KWH",
    "J": "JOU",
    "kJ": "KJO",
    "Hz": "HTZ",
    "kHz": "KHZ",
    "MHz": "MHZ",
    "GHz": "A86",
    "MB": "4L",
    "GB": "E34",
    "TB": "E35",
    "Mbit/s": "E20",
    "Gbit/s": "B80",
    "lm": "LUM",
    "lx": "LUX",
    "cd": "CDL",
    "K": "KEL",
    "Cel": "CEL",
    "[degF]": "FAH",
    "Pa": "PAL",
    "kPa": "KPA",
    "MPa": "MPA",
    "bar": "BAR",
    "mbar": "MBR",
    "[psi]": "PS",
    "N": "NEW",
    "kN": "B47",
    "N.m": "NU",
    "dB": "2N",
    "g/m2": "GM",
    "[rpm]": "RPM",
    "Ohm": "OHM",
    "kOhm": "B49",
    "MOhm": "B75",
    "F": "FAR",
    "uF": "4O",
    "nF": "C41",
    "pF": "4T",
    "H": "81",
    "mH": "C14",
    "ms": "C26",
    "s": "SEC",
    "min": "MIN",
    "h": "HUR",
    "d": "DAY",
    "wk": "WEE",
    "mo": "MON",
    "a": "ANN",
    "deg": "DD",
    "%": "P1",
    "m/s": "MTS",
    "m3/h": "MQH",
    "L/min": "L2",
    "L/h": "E32",
    "kg/m3": "KMQ",
    "kg/m": "KL",
}
_CODES: Mapping[str, CodedUnit] = {
    **{code: CodedUnit(unit=unit) for unit, listed in _COUNTED.items() for code in listed.split()},
    **{code: CodedUnit(unit=unit) for unit, listed in _MEASURED.items() for code in listed.split()},
    **{code: CodedUnit(unit=unit, times=Decimal(times)) for code, (times, unit) in _MULTIPLES.items()},
}
_WRITTEN: dict[str, str] = {
    "Ohm": "ohm | Ω | Ω | ohms | ом",
    "kOhm": "kohm | kΩ | kΩ",
    "MOhm": "mohm | MΩ | MΩ",
    "Pa": "pa",
    "kPa": "kpa",
    "MPa": "mpa",
    "mbar": "mbar",
    "N.m": "nm | n·m | newtonmeter",
    "kN": "kn",
    "lx": "lx | lux",
    "cd": "cd | candela",
    "mm2": "mm2 | mm² | qmm",
    "dm": "dm",
    "V.A": "va",
    "kV.A": "kva",
    "kA": "ka",
    "ms": "ms",
    "s": "s | sec | sek",
    "min": "min | minute | minuten | minutes",
    "d": "d | day | days | tag | tage | jour | jours | día | días",
    "wk": "week | weeks | woche | wochen",
    "mo": "month | months | monat | monate",
    "a": "year | years | jahr | jahre",
    "deg": "° | deg | grad",
    "%": "% | percent | prozent",
    "m/s": "m/s",
    "m3/h": "m3/h | m³/h",
    "L/min": "l/min",
    "L/h": "l/h",
    "uF": "uf | µf",
    "nF": "nf",
    "pF": "pf",
    "mH": "mh",
    "J": "j | joule",
    "kJ": "kj",
    "[degF]": "°f",
    "kg/m": "kg/m",
    "kg/m3": "kg/m3 | kg/m³",
}
_NAMES: Mapping[str, str] = {
    fold_keeping_places(name.strip())[0]: unit
    for unit, listed in _WRITTEN.items()
    for name in listed.split("|")
}
_CASED = {
    "mΩ": "mOhm",
    "mOhm": "mOhm",
    "MV": "MV",
    "MW": "MW",
    "nm": "nm",
    "MHz": "MHz",
    "mHz": "mHz",
    "kA": "kA",
}
"""Written alike but for the case, and a thousand million apart."""
_SYMBOLS: dict[str, str] = {
    "[lb_av]": "lb",
    "[oz_av]": "oz",
    "[gal_us]": "gal",
    "[foz_us]": "fl oz",
    "um": "µm",
    "uA": "µA",
    "uV": "µV",
    "uF": "µF",
    "[in_i]": "in",
    "[ft_i]": "ft",
    "[yd_i]": "yd",
    "mm2": "mm²",
    "mm3": "mm³",
    "cm2": "cm²",
    "m2": "m²",
    "m3": "m³",
    "[sft_i]": "sq ft",
    "Cel": "°C",
    "[degF]": "°F",
    "[psi]": "psi",
    "[rpm]": "rpm",
    "Ohm": "Ω",
    "kOhm": "kΩ",
    "MOhm": "MΩ",
    "mOhm": "mΩ",
    "deg": "°",
    "N.m": "N·m",
    "V.A": "VA",
    "kV.A": "kVA",
    "g/m2": "g/m²",
    "m3/h": "m³/h",
    "kg/m3": "kg/m³",
    "d": "days",
    "wk": "weeks",
    "mo": "months",
    "a": "years",
}


@remembered(4096)
def unit_of_code(text: str, /) -> CodedUnit | None:
    """What stands in a standard's place for units: a code, else a unit's name; None where it is neither.

    >>> unit_of_code("C62"), unit_of_code("MMT"), unit_of_code("Stk.").unit, unit_of_code("DZN").times
    (CodedUnit(unit='piece', times=Decimal('1')), CodedUnit(unit='mm', times=Decimal('1')), 'piece', Decimal('12'))
    """
    text = text.strip()
    coded = _CODES.get(text)
    if coded is not None:
        return coded
    folded = fold_keeping_places(text)[0]
    written = _CASED.get(text) or _NAMES.get(folded)
    if written is not None:
        return CodedUnit(unit=written)
    named = unit_named(text)
    if named is not None:
        return CodedUnit(unit=named)
    multiple = MULTIPLES.get(folded.rstrip("."))
    if multiple is not None:
        return CodedUnit(unit="piece", times=Decimal(multiple))
    return _CODES.get(text.upper())


def comparable(unit: str, /) -> bool:
    """Whether prices, orders and weights can be reckoned with it: one of `vocabulary.units`."""
    return is_counting(unit) or unit in PHYSICAL
