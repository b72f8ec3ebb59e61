"""Names in the house style of municipal papers, made from people's own words by morphology."""

from pipeline.naming.claims import Claim, claim
from pipeline.naming.names import Member, Named, best_name

__all__ = ["Claim", "Member", "Named", "best_name", "claim"]
