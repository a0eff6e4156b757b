#!/bin/sh
# Chromium for Ace. It cannot put itself into a sandbox when it runs as root or in a container, and needs none here: it
# shows a book of ours without network.
exec chromium --no-sandbox --disable-background-networking --disable-component-update --disable-sync --no-first-run "$@"
