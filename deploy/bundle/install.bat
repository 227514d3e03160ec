@echo off
rem Double-click to install. Needs Python (64 bit) from python.org with its launcher "py".
set PYTHONUTF8=1
py -3 "%~dp0install.py"
pause
