"""Bring the catalogues up to date with the code: `python -m tests.messages [TRANSLATIONS.json]`.

Messages that the code no longer has go, new ones come without a translation, and are listed, as
JSON that can be filled in and given back: `{"English sentence": "its translation"}`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from babel.messages.catalog import Catalog

from backstep.messages.lessons import DOMAIN as LESSONS
from tests.messages.catalogues import (
    DOMAIN,
    TRANSLATED,
    filled,
    folder,
    in_the_code,
    in_the_lessons,
    is_translated,
    messages,
    mo_bytes,
    mo_path,
    names_of,
    po_bytes,
    po_path,
    updated,
)


def main(language: str, domain: str, said: Catalog, pairs: list[Path]) -> dict[str, str]:
    """Update one catalogue; gives what is missing in it."""
    catalog = updated(language, said, domain)
    for path in pairs:
        print(f"{path}: {filled(catalog, path)} put in {domain}", file=sys.stderr)
    folder(language).mkdir(parents=True, exist_ok=True)
    po_path(language, domain).write_bytes(po_bytes(catalog))
    mo_path(language, domain).write_bytes(mo_bytes(catalog))
    every = list(messages(catalog))
    missing = [message for message in every if not is_translated(message)]
    told = f"{language} {domain}: {len(every)} messages, {len(missing)} not translated"
    print(told, file=sys.stderr)
    return {names_of(message)[0]: "" for message in missing}


rest: dict[str, str] = {}
files = [Path(name) for name in sys.argv[1:]]
for each in TRANSLATED:
    rest |= main(each, DOMAIN, in_the_code(), files)
    rest |= main(each, LESSONS, in_the_lessons(), files)
if rest:
    print(json.dumps(rest, ensure_ascii=False, indent=1))
