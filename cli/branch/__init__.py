"""The branch's side of an upload: finds scans, sends them over any line, proves that they came.

`sohoa scan` and `sohoa watch` are the two commands over it.
"""
