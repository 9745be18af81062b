"""`sohoa bench`: load on a running service, and how many machines a city needs."""
