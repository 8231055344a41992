"""What the hosted guide shows of the handouts: library, status pages, feeds, notes on pages.

The front door is `guide.connect`. What a build shows is gathered once, in `site.Site`, and handed
on. Everything is made from the manifest and the ledger; nothing here renders a PDF, and nothing
else knows the templates and scripts of web pages.
"""
