"""What leaves the workbook: calendars, tick lists, payroll and documents, each for one reader."""
