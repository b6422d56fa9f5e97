"""QR codes and barcodes: read in a frame, and tied to the label on whose card they are."""
