"""`python -m backstep`."""

import sys

from backstep.cli import main

sys.exit(main())
