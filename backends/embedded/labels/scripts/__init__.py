"""Labels in other scripts than the shipped reader reads: found, and read by Tesseract."""
