"""The audit of an archive: judged, forecast, told as workbook and minutes."""
