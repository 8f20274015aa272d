# Freezes the program on Windows 10 or later with Python 3.11-3.13, for installers/windows/build.sh.
$ErrorActionPreference = "Stop"
Set-Location (Join-Path $PSScriptRoot "..\..")
py -3 -m venv .venv
.venv\Scripts\python -m pip install -c constraints.txt -e ".[dev]"
New-Item -ItemType Directory -Force build | Out-Null
$version = (Select-String -Path desktop_app\__init__.py -Pattern '__version__ = "(.*)"').Matches[0].Groups[1].Value
$parts = ($version -replace '\.', ', ')
@"
VSVersionInfo(ffi=FixedFileInfo(filevers=($parts, 0), prodvers=($parts, 0)),
  kids=[StringFileInfo([StringTable('042a04b0', [StringStruct('ProductName', 'Mo Duong'),
  StringStruct('FileVersion', '$version'), StringStruct('ProductVersion', '$version')])]),
  VarFileInfo([VarStruct('Translation', [0x042a, 1200])])])
"@ | Set-Content -Encoding UTF8 build\version.txt
.venv\Scripts\python -m PyInstaller --noconfirm --distpath build\windows --workpath build\pyinstaller installers\moduong.spec
build\windows\moduong\moduong.exe --version
