"""python -m benchmarks: every benchmark that runs with what is installed, one after the other."""

from __future__ import annotations

from benchmarks import documents


def main() -> None:
    documents.main()


if __name__ == "__main__":
    main()
