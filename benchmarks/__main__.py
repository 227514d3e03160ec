"""python -m benchmarks: every benchmark that runs with what is installed, one after the other."""

from __future__ import annotations

from benchmarks import documents, nights, workers


def main() -> None:
    documents.main()
    workers.main()
    nights.main(nights.DEFAULT_SIZES)


if __name__ == "__main__":
    main()
