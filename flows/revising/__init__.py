"""What people correct, review or part: each is the next version of a package."""
