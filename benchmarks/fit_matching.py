"""Fit matching/plans/<id>/model.json from labels.jsonl and print what cross-validation by document says.

python benchmarks/fit_matching.py [--write]        (the same as: duban evaluate [--refit])
"""

from __future__ import annotations

import sys

from matching.evaluate import cross_validate, in_words, write_model
from matching.plan import EMBEDDED


def main() -> None:
    validation = cross_validate(EMBEDDED)
    print(in_words(validation))
    if "--write" in sys.argv:
        write_model(validation, EMBEDDED)


if __name__ == "__main__":
    main()
