"""Bring the catalogues up to date with the code: `python -m tests.messages [TRANSLATIONS.json]`.

Messages that the code no longer has go, new ones come without a translation, and are listed, as
JSON that can be filled in and given back: `{"English sentence": "its translation"}`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.messages.catalogues import (
    TRANSLATED,
    filled,
    folder,
    in_the_code,
    is_translated,
    messages,
    mo_bytes,
    mo_path,
    names_of,
    po_bytes,
    po_path,
    updated,
)


def main(language: str, pairs: list[Path]) -> None:
    """Update one language; say what is missing."""
    catalog = updated(language, in_the_code())
    for path in pairs:
        print(f"{path}: {filled(catalog, path)} put in", file=sys.stderr)
    folder(language).mkdir(parents=True, exist_ok=True)
    po_path(language).write_bytes(po_bytes(catalog))
    mo_path(language).write_bytes(mo_bytes(catalog))
    every = list(messages(catalog))
    missing = [message for message in every if not is_translated(message)]
    print(f"{language}: {len(every)} messages, {len(missing)} not translated", file=sys.stderr)
    if missing:
        rest = {names_of(message)[0]: "" for message in missing}
        print(json.dumps(rest, ensure_ascii=False, indent=1))


for each in TRANSLATED:
    main(each, [Path(name) for name in sys.argv[1:]])
