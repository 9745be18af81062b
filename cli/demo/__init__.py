"""What `make demo` runs: the whole service, the sample dossiers through its HTTP API, a table."""
