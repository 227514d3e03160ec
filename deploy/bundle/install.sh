#!/bin/sh
# Double-click, or: sh install.sh. Needs only Python.
export PYTHONUTF8=1
exec "${PYTHON:-python3}" "$(dirname "$0")/install.py"
