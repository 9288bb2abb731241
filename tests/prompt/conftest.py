"""The programs are what is tested here, and no modules of Python's."""

collect_ignore_glob = ["programs/*"]
