"""What all tests share: one clock, no progress bars, and hand-made tables."""

from __future__ import annotations

import os

# Kernels that nbval starts inherit these.
os.environ["TZ"] = "UTC"
os.environ["TQDM_DISABLE"] = "1"
