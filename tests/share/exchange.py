"""People, pairs and meetings to hand out, and a strict reader of calendars."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

from koppeling.domain.decision import DecidedPairing, Decision
from koppeling.domain.instance import Instance
from koppeling.domain.meeting import Meeting, MeetingKind, MeetingStatus
from koppeling.domain.period import Slot
from koppeling.domain.result import PairStatus
from koppeling.practice.decisions import in_force
from koppeling.share.calendar import Agenda
from koppeling.share.places import Places
from tests.builders import junior, practice, senior

STAMP = datetime(2026, 12, 1, 8, 30, tzinfo=UTC)
MONDAY = date(2027, 1, 4)


def small_practice(**changes: Any) -> Instance:
    """Make two juniors and two seniors at two sites."""
    return practice(
        [junior("0412", name="Femke Berk"), junior("0413", name="Joris Els", sites=("Zuid",))],
        [senior("9301", name="Mees Linde"), senior("9302", name="Puck Iep", sites=("Zuid",))],
        **changes,
    )


def meeting(number: int = 1, day: date | None = MONDAY, **changes: Any) -> Meeting:
    """Make a planned meeting of 0412 with 9301 at ten o'clock."""
    given: dict[str, Any] = {
        "id": f"00000000-0000-5000-8000-{number:012d}",
        "kind": MeetingKind.GUIDANCE,
        "senior": "9301",
        "juniors": ("0412",),
        "number": number,
        "nominal": day or MONDAY,
        "minutes": 30,
        "day": day,
        "start_minute": None if day is None else 600,
        "status": MeetingStatus.PLANNED,
    }
    return Meeting(**(given | changes))


def weekly(first: date, count: int) -> tuple[Meeting, ...]:
    """Make meetings a week apart."""
    return tuple(meeting(n + 1, first + timedelta(weeks=n)) for n in range(count))


def decided(
    junior_number: str = "0412",
    senior_number: str = "9301",
    decision: Decision | None = Decision.AGREED,
) -> DecidedPairing:
    """Make a row of Koppelvoorstel."""
    return DecidedPairing(
        junior=junior_number,
        proposed_senior=senior_number,
        proposed_slot=Slot(0, 20),
        status=PairStatus.NEW,
        decision=decision,
    )


def agenda(
    meetings: Iterable[Meeting],
    decisions: Iterable[DecidedPairing] = (decided(),),
    *,
    instance: Instance | None = None,
    concept: bool = False,
    stamp: datetime = STAMP,
    **emails: str,
) -> Agenda:
    """Make an agenda; e-mail addresses by `n` and personnel number (`n9301`)."""
    return Agenda(
        places=Places(instance or small_practice()),
        meetings=tuple(meetings),
        agreement=in_force(decisions, concept=concept),
        stamp=stamp,
        since=MONDAY.replace(day=1),
        emails={key.removeprefix("n"): email for key, email in emails.items()},
    )


def texts_in(content: bytes) -> str:
    """
    Return everything that is in a workbook, unzipped and put together.

    Digests are left out: any four digits turn up in one by chance.
    """
    with zipfile.ZipFile(BytesIO(content)) as archive:
        text = "\n".join(archive.read(name).decode("utf-8") for name in archive.namelist())
    return re.sub(r"\b[0-9a-f]{64}\b", "", text)


@dataclass
class Component:
    """A component of a calendar as read: its properties and what is inside."""

    name: str
    properties: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    inside: list[Component] = field(default_factory=list)

    def text(self, name: str) -> str:
        """Return the value of a property."""
        return self.properties[name][0]

    def all(self, name: str) -> list[Component]:
        """List the components inside with this name."""
        return [one for one in self.inside if one.name == name]


_LINE = re.compile(r'([A-Z][A-Z0-9-]*)((?:;[A-Z-]+=(?:"[^"]*"|[^";:,]*))*):(.*)')
_PARAMETER = re.compile(r';([A-Z-]+)=("[^"]*"|[^";:,]*)')


def read_calendar(content: bytes) -> Component:
    """Read an .ics file strictly by RFC 5545 §3.1; anything off is an AssertionError."""
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")[:-1]
    assert not [line for line in lines if b"\n" in line or b"\r" in line]
    assert max(map(len, lines)) <= 75
    unfolded: list[bytes] = []
    for line in lines:
        if line.startswith((b" ", b"\t")):
            unfolded[-1] += line[1:]
        else:
            unfolded.append(line)
    root = Component("")
    path = [root]
    for line in unfolded:
        found = _LINE.fullmatch(line.decode("utf-8"))
        assert found is not None, line
        name, parameters, value = found.groups()
        if name == "BEGIN":
            path.append(Component(value))
            path[-2].inside.append(path[-1])
        elif name == "END":
            assert path.pop().name == value
        else:
            assert name not in path[-1].properties, f"{name} twice"
            told = {key: text.strip('"') for key, text in _PARAMETER.findall(parameters)}
            path[-1].properties[name] = (value, told)
    assert len(path) == 1
    (calendar,) = root.inside
    return calendar


def local_time(text: str) -> datetime:
    """Read a date-time without a zone."""
    return datetime.strptime(text, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - local, as the file says


def offset_of(zone: Component, local: datetime) -> timedelta:
    """Work out the offset at a local time from the rules in a VTIMEZONE alone."""
    latest = datetime(1, 1, 1)  # noqa: DTZ001 - local, as all in here
    offset = timedelta()
    for rule in zone.inside:
        start = local_time(rule.text("DTSTART"))
        parts = dict(part.split("=") for part in rule.text("RRULE").split(";"))
        assert parts["FREQ"] == "YEARLY"
        assert parts["BYDAY"] == "-1SU"
        for year in (local.year - 1, local.year):
            first_of_next = date(year, int(parts["BYMONTH"]), 1) + timedelta(days=31)
            day = first_of_next.replace(day=1) - timedelta(days=1)
            while day.weekday() != 6:
                day -= timedelta(days=1)
            change = datetime.combine(day, start.time())  # on the wall, as in the rule
            if latest < change <= local:
                latest = change
                sign = 1 if rule.text("TZOFFSETTO")[0] == "+" else -1
                digits = rule.text("TZOFFSETTO")[1:]
                offset = sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return offset


def moved(one: Meeting, **changes: Any) -> Meeting:
    """Change a meeting."""
    return replace(one, **changes)
