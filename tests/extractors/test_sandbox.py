"""The wall: whatever a reader does, it costs its own file, and says why."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from multiprocessing import active_children
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "files" / "readers"))
import hostile_readers

from extractors import worker
from extractors.document import Document, UnreadableMember
from extractors.sandbox import ReadJob, ReadResult, close_walls, read_many

ACTS = [
    "ok",
    "hang",
    "ok",
    "abort",
    "ok",
    "hang_in_c",
    "hog",
    "ok",
    "huge",
    "deep",
    "raise",
    "segfault",
    "exit",
    "ok",
]
ACTS += ["abort", "abort", "abort", "ok"]


def jobs(folder: Path, acts: list[str]) -> Iterator[ReadJob]:
    for number, act in enumerate(acts):
        path = folder / f"{number}.txt"
        path.write_text(act, encoding="utf-8")
        yield ReadJob(str(path), f"{number}-{act}")


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, ReadResult]:
    folder = tmp_path_factory.mktemp("acts")
    found = list(
        read_many(jobs(folder, ACTS), workers=2, seconds=1.5, memory_mb=300, reader=hostile_readers.read)
    )
    return {result.job.file: result for result in found}


def test_every_job_has_exactly_one_result(results: dict[str, ReadResult]) -> None:
    assert sorted(results) == sorted(f"{number}-{act}" for number, act in enumerate(ACTS))
    assert all((result.document is None) != (result.problem is None) for result in results.values())


def test_neighbours_of_bad_files_are_read(results: dict[str, ReadResult]) -> None:
    good = [result for name, result in results.items() if name.endswith("-ok")]
    assert [result.document.text for result in good if result.document] == ["ok"] * ACTS.count("ok")


@pytest.mark.parametrize(
    ("act", "words"),
    [
        ("1-hang", "超过 1.5 秒"),
        ("5-hang_in_c", "超过 1.5 秒"),
        ("3-abort", "异常退出"),
        ("11-segfault", "异常退出"),
        ("12-exit", "异常退出"),
        ("6-hog", "内存超过 300 MB"),
        ("8-huge", "内存超过限额"),
        ("9-deep", "内部出错"),
        ("10-raise", "内部出错"),
    ],
)
def test_each_failure_says_what_happened(results: dict[str, ReadResult], act: str, words: str) -> None:
    problem = results[act].problem
    assert problem is not None
    assert problem.code == "reading_stopped"
    assert words in problem.message
    assert problem.remedy


def test_workers_do_not_import_the_main_module(tmp_path: Path) -> None:
    found = list(
        read_many(jobs(tmp_path, ["main"]), workers=1, seconds=5, memory_mb=300, reader=hostile_readers.read)
    )
    assert [result.document.text for result in found if result.document] == [""]


def test_jobs_are_taken_as_needed(tmp_path: Path) -> None:
    taken = []

    def endless() -> Iterator[ReadJob]:
        for job in jobs(tmp_path, ["ok"] * 500):
            taken.append(job)
            yield job

    results = read_many(endless(), workers=1, seconds=5, memory_mb=300, reader=hostile_readers.read)
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert len(taken) < 20


def test_no_jobs_start_no_results() -> None:
    assert list(read_many([], workers=2, seconds=5, memory_mb=300)) == []


@pytest.mark.parametrize(("workers", "seconds", "memory"), [(0, 5, 300), (1, 0, 300), (1, 5, 0)])
def test_senseless_limits_are_refused(workers: int, seconds: float, memory: int) -> None:
    with pytest.raises(ValueError, match="must be positive"):
        list(read_many([], workers=workers, seconds=seconds, memory_mb=memory))


def test_a_real_file_comes_back_whole(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("截至2021年10月底，双师型教师占比82%。", encoding="gb18030")
    [result] = read_many([ReadJob(str(path), "某校/报告.txt")], workers=1, seconds=20, memory_mb=500)
    assert result.document is not None
    assert (result.document.file, result.document.kind, result.document.text) == (
        "某校/报告.txt",
        "txt",
        "截至2021年10月底，双师型教师占比82%。",
    )


def test_a_vanished_file_is_a_problem_of_its_own(tmp_path: Path) -> None:
    [result] = read_many([ReadJob(str(tmp_path / "gone"), "报告.docx")], workers=1, seconds=20, memory_mb=500)
    assert result.problem is not None
    assert result.problem.code == "unreadable"


def test_a_bad_member_costs_itself_and_not_its_archive(tmp_path: Path) -> None:
    path = tmp_path / "a"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("one.txt", "hang.txt", "abort.txt", "../up.txt", "two.txt"):
            archive.writestr(name, f"双师型教师占比82%（{name}）。")
    [result] = read_many(
        [ReadJob(str(path), "材料.zip")],
        workers=2,
        seconds=1.5,
        memory_mb=300,
        reader=hostile_readers.hang,
        archive_reader=hostile_readers.read_archive,
    )
    assert result.document is not None
    assert [member.file.rpartition("!/")[2] for member in result.document.members] == [
        "one.txt",
        "hang.txt",
        "abort.txt",
        "../up.txt",
        "two.txt",
    ]
    one, hung, aborted, unsafe, two = result.document.members
    assert isinstance(one, Document)
    assert isinstance(two, Document)
    assert [m.problem.code for m in (hung, aborted, unsafe) if isinstance(m, UnreadableMember)] == [
        "reading_stopped",
        "reading_stopped",
        "unsafe_path",
    ]
    assert len({m.sha256 for m in (one, hung, aborted, two)}) == 4


def mail(*attachments: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.invalid", "b@example.invalid", "情况说明"
    message.set_content("双师型教师占比82%。")
    for name in attachments:
        content = f"双师型教师占比82%（{name}）。".encode()
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return bytes(message)


def read_mail(path: Path) -> ReadResult:
    [result] = read_many(
        [ReadJob(str(path), "来信.eml")],
        workers=2,
        seconds=1.5,
        memory_mb=300,
        reader=hostile_readers.hang,
        archive_reader=hostile_readers.read_archive,
    )
    return result


def test_a_bad_attachment_costs_itself_and_not_its_mail(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(mail("one.txt", "hang.docx", "abort.pdf", "hang_in_c.xls", "two.txt"))
    document = read_mail(path).document
    assert document is not None
    assert document.kind == "eml"
    assert [block.text for block in document.blocks] == ["情况说明", "双师型教师占比82%。"]
    one, hung, aborted, hung_in_c, two = document.members
    assert isinstance(one, Document)
    assert isinstance(two, Document)
    assert two.text == "双师型教师占比82%（two.txt）。"
    bad = [member for member in (hung, aborted, hung_in_c) if isinstance(member, UnreadableMember)]
    assert [member.file for member in bad] == [
        "来信.eml!/hang.docx",
        "来信.eml!/abort.pdf",
        "来信.eml!/hang_in_c.xls",
    ]
    assert ["1.5 秒" in bad[0].problem.message, "异常退出" in bad[1].problem.message] == [True, True]
    assert all(member.problem.code == "reading_stopped" and member.problem.remedy for member in bad)
    assert len({member.sha256 for member in bad}) == 3


def test_a_mail_without_attachments_that_hangs_is_still_read_for_its_body(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(mail())
    document = read_mail(path).document
    assert document is not None
    assert document.members == ()


def test_a_text_that_hangs_is_no_mail(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("主送：市委教育工委\n双师型教师占比82%。", encoding="utf-8")
    result = read_mail(path)
    assert result.document is None
    assert result.problem is not None
    assert result.problem.code == "reading_stopped"


def test_a_document_that_is_no_archive_is_not_taken_apart(tmp_path: Path) -> None:
    path = tmp_path / "a"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
    [result] = read_many(
        [ReadJob(str(path), "报告.docx")], workers=1, seconds=1, memory_mb=300, reader=hostile_readers.hang
    )
    assert result.document is None
    assert result.problem is not None
    assert result.problem.code == "reading_stopped"


def test_only_children_are_measured() -> None:
    assert worker.resident(1, parent=-1) == 0
    assert worker.resident(2**22 + 5) == 0


def _workers(folder: Path, acts: list[str], *, keep: bool, most: int = 1) -> set[str]:
    read = read_many(
        jobs(folder, acts),
        workers=most,
        seconds=20,
        memory_mb=300,
        reader=hostile_readers.tell_worker,
        keep=keep,
    )
    return {result.document.sha256 for result in read if result.document is not None}


def test_workers_that_are_kept_read_the_next_batch_too(tmp_path: Path) -> None:
    first = _workers(tmp_path, ["ok", "ok"], keep=True)
    assert len(first) == 1
    assert _workers(tmp_path, ["ok"], keep=True) == first
    assert _workers(tmp_path, ["ok"], keep=False) == first  # the last to use them
    assert _workers(tmp_path, ["ok"], keep=True) != first
    close_walls()


def test_a_kept_worker_that_died_is_replaced(tmp_path: Path) -> None:
    first = _workers(tmp_path, ["ok", "abort"], keep=True)
    second = _workers(tmp_path, ["ok", "ok"], keep=True)
    assert len(second) == 1
    assert second != first
    close_walls()


def test_no_more_workers_start_than_there_are_files(tmp_path: Path) -> None:
    close_walls()
    before = len(active_children())

    def started(acts: list[str], most: int) -> int:
        _workers(tmp_path, acts, keep=True, most=most)
        return len(active_children()) - before

    assert started(["ok"], 2) == 1
    assert started(["ok"] * 3, 2) == 2  # more files need more; the one that waited has gone
    assert started(["ok"], 2) == 2  # two wait already: no third is started for one file
    assert started(["ok"] * 3, 1) == 1  # never more than allowed
    close_walls()
