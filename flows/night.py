"""One night's fixed points: the workspace, its settings, the plan, the judged day and period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from extractors.facts.units import Roster
from extractors.reading import EXTRAS
from flows.failures import LedgerUnusable, PlanInvalid, RunFailure, WorkspaceProblem, failure_of
from flows.settings import Settings, load_settings
from flows.workspace import Workspace, open_workspace
from matching.decisions import Decision, digest
from matching.identify import roster_of
from matching.periods import Period, last_ended
from matching.plan import Plan, PlanError, load_plan
from outputs.ledger import Ledger, LedgerError

if TYPE_CHECKING:
    from matching.refitting import Refit

#: Raise when reading gives other text, addresses or problems than before: files are then read again.
EXTRACTOR_VERSION = 4
#: Raise when statements, facts or claims are made in another way: documents are then understood again.
UNDERSTANDING_VERSION = 9


@dataclass(frozen=True)
class Night:
    """What stays the same from the first step of a night to the last."""

    workspace: Workspace
    settings: Settings
    plan: Plan
    roster: Roster
    plan_version: str
    as_of: date
    period: Period
    today: date
    by_clock: bool = True  # the judged day was taken from the clock, not given

    @property
    def plan_folder(self) -> Path | None:
        """None where the embedded plan is used."""
        path = self.settings.plan.path
        return self.workspace.root / path if path else None

    @property
    def extractor(self) -> str:
        """The reading's version: duban's own, and which extras are installed."""
        extras = sorted({extra for module, extra in EXTRAS.items() if find_spec(module)})
        return "+".join([str(EXTRACTOR_VERSION), *extras])

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """What reviewers had decided on statements, as the night found it; a replay sees what was decided by then."""
        with self.ledger() as ledger:
            return ledger.statement_decisions("" if self.as_of >= self.today else self.as_of.isoformat())

    @cached_property
    def refit(self) -> Refit:
        """What the matcher learns from the decisions this night, or why it does not."""
        from matching.refitting import refit  # and with it numpy, which not every command needs

        return refit(self.plan, self.decisions, self.plan_folder)

    @property
    def understanding(self) -> str:
        """The version of what was understood: duban's own, the plan's, and the reviewers' words that went in."""
        version = f"{UNDERSTANDING_VERSION}-{self.plan_version}"
        return f"{version}-{digest(self.decisions)}" if self.decisions else version

    def newest(self, ledger: Ledger) -> str:
        """The latest judged day (ISO) that has come; "" where there is none.

        A day that was judged by a clock that ran ahead, or to look ahead, makes no other day a past one.
        """
        today = self.today.isoformat()
        return max((day for day in ledger.days() if day <= today), default="")

    def is_newest(self, ledger: Ledger) -> bool:
        """Whether no later day was judged: only then does the night write events and see all that people decided."""
        return self.as_of.isoformat() >= self.newest(ledger)

    def ledger(self) -> Ledger:
        try:
            return Ledger(self.workspace.database)
        except LedgerError as error:
            raise _unusable(error) from error


def _unusable(error: LedgerError) -> RunFailure:
    known = failure_of(error.__cause__, Path()) if error.__cause__ else None
    if known is not None:
        return LedgerUnusable("duban.db", known.cause, known.remedy)
    return LedgerUnusable("duban.db", str(error).rstrip("。"), "处理后重跑，原件都在 archive/ 中")


def prepare(root: Path, as_of: date | None = None, period: str = "") -> Night:
    """Open the workspace and check settings and plan before anything is written.

    Raises WorkspaceProblem, SettingsInvalid or PlanInvalid. `as_of` defaults to the local day of the start.
    """
    workspace = open_workspace(root)
    settings = load_settings(workspace.settings_file)
    plan, version = _plan(root, settings.plan.path)
    today = _local_day(settings.schedule.timezone)
    day = as_of or today
    return Night(
        workspace=workspace,
        settings=settings,
        plan=plan,
        roster=roster_of(plan),
        plan_version=version,
        as_of=day,
        period=_judged_period(period, day, settings.period.cycle),
        today=today,
        by_clock=as_of is None,
    )


def _judged_period(written: str, as_of: date, cycle: str) -> Period:
    if not written:
        return last_ended(as_of, cycle)
    try:
        return Period.parse(written)
    except ValueError as error:
        raise WorkspaceProblem("--period", str(error), "请改正后重跑") from error


def _plan(root: Path, path: str) -> tuple[Plan, str]:
    folder = (root / path) if path else None
    try:
        return load_plan(folder), plan_version(folder)
    except PlanError as error:
        raise PlanInvalid(
            error.file, f"第{error.line}行：{error.cause}", "请改正后运行 duban plan check"
        ) from error


@lru_cache(maxsize=8)
def plan_version(folder: Path | None) -> str:
    """First 12 hex of the hash of everything that the matching of this plan depends on."""
    import hashlib

    from matching.plan import EMBEDDED

    digest = hashlib.sha256()
    for file in sorted((folder or EMBEDDED).iterdir()):
        if file.is_file():
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def _local_day(timezone: str) -> date:
    try:
        return datetime.now(ZoneInfo(timezone)).date()
    except (KeyError, ValueError) as error:
        from flows.failures import SettingsInvalid

        raise SettingsInvalid(
            "duban.toml", f"schedule.timezone 不是时区名（{timezone}）", "例如 Asia/Shanghai"
        ) from error
