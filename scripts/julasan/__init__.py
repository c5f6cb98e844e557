"""Julasan (จุลสาร): a folder of text files becomes a network's website and its printed bulletin.

The map, from the top down; imports go downwards only (tests/test_layers.py holds it):

- ``cli``            options in, exit code out
- ``build``          one build: only what has changed is read, made and written
- ``mkdocs_plugin``, ``stage``, ``serving``, ``finish``   edges: shells from MkDocs, a plain folder,
  a folder shown on this machine, a published site
- ``importing``, ``mending``, ``new``, ``post``   what people bring, what is mended, what is begun, mail
- ``read``           files -> ``Site`` and ``Problem``
- ``check``          ``Site`` -> ``Problem``
- ``render``         ``Site`` -> ``Output``, one module a product
- ``typeset``        HTML -> PDF that a Thai reader can read and copy
- ``model``          Site, Article, Event, Member, Issue, Page, Asset
- ``locales``, ``thai``   every text a person sees; what Thai needs
- ``addresses``, ``look``, ``pattern``   bare addresses of the web in a text; many patterns at once, or late
- ``frozen``         dataclasses that cost little to make
- ``guesses``   what a word that is not known probably means
- ``problem``, ``files``, ``seal``, ``stopping``   a complaint; writing files; trusting what was kept; signals
- ``safekeeping``    where personal data may be written
"""

from pathlib import Path

PACKAGE = Path(__file__).parent
"""The program's folder, in which its theme, templates and texts lie."""
