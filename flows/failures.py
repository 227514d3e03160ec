"""What stops a whole run, each with its exit code and remedy.

    RunFailure
    ├── WorkspaceProblem   2  no workspace, read-only, inbox gone
    ├── SettingsInvalid    6  duban.toml broken or out of bounds
    ├── PlanInvalid        6  plan.toml / units.toml broken
    ├── Locked             7  another run holds the lock
    └── LedgerUnusable     1  the database cannot be used

A single bad file is none of these: it becomes a fate of its own and the night goes on.
"""

from __future__ import annotations


class RunFailure(Exception):
    """Something that stops the run: place, cause and remedy, in Chinese."""

    exit_code = 1

    def __init__(self, place: str, cause: str, remedy: str) -> None:
        super().__init__(place, cause, remedy)
        self.place, self.cause, self.remedy = place, cause, remedy

    def __str__(self) -> str:
        return f"{self.place}：{self.cause}。{self.remedy}。"


class WorkspaceProblem(RunFailure):
    exit_code = 2


class SettingsInvalid(RunFailure):
    exit_code = 6


class PlanInvalid(RunFailure):
    exit_code = 6


class Locked(RunFailure):
    exit_code = 7


class LedgerUnusable(RunFailure):
    exit_code = 1
