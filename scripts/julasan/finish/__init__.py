"""A site on its way to be published: a policy in every page, the gates, the swap.

* `making`: outputs in their shells, through the gates, while the folder is built;
* `gates`, over `links`, `leaks`, `formats` (`feeds`, `calendars`, `styles`), `weight`; `pages`, `targets`
  say what stands in a page and where a link leads;
* `csp`; `publish`; `packing`, `portable`.
"""
