"""What leaves with an export for somebody who trusts neither this product nor its machine."""
