"""Copies of a package that leave the archive: E-ARK ZIP, the circular's ZIP, BagIt tar."""
