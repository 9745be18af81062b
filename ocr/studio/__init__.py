"""The form studio: from a page of a form that nobody has declared yet to a draft of its
declaration, and that draft tried on samples.

    pages = [read_sample_page(scan.render(n), engine) for n in ...]
    draft = propose_form(pages, catalog(), today=today)
    trial = try_form(definition_of(draft), pages, catalog())

A draft is a proposal (`dossier.forms.draft`): a person names, corrects and tries it before it reads
anything.
"""

from __future__ import annotations

from ocr.studio.propose import propose_form
from ocr.studio.sample import read_sample_page
from ocr.studio.trial import try_form

__all__ = ["propose_form", "read_sample_page", "try_form"]
