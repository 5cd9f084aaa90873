"""Runs: Prefect's processes on this machine, a flow started and followed, its report."""
