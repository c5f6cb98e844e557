"""A site on its way to be published: a policy in every page, the gates, the swap.

* `whole`: all of it over a built folder; `making`: while the folder is built;
* `gates`, over `links`, `leaks`, `formats` (feeds, calendars, styles), `weight`;
* `csp`; `publish`; `portable`, `precompress`.
"""
