"""The look, joined and compressed when it is collected: one style sheet, without a build step.

`site.css` names its parts with ``@import``; in development the browser follows them, and `collectstatic` puts each
part in its place. One list, in the style sheet itself, is the order. Every text file is kept compressed beside itself,
where WhiteNoise finds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.base import ContentFile
from whitenoise.compress import Compressor

IMPORT = re.compile(r'^@import url\("(?P<path>[^"]+)"\)(?: layer\((?P<layer>[\w.]+)\))?;\s*$', re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SHEETS = ("warta/css/site.css", "warta/css/newsroom.css")


class JoinedStorage(ManifestStaticFilesStorage):
    """Collected files under hashed names; the sheets in `SHEETS` are joined from their parts first."""

    manifest_strict = False

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Join, hash as Django does, then compress what was hashed.

        Brotli at its best is slow: only what readers load gets it, the newsroom's own files make do with gzip.
        """
        if not dry_run:
            for sheet in SHEETS:
                if sheet in paths:
                    storage, path = paths[sheet]
                    with storage.open(path) as file:
                        joined = join(file.read().decode(), sheet, storage)
                    self.delete(sheet)
                    self.save(sheet, ContentFile(joined.encode()))
                    paths[sheet] = (self, sheet)
        for name, hashed, processed in super().post_process(paths, dry_run, **options):
            if isinstance(processed, bool) and hashed:  # else an error, or the summary: Django deals with both
                compressor = Compressor(use_brotli=name.startswith("warta/"), quiet=True)
                if compressor.should_compress(hashed):
                    compressor.compress(self.path(hashed))
            yield name, hashed, processed


def join(text: str, name: str, storage: Any) -> str:
    """The sheet `name` with its imports in their place, comments and indents left out."""
    folder = PurePosixPath(name).parent

    def part(match: re.Match[str]) -> str:
        with storage.open(str(folder / match["path"])) as file:
            css = file.read().decode()
        depth = "../" * match["path"].count("/")
        if depth:  # addresses are written from the part's own folder
            css = css.replace(f'url("{depth}', 'url("')
        return f"@layer {match['layer']} {{\n{css}\n}}" if match["layer"] else css

    joined = COMMENT.sub("", IMPORT.sub(part, text))
    return "\n".join(line.strip() for line in joined.splitlines() if line.strip()) + "\n"
