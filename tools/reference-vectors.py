"""Vectors of real models, computed without any of Kindred's code: test/models/reference.json, which `npm run test:models` compares with.

    pip install onnxruntime tokenizers numpy
    npm run test:models          # brings the weights into out/models-cache
    python3 tools/reference-vectors.py

The tokenizer is the Rust library, the graph runs in ONNX Runtime for Python, and pooling is written out here with numpy. Texts run one at a
time, as in Kindred, because 8-bit activations are scaled over the whole batch. Components are kept in millionths.
"""

import json
import pathlib

import numpy
import onnxruntime
import tokenizers

ROOT = pathlib.Path(__file__).resolve().parent.parent
CACHE = ROOT / "out" / "models-cache" / "weights"

BGE_QUESTION = "Represent this sentence for searching relevant passages: "

# pooling, window, prefix of a question, prefix of a passage: from the model cards.
FAMILIES = {
    "all-minilm-l6-v2": ("mean", 256, "", ""),
    "bge-small-en-v15": ("cls", 512, BGE_QUESTION, ""),
    "e5-small-v2": ("mean", 512, "query: ", "passage: "),
}

TEXTS = [
    ("query", "where do we retry a failed upload"),
    ("query", "파일을 다시 올리는 곳은 어디인가"),
    ("document", "The lighthouse keeper writes down every ship that passes."),
    ("document", "export function retry<T>(times: number, task: () => Promise<T>): Promise<T> {\n  return task();\n}"),
    ("document", "def parse_header(line):\n    name, _, value = line.partition(':')\n    return name.strip().lower(), value.strip()\n"),
    ("document", "SELECT id, name FROM users WHERE deleted_at IS NULL ORDER BY name;"),
    ("document", "업로드가 실패하면 세 번까지 다시 시도한다."),
    ("document", "// 캐시를 비운다\nfunc (c *Cache) Clear() { c.entries = nil }"),
    ("document", "Café naïve ÀÉÎ — “quotes” … 🙂 ﬁne"),
    ("document", "a"),
    ("document", " \n\t "),
    ("document", "for (let i = 0; i < rows.length; i++) total += rows[i].price * rows[i].count; " * 60),
]


def main():
    models = {}
    for family, settings in FAMILIES.items():
        for name in (family, family + "-q"):
            models[name] = vectors(CACHE / name, *settings)
            print(name)
    packages = {module.__name__: module.__version__ for module in (onnxruntime, tokenizers, numpy)}
    lines = ["{", f'"packages": {json.dumps(packages)},', '"texts": ' + json.dumps(as_objects(), ensure_ascii=False) + ",", '"models": {']
    lines.append(",\n".join(f"{json.dumps(name)}: [\n" + ",\n".join(rows) + "\n]" for name, rows in models.items()))
    lines.append("}}")
    (ROOT / "test" / "models" / "reference.json").write_text("\n".join(lines) + "\n", encoding="utf8")


def as_objects():
    return [{"kind": kind, "text": text} for kind, text in TEXTS]


def vectors(folder, pooling, window, query_prefix, document_prefix):
    tokenizer = tokenizers.Tokenizer.from_file(str(next(folder.glob("*-tokenizer.json"))))
    tokenizer.no_padding()
    tokenizer.enable_truncation(window)
    session = onnxruntime.InferenceSession(str(next(folder.glob("*.onnx"))), providers=["CPUExecutionProvider"])
    rows = []
    for kind, text in TEXTS:
        encoding = tokenizer.encode((query_prefix if kind == "query" else document_prefix) + text)
        states = session.run(
            None,
            {
                "input_ids": numpy.array([encoding.ids], dtype=numpy.int64),
                "attention_mask": numpy.array([encoding.attention_mask], dtype=numpy.int64),
                "token_type_ids": numpy.array([encoding.type_ids], dtype=numpy.int64),
            },
        )[0][0].astype(numpy.float64)
        vector = states.mean(axis=0) if pooling == "mean" else states[0]
        millionths = numpy.rint(vector / numpy.linalg.norm(vector) * 1e6).astype(int)
        rows.append(json.dumps(millionths.tolist(), separators=(",", ":")))
    return rows


main()
