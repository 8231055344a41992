"""All constructs of a handout, one after the other: what some become, others look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..assembly import Assembly
from .abbreviations import spell_out
from .bibliographies import empty_bibliographies, write_bibliographies
from .code import number_lines
from .design import open_up
from .drawings import draw_graphs, refuse_undrawn
from .formulas import draw_formulas
from .notebooks import print_outputs
from .numbers import number_figures, number_formulas, number_others
from .paragraphs import part_paragraphs
from .proofs import open_proofs
from .signatures import write_signatures
from .sphinx_own import drop_source_links, drop_todos
from .toctrees import list_pages

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def unfold(env: BuildEnvironment, assembly: Assembly) -> None:
    """Turn constructs into what paper holds, before references are resolved."""
    list_pages(env, assembly)
    print_outputs(env, assembly)
    part_paragraphs(assembly)
    drop_todos(env, assembly)
    drop_source_links(assembly)
    open_up(assembly)
    number_lines(assembly)
    write_signatures(assembly)
    number_figures(env, assembly)
    number_formulas(assembly, env.config.math_eqref_format or "({number})")
    spell_out(assembly)
    empty_bibliographies(env)


def draw(env: BuildEnvironment, assembly: Assembly) -> None:
    """Write and draw what there is once all references are resolved: lists, graphs, formulas."""
    open_proofs(env, assembly)
    number_others(env, assembly)
    write_bibliographies(env, assembly)
    draw_graphs(env, assembly)
    draw_formulas(env, assembly)
    refuse_undrawn(assembly)
