"""Fills the forms in ``cli/pages``: pages of HTML that need no network; every value is escaped."""

from collections.abc import Callable
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from records.messages import Language, text
from records.vietnamese import normal


def render(form: str, **facts: object) -> bytes:
    """The form ``cli/pages/<form>`` with ``facts`` and with the functions below, as UTF-8."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True,
                              lstrip_blocks=True)  # fmt: skip
    source = files("cli").joinpath("pages", form).read_text(encoding="utf-8")
    helpers: dict[str, Callable[..., str]] = {
        "both": _both,
        "say": text,
        "share": _share,
        "whole_share": _whole_share,
    }
    return normal(environment.from_string(source).render(**helpers, **facts)).encode()


def _both(key: str, **facts: object) -> Markup:
    """A text in Vietnamese, with English second."""
    vietnamese, english = (text(key, language, **facts) for language in Language)
    return Markup('{} <i lang="en">{}</i>').format(vietnamese, english)


def _share(part: float) -> str:
    return f"{100 * part:.2f}".replace(".", ",") + " %"


def _whole_share(part: float) -> str:
    """Whole per cent, cut: what is below a limit is not shown as the limit."""
    return f"{int(100 * part + 1e-6)} %"
