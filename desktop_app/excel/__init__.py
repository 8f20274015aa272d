"""Workbooks: our own records as XLSX, read again, and the consolidated report."""
