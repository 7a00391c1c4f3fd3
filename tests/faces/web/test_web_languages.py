"""The page's words in every language of the interface: none missing, none behind, every value kept."""

from __future__ import annotations

import importlib.util
import re
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from dragoman.faces.web.interface import INTERFACE_LANGUAGES, LOCALE_FOLDER, interface
from dragoman.faces.web.labels import code_name, column_field_name
from dragoman.vocabulary import certificates, colours, materials
from dragoman.vocabulary.field_names import FIELDS, Field

ROOT = Path(__file__).resolve().parents[3]
TRANSLATED = [language for language in INTERFACE_LANGUAGES if language != "en"]
LETTERS = {
    "zh": re.compile("[\u4e00-\u9fff]"),
    "ar": re.compile("[\u0600-\u06ff]"),
}
"""Languages whose own letters tell a translation from a copy of the English."""
SAME_EVERYWHERE = re.compile(r"GTIN|BPA|CE|FOB|EUR")
"""Trade codes that are written in Latin letters in every language."""
_PLACEHOLDER = re.compile(r"%\(\w+\)s|%%|%.?")


def _messages_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "scripts" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _catalog(language: str) -> Catalog:
    path = LOCALE_FOLDER / language / "LC_MESSAGES" / "dragoman.po"
    return read_po(BytesIO(path.read_bytes()), locale=language)


def _messages(language: str) -> list[Message]:
    return [message for message in _catalog(language) if message.id]


def _sources(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def _translations(message: Message) -> list[str]:
    """What is said for it, one text a plural form."""
    said = message.string
    return [said] if isinstance(said, str) else list(said or ())


def test_the_languages_of_the_page_are_those_that_are_translated() -> None:
    script = _messages_script()
    assert sorted(script.LANGUAGES) == sorted(TRANSLATED)
    folders = {path.parent.parent.name for path in LOCALE_FOLDER.glob("*/LC_MESSAGES/dragoman.po")}
    assert folders == set(TRANSLATED)


def test_every_file_is_up_to_date_with_the_modules_and_templates(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["messages.py", "--check"])
    assert _messages_script().main() == 0, f"run scripts/messages.py: {capsys.readouterr().out}"


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated(language: str) -> None:
    messages = _messages(language)
    assert len(messages) > 200
    empty = [
        message.id
        for message in messages
        if not _translations(message) or not all(text.strip() for text in _translations(message))
    ]
    assert not empty
    assert not [message.id for message in messages if message.fuzzy]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_plural_form_of_the_language_is_given(language: str) -> None:
    catalog = _catalog(language)
    short = [
        message.id
        for message in catalog
        if message.id and message.pluralizable and len(_translations(message)) != catalog.num_plurals
    ]
    assert catalog.num_plurals == {"zh": 1, "es": 2, "de": 2, "fr": 2, "ar": 6}[language]
    assert not short


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_value_stays_in_the_translation(language: str) -> None:
    """A `%(name)s` that is lost loses a figure; one that is made up, or a lone %, breaks the page."""
    wrong = []
    for message in _messages(language):
        wanted = {found for source in _sources(message) for found in _PLACEHOLDER.findall(source)}
        forms = _translations(message)
        for text in forms:
            given = set(_PLACEHOLDER.findall(text))
            # "one offer" and "two offers" are words of their own in Arabic and need no figure.
            may_drop = {"%(num)s"} if message.pluralizable and len(forms) > 2 else set()
            if not wanted - may_drop <= given <= wanted:
                wrong.append((message.id, text))
    assert not wrong


@pytest.mark.parametrize("language", sorted(LETTERS))
def test_the_translation_is_in_the_letters_of_its_language(language: str) -> None:
    copied = [
        message.id
        for message in _messages(language)
        for text in _translations(message)
        if not LETTERS[language].search(text)
        and any(char.isalpha() for char in _PLACEHOLDER.sub("", text))
        and not SAME_EVERYWHERE.search(text)
    ]
    assert not copied


@pytest.mark.parametrize("language", ["es", "de", "fr"])
def test_few_messages_read_as_in_english(language: str) -> None:
    """Some words are the same ("Start", "Incoterm"); a file full of English is not a translation."""
    messages = _messages(language)
    same = [message.id for message in messages if _translations(message)[0] == _sources(message)[0]]
    assert len(same) < len(messages) * 0.12, same


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_stands_around_a_message_stays(language: str) -> None:
    """No message gains or loses a tag, a line break or a space at its ends."""
    wrong = [
        (message.id, text)
        for message in _messages(language)
        for text in _translations(message)
        if text != text.strip() or "<" in text or "\n" in text
    ]
    assert not wrong


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_page_speaks_the_newest_translation(language: str) -> None:
    """The compiled file says what the .po says; set-up compiles it."""
    compiled = BytesIO()
    write_mo(compiled, _catalog(language))
    compiled.seek(0)
    for message in read_mo(compiled):
        if isinstance(message.id, str) and message.id:
            assert interface(language).translations.gettext(message.id) == message.string, (
                "compile it: .venv/bin/python scripts/front_end.py --no-npm"
            )


@pytest.mark.parametrize("code", [*materials.CODES, *colours.CODES, *certificates.CODES])
def test_a_code_of_the_vocabulary_has_a_name_in_every_language(code: str) -> None:
    """Initials and the numbers of standards are the same everywhere; words are not."""
    name = code_name(interface("en"), code)
    if name == code.replace("_", " "):
        assert all(code_name(interface(language), code) != name for language in ("zh", "ar"))


@pytest.mark.parametrize("field", FIELDS)
def test_what_a_column_is_taken_for_is_said_in_words(field: Field) -> None:
    for language in TRANSLATED:
        assert column_field_name(interface(language), field) != field


@pytest.mark.parametrize("language", list(INTERFACE_LANGUAGES))
@pytest.mark.parametrize("number", [0, 1, 2, 3, 11, 100, 1234])
def test_a_number_of_offers_is_said_in_every_language(language: str, number: int) -> None:
    said = interface(language).count("%(num)s offer", "%(num)s offers", number)
    assert said
    assert "%" not in said
    assert language == "ar" or re.search(r"\d|aucun", said)
