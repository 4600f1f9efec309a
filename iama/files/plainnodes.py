"""Nodes of our own files as JSON, made when a wheel is built: they are read without PyYAML, which is slow to load."""

import json
from typing import Any

from iama.files.nodes import Map, Node, Scalar, Sequence, Where


class CompiledText(str):
    """What `nodes_to_json` wrote; its type alone tells it from what people write."""

    __slots__ = ()


def nodes_to_json(root: Map) -> CompiledText:
    """Return all that stands in a file, without its places."""
    return CompiledText(json.dumps(_value_of_node(root), ensure_ascii=False, separators=(",", ":")))


def nodes_from_json(path: str, text: CompiledText) -> Map:
    """Return what `nodes_to_json` wrote, every node at the top of the file."""
    where = (path, 1, 1)
    entries = {key: _node_of_value(value, where) for key, value in json.loads(text).items()}
    return Map(entries, dict.fromkeys(entries, where), where)


def _value_of_node(node: Node) -> Any:
    if isinstance(node, Map):
        return {key: _value_of_node(value) for key, value in node.entries.items()}
    if isinstance(node, Sequence):
        return [_value_of_node(item) for item in node.items]
    return None if node.null else node.text


def _node_of_value(value: Any, where: Where) -> Node:
    if isinstance(value, dict):
        entries = {key: _node_of_value(inner, where) for key, inner in value.items()}
        return Map(entries, dict.fromkeys(entries, where), where)
    if isinstance(value, list):
        return Sequence(tuple(_node_of_value(item, where) for item in value), where)
    return Scalar(value or "", where, plain=value is None)
