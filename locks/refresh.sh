#!/usr/bin/env bash
# Rebuild both locks: universal (Linux, Windows, macOS), hashed, without addresses. Needs uv.
set -euo pipefail
cd "$(dirname "$0")/.."
common=(--universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --group build -q)
uv pip compile "${common[@]}" pyproject.toml --extra ocr --extra legacy --extra scale --extra dev -o locks/dev.txt "$@"
uv pip compile "${common[@]}" pyproject.toml --extra ocr --extra legacy -c locks/dev.txt -o locks/run.txt "$@"
