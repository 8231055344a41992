"""What stands in the body of a sheet for something that is known later."""

from __future__ import annotations

# Private-use characters: they stand in a sheet's body for what depends on the brand or the variant,
# until the sheet is composed, and no author writes them.
BRAND_MARK = "\ue000brand:{key}\ue001{words}\ue000/brand\ue001"

CONTACT_MARK = "\ue000contact\ue001"

PHONE_MARK = "\ue000phone\ue001"

FORM_MARK = "\ue000form:{variant}\ue001{uri}\ue000/form\ue001"
"""After the address of a picture: the form of it that a variant prints."""

PAGE_OF = "data-page-of"
"""Attribute of an element in which a page is written: that of the address in it."""
