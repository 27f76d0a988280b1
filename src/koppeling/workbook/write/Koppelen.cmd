@echo off
rem Drop a workbook (or several files, or a folder) on this file.
rem Paths may hold spaces, ampersands, parentheses and exclamation marks.
setlocal EnableExtensions DisableDelayedExpansion
title @title@
set "PYTHONUTF8=1"

rem A Python of its own beside this file comes first, then the ones of the computer.
set "PY="
call :try "%~dp0.venv\Scripts\python.exe"
if not defined PY call :try py -3
if not defined PY call :try python
if not defined PY goto no_python
%PY% -P -c "import koppeling" >nul 2>nul
if errorlevel 1 goto no_koppeling

rem Explorer puts no quotes around a path with an ampersand and no space, so that %%1
rem would end there. The whole command line still has it: take what follows our name.
set "SELF=%~nx0"
rem No quotes around this one: those of a path would end them.
set TYPED=%*
setlocal EnableDelayedExpansion
set "LINE=!cmdcmdline!"
set "FILES=!LINE:*%SELF%" =!"
set "DROPPED=1"
if "!FILES!"=="!LINE!" set "DROPPED=" & set "FILES=!TYPED!"
if defined DROPPED set "FILES=!FILES:~0,-1!"
if defined FILES if "!FILES: =!"=="" set "FILES="
if not defined FILES goto ask

echo @busy@
echo.
%PY% -P -m koppeling match !FILES! --lang @lang@
set "CODE=!errorlevel!"
echo.
if "!CODE!"=="0" echo @done@
if "!CODE!"=="1" echo @wrong@
if "!CODE!"=="3" echo @late@
if "!CODE!"=="2" echo @failed@
if "!CODE!"=="4" echo @failed@
goto finish

:ask
echo @drop@
echo @ask@
echo.
rem pushd also works where this folder is on a network drive without a letter.
setlocal DisableDelayedExpansion
pushd "%~dp0"
%PY% -P -m koppeling
popd
endlocal
set "CODE=0"
goto finish

:finish
echo.
pause
rem Leave cmd itself when started by Explorer: it would go on with what follows an ampersand.
if defined DROPPED exit !CODE!
exit /b !CODE!

:no_python
echo @no_python@
echo @get_python@
pause
exit 1

:no_koppeling
echo @no_koppeling@
echo @get_koppeling@
pause
exit 1

:try
%* -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if "%errorlevel%"=="0" set PY=%*
exit /b 0
