"""The blueprint that the views of this area register with."""

from flask import Blueprint

bp = Blueprint("composing", __name__)
