"""HTML -> PDF that a Thai reader can read and copy, on top of WeasyPrint.

``pdf`` is the whole interface, :mod:`fragment` its companion for bodies. One module a step:

- :mod:`fragment`: an article's HTML made ready to stand in a larger document (ids, links, notes)
- :mod:`words`, :mod:`places`: where a line may break, and the names in which it never does
- :mod:`nodes`: those breaks put into the text nodes of a document
- :mod:`notes`: a footnote that WeasyPrint would part from its call
- :mod:`lines`: the fence around the one part of WeasyPrint that we replace: breaking and justifying
- :mod:`copying`: the text layer, so that what is copied is what was written
- :mod:`engine`: WeasyPrint itself, its dictionary, fonts and fetcher; the only one that runs it
"""

from __future__ import annotations

from julasan.typeset.engine import FACES, NoThaiFontError, Picture, RefusedError, pdf
from julasan.typeset.fragment import fragment

__all__ = ["FACES", "NoThaiFontError", "Picture", "RefusedError", "fragment", "pdf"]
