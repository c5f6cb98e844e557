"""The search of the site: the documents, their index, the client and its page.

* `documents`: what can be found, as plain text;
* `letters`: text -> folded text, in which usual slips are no difference;
* `grams`: folded text -> the grams that it holds; `shards`: the grams of all -> the index, by `packing`;
* `held`: the grams of some documents as they are kept, in `groups`;
* `loading`: how numpy is loaded;
* `texts`: documents -> the small files that results are shown from;
* `indexing`: puts them together, and leaves what has not changed: `earlier` knows what is published,
  `edited` makes again only the files that hold a changed gram;
* `client`: the script, its parts and style sheet, and the page /search/.

The browser's part is theme/search/. Files below ``search/`` are scripts that set one
variable, ``jl_g7="..."``, because a page from a USB stick (file://) may load scripts and
may not fetch.
"""

from __future__ import annotations

import os

from julasan.render.search import loading
from julasan.render.search.client import client_assets, page_html
from julasan.render.search.documents import Document, documents
from julasan.render.search.indexing import index, outputs

__all__ = ["Document", "client_assets", "documents", "index", "outputs", "page_html"]

loading.prepare(os.environ)
