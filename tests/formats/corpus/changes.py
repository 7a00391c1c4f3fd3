"""Files that only say what changed since an earlier one of the same supplier."""

from __future__ import annotations

from corpus.case import Case

_PLACES = {"ARTICLE": ("1.2", ""), "PRODUCT": ("2005", " xmlns='http://www.bmecat.org/bmecat/2005'")}


def _bmecat(word: str, transaction: str, *items: str) -> bytes:
    version, namespace = _PLACES[word]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><BMECAT version="{version}"{namespace}><HEADER><CATALOG><LANGUAGE>deu</LANGUAGE>'
        "<CATALOG_ID>K1</CATALOG_ID><CURRENCY>EUR</CURRENCY></CATALOG><SUPPLIER><SUPPLIER_NAME>Muster Werkzeuge GmbH"
        f"</SUPPLIER_NAME></SUPPLIER></HEADER><{transaction} prev_version='1'>{''.join(items)}</{transaction}></BMECAT>"
    ).encode()


def _prices(word: str, *tiers: tuple[str, str]) -> str:
    each = "".join(
        f"<{word}_PRICE price_type='net_customer'><PRICE_AMOUNT>{amount}</PRICE_AMOUNT><LOWER_BOUND>{bound}</LOWER_BOUND>"
        f"</{word}_PRICE>"
        for bound, amount in tiers
    )
    return f"<{word}_PRICE_DETAILS>{each}</{word}_PRICE_DETAILS>"


def _number(word: str, sku: str) -> str:
    name = "SUPPLIER_AID" if word == "ARTICLE" else "SUPPLIER_PID"
    return f"<{name}>{sku}</{name}>"


def _whole(
    word: str, sku: str, title: str, *tiers: tuple[str, str], mode: str = "new", per: str = "1"
) -> str:
    return (
        f"<{word} mode='{mode}'>{_number(word, sku)}<{word}_DETAILS><DESCRIPTION_SHORT>{title}</DESCRIPTION_SHORT></{word}_DETAILS>"
        f"<{word}_ORDER_DETAILS><ORDER_UNIT>C62</ORDER_UNIT><PRICE_QUANTITY>{per}</PRICE_QUANTITY></{word}_ORDER_DETAILS>"
        f"{_prices(word, *tiers)}</{word}>"
    )


def _new_price(word: str, sku: str, *tiers: tuple[str, str]) -> str:
    return f"<{word}>{_number(word, sku)}{_prices(word, *tiers)}</{word}>"


def _gone(word: str, sku: str) -> str:
    return f"<{word} mode='delete'>{_number(word, sku)}</{word}>"


def _catalogue(word: str) -> tuple[str, bytes]:
    return "katalog.xml", _bmecat(
        word,
        "T_NEW_CATALOG",
        _whole(word, "Z-1", "Zange", ("1", "10.00"), ("50", "9.00")),
        _whole(word, "Z-2", "Schraube", ("1", "12.00"), per="100"),
        _whole(word, "Z-3", "Feile", ("1", "7.00")),
    )


def _case(
    about: str, word: str, changed: bytes, *offers: dict[str, str], problems: tuple[str, ...] = ()
) -> Case:
    name, catalogue = _catalogue(word)
    return Case(
        about=about,
        name="aenderung.xml",
        format_name="bmecat",
        make=lambda: changed,
        offers=offers,
        earlier=((name, lambda: catalogue),),
        problems=problems,
    )


_FILE = {"id": "Z-3", "title": "Feile", "prices": "1+ 7 EUR/piece", "prices from": "katalog.xml"}

CASES: tuple[Case, ...] = (
    *(
        _case(
            f"BMEcat {_PLACES[word][0]} with new prices alone, one of an article that never came",
            word,
            _bmecat(
                word,
                "T_UPDATE_PRICES",
                _new_price(word, "Z-1", ("1", "11.00"), ("50", "9.50"), ("500", "9.00")),
                _new_price(word, "Z-2", ("1", "13.00")),
                _new_price(word, "Z-9", ("1", "1.00")),
            ),
            {
                "id": "Z-1",
                "title": "Zange",
                "title from": "katalog.xml",
                "prices": "1+ 11 EUR/piece; 50+ 9.5 EUR/piece; 500+ 9 EUR/piece",
                "prices from": "aenderung.xml",
            },
            {
                "id": "Z-2",
                "title": "Schraube",
                "prices": "1+ 13 EUR/100 piece",
                "prices from": "aenderung.xml",
            },
            _FILE,
            problems=("unknown_offer",),
        )
        for word in _PLACES
    ),
    *(
        _case(
            f"BMEcat {_PLACES[word][0]} with a product taken out, one changed, one new, one priced and one taken out twice",
            word,
            _bmecat(
                word,
                "T_UPDATE_PRODUCTS",
                _gone(word, "Z-1"),
                _whole(word, "Z-2", "Schraube M4", ("1", "14.00"), mode="update", per="100"),
                _whole(word, "Z-4", "Hammer", ("1", "21.00")),
                _new_price(word, "Z-4", ("1", "20.00")),
                _gone(word, "Z-1"),
            ),
            {
                "id": "Z-2",
                "title": "Schraube M4",
                "title from": "aenderung.xml",
                "prices": "1+ 14 EUR/100 piece",
            },
            _FILE,
            {"id": "Z-4", "title": "Hammer", "prices": "1+ 20 EUR/piece"},
        )
        for word in _PLACES
    ),
)
