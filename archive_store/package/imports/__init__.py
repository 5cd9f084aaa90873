"""Packages from elsewhere: unpacked within limits and judged before anything of them is stored."""
