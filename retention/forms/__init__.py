"""Writes forms down: as a document to edit, as a page to print, as a workbook.

Each library has its own module: ``word`` (python-docx), ``page`` (fpdf2), ``workbook`` (openpyxl).
"""

from retention.forms.page import write_pdf
from retention.forms.word import write_docx
from retention.forms.workbook import write_xlsx

__all__ = ["write_docx", "write_pdf", "write_xlsx"]
