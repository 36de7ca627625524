"""Compares readers of pages on the test pages: `python3 compare.py NAME=FILE.jsonl … [trafilatura]` prints the table of docs/extraction.md.

A file has a line a page: {"page": …, "title": …, "paragraphs": […]}; `cargo run --example extract` writes it. `trafilatura` is run
here, where it is installed (docs/extraction.md says which version). Paragraphs are compared as bags, after white space was made one.
Lines that are the headline are not counted for anybody: some readers give it with the text.
"""

import collections
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).parent


def clean(text):
    return " ".join(text.split())


def pools():
    found, name = {}, None
    for line in (HERE / "pools.txt").read_text(encoding="utf-8").split("\n"):
        if line.startswith("["):
            name = line[1:-1]
        elif line and not line.startswith("#"):
            found.setdefault(name, []).append(line)
    return found


def articles():
    for block in (HERE / "articles.txt").read_text(encoding="utf-8").split("\n\n")[1:]:
        title, about, *body = block.strip().split("\n")
        author, section, date, caption = about.split(" | ")
        yield {"title": title, "author": author, "caption": caption, "body": body}


POOL, ARTICLES = pools(), list(articles())
BODIES = [clean(line.lstrip("#*> ")) for a in ARTICLES for line in a["body"]]
COMMENTS = [part for line in POOL["comments"] for part in line.split(" | ")]
SHARE = ["شارك", "مشارك", "فيسبوك", "تويتر", "واتساب", "طباعة", "نسخ الرابط", "Facebook", "أرسل", "إرسال"]
POINTERS = ["اقرأ", "إقرأ", "ذات صلة", "متعلقة", "مرتبطة", "شاهد أيضاً", "قد يعجبك", "قصص مقترحة", "المزيد من", "الأكثر"]


def kind_of_false(line, gold):
    """What a line is that is no paragraph of the article."""
    if any(clean(p) in line or (len(line) > 20 and line in clean(p)) for p in gold["paragraphs"]):
        return "paragraph glued or cut"
    if any(part in line for part in COMMENTS):
        return "reader's comment"
    if any(line in body or body in line for body in BODIES):
        return "of another article"
    if any(text in line for text in POOL["headlines"] + POOL["teasers"]) or any(word in line for word in POINTERS):
        return "pointer to another article"
    if any(a["caption"] in line for a in ARTICLES if a["caption"] != "-"):
        return "caption"
    if any(word in line for word in SHARE):
        return "share line or tool"
    if any(a["author"] in line for a in ARTICLES) or "20" in line:
        return "author or time"
    return "other"


def kind_of_missing(line, gold):
    if line == clean(gold["paragraphs"][0]):
        return "first paragraph"
    marks = {"## ": "heading", "* ": "item of a list", "> ": "quotation"}
    for a in ARTICLES:
        for written in a["body"]:
            for mark, kind in marks.items():
                if written.startswith(mark) and clean(written[len(mark):]) in line:
                    return kind
    return "other paragraph"


def trafilatura_reads(page):
    import trafilatura

    # What it calls a document without text is None.
    found = trafilatura.bare_extraction(page.read_bytes(), include_comments=False, with_metadata=True)
    if found is None:
        return {"title": None, "paragraphs": []}
    found = found.as_dict()
    lines = (found.get("text") or "").split("\n")
    return {"title": found.get("title"), "paragraphs": [line.removeprefix("- ") for line in lines]}


def measure(golds, read):
    right = gold_count = found_count = titles = empty = 0
    extra, missing, worst = collections.Counter(), collections.Counter(), []
    for gold in golds:
        answer = read[gold["page"]]
        title = clean(gold["title"])
        titles += clean(answer["title"] or "") == title
        want = collections.Counter(clean(p).removeprefix("- ") for p in gold["paragraphs"])
        lines = [clean(p).removeprefix("- ") for p in answer["paragraphs"]]
        got = collections.Counter(line for line in lines if line and line != title)
        both = want & got
        right, gold_count, found_count = right + both.total(), gold_count + want.total(), found_count + got.total()
        empty += not both
        for line in (got - both).elements():
            extra[kind_of_false(line, gold)] += 1
        for line in (want - both).elements():
            missing["the whole text" if not both else kind_of_missing(line, gold)] += 1
        worst.append((2 * both.total() / max(1, want.total() + got.total()), gold["page"], list((got - both).elements()), list((want - both).elements())))
    p, r = right / max(1, found_count), right / gold_count
    return {"precision": p, "recall": r, "F1": 2 * p * r / max(1e-9, p + r), "titles": titles, "empty": empty, "extra": extra, "missing": missing, "worst": sorted(worst)}


def main():
    golds = [json.loads(line) for line in (HERE / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    verbose = "-v" in sys.argv
    readers = {}
    for argument in [a for a in sys.argv[1:] if a != "-v"]:
        name, _, path = argument.partition("=")
        if path:
            lines = pathlib.Path(path).read_text(encoding="utf-8").splitlines()
            read = {answer["page"]: answer for answer in map(json.loads, lines)}
        else:
            read = {gold["page"]: trafilatura_reads(HERE / gold["page"]) for gold in golds}
        readers[name] = measure(golds, read)
    print("| | " + " | ".join(readers) + " |\n|---|" + "---|" * len(readers))
    row = lambda name, values: print(f"| {name} | " + " | ".join(values) + " |")
    for key in ["F1", "precision", "recall"]:
        row(f"paragraphs: {key}", [f"{m[key]:.3f}" for m in readers.values()])
    row(f"right headlines, of {len(golds)}", [str(m["titles"]) for m in readers.values()])
    row("pages without any of their text", [str(m["empty"]) for m in readers.values()])
    for key, what in [("missing", "lost: {}"), ("extra", "too many: {}")]:
        kinds = collections.Counter()
        for m in readers.values():
            kinds.update(m[key])
        for kind, _ in kinds.most_common():
            row(what.format(kind), [str(m[key][kind]) for m in readers.values()])
    if verbose:
        for name, m in readers.items():
            for f1, page, extra, missing in m["worst"]:
                if f1 < 1:
                    print(f"\n{name} {page} {f1:.2f}")
                    print("".join(f"  + {x[:110]}\n" for x in extra) + "".join(f"  - {x[:110]}\n" for x in missing), end="")


if __name__ == "__main__":
    main()
