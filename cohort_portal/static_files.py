"""How static files are named: by their content, so that browsers may keep them for good."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Hashes names inside the `import` lines of our modules too, which Django leaves alone unasked.

    Only hashed names are served, so a module would not find its neighbours without this.
    """

    support_js_module_import_aggregation = True
