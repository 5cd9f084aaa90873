"""Runs the scan-batch flow in this process: ``-m flows.running.run '{parameters as JSON}'``."""

import json
import sys

from flows.scan_batch import scan_batch
from records.errors import ArchiveError


def main() -> None:
    """Run the flow with the parameters given on the command line."""
    try:
        scan_batch(**json.loads(sys.argv[1]))
    except ArchiveError:
        # The run's folder holds the reason; whoever started us reads it there.
        sys.exit(1)


if __name__ == "__main__":
    main()
