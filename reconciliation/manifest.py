"""The service manifest: what the service offers, and where (specification, section 3.1)."""

from __future__ import annotations

from typing import Any

from console import plural
from reconciliation.collection import TYPE, Collection
from reconciliation.queries import BATCH

WIDTH, HEIGHT = 440, 220
"""px of a preview."""


def manifest(collection: Collection, base: str) -> dict[str, Any]:
    """The service manifest. `base` is the address of the service, without a slash at its end."""
    preview = f"{base}/preview?id={{{{id}}}}"
    suggest = {
        kind: {"service_url": base, "service_path": f"/suggest/{kind}"}
        for kind in ("entity", "property", "type")
    }
    suggest["entity"] |= {"flyout_service_url": base, "flyout_service_path": "/flyout?id=${id}"}
    return {
        "versions": ["0.2"],
        "name": f"{collection.catalogue.path.name} ({plural(len(collection.catalogue), 'work')})",
        "identifierSpace": f"{base}/preview?id=",
        "schemaSpace": "https://schema.org/VisualArtwork",
        "defaultTypes": [TYPE],
        "view": {"url": preview},
        "preview": {"url": preview, "width": WIDTH, "height": HEIGHT},
        "suggest": suggest,
        "extend": {"propose_properties": {"service_url": base, "service_path": "/properties"}},
        "batchSize": BATCH,
    }
