"""What a run tells people and programs: the result workbook, JSON, the terminal."""
