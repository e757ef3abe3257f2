"""The role agreement: who does what, brings what and answers for what, until each party acknowledges it."""

from workflows.agreement.engagement import acknowledge, report_deliberation, withdraw_deliberation
from workflows.agreement.means import choose_indicator, pledge, remove_indicator, withdraw_pledge
from workflows.agreement.suggestions import adopt_suggestions, template_of
from workflows.agreement.text import (
    agree_mission,
    define_word,
    plan_training,
    remove_mission,
    remove_word,
    state_not_replaced,
    write_clause,
)

__all__ = [
    "acknowledge",
    "adopt_suggestions",
    "agree_mission",
    "choose_indicator",
    "define_word",
    "plan_training",
    "pledge",
    "remove_indicator",
    "remove_mission",
    "remove_word",
    "report_deliberation",
    "state_not_replaced",
    "template_of",
    "withdraw_deliberation",
    "withdraw_pledge",
    "write_clause",
]
