"""The kinds of paper; apart, so that the help of a command can list them."""

from __future__ import annotations

from enum import StrEnum


class DocumentKind(StrEnum):
    """The kinds of paper; the values are their names on the command line and as files."""

    PLAN = "plan"
    BEFORE = "verklaring-voor"
    AFTER = "verklaring-na"
    MOTIVATION = "motivatie"
    HANDOVER = "overdracht"
    AGENDA = "agenda"
    TALK = "kwartaalgesprek"
    FINAL = "eindevaluatie"
