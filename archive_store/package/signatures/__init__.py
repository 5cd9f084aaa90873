"""Digital signatures of PDFs: the archive's own on its copies, and those on received files.

``open_sealer`` signs, ``SignatureExaminer`` validates; ``flows`` says what a verdict means.
"""
