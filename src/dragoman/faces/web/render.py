"""Templates to answers, in the visitor's language and colours."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from dragoman.faces.web.assets import asset
from dragoman.faces.web.interface import (
    INTERFACE_LANGUAGES,
    LANGUAGE_COOKIE,
    Interface,
    interface,
    language_of,
)
from dragoman.model import Language

TEMPLATE_FOLDER = Path(__file__).parent / "templates"
THEME_COOKIE = "theme"
THEMES = ("auto", "light", "dark")
MOST_TO_COME_BACK_TO = 24_000
"""Characters of an address: a question of the greatest length in the longest letters fits."""
YEAR_SECONDS = 365 * 24 * 3600


def of_request(request: Request, /) -> Interface:
    """The interface for a request."""
    return interface(language_of(request))


def render(request: Request, template: str, /, *, status: int = 200, **context: object) -> HTMLResponse:
    """An HTML answer. Everything from data is escaped; `?lang=` is remembered in a cookie."""
    ui = of_request(request)
    theme = request.cookies.get(THEME_COOKIE, "auto")
    html = (
        _environment(ui.language)
        .get_template(template)
        .render(
            ui=ui,
            theme=theme if theme in THEMES else "auto",
            path=request.url.path,
            here=_here(request),
            languages=[
                (code, name, _with_language(request, code)) for code, name in INTERFACE_LANGUAGES.items()
            ],
            **context,
        )
    )
    answer = HTMLResponse(
        html, status_code=status, headers={"Cache-Control": "no-store", "Vary": "HX-Request"}
    )
    if request.query_params.get("lang") in INTERFACE_LANGUAGES:
        answer.set_cookie(LANGUAGE_COOKIE, ui.language, max_age=YEAR_SECONDS, samesite="lax", httponly=True)
    return answer


def is_partial(request: Request, /) -> bool:
    """Whether htmx asks for the changing part of a page only."""
    headers = request.headers
    return headers.get("hx-request") == "true" and "hx-history-restore-request" not in headers


def web_link(text: str, /) -> str | None:
    """The text where it is an http(s) address, and may be a link.

    >>> web_link("https://example.com/a"), web_link("javascript:alert(1)")
    ('https://example.com/a', None)
    """
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return None
    return text.strip() if parts.scheme in {"http", "https"} and parts.netloc else None


@lru_cache(maxsize=len(INTERFACE_LANGUAGES))
def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATE_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    # The i18n extension adds this method at run time; its type is not known to mypy.
    environment.install_gettext_translations(interface(language).translations, newstyle=True)  # type: ignore[attr-defined]
    environment.globals["asset"] = asset
    environment.filters["web_link"] = web_link
    return environment


def _here(request: Request) -> str:
    """Path and query of the page, to come back to."""
    if request.method != "GET":
        return "/"
    query = request.url.query
    whole = f"{request.url.path}?{query}" if query else request.url.path
    return whole if len(whole) <= MOST_TO_COME_BACK_TO else request.url.path


def _with_language(request: Request, language: Language) -> str:
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    path = request.url.path if request.method == "GET" else "/"
    return f"{path}?{urlencode([*kept, ('lang', language)])}"
