"""python -m ingest: the operational store into the warehouse."""

import sys

from ingest.command import main

sys.exit(main())
