"""How many payloads were tried and got through, by family: python -m tests.language.escapes"""

from __future__ import annotations

import sys
from collections import Counter

from tests.language.escapes.canary import through
from tests.language.escapes.reading import payloads


def main() -> int:
    """Try every payload, without ticks and with them; exit code 1 where one got through."""
    tried: Counter[str] = Counter()
    out: Counter[str] = Counter()
    for payload in payloads():
        found = [why for ticks in (False, True) if (why := through(payload, ticks=ticks))]
        tried[payload.family] += 1
        out[payload.family] += bool(found)
        for why in found[:1]:
            print(f"through: {payload}: {why}", file=sys.stderr)
    width = max(map(len, tried))
    print(f"{'family':<{width}}  tried  through")
    for family, count in tried.items():
        print(f"{family:<{width}}  {count:>5}  {out[family]:>7}")
    print(f"{'all':<{width}}  {tried.total():>5}  {out.total():>7}")
    return 1 if out.total() else 0


if __name__ == "__main__":
    sys.exit(main())
