"""From a file as it was sent to upright, level pages.

Order of use, one page at a time:

    scan = open_scan(path, name, ImageLimits())         decode.py: refuse, count pages
    image = scan.render(page)                           ScanImage: the page as scanned
    straight = straighten(image, engine)                straighten.py: flatten, turn, level
    quality = assess(image, straight)                   quality.py
    blank = is_blank(straight.image.pixels)
    lines = engine.read(straight.image)                 boxes in pixels of straight.image
    box = straight.image.transform.to_scan(line.box)    box on the page as scanned

Refusals are `dossier.errors.InputRefused`: by `open_scan` for the file, by `render` for one page.
"""

from __future__ import annotations
