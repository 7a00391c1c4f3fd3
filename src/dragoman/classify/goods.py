"""What is asked of a classification: the texts that say what goods are."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.classify.by_material import material_of
from dragoman.model import Language, Offer
from dragoman.vocabulary.folding import fold_keeping_places

_TELLING = (
    "type",
    "kind",
    "material",
    "product",
    "category",
    "art",
    "tipo",
    "typ",
    "材质",
    "类型",
    "用途",
    "usage",
)
"""Parts of names of attributes that tell what goods are; most others tell how many and how big."""
_MOST_OF_NAME = 12
"""Words."""
_MOST = 400
"""Characters of a text that are read: what comes after tells how to use it, and to whom to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One text about the goods."""

    name: str
    """ "title", "category", "details"."""
    text: str
    weight: float
    """Beside the title's 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """Goods to find a code for."""

    title: str
    category: str = ""
    details: str = ""
    """Description and telling attributes."""
    language: Language | None = None
    """None: told by the text."""
    own_code: str | None = None
    """The supplier's, as written."""
    said_code: str | None = None
    """The user's word, digits of a subheading: it goes before everything else."""
    materials: tuple[str, ...] = ()
    """Codes of `vocabulary.materials` that are known besides what the title says."""
    described: bool = False
    """`title` describes goods at length, and may list what they can be, rather than name one product."""

    @classmethod
    def of_text(cls, text: str, /, *, language: Language | None = None, own_code: str | None = None) -> Goods:
        """A long text describes, a short one names."""
        long = len(text.split()) > _MOST_OF_NAME or len(text) > 8 * _MOST_OF_NAME
        return cls(title=text, language=language, own_code=own_code, described=long)

    @classmethod
    def of_offer(cls, offer: Offer, /, *, own_code: str | None = None, said_code: str | None = None) -> Goods:
        """`own_code`: instead of the offer's; `said_code`: what the user said that it is."""
        given = offer.hs_code.value if offer.hs_code is not None else None
        telling = [
            attribute.value
            for attribute in offer.attributes
            if any(word in fold_keeping_places(attribute.name)[0] for word in _TELLING)
        ]
        material = [offer.material.value] if offer.material is not None else []
        description = [offer.description.value] if offer.description is not None else []
        return cls(
            title=offer.title.value,
            category=offer.category.value if offer.category is not None else "",
            details="; ".join([*telling[:4], *material, *description]),
            language=offer.language,
            own_code=own_code or given,
            said_code=said_code,
            materials=material_of(offer),
        )

    def parts(self) -> tuple[Part, ...]:
        """Those that hold anything, the title first."""
        said = (("title", self.title, 1.0), ("category", self.category, 0.5), ("details", self.details, 0.3))
        return tuple(
            Part(name=name, text=_readable(text), weight=weight)
            for name, text, weight in said
            if text.strip()
        )


def _readable(text: str) -> str:
    """White space made one; halves of letters, as a broken command line has, are no letters."""
    return " ".join(text.split())[:_MOST].encode("utf-8", "replace").decode()
