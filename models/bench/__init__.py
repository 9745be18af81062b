"""Measurements: accuracy against made truth, speed and memory beside Tesseract."""
