"""The document tree nodes behind the directives, and how the HTML writers print them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils.smartquotes import smartchars

from ..messages import _
from ..records.marks import BRAND_MARK, CONTACT_MARK, PHONE_MARK

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

CERTAINTY_LEVELS = ("very-low", "low", "moderate", "high")
"""Steps of the certainty scale, by GRADE."""


BRAND_WORDS = {
    "emergency": "your local emergency number",
    "advice": "a health advice line",
    "crisis": "your local crisis line",
    "name": "your clinic",
    "phone": "your clinic's number",
}
"""What stands in the place of a word that a brand may change, by its key, in English."""
CLINIC_WORDS = "Your clinic:"
"""What stands before the number of a clinic, in English."""


class audience(nodes.General, nodes.Element):
    """Content for one medium: ``media`` is ``print`` or ``web``."""


class snippet(nodes.General, nodes.Element):
    """A text that several pages share; ``snippet`` is its name."""


class in_short(nodes.General, nodes.Element):
    """The summary on top."""


class certainty(nodes.General, nodes.Element):
    """A finding and how sure we are of it; ``level`` is one of `CERTAINTY_LEVELS`."""


class tick_list(nodes.General, nodes.Element):
    """A bullet list to tick."""


class fill_in(nodes.General, nodes.Element):
    """A label and ``lines`` ruled lines to write on."""


class form_field(nodes.Inline, nodes.Element):
    """A PDF form field: ``kind`` (line, tick or cell), ``name`` and ``tooltip``."""


class line_break(nodes.Inline, nodes.Element):
    """The end of a line, where the author wants it."""


class inline_tag(nodes.Inline, nodes.TextElement):
    """Words within an inline element of HTML that docutils has no node for: ``tag`` is its name."""


class tick_box(nodes.Inline, nodes.Element):
    """A box to tick before an item of a list of tasks; ``checked`` says whether it is."""


class clinic_contact(nodes.General, nodes.Element):
    """Where the brand's contacts are printed."""


class clinic_phone(nodes.General, nodes.Element):
    """Where the brand's telephone number is printed, on a line of its own."""


class brand_value(nodes.Inline, nodes.TextElement):
    """A word that a brand may change (``key``), holding the neutral words."""


def certainty_words(level: str) -> str:
    """Return the words for a certainty level."""
    return {
        "very-low": _("Very low"),
        "low": _("Low"),
        "moderate": _("Moderate"),
        "high": _("High"),
    }[level]


def _open_div(css_class: str) -> Any:
    def visit(self: HTML5Translator, node: nodes.Element) -> None:
        self.body.append(self.starttag(node, "div", CLASS=css_class))

    return visit


def _close_div(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("</div>\n")


def _pass(self: nodes.NodeVisitor, node: nodes.Element) -> None:
    """Print the children alone."""


def _visit_snippet(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "div", CLASS=f"snippet snippet--{node['snippet']}"))


def _visit_in_short(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "div", CLASS="in-short"))
    label = _("In short")
    self.body.append(f'<p class="in-short__label">{label}</p>\n')


def _visit_certainty(self: HTML5Translator, node: nodes.Element) -> None:
    level, question = node["level"], _("How sure are we?")
    on = CERTAINTY_LEVELS.index(level) + 1
    self.body.append(self.starttag(node, "div", CLASS=f"certainty certainty--{level}"))
    steps = "".join(
        f'<span class="certainty__step{" certainty__step--on" if i < on else ""}"></span>'
        for i in range(len(CERTAINTY_LEVELS))
    )
    self.body.append(
        f'<p class="certainty__label"><span class="certainty__scale" aria-hidden="true">{steps}'
        f"</span> {question} <strong>{certainty_words(level)}</strong></p>\n"
    )


def _visit_fill_in(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, "div", CLASS="fill-in"))


def _depart_fill_in(self: HTML5Translator, node: nodes.Element) -> None:
    fields = sum(isinstance(child, form_field) for child in node.children)
    self.body.append('<div class="fill-in__line"></div>\n' * (int(node["lines"]) - fields))
    self.body.append("</div>\n")


def _on_sheet(self: HTML5Translator) -> bool:
    """Return whether a sheet is written: it leaves room for what depends on the brand."""
    return bool(self.builder.name == "handouts")


def _visit_form_field(self: HTML5Translator, node: nodes.Element) -> None:
    kind = node["kind"]
    names = {"name": node["name"], "title": node["tooltip"], "CLASS": f"field field--{kind}"}
    if kind == "tick":
        self.body.append(self.emptytag(node, "input", "", type="checkbox", **names))
        return
    field = f"{self.starttag(node, 'textarea', '', **names)}</textarea>"
    self.body.append(f'<div class="fill-in__line">{field}</div>\n' if kind == "line" else field)


STRUCK = ("s", "del")
"""Elements whose words do not count; a writer that draws no line through them writes tildes."""


QUOTED = "q"
"""The tag of words that are quoted: only a browser knows between which marks."""


def quote(node: inline_tag, language: str) -> None:
    """Put words that are quoted between the marks of a language."""
    known = smartchars.quotes
    marks = known.get(language) or known.get(language.partition("_")[0]) or known["en"]
    inner = 2 if getattr(node.parent, "attributes", {}).get("quoted") else 0
    node["tag"], node["quoted"] = "span", True
    node.insert(0, nodes.Text(marks[inner]))
    node.append(nodes.Text(marks[inner + 1]))


def _visit_inline_tag(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(self.starttag(node, node["tag"], ""))


def _depart_inline_tag(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append(f"</{node['tag']}>")


def _tildes(self: Any, node: nodes.Element) -> None:
    if node["tag"] in STRUCK:
        _say(self, "~~")


def _say(self: Any, words: str) -> None:
    """Write plain words, in a writer of text or of another kind."""
    write = self.add_text if hasattr(self, "add_text") else self.body.append
    write(words)


def _visit_line_break(self: HTML5Translator, node: nodes.Element) -> None:
    self.body.append("<br>\n")


def _new_line(self: Any, node: nodes.Element) -> None:
    _say(self, "\n")


def _visit_tick_box(self: HTML5Translator, node: nodes.Element) -> None:
    if _on_sheet(self):
        done = " tick-box--done" if node["checked"] else ""
        self.body.append(f'<span class="tick-box{done}"></span>')
        return
    checked = " checked" if node["checked"] else ""
    self.body.append(f'<input class="task-list-item-checkbox" type="checkbox" disabled{checked}> ')


def _plain_tick_box(self: Any, node: nodes.Element) -> None:
    _say(self, "[x] " if node["checked"] else "[ ] ")


def _visit_clinic_contact(self: HTML5Translator, node: nodes.Element) -> None:
    words = _("Ask your clinic.")
    neutral = f'<p class="clinic-contact">{words}</p>\n'
    self.body.append(CONTACT_MARK if _on_sheet(self) else neutral)
    raise nodes.SkipNode


def _visit_clinic_phone(self: HTML5Translator, node: nodes.Element) -> None:
    words = _("Your clinic can tell you its number.")
    neutral = f'<p class="clinic-phone">{words}</p>\n'
    self.body.append(PHONE_MARK if _on_sheet(self) else neutral)
    raise nodes.SkipNode


def _visit_brand_value(self: HTML5Translator, node: nodes.Element) -> None:
    if _on_sheet(self):
        self.body.append(BRAND_MARK.format(key=node["key"], words=self.encode(node.astext())))
        raise nodes.SkipNode


def add_nodes(app: Sphinx) -> None:
    """Register the nodes; writers other than HTML print their children."""
    html = {
        audience: (_pass, _pass),
        snippet: (_visit_snippet, _close_div),
        in_short: (_visit_in_short, _close_div),
        certainty: (_visit_certainty, _close_div),
        tick_list: (_open_div("tick-list"), _close_div),
        fill_in: (_visit_fill_in, _depart_fill_in),
        form_field: (_visit_form_field, _pass),
        clinic_contact: (_visit_clinic_contact, _pass),
        clinic_phone: (_visit_clinic_phone, _pass),
        brand_value: (_visit_brand_value, _pass),
        line_break: (_visit_line_break, _pass),
        inline_tag: (_visit_inline_tag, _depart_inline_tag),
        tick_box: (_visit_tick_box, _pass),
    }
    plain = (_pass, _pass)
    others = {
        line_break: (_new_line, _pass),
        inline_tag: (_tildes, _tildes),
        tick_box: (_plain_tick_box, _pass),
    }
    for node, visitors in html.items():
        other = others.get(node, plain)
        app.add_node(node, html=visitors, latex=other, text=other, man=other, texinfo=other)
