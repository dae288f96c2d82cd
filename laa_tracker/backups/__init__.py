"""Everything that is kept, in one sealed file, and back again: `manage.py backup` and `restore`.

The file knows no database: what was written of SQLite is restored into PostgreSQL, and the other
way. `sealing` keeps it secret and whole, `tables` puts rows into lines and lines into rows,
`archive` is the file as a whole, `keeping` says which files of a folder stay.
"""
