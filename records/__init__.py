"""The vocabulary: values and errors every room speaks.

Standard library only; no file is read here except the message catalogue, nothing is written.
"""
