"""Whether a session that is run again comes to what is recorded.

Three tiers: the same bits; close, every number within a relative 1e-9; or it differs, and then
where: the first pop of the first pass that differs, or another place (tiers.py for values,
passes.py for backward passes, sessions.py for the whole). The cells run again in a worker
(again.py); what it sends goes through the session file's form, so like is compared with like.
"""

from backstep.session.verification.again import algorithms, rerun, run_again
from backstep.session.verification.passes import PLACES, Difference, Side
from backstep.session.verification.sessions import Verification, compared
from backstep.session.verification.tiers import RTOL, Tier

__all__ = [
    "PLACES",
    "RTOL",
    "Difference",
    "Side",
    "Tier",
    "Verification",
    "algorithms",
    "compared",
    "rerun",
    "run_again",
]
