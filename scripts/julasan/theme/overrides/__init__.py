"""The theme ``julasan``: templates of the shell around every page, for MkDocs, ProperDocs and Zensical."""
