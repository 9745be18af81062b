"""What codes on papers say: QR codes, barcodes, machine-readable zones. Text in, facts out."""
