"""LoRA adapters on the bundled encoder, through peft, trained in bfloat16."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import torch

from index.training.questions import BadTraining

Example = TypeVar("Example")

RANK = 16
SCALE = 2.0
"""Of B·A, as usual: peft's alpha over the rank."""
TARGETS = ["query", "key", "value", "dense"]
"""Every linear map of a layer: attention's four, and the two of the feed-forward part."""
WEIGHT_DECAY = 0.01
LONGEST_STEP = 1.0
"""Norm that gradients are clipped to."""


class Trainee:
    """The encoder in bfloat16, frozen but for an adapter whose own weights are kept in full.

    All in bfloat16, without autocast, which would turn the weights at every step; and without dropout: drawing
    its random numbers took half of a step.
    """

    def __init__(
        self, network: Any, rate: float, steps: int, warm_up: int, head: torch.nn.Module | None = None
    ) -> None:
        """
        Args:
            network: a `transformers.BertModel`; it is copied.
            rate: the highest learning rate of the adapter; three times as much of the head.
            steps: after which the rate has fallen to 0, along a line.
            warm_up: steps in which it rises.
            head: trained along, in float32.
        """
        from peft import LoraConfig, get_peft_model

        config = LoraConfig(r=RANK, lora_alpha=int(SCALE * RANK), lora_dropout=0.0, target_modules=TARGETS)
        self.model = get_peft_model(copy.deepcopy(network).to(torch.bfloat16), config).eval()
        self._used = [weight for weight in self.model.parameters() if weight.requires_grad]
        for weight in self._used:
            weight.data = weight.data.to(torch.bfloat16)
        self._kept = [weight.detach().float().clone() for weight in self._used]
        groups: list[dict[str, Any]] = [{"params": self._kept, "lr": rate}]
        if head is not None:
            groups.append({"params": list(head.parameters()), "lr": 3 * rate})
        self._all = [weight for group in groups for weight in group["params"]]
        self._optimiser = torch.optim.AdamW(groups, weight_decay=WEIGHT_DECAY)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimiser,
            lambda step: min((step + 1) / warm_up, max(0.0, (steps - step) / max(1, steps - warm_up))),
        )

    def step(self, loss: torch.Tensor) -> None:
        """One step down the loss."""
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        for used, kept in zip(self._used, self._kept, strict=True):
            kept.grad = used.grad.float() if used.grad is not None else None
            used.grad = None
        torch.nn.utils.clip_grad_norm_(self._all, LONGEST_STEP)
        self._optimiser.step()
        self._schedule.step()
        self._optimiser.zero_grad()
        for used, kept in zip(self._used, self._kept, strict=True):
            used.data.copy_(kept)

    def save(self, file: Path, share: float = 1.0, extra: Mapping[str, torch.Tensor] | None = None) -> None:
        """Writes the adapter, in half precision, under another name first.

        Args:
            file: safetensors.
            share: of the change that is kept. Between the model as it came and the trained one lies one that
                has learnt most and forgotten little (Wortsman et al., 2022, on interpolating weights).
            extra: further tensors, as a head.
        """
        from peft import get_peft_model_state_dict
        from safetensors.torch import save_file

        tensors = {name: weight.detach() for name, weight in get_peft_model_state_dict(self.model).items()}
        tensors |= {name: weight.detach() for name, weight in (extra or {}).items()}
        halves = {name: tensor.to(torch.float16).contiguous() for name, tensor in tensors.items()}
        temporary = file.with_suffix(".tmp")
        save_file(halves, temporary, metadata={"scale": repr(SCALE * share)})
        temporary.chmod(0o644)  # the library writes 0600
        temporary.replace(file)


def shuffled_batches(
    examples: Sequence[Example], size: int, epochs: int, generator: torch.Generator
) -> Iterator[list[Example]]:
    """Whole batches, in another order each epoch. Raises BadTraining when there is not one."""
    if len(examples) < size:
        raise BadTraining(f"{len(examples)} questions are fewer than the {size} of a step.", "Name more of them.")
    for _ in range(epochs):
        order = torch.randperm(len(examples), generator=generator).tolist()
        for start in range(0, len(order) - size + 1, size):
            yield [examples[number] for number in order[start : start + size]]
