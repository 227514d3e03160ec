"""duban.toml and its defaults, read once into one frozen Settings."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from flows.failures import SettingsInvalid
from matching.findings import GapKind, Light
from outputs.storage import cause_of

_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, config=_STRICT)
class OfficeSettings:
    name: str = ""


@dataclass(frozen=True, config=_STRICT)
class PlanSettings:
    path: str = ""  # folder with plan.toml; "" = the embedded plan


@dataclass(frozen=True, config=_STRICT)
class PeriodSettings:
    cycle: Literal["half", "quarter", "month"] = "half"


@dataclass(frozen=True, config=_STRICT)
class IntakeSettings:
    settle_seconds: Annotated[float, Field(ge=0, le=600)] = 3.0


@dataclass(frozen=True, config=_STRICT)
class ReadingSettings:
    workers: Annotated[int, Field(ge=1, le=64)] = 2
    seconds: Annotated[float, Field(gt=0, le=3600)] = 60.0  # per file
    memory_mb: Annotated[int, Field(ge=200, le=65536)] = 1000  # per worker process
    reread_minutes: Annotated[float, Field(ge=0, le=1440)] = 120  # a night, after the report


@dataclass(frozen=True, config=_STRICT)
class RuleSettings:
    due_soon_days: Annotated[int, Field(ge=1, le=730)] = 90
    reply_days: Annotated[int, Field(ge=1, le=90)] = 7
    objection_days: Annotated[int, Field(ge=1, le=90)] = 7


@dataclass(frozen=True, config=_STRICT)
class SignSettings:
    """How the office calls and colours a light; every place differs (蓝黄红, 红黄蓝, 橙)."""

    name: Annotated[str, Field(min_length=1, max_length=2)]
    colour: Annotated[str, Field(pattern=r"^[0-9A-Fa-f]{6}$")]


@dataclass(frozen=True, config=_STRICT)
class ScheduleSettings:
    cron: str = "0 2 * * *"
    timezone: str = "Asia/Shanghai"


@dataclass(frozen=True, config=_STRICT)
class ScaleSettings:
    runner: Literal["local", "dask"] = "local"
    address: str = ""  # of a Dask scheduler; "" = a cluster on this machine


@dataclass(frozen=True, config=_STRICT)
class Settings:
    office: OfficeSettings = Field(default_factory=OfficeSettings)
    plan: PlanSettings = Field(default_factory=PlanSettings)
    period: PeriodSettings = Field(default_factory=PeriodSettings)
    intake: IntakeSettings = Field(default_factory=IntakeSettings)
    reading: ReadingSettings = Field(default_factory=ReadingSettings)
    rules: RuleSettings = Field(default_factory=RuleSettings)
    lights: dict[GapKind, Light] = Field(default_factory=dict)
    signs: dict[Light, SignSettings] = Field(default_factory=dict)
    schedule: ScheduleSettings = Field(default_factory=ScheduleSettings)
    scale: ScaleSettings = Field(default_factory=ScaleSettings)


def load_settings(file: Path) -> Settings:
    """Read and check the settings; raises SettingsInvalid with the place and what is allowed there."""
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8-sig"))
        return TypeAdapter(Settings).validate_python(values)
    except OSError as error:
        raise SettingsInvalid(
            str(file), f"读不出设置（{cause_of(error)}）", "请检查文件是否存在、可读"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsInvalid(
            str(file), f"不是有效的 TOML（{error}）", "请改正该行，或运行 duban init 查看样式"
        ) from error
    except ValidationError as error:
        raise SettingsInvalid(str(file), _explain(error), "请改正后重跑，或删去该项以用默认值") from error


_CAUSES = {
    "unexpected_keyword_argument": "没有这一项",
    "literal_error": "只能取 {expected}",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "不应小于 {ge}",
    "less_than_equal": "不应大于 {le}",
    "int_parsing": "应为整数",
    "int_type": "应为整数",
    "int_from_float": "应为整数",
    "float_parsing": "应为数字",
    "float_type": "应为数字",
    "string_type": "应为文字",
    "string_too_short": "不能为空",
    "string_too_long": "至多 {max_length} 个字",
    "string_pattern_mismatch": "应为六位十六进制颜色，如 B3261E",
    "missing": "缺这一项",
    "dict_type": "应为一节（[…]）",
    "dataclass_type": "应为一节（[…]）",
}


def _explain(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(step) for step in first["loc"])
    cause = _CAUSES.get(first["type"], "取值不合要求").format(**first.get("ctx", {}))
    return f"{place} {cause}（现为 {first['input']!r}）"
