"""The command, the API and the page find the same, in the same order, for the queries that search is measured with."""

import json
import re
import subprocess
from html import unescape
from urllib.parse import quote
from urllib.request import Request, urlopen

from conftest import RAWI, ROOT, Server, add

RELEVANCE = ROOT / "crates/rawi-search/tests/relevance"
# Hits on the first page.
PAGE = 20


def of_command(server, query):
    command = [RAWI, "search", "--archive", server.folder / "archive", "-f", "jsonl", f"--limit={PAGE}", query]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    return [json.loads(line)["statement"]["id"] for line in done.stdout.splitlines()]


def of_api(server, query):
    with urlopen(f"{server.url}/api/v1/statements?limit={PAGE}&q={quote(query)}") as answer:
        return [hit["statement"]["id"] for hit in json.load(answer)["hits"]]


def of_page(server, query):
    with urlopen(Request(f"{server.url}/search?q={quote(query)}")) as answer:
        page = answer.read().decode()
    links = re.findall(r'<p class="from">\s*<a href="/articles/([^"]+)"', page)
    return [unescape(link).replace("#s-", "-") for link in links]


def test_same_hits(tmp_path):
    server = Server(tmp_path, archive=False)
    try:
        add(tmp_path, RELEVANCE / "articles.jsonl")
        queries = [line.split("\t")[0] for line in (RELEVANCE / "queries.tsv").read_text().splitlines() if line and not line.startswith("#")]
        assert len(queries) > 50
        found = 0
        for query in queries:
            hits = of_command(server, query)
            found += bool(hits)
            assert of_api(server, query) == hits, query
            assert of_page(server, query) == hits, query
        assert found > len(queries) / 2
    finally:
        server.stop()
