"""No part at run time that is only under GPL or AGPL.

Reads the names in requirements.lock and the licences that the installed packages declare. Exit code 1 names offenders.
"""

import re
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parent.parent
NAME = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)
STRONG = re.compile(r"\b(A?GPL|GNU (Affero )?General Public)", re.IGNORECASE)
LESSER = re.compile(r"\b(LGPL|Lesser General Public|Library General Public)", re.IGNORECASE)
FREE = re.compile(
    r"\b(MIT|BSD|Apache|ISC|MPL|Mozilla|Python|PSF|Zope|Unlicense|Public Domain|Artistic)\b", re.IGNORECASE
)


def licence(name: str) -> str:
    """What a package says of its licence: expression, field and classifiers together."""
    fields = metadata.metadata(name)
    declared = [fields.get("License-Expression") or "", (fields.get("License") or "")[:200]]
    declared += [line for line in fields.get_all("Classifier") or [] if line.startswith("License")]
    return " | ".join(part for part in declared if part)


def main() -> int:
    """Check every package of the lock."""
    offenders, unknown = [], []
    names = NAME.findall((ROOT / "requirements.lock").read_text())
    for name in names:
        said = licence(name)
        if not said:
            unknown.append(name)
        elif STRONG.search(LESSER.sub("", said)) and not FREE.search(said):
            offenders.append(f"{name}: {said}")
    for line in offenders:
        print(f"only under a strong copyleft licence: {line}", file=sys.stderr)
    for name in unknown:
        print(f"says nothing of its licence: {name}", file=sys.stderr)
    print(f"{len(names)} packages, {len(offenders)} offend, {len(unknown)} unknown")
    return 1 if offenders or unknown else 0


if __name__ == "__main__":
    sys.exit(main())
