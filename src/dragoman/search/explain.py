"""Why a hit stands where it does: the features for an engineer, a few words for a buyer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dragoman.model import Language, Offer
from dragoman.search.request import Explanation, Query, Verdict, VerdictKind


def explain(
    query: Query, offer: Offer, verdicts: Sequence[Verdict], features: Mapping[str, float], /
) -> Explanation:
    """`features` as `rank` weighs them; the words say the same without numbers."""
    words = [*_text_words(query, offer.language, features), *_verdict_words(verdicts)]
    return Explanation(words=tuple(words), features=dict(features))


def _text_words(query: Query, language: Language, features: Mapping[str, float]) -> list[str]:
    words: list[str] = []
    if features.get("identifier", 0.0) > 0:
        words.append(f"Carries the identifier asked for: {', '.join(query.identifiers)}")
    if features.get("lexical", 0.0) > 0:
        words.append(
            "Carries the words asked for"
            if features.get("coverage", 0.0) >= 1
            else "Carries some of the words"
        )
    elif features.get("meaning", 0.0) > 0:
        other = f", in another language ({language})" if language != query.language else ""
        words.append(f"Near in meaning{other}")
    return words


def _verdict_words(verdicts: Sequence[Verdict]) -> list[str]:
    if not verdicts:
        return []
    words = [f"Meets {len(_ids(verdicts, 'met'))} of {len(verdicts)} requirements"]
    if failed := _ids(verdicts, "unmet"):
        words.append(f"Does not meet: {', '.join(failed)}")
    if open_ := _ids(verdicts, "unknown"):
        words.append(f"To be asked: {', '.join(open_)}")
    return words


def _ids(verdicts: Sequence[Verdict], kind: VerdictKind) -> list[str]:
    return [v.requirement.requirement_id for v in verdicts if v.verdict == kind]
