"""Tables as files that others open and that read back equal: Parquet, CSV, JSON Lines, XLSX, packages, annotations."""

from .forms import read, read_rows, write, write_rows

__all__ = ["read", "read_rows", "write", "write_rows"]
