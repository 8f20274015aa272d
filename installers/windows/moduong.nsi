; The Windows installer: for one user, without administrator rights. Compiled by installers/windows/build.sh.
;   makensis -DVERSION=0.1.0 -DSTAGE=folder -DOUT=file moduong.nsi
Unicode true
!include "MUI2.nsh"
!include "FileFunc.nsh"

!ifndef VERSION
  !error "VERSION, STAGE and OUT are given by build.sh"
!endif

Name "Mở Đường"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\MoDuong"
InstallDirRegKey HKCU "Software\MoDuong" "InstallDir"
RequestExecutionLevel user
SetCompressor /SOLID lzma
ManifestDPIAware true

VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Mở Đường"
VIAddVersionKey "FileDescription" "Khảo sát hạ tầng số / infrastructure survey"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "Apache-2.0"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\moduongw.exe"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\MoDuong"

!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${LICENCE}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Vietnamese"
!insertmacro MUI_LANGUAGE "English"

LangString KeepsData ${LANG_VIETNAMESE} "Số liệu của bạn không nằm trong thư mục chương trình và được giữ nguyên."
LangString KeepsData ${LANG_ENGLISH} "Your records are not in the program's folder and are kept."

Section "Mở Đường" Main
  SectionIn RO
  ; A file of an older version that is no longer needed must not stay and be loaded.
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${STAGE}/*"
  CreateDirectory "$SMPROGRAMS\Mở Đường"
  CreateShortcut "$SMPROGRAMS\Mở Đường\Mở Đường.lnk" "$INSTDIR\moduongw.exe"
  CreateShortcut "$DESKTOP\Mở Đường.lnk" "$INSTDIR\moduongw.exe"
  WriteRegStr HKCU "Software\Classes\.moduong" "" "MoDuong.Bundle"
  WriteRegStr HKCU "Software\Classes\MoDuong.Bundle" "" "Gói Mở Đường"
  WriteRegStr HKCU "Software\Classes\MoDuong.Bundle\DefaultIcon" "" "$INSTDIR\moduongw.exe,0"
  WriteRegStr HKCU "Software\MoDuong" "InstallDir" "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Mở Đường"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\moduongw.exe"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" "$0"
SectionEnd

Section "Uninstall"
  ; Only what was installed: homes lie in %LOCALAPPDATA%\moduong or where their owner put them.
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\moduong.exe"
  Delete "$INSTDIR\moduongw.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$DESKTOP\Mở Đường.lnk"
  RMDir /r "$SMPROGRAMS\Mở Đường"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\Classes\.moduong"
  DeleteRegKey HKCU "Software\Classes\MoDuong.Bundle"
  DeleteRegKey HKCU "Software\MoDuong"
  DetailPrint "$(KeepsData)"
SectionEnd
