"""
The invented practice of voorbeeld.xlsx: 31 juniors, 11 seniors, three sites.

Every person is made up. What it shows, person by person:

- 0026 works on Fridays only, at Oost, where no senior works on a Friday: she
  cannot be placed, and a manager sees why;
- 9004 leaves on 1 July 2027; her juniors' later meetings are handed over;
- 0009 is away for four months: the trajectory moves along;
- 0016 stops early; 0031 has finished and is idle;
- 0007 and 0024 are in an SKJ trajectory, which 9003, 9006 and (by experience
  and a motivation on file) 9009 may guide;
- 9003, 9008 and 0011 work at another site by day, 9007 and 0019 by even and
  odd weeks; 9002 meets in fixed windows only; 9011 does not guide this year.
"""

# ruff: noqa: E501 - a row of a table is a line

from __future__ import annotations

from datetime import date

from koppeling.workbook.schema.registry import Kind, sheet_by_key

SETTINGS = """
setting | value
practice_name | Praktijk De Linde
quarter | 2027-Q1
horizon | 4
meeting_minutes | 30
comfort | 850
running_pairings | movable
default_hours | 6
default_times | 08:30-12:30; 13:00-17:00
remote_allowed | ja
good_friday_working | ja
disc_rule | overeenkomst
"""

JUNIORS = """
number | name | site | start | trajectory | trajectory_end | budget_hours | domain | goals | remote | remark
0001 | Anouk Roos | Noord | 20-05-2024 | | | | jeugd | dossiervoering | |
0002 | Bram Klaver | Noord | 03-06-2024 | | | | jeugd | oudergesprekken; hechting | |
0003 | Daan Tijm | Noord; Zuid | 02-09-2024 | | | | jeugd | autisme | |
0004 | Esra Munt | Noord | 13-01-2025 | | | | jeugd; gezin | systeemgericht werken | |
0005 | Guus Varen | Noord | 12-05-2025 | | | 6 | jeugd | traumagericht werken; hechting | |
0006 | Hanna Iris | Noord | 01-09-2025 | | | | gezin | oudergesprekken | |
0007 | Ivo Salie | Noord | 02-02-2026 | skj | | | jeugd | diagnostiek; dossiervoering | |
0008 | Jasmijn Lelie | Noord | 13-04-2026 | | | | jeugd | groepswerk | |
0009 | Kees Brem | Noord | 15-06-2026 | | | | jeugd | autisme; oudergesprekken | |
0010 | Lieke Heide | Noord | 07-09-2026 | | | | gezin | systeemgericht werken | |
0011 | Mees Wikke | Noord; Zuid | 02-11-2026 | | | | jeugd | hechting | |
0012 | Noor Dille | Noord | 04-01-2027 | | | | jeugd; gezin | dossiervoering; diagnostiek | |
0013 | Oscar Linze | Noord | 01-02-2027 | | | | jeugd | groepswerk; oudergesprekken | | begint in februari
0014 | Pien Malva | Zuid | 08-04-2024 | | | | gezin | traumagericht werken | |
0015 | Ruben Karwij | Zuid | 19-08-2024 | | | | jeugd | dossiervoering | |
0016 | Sanne Bies | Zuid | 03-02-2025 | | 30-04-2027 | | gezin | systeemgericht werken | | stopt op eigen verzoek
0017 | Teun Rogge | Zuid | 02-06-2025 | | | | jeugd | autisme | |
0018 | Umut Gerst | Zuid | 06-10-2025 | | | | jeugd | hechting; traumagericht werken | |
0019 | Vera Papaver | Zuid | 12-01-2026 | | | | jeugd; gezin | oudergesprekken | |
0020 | Wout Haver | Zuid | 04-05-2026 | | | | gezin | groepswerk | |
0021 | Yara Anemoon | Zuid | 31-08-2026 | | | | jeugd | diagnostiek | |
0022 | Zeger Boekweit | Zuid | 12-10-2026 | | | | jeugd | dossiervoering; autisme | |
0023 | Amira Kamille | Zuid | 07-12-2026 | | | 5 | gezin | systeemgericht werken; hechting | |
0024 | Bas Koriander | Zuid | 11-01-2027 | skj | | | jeugd | diagnostiek | |
0025 | Carlijn Vlas | Zuid; Noord | 01-03-2027 | | | | jeugd | oudergesprekken; groepswerk | | begint in maart
0026 | Dewi Gagel | Oost | 09-11-2026 | | | | jeugd | dossiervoering | | werkt alleen op vrijdag
0027 | Emiel Gentiaan | Oost | 03-03-2025 | | | | jeugd | traumagericht werken | |
0028 | Fenna Primula | Oost | 17-11-2025 | | | | gezin | oudergesprekken | ja |
0029 | Gijs Zegge | Oost | 06-07-2026 | | | | jeugd | hechting | |
0030 | Hilde Akelei | Oost | 14-12-2026 | | | | jeugd; gezin | systeemgericht werken | |
0031 | Ids Lavas | Noord | 02-10-2023 | | | | jeugd | dossiervoering | |
"""

SENIORS = """
number | name | site | coaches | hours_per_quarter | max_juniors | out_of_service_from | trained_until | last_active | registrations | academic_years | motivation | domain | specialisations | remote | remark
9001 | Cato Linde | Noord | ja | 6,5 | 4 | | 31-12-2028 | 15-11-2026 | | | | jeugd; gezin | dossiervoering; oudergesprekken | |
9002 | Femke Eik | Noord | ja | 8 | | | 31-12-2027 | 20-11-2026 | | | | jeugd; gezin | systeemgericht werken; hechting | |
9003 | Hassan Beuk | Noord; Zuid | ja | 8 | | | | 18-11-2026 | KJ-NIP | | | jeugd | diagnostiek; autisme | |
9004 | Ilse Es | Noord | ja | 7 | 4 | 01-07-2027 | 31-12-2027 | 10-11-2026 | | | | jeugd; gezin | groepswerk | | neemt in juli afscheid
9005 | Joris Iep | Zuid | ja | 6,5 | | | 30-06-2028 | 12-11-2026 | | | | jeugd; gezin | dossiervoering | |
9006 | Karima Olm | Zuid | ja | 8 | 5 | | | 19-11-2026 | GZ-BIG | | | jeugd; gezin | diagnostiek; traumagericht werken | |
9007 | Lotte Els | Zuid | ja | 7 | | | 31-12-2029 | 02-11-2026 | | | | jeugd; gezin | systeemgericht werken | |
9008 | Maarten Kers | Zuid; Noord | ja | 7,5 | | | 31-12-2028 | 16-11-2026 | | | | jeugd; gezin | oudergesprekken; groepswerk | |
9009 | Nadia Hazel | Oost | ja | 5,5 | | | | 17-11-2026 | | 8 | ja | jeugd; gezin | hechting; traumagericht werken | ja |
9010 | Otto Vlier | Oost | ja | 4,5 | 3 | | 31-12-2028 | 05-11-2026 | | | | jeugd; gezin | oudergesprekken | |
9011 | Petra Meidoorn | Noord | nee | 4 | | | 30-06-2026 | 15-06-2024 | | | | jeugd | dossiervoering | | volgt eerst de opfriscursus
"""

WORKING_DAYS = """
number | monday | tuesday | wednesday | thursday | friday | site | from | to
0001 | x | x | | x | | | |
0002 | x | | x | x | | | |
0003 | Noord x | Zuid x | | Noord x | Zuid ochtend | | |
0004 | 09:00-15:00 | 09:00-15:00 | 09:00-15:00 | 09:00-15:00 | | | |
0005 | | x | x | x | x | | |
0006 | x | x | x | | | | |
0007 | x | x | x | x | | | |
0008 | | x | x | x | | | |
0009 | x | x | | x | x | | |
0010 | ochtend | x | x | x | | | |
0011 | Noord x | Noord x | | Zuid x | Zuid x | | |
0012 | x | x | x | x | x | | |
0013 | x | x | x | x | | | |
0014 | x | x | x | | | | |
0015 | | | x | x | x | | |
0016 | x | | x | | | | |
0017 | x | x | | x | | | |
0018 | x | x | x | x | | | |
0019 | x | even x | x | oneven x | | | |
0020 | | | x | x | x | | |
0021 | x | x | x | x | x | | |
0022 | | x | x | x | | | |
0023 | 09:00-14:30 | 09:00-14:30 | 09:00-14:30 | 09:00-14:30 | | | |
0024 | x | x | x | x | | | |
0025 | Zuid x | Zuid x | Noord x | Noord x | | | |
0026 | | | | | x | | |
0027 | x | x | x | | | | |
0028 | | x | x | x | | | |
0029 | x | x | | x | | | |
0030 | | x | x | x | | | |
0031 | x | x | x | | | | |
9001 | x | x | | x | | | |
9002 | x | x | x | x | | | |
9003 | Noord x | Noord x | Zuid x | Zuid x | | | |
9004 | | x | x | x | ochtend | | |
9005 | x | x | x | | | | |
9006 | | | x | x | x | | |
9007 | x | even x | oneven x | x | | | |
9008 | Zuid x | Zuid x | Noord x | Zuid 08:30-12:30 | | | |
9009 | x | x | | | | | |
9010 | | x | x | x | | | | 30-06-2027
9010 | | x | x | ochtend | | | 01-07-2027 |
9011 | x | x | x | | | | |
"""

AVAILABILITY = """
number | kind | from | to | day | time | remark
 | absent | 24-12-2027 | 31-12-2027 | | | gesloten tussen kerst en nieuwjaar
0009 | absent | 01-02-2027 | 31-05-2027 | | |
0012 | absent | 22-02-2027 | 26-02-2027 | | | vakantie
9001 | absent | 26-07-2027 | 13-08-2027 | | | vakantie
9005 | absent | 15-02-2027 | 05-03-2027 | | |
9008 | absent | 02-08-2027 | 20-08-2027 | | | vakantie
9002 | meeting | | | ma | 09:00-12:00 |
9002 | meeting | | | wo | 09:00-12:30 |
9002 | meeting | | | do | 13:00-16:00 |
"""

CAPACITY = """
number | quarter | hours | max_juniors
9002 | 2027-Q3 | 6,5 |
9006 | 2027-Q1 | 9 | 5
9006 | 2027-Q2 | 8 | 5
"""

DISC = """
number | style | d | i | s | c
0001 | S | | | |
0002 | Di | | | |
0003 | C | | | |
0004 | iS | | | |
0005 | CS | | | |
0006 | i | | | |
0007 | C | | | |
0008 | iD | | | |
0010 | Si | | | |
0011 | D | | | |
0012 | | 35 | 70 | 65 | 30
0013 | iS | | | |
0014 | SC | | | |
0015 | DC | | | |
0017 | C | | | |
0018 | S | | | |
0019 | i | | | |
0020 | Di | | | |
0021 | CD | | | |
0022 | S | | | |
0024 | C | | | |
0025 | iD | | | |
0027 | Si | | | |
0028 | i | | | |
0029 | | 20 | 40 | 75 | 60
0030 | D | | | |
9001 | S | | | |
9002 | iS | | | |
9003 | C | | | |
9004 | iD | | | |
9005 | CD | | | |
9006 | SC | | | |
9007 | Si | | | |
9008 | Di | | | |
9009 | | 30 | 55 | 70 | 45
9010 | i | | | |
"""

PAIRINGS = """
junior | senior | status | slot | since | until | reason
0001 | 9001 | lopend | ma 09:30 | 20-05-2024 | |
0002 | 9002 | lopend | ma 11:00 | 03-06-2024 | |
0003 | 9003 | lopend | ma 13:30 | 02-09-2024 | |
0004 | 9001 | lopend | di 10:00 | 13-01-2025 | |
0005 | 9004 | lopend | wo 10:30 | 12-05-2025 | |
0006 | 9001 | beëindigd | ma 11:00 | 01-09-2025 | 30-06-2026 | op verzoek van beiden
0006 | 9002 | lopend | wo 11:30 | 01-07-2026 | |
0007 | 9003 | vast | ma 10:00 | 02-02-2026 | | afspraak met de werkbegeleider
0008 | 9004 | lopend | di 13:30 | 13-04-2026 | |
0009 | 9001 | lopend | do 09:00 | 15-06-2026 | |
0014 | 9005 | lopend | ma 15:00 | 08-04-2024 | |
0015 | 9006 | lopend | wo 14:00 | 19-08-2024 | |
0016 | 9007 | lopend | ma 09:00 | 03-02-2025 | |
0017 | 9005 | lopend | di 09:30 | 02-06-2025 | |
0018 | 9006 | lopend | do 10:00 | 06-10-2025 | |
0019 | 9008 | lopend | ma 10:30 | 12-01-2026 | |
0020 | 9006 | lopend | vr 09:30 | 04-05-2026 | |
0021 | 9007 | lopend | do 13:30 | 31-08-2026 | |
0022 | 9007 | verboden | | | | eerdere samenwerking
0027 | 9009 | lopend | ma 11:00 | 03-03-2025 | |
0028 | 9010 | lopend | wo 09:00 | 17-11-2025 | |
0029 | 9009 | lopend | di 14:00 | 06-07-2026 | |
"""

PREFERENCES = """
source | target | rank | veto
0010 | 9002 | 1 |
0010 | 9001 | 2 |
0011 | 9008 | 1 |
0012 | 9003 | 1 |
0012 | 9002 | 2 |
0013 | 9004 | 1 |
0022 | 9005 | 1 |
0022 | 9006 | 2 |
0023 | 9007 | 1 |
0024 | 9006 | 1 |
0025 | 9008 | 1 |
0025 | 9003 | 3 |
0030 | 9010 | 1 |
0008 | 9002 | 1 |
9002 | 0010 | 1 |
9003 | 0012 | 2 |
9006 | 0024 | 1 |
9007 | 0021 | 1 |
9008 | 0025 | 2 |
9001 | 0013 | | ja
0023 | 9008 | | ja
"""

TRAJECTORY_TYPES = """
type | phase | from_month | count | every | unit | minutes | demand
skj | jaar 1 | 0 | 12 | 1 | months | 60 | skj
skj | jaar 2 | 12 | 6 | 2 | months | 60 | skj
"""

ESCALATIONS = """
number | from | to | every_weeks
0018 | 01-03-2027 | 30-04-2027 | 2
"""

TABLES = {
    "settings": SETTINGS,
    "juniors": JUNIORS,
    "seniors": SENIORS,
    "working_days": WORKING_DAYS,
    "pairings": PAIRINGS,
    "preferences": PREFERENCES,
    "availability": AVAILABILITY,
    "capacity": CAPACITY,
    "disc": DISC,
    "escalations": ESCALATIONS,
    "trajectory_types": TRAJECTORY_TYPES,
}


def practice() -> dict[str, list[dict[str, object]]]:
    """Return the practice as `koppeling.workbook.write.template.build` takes it."""
    return {key: rows(key, text) for key, text in TABLES.items()}


def rows(sheet: str, text: str) -> list[dict[str, object]]:
    """Read a table of this file: the first line has the keys of the columns."""
    keys, *lines = ([part.strip() for part in line.split("|")] for line in text.split("\n")[1:-1])
    return [
        {key: typed(sheet, key, part) for key, part in zip(keys, line, strict=True)}
        for line in lines
    ]


def typed(sheet: str, key: str, text: str) -> object:
    """Make a date or number of what should be one; empty is None."""
    kind = sheet_by_key(sheet).column(key).kind
    if not text:
        return None
    if kind is Kind.DATE:
        day, month, year = map(int, text.split("-"))
        return date(year, month, day)
    if kind is Kind.INTEGER or (sheet == "settings" and text.isdigit()):
        return int(text)
    if kind in {Kind.HOURS, Kind.DECIMAL}:
        return float(text.replace(",", "."))
    return text
