"""How the tables became what `dossier.store.tables` says, one file a change, oldest first.

A file says `revision` and `down_revision`, and how to go up and down with data in the tables. It
never imports the models: they move on, it does not. `dossier.store.schema.HEAD` names the newest.
"""
