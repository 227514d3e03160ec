"""What a night loads while other processes read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from flows import understanding
from flows.interpreting import Reader, interpreter_for
from flows.night import Night, prepare
from flows.understanding import getting_ready, reader_of
from flows.workspace import create_workspace


@pytest.fixture
def night(tmp_path: Path) -> Night:
    create_workspace(tmp_path)
    return prepare(tmp_path, date(2022, 1, 31))


@pytest.mark.parametrize(("documents", "loaded"), [(0, 0), (1, 1), (59, 1), (60, 0), (10_000, 0)])
def test_only_a_night_with_few_new_files_loads_ahead(
    night: Night, monkeypatch: pytest.MonkeyPatch, documents: int, loaded: int
) -> None:
    told: list[Reader] = []
    monkeypatch.setattr(understanding, "_load", told.append)
    with getting_ready(night, documents):
        pass
    assert told == [reader_of(night)] * loaded


def test_what_was_loaded_is_what_understanding_uses(night: Night) -> None:
    interpreter_for.cache_clear()
    with getting_ready(night, 1):
        pass
    assert interpreter_for.cache_info().currsize == 1
    interpreter_for(reader_of(night))
    assert interpreter_for.cache_info().misses == 1


def test_what_cannot_be_loaded_does_not_stop_the_reading(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Reader) -> None:
        raise OSError("no such dictionary")

    monkeypatch.setattr(understanding, "interpreter_for", broken)
    with getting_ready(night, 1):
        read = True
    assert read


def test_reading_that_fails_is_told(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(understanding, "_load", lambda _: None)
    with pytest.raises(OSError, match="share"), getting_ready(night, 1):
        raise OSError("share gone")
