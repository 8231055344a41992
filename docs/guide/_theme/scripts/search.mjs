// Sphinx would keep the words that were searched for on this device, to mark them on the pages found.
globalThis.SPHINX_HIGHLIGHT_ENABLED = false;
