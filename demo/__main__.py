"""The command line: `python -m demo seed` and `python -m demo simulate`."""

import sys

from demo.commands import main

sys.exit(main(sys.argv[1:]))
