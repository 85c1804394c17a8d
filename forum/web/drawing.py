"""How templates are compiled and imported here: Jinja's care for what our templates never do is left out.

Measured on a question's page with ten answers: calls 4 %, imports 5 % of its time.
"""

from typing import Any

from flask import Flask
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Context

_PLAIN = frozenset({"_", "csrf", "fixed", "icon", "ngettext", "static"})


class _PlainCalls(CodeGenerator):
    """Compiles `_("word")` to a call of `_`: our own functions want neither the context nor the loop."""

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """A plain call, if the name says so and the arguments stand there one by one."""
        if not (isinstance(node.node, nodes.Name) and node.node.name in _PLAIN) or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        arguments: list[Any] = [*node.args, *node.kwargs]
        for argument in arguments:
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")


class _ImportedOnce(Template):
    """`import` takes the one module of a template: none of ours is given globals of its own, which Jinja looks for."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


def init_drawing(app: Flask) -> None:
    """The application's templates are compiled and imported so."""
    app.jinja_env.code_generator_class = _PlainCalls
    app.jinja_env.template_class = _ImportedOnce
