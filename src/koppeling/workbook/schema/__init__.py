"""What a workbook holds: sheets, headings, settings, declared once."""
