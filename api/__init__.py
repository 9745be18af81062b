"""The HTTP API: takes papers in, says how far they are, gives records and events."""
