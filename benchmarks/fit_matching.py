"""Fit matching/plans/<id>/model.json from labels.jsonl and print what cross-validation by author says.

python benchmarks/fit_matching.py [--write]        (the same as: duban evaluate [--refit])
python benchmarks/fit_matching.py --by-document    documents held out instead of authors; nothing is written
"""

from __future__ import annotations

import sys

from matching.evaluate import cross_validate, in_words, write_model
from matching.fitting import by_document
from matching.plan import EMBEDDED


def main() -> None:
    if "--by-document" in sys.argv:
        print(in_words(cross_validate(EMBEDDED, by_document)))
        return
    validation = cross_validate(EMBEDDED)
    print(in_words(validation))
    if "--write" in sys.argv:
        write_model(validation, EMBEDDED)


if __name__ == "__main__":
    main()
