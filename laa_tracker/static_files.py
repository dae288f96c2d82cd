"""The files that every page needs: styles, scripts and pictures, and nothing else."""

from typing import Any

from whitenoise.middleware import WhiteNoiseMiddleware

MANIFEST = "staticfiles.json"  # as collectstatic writes which file has which name, for us alone


class StaticFiles(WhiteNoiseMiddleware):
    """whitenoise's own, less the list of all files, which stands among them."""

    def add_file_to_dictionary(self, url: str, path: str, stat_cache: Any = None) -> None:
        if not url.startswith(f"{self.static_prefix}{MANIFEST}"):
            super().add_file_to_dictionary(url, path, stat_cache)
