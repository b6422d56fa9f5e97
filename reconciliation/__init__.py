"""The catalogue as a service that OpenRefine and other tools reconcile their lists with.

Reconciliation Service API 0.2, Final Report of the W3C Entity Reconciliation Community Group,
10 April 2023: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from reconciliation.app import application
from reconciliation.candidates import candidates
from reconciliation.collection import Collection
from reconciliation.queries import BATCH, batch

__all__ = [
    "BATCH",
    "Collection",
    "application",
    "batch",
    "candidates",
]
