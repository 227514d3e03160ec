"""What only LibreOffice can make: .doc and text PDF."""

import shutil
import subprocess
import tempfile
from pathlib import Path


def convert(source: bytes, suffix: str) -> bytes:
    """A .docx into another format: `pdf` or `doc`."""
    office = shutil.which("soffice")
    if office is None:
        raise SystemExit("需要 LibreOffice 才能生成样例中的 .doc 和 PDF")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.docx"
        path.write_bytes(source)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [office, profile, "--headless", "--convert-to", suffix, "--outdir", folder, str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)  # noqa: S603
        return path.with_suffix(f".{suffix}").read_bytes()
