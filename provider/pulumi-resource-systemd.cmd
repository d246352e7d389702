@echo off
rem Untested: pulumi-resource-systemd for Windows.
node "%~dp0start.js" %*
