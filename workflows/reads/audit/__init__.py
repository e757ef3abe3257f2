"""What a compliance officer reads: the log, each act, decisions, partnerships, and whether it all holds.

The caller has made sure that the reader may read the log (`workflows.people.authorise`, `log.read`). Even
then some things stay closed: choices while a vote is open, contributions while a consultation is, and always
who made a contribution.
"""

from workflows.reads.audit.act import ActPage, act_page
from workflows.reads.audit.decisions import PAGE, Account, Decided, account, decided, decisions
from workflows.reads.audit.filters import Filters, kinds, people, program_parts, titles
from workflows.reads.audit.integrity import MOST_CHECKED, Checked, Standing, checked, standing
from workflows.reads.audit.listing import Listing, Row, listing
from workflows.reads.audit.timeline import Timeline, timeline

__all__ = [
    "MOST_CHECKED",
    "PAGE",
    "Account",
    "ActPage",
    "Checked",
    "Decided",
    "Filters",
    "Listing",
    "Row",
    "Standing",
    "Timeline",
    "account",
    "act_page",
    "checked",
    "decided",
    "decisions",
    "kinds",
    "listing",
    "people",
    "program_parts",
    "standing",
    "timeline",
    "titles",
]
