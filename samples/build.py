"""Rebuild the samples: `python samples/build.py [--manifest]`.

The committed files are the truth; LibreOffice and the password tool give other bytes each time. With
`--manifest` nothing is rebuilt, only manifest.json is written anew from the files that are there.
Needs python-docx, openpyxl, Pillow, LibreOffice, Noto CJK fonts and msoffcrypto-tool.
"""

import hashlib
import json
import sys
from pathlib import Path

from building.catalogue import MEMBERS, SAMPLES
from building.making import make

ROOT = Path(__file__).parent


def build() -> None:
    """Write every sample file."""
    for sample in SAMPLES:
        target = ROOT / sample.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(make(sample))
        print(f"{target.stat().st_size:>8}  {sample.path}")


def write_manifest() -> None:
    """file → sha256, fate, unit, period, point; members of containers beside them."""
    files = {
        sample.path: {
            "sha256": hashlib.sha256((ROOT / sample.path).read_bytes()).hexdigest(),
            "fate": sample.fate,
            "unit": sample.unit,
            "period": sample.period,
            "point": sample.point,
            "members": [
                {"name": name, "unit": unit, "fate": "read"}
                for name, _, unit in MEMBERS.get(Path(sample.path).name, ())
            ],
        }
        for sample in SAMPLES
    }
    text = json.dumps(files, ensure_ascii=False, indent=1)
    (ROOT / "manifest.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    if "--manifest" not in sys.argv[1:]:
        build()
    write_manifest()
