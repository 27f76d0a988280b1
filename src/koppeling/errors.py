"""Errors a caller may catch; every one derives from `KoppelingError`."""

from __future__ import annotations


class KoppelingError(Exception):
    """Base of all errors koppeling raises on purpose."""


class TrajectoryError(KoppelingError, ValueError):
    """A trajectory whose meeting dates are not strictly increasing."""


class StateError(KoppelingError):
    """A workbook or ledger in a state that does not allow it: no fault of the command line."""


class WriteError(KoppelingError):
    """An output that could not be written; the message says what to do."""


class SolveError(KoppelingError):
    """The solver process died or gave no answer within the time limit."""


class ClusterError(KoppelingError):
    """A cluster that cannot be used: not installed, or nothing answers there."""


class ScenarioError(KoppelingError):
    """A what-if question about somebody unknown, or about what cannot be."""
