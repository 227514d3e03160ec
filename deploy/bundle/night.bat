@echo off
rem Double-click to run one night and open the report.
set PYTHONUTF8=1
py -3 "%~dp0night.py" %*
pause
