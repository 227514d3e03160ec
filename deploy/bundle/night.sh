#!/bin/sh
# Double-click, or: sh night.sh. Runs one night and opens the report.
export PYTHONUTF8=1
exec "${PYTHON:-python3}" "$(dirname "$0")/night.py" "$@"
