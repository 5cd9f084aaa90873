"""How long a dossier is kept, and then what: pure rules over versioned schedules.

``load_schedules`` reads the schedules shipped as data, ``assign`` finds a dossier's rule, and
``decide`` says what that rule asks on one day. Nothing here deletes or moves anything: a decision
is a proposal with its reason, and what is not certain is never due.
"""

from retention.assign import assign, correct_period
from retention.decide import RetentionOptions, Stage, StartReading, decide
from retention.schedule import Schedule, load_schedules

__all__ = [
    "RetentionOptions",
    "Schedule",
    "Stage",
    "StartReading",
    "assign",
    "correct_period",
    "decide",
    "load_schedules",
]
