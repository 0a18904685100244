"""文书: one HTML template a document, read into blocks; from them the screen, PDF/A and Word."""
