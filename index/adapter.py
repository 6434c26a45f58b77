"""Adapters: small changes to the bundled encoder's weights, kept as data and added to a copy of it.

An adapter is a LoRA (Hu et al., 2021): each changed matrix W becomes W + scale · B·A, with B and A of low rank.
The file holds B and A as peft names them, and the scale. Adding them is one line, so peft is needed only to train.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.errors import ModelError

if TYPE_CHECKING:
    import torch

A, B = ".lora_A.weight", ".lora_B.weight"
REMEDY = "Install Strategiboten again, or train it anew (index/training)."
_PREFIX = "base_model.model."
"""What peft puts before the names of the model that it wraps."""


def read_adapter(file: Path) -> tuple[dict[str, torch.Tensor], float]:
    """The tensors by name, and the scale. Raises ModelError when the file is damaged or none."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(file, "pt") as opened:
            tensors = {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118 (it is no mapping)
            return tensors, float((opened.metadata() or {})["scale"])
    except (OSError, SafetensorError, KeyError, ValueError) as error:
        raise unreadable(file, error) from None


def unreadable(file: Path | None, error: Exception) -> ModelError:
    name = file.name if file else "of the model"
    return ModelError(f"The adapter {name} cannot be read ({type(error).__name__}).", REMEDY)


def add_adapter(model: torch.nn.Module, tensors: Mapping[str, torch.Tensor], scale: float) -> None:
    """Adds every B·A in `tensors`, times `scale`, to the weight of its name; other tensors are left to the caller.

    The weights are then float32, whatever they were. Raises ModelError when the adapter was made for another model.
    """
    weights = dict(model.named_parameters())
    for name, down in tensors.items():
        if name.endswith(A):
            stem = name.removesuffix(A)
            weight = weights.get(stem.removeprefix(_PREFIX) + ".weight")
            up = tensors.get(stem + B)
            if weight is None or up is None or weight.shape != (up.shape[0], down.shape[1]):
                raise ModelError("The adapter does not fit the model.", REMEDY)
            weight.data = weight.data.float() + scale * (up.float() @ down.float()).to(weight.device)
