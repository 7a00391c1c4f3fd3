"""The record's nouns as bytes and back, exactly: Decimal as text, dates as ISO 8601.

A body of an offer begins with the few texts that a search looks at, so that the rest is only unpacked where it is asked for:

    2, length of the texts (4 bytes, big endian), the texts (MessagePack), all of the offer (JSON, zlib)

Rows and problems are `1` and their JSON by zlib. What zlib writes ends with a checksum. Every value of an offer repeats where
it was read, so that packing makes a tenth of it. Bodies that begin with "{" are plain JSON, as Dragoman 0.1 wrote them.
"""

from __future__ import annotations

import zlib
from functools import partial
from typing import TypeVar

import msgspec

from dragoman.errors import StoreError
from dragoman.model import Language, Offer, Problem, RawRow
from dragoman.ports import Glance

T = TypeVar("T")

_PACKED = b"\x01"
_WITH_TEXTS = b"\x02"
_LEVEL = 1
_AS_DEFAULT = (
    (b',"sheet":null,"cell":null,"line":', b',"line":'),
    (b',"page":null,"box":null}', b"}"),
    (b',"line":null,"path":null}', b"}"),
    (b',"line":null,"path":', b',"path":'),
    (b',"sheet":null,"cell":', b',"cell":'),
)
"""Fields of an Origin that are as the model has them anyway. Where a quotation mark is followed by a letter it opens a
name, and none of the names that suppliers give has `null`, so that no text of theirs is taken for one of these."""
_AS_DEFAULT_IN_OFFERS = (
    *_AS_DEFAULT,
    (b',"confidence":1.0,"note":""}', b"}"),
    (b',"quantity":null}', b"}"),
)
"""The same of what only an offer has: it holds no names of suppliers' columns but as values."""
_USUAL = (
    b'"unreadable_row","missing_title","duplicate_id","bad_price","bad_currency","bad_quantity","bad_lead_time","bad_delivery"'
    b'"bad_identifier","bad_country","bad_date","bad_value","severity":"error","severity":"warning","field_name":null}'
    b'"expected":"an id that no other row of the file has","advice":"'
    b'{"kind":"bad_","origin":{"file":".xlsx","sha256":"","cell":"A1"},"value":"","expected":"'
    b"0123456789abcdef.csv.jsonl.xml.zip!/https://www.images/.jpg"
    b'"sheet":"Sheet1","page":1,"box":[,"language":"zh","language":"es","language":"de","language":"fr","language":"pt"'
    b',"country":"CN"},"country":"US"},"country":"DE"},"country":null},"external_id":"","title":{"value":"","language":"en"'
    b',"description":null,"brand":null,"category":null,"gtin":null,"mpn":null,"hs_code":null,"made_in":null,"prices":[]'
    b',"price_on_request":null,"moq":null,"pack":null,"weight":null,"lead_time":null,"delivery":null,"certificates":[]'
    b',"material":null,"colour":null,"valid_until":null,"images":[],"url":null,"attributes":[]}'
    b',"made_in":{"value":"CN",{"value":{"incoterm":"EXW","FOB","CIF","DDP","place":null,"country":null}'
    b',"lead_time":{"value":{"min_days":,"max_days":},"pack":{"value":{"unit":"carton","contains":{"value":"'
    b'"currency":"EUR"},"currency":"CNY"},"confidence":0.8,"note":"read as'
    b',"prices":[{"value":{"from_quantity":{"value":"1","unit":"piece"},"price":{"money":{"amount":".00","currency":"USD"}'
    b',"per":{"value":"1","unit":"piece"}},"price_high":null},"origin":'
    b',"confidence":0.9,"note":"","quantity":{"value":"","unit":"kg"}},"unit":"cm"}},"unit":"mm"}},"unit":"mL"}},"unit":"W"}}'
    b'{"origin":{"file":"","sha256":"","line":,"path":""},"values":{"'
    b'{"offer_id":"","supplier":{"supplier_id":"","name":"'
    b'"},"raw":""},{"value":"","origin":{"file":"","sha256":"","line":,"path":"/"},"raw":""}'
    b'"}},{"name":"","value":"","origin":{"file":"","sha256":"","cell":"B2"}'
)
"""What bodies say again and again, most often last. A part of the format: another text makes old bodies unreadable."""


class _Named(msgspec.Struct, frozen=True):
    name: str


class _Sold(msgspec.Struct, frozen=True):
    supplier: _Named


class _Text(msgspec.Struct, frozen=True, gc=False):
    value: str


class _Plain(msgspec.Struct, frozen=True):
    """The texts of a body that is plain JSON."""

    offer_id: str
    external_id: str
    language: Language
    title: _Text
    description: _Text | None = None
    brand: _Text | None = None
    category: _Text | None = None


class _Texts(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What a body begins with."""

    supplier: str
    """Name."""
    offer_id: str
    external_id: str
    language: Language
    title: str
    description: str
    brand: str
    category: str


_TEXTS = msgspec.msgpack.Decoder(_Texts)
_PACK_TEXTS = msgspec.msgpack.Encoder()
_ENCODER = msgspec.json.Encoder()
_OFFERS = msgspec.json.Decoder(Offer)
_ROWS = msgspec.json.Decoder(RawRow)
_PROBLEMS = msgspec.json.Decoder(Problem)
_PLAIN_TEXTS = msgspec.json.Decoder(_Plain)
_PLAIN_SELLERS = msgspec.json.Decoder(_Sold)


def encode(value: Offer | RawRow | Problem, /) -> bytes:
    """About 900 bytes for an offer with twenty attributes."""
    said = _ENCODER.encode(value)
    if not isinstance(value, Offer):
        for usual, short in _AS_DEFAULT:
            said = said.replace(usual, short)
        return _PACKED + _packed(said, _USUAL)
    for usual, short in _AS_DEFAULT_IN_OFFERS:
        said = said.replace(usual, short)
    texts = _PACK_TEXTS.encode(
        _Texts(
            supplier=value.supplier.name,
            offer_id=value.offer_id,
            external_id=value.external_id,
            language=value.language,
            title=value.title.value,
            description=value.description.value if value.description is not None else "",
            brand=value.brand.value if value.brand is not None else "",
            category=value.category.value if value.category is not None else "",
        )
    )
    begin = _WITH_TEXTS + len(texts).to_bytes(4, "big") + texts
    return begin + _packed(said, _USUAL + texts)


def offer(body: bytes, /) -> Offer:
    """Raises StoreError where the body is damaged."""
    if body[:1] != _WITH_TEXTS:
        return _decoded(_OFFERS, body)
    end = 5 + int.from_bytes(body[1:5], "big")
    return _decoded(_OFFERS, _unpacked(body[end:], _USUAL + body[5:end]))


def glance(body: bytes, /) -> Glance:
    """Of an offer, whose many attributes are left packed: 2 microseconds."""
    if body[:1] != _WITH_TEXTS:
        return _plain_glance(body)
    texts = _texts(body)
    return Glance(
        offer_id=texts.offer_id,
        external_id=texts.external_id,
        language=texts.language,
        title=texts.title,
        description=texts.description,
        brand=texts.brand,
        category=texts.category,
        whole=partial(offer, body),
    )


def supplier_name(body: bytes, /) -> str:
    """Of an offer, without decoding the rest of it."""
    if body[:1] != _WITH_TEXTS:
        return _decoded(_PLAIN_SELLERS, body).supplier.name
    return _texts(body).supplier


def raw_row(body: bytes, /) -> RawRow:
    """Raises StoreError where the body is damaged."""
    return _decoded(_ROWS, _whole(body))


def problem(body: bytes, /) -> Problem:
    """Raises StoreError where the body is damaged."""
    return _decoded(_PROBLEMS, _whole(body))


def _texts(body: bytes) -> _Texts:
    try:
        return _TEXTS.decode(memoryview(body)[5 : 5 + int.from_bytes(body[1:5], "big")])
    except msgspec.MsgspecError as error:
        raise _damaged(error) from error


def _plain_glance(body: bytes) -> Glance:
    texts = _decoded(_PLAIN_TEXTS, body)
    return Glance(
        offer_id=texts.offer_id,
        external_id=texts.external_id,
        language=texts.language,
        title=texts.title.value,
        description=texts.description.value if texts.description is not None else "",
        brand=texts.brand.value if texts.brand is not None else "",
        category=texts.category.value if texts.category is not None else "",
        whole=partial(offer, body),
    )


def _whole(body: bytes) -> bytes:
    """The JSON of a row or a problem."""
    return _unpacked(body[1:], _USUAL) if body[:1] == _PACKED else body


def _packed(said: bytes, usual: bytes) -> bytes:
    packer = zlib.compressobj(_LEVEL, zdict=usual)
    return packer.compress(said) + packer.flush()


def _unpacked(packed: bytes, usual: bytes) -> bytes:
    unpacker = zlib.decompressobj(zdict=usual)
    try:
        said = unpacker.decompress(packed)
    except zlib.error as error:
        raise _damaged(error) from error
    if not unpacker.eof:
        raise _damaged(EOFError("it ends too early"))
    return said


def _decoded(decoder: msgspec.json.Decoder[T], said: bytes) -> T:
    try:
        return decoder.decode(said)
    except msgspec.MsgspecError as error:
        raise _damaged(error) from error


def _damaged(error: Exception) -> StoreError:
    return StoreError(
        f"expected a body of the record as it was written, got damaged bytes ({error}); restore it from a backup, or load the "
        "suppliers' files again"
    )
