"""Wall labels: found in the frame, read by OCR, put into lines and taken apart."""
