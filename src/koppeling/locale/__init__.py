"""
The one catalogue of what people read: Dutch by default, English on request.

Sentences stand in the code in English, as gettext message ids; the Dutch ones
in `nl/LC_MESSAGES/koppeling.po`. Headings, sheet names and other words that
are part of the file format are not here but in `koppeling.workbook.schema.registry`,
since the reader must know both languages at once.
"""

from __future__ import annotations

import gettext as _gettext
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")
_FOLDER = Path(__file__).parent
_current: ContextVar[Language] = ContextVar("language", default="nl")


@lru_cache(maxsize=2)
def _catalogue(language: Language) -> _gettext.NullTranslations:
    if language == "en":
        return _gettext.NullTranslations()
    return _gettext.translation("koppeling", _FOLDER, [language])


def use(language: Language) -> None:
    """Choose the language of everything that follows in this context."""
    _current.set(language)


def current() -> Language:
    """Return the language in use."""
    return _current.get()


@contextmanager
def language(chosen: Language) -> Iterator[None]:
    """Use `chosen` inside a with block, then go back."""
    token = _current.set(chosen)
    try:
        yield
    finally:
        _current.reset(token)


def _(message: str) -> str:
    """Translate an English sentence to the language in use."""
    return _catalogue(_current.get()).gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Translate a sentence that counts."""
    return _catalogue(_current.get()).ngettext(singular, plural, number)
