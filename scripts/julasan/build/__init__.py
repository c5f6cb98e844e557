"""One build: read what has changed, check it, make what is made of it, gate it, and swap it in.

What an earlier build learned lies beside mkdocs.yml in ``.cache/julasan/``; without it
everything is made anew, and the bytes are the same either way:

* `reading`: what people wrote, read and checked;
* `flow`: the build itself;
* `inputs`: what a build depends on: files by their stamps, the program, the settings;
* `kept`: what is known from earlier builds: what was read in texts and found right (`texts`), bodies as they
  were rendered, what the search holds;
* `at_hand`: the texts that this build has read, until their pages ask for them;
* `target`: the new folder, made of the published one and of what has changed.

That nothing has changed is seen by `inputs`, `texts`, `kept` and `target` alone, which load nothing else.
"""
