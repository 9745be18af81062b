"""A small page layout: pieces of a line, flowing lines, tables, seals and signatures on A4."""
