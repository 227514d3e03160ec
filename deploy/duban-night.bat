@echo off
rem One night for Windows Task Scheduler: duban-night.bat WORKSPACE. 3 = done, some files could not be read.
set PYTHONUTF8=1
set DO_NOT_TRACK=1
"%~dp0.venv\Scripts\duban.exe" -C "%~1" night >> "%~1\night.log" 2>&1
if %ERRORLEVEL%==3 exit /b 0
exit /b %ERRORLEVEL%
