"""Prefect's server as a child that ends with its parent, killed or not: `python -m flows.guarded_server PORT`.

The parent holds the other end of standard input; when it is gone, however that came about, the input ends.
"""

from __future__ import annotations

import os
import runpy
import sys
import threading


def main(port: str) -> None:
    """Serve on the loopback address until standard input ends."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sys.argv = [
        "uvicorn",
        "--factory",
        "prefect.server.api.server:create_app",
        "--host=127.0.0.1",
        f"--port={port}",
        "--log-level=error",
    ]
    runpy.run_module("uvicorn", run_name="__main__")


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
