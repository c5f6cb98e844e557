"""HTML -> PDF that a Thai reader can read and copy, on top of WeasyPrint.

``pdf`` and ``measured`` are the interface, :mod:`fragment`, :mod:`shorten` and :mod:`pictures` their
companions for what goes in. One module a step:

- :mod:`fragment`: an article's HTML made ready to stand in a larger document (ids, links, notes)
- :mod:`words`, :mod:`lexicon`: where a line may break; what is a word, and where a long one parts
- :mod:`places`, :mod:`days`: the names in which it never does
- :mod:`nodes`: those breaks put into the text nodes of a document
- :mod:`tables`: a table that would run over the edge of its column, or of the paper
- :mod:`notes`: a footnote that WeasyPrint would part from its call
- :mod:`filling`: a page that would end early, set again with what comes next made to fit
- :mod:`overleaf`, :mod:`remedies`: what a page leaves open and what comes after it; what can be done about it
- :mod:`paragraphs`: the lines of a paragraph, chosen together
- :mod:`lines`: the fence around the one part of WeasyPrint that we replace: breaking and justifying
- :mod:`remembered`: lines and blocks that were laid out before
- :mod:`copying`: the text layer, so that what is copied is what was written
- :mod:`tagging`: the structure, so that what is read aloud is in order and says what it is
- :mod:`shorten`: a body cut short at a sentence
- :mod:`measure`, :mod:`pages`: the pages that a document takes, and the lines of each article on them
- :mod:`pictures`: whether a picture can be drawn
- :mod:`coverage`: letters that no installed font has
- :mod:`engine`: WeasyPrint itself, its dictionary, fonts and fetcher; the only one that runs it
"""

from __future__ import annotations

from julasan.typeset.coverage import missing
from julasan.typeset.engine import FACES, NoThaiFontError, Picture, RefusedError, measured, pdf
from julasan.typeset.fragment import fragment
from julasan.typeset.pages import Line, Measured
from julasan.typeset.pictures import drawable
from julasan.typeset.shorten import shortened

__all__ = [
    "FACES",
    "Line",
    "Measured",
    "NoThaiFontError",
    "Picture",
    "RefusedError",
    "drawable",
    "fragment",
    "measured",
    "missing",
    "pdf",
    "shortened",
]
