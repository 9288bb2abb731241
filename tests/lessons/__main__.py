"""Makes the sessions of the lessons anew, and says how large each is."""

from __future__ import annotations

import sys
from time import perf_counter

from tests.lessons import lesson_names, write_session

for name in sys.argv[1:] or lesson_names():
    began = perf_counter()
    path = write_session(name)
    print(f"{name:16} {path.stat().st_size:9,} bytes  {perf_counter() - began:5.1f} s")
