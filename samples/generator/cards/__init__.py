"""Identity cards: what is printed on them and how they come onto a scanner."""
