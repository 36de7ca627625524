"""Opens an export with the programs of others and compares the formats with each other: open.py FOLDER.

The folder holds statements.parquet, statements.csv, statements.xlsx and records.jsonl, all of the same statements. Stops at the first thing
that is wrong. Run by .ci/exports, which installs what is imported here.
"""

import contextlib
import csv
import datetime
import hashlib
import io
import json
import pathlib
import re
import sys

import duckdb
import openpyxl
import pandas
import pyarrow.parquet

PAGE = pathlib.Path(__file__).parents[3] / "docs" / "exports.md"
PIECE = " | "

DUCKDB_TYPES = {
    "statement_id": "VARCHAR",
    "outlet": "VARCHAR",
    "type": "VARCHAR",
    "date": "VARCHAR",
    "published_on": "DATE",
    "published_at": "TIMESTAMP WITH TIME ZONE",
    "added": "TIMESTAMP WITH TIME ZONE",
    "revision": "BIGINT",
    "who_identity": "BIGINT",
    "confidence": "DOUBLE",
    "content": "VARCHAR[]",
    "via": "VARCHAR[]",
    "via_identity": "BIGINT[]",
    "cue_span": 'STRUCT("start" BIGINT, "end" BIGINT)',
    "content_span": 'STRUCT("start" BIGINT, "end" BIGINT)[]',
}


def check(holds, *what):
    """As assert, which `python -O` would drop."""
    if not holds:
        sys.exit("open.py: " + " ".join(map(str, what)))


def main(folder):
    parquet = folder / "statements.parquet"
    table = pyarrow.parquet.read_table(parquet)
    rows = table.to_pylist()
    check(rows, "no statements in", parquet)
    with_metadata(parquet, table)
    with_duckdb(parquet, rows)
    with_pandas(parquet, rows)
    with_csv(folder / "statements.csv", table.column_names, rows)
    with_xlsx(folder / "statements.xlsx", table.column_names, rows)
    with_jsonl(folder / "records.jsonl", {row["statement_id"]: row for row in rows})
    examples(folder)
    print(f"{folder}: {len(rows)} statements open in DuckDB {duckdb.__version__}, pandas {pandas.__version__}, openpyxl {openpyxl.__version__}")


def with_metadata(parquet, table):
    metadata = pyarrow.parquet.read_metadata(parquet)
    check(metadata.metadata[b"format"] == b"rawi.statements.parquet/1", "format", metadata.metadata)
    check(metadata.metadata[b"rawi"], "no version of Rawi")
    for group in range(metadata.num_row_groups):
        group = metadata.row_group(group)
        check(group.total_byte_size < 64 << 20, "row group of", group.total_byte_size, "bytes")
        check(group.column(0).compression == "LZ4", "compression", group.column(0).compression)
    for name in ("type", "act", "kind", "outlet"):
        check(pyarrow.types.is_dictionary(table.schema.field(name).type), name, table.schema.field(name).type)


def with_duckdb(parquet, rows):
    connection = duckdb.connect()
    connection.execute("CREATE VIEW statements AS SELECT * FROM read_parquet($path)".replace("$path", quoted(parquet)))

    def one(query):
        return connection.execute(query).fetchall()

    types = {name: kind for name, kind, *_ in one("DESCRIBE statements")}
    for name, kind in DUCKDB_TYPES.items():
        check(types[name] == kind, name, "is", types[name], "and not", kind)
    check(one("SELECT count(*), count(DISTINCT statement_id) FROM statements") == [(len(rows), len(rows))], "rows of DuckDB")
    pieces = one("SELECT statement_id, unnest(content), unnest(content_span)['start'] FROM statements ORDER BY ALL")
    expected = [(r["statement_id"], t, s["start"]) for r in rows for t, s in zip(r["content"], r["content_span"])]
    check(sorted(pieces) == sorted(expected), "pieces of content")
    speakers = dict(one("SELECT who_name, count(*) FROM statements WHERE who_name IS NOT NULL GROUP BY who_name"))
    check(sum(speakers.values()) == sum(r["who_name"] is not None for r in rows), "speakers", speakers)
    days = [r["published_on"] for r in rows if r["published_on"]]
    early = one("SELECT count(*) FROM statements WHERE published_on < DATE '2024-05-01'")[0][0]
    check(early == sum(d < datetime.date(2024, 5, 1) for d in days), "days", early)
    # No instant of the article lies further from its day than zones do.
    strays = "abs(epoch(published_at) - epoch(published_on::TIMESTAMP) - 43200) > 43200 + 50400"
    check(one(f"SELECT count(*) FROM statements WHERE {strays}") == [(0,)], "instants and days")


def quoted(path):
    return "'" + str(path).replace("'", "''") + "'"


def with_pandas(parquet, rows):
    frame = pandas.read_parquet(parquet)
    check(len(frame) == len(rows), "rows of pandas", len(frame))
    check(str(frame["type"].dtype) == "category", "type", frame["type"].dtype)
    check(str(frame["added"].dt.tz) == "UTC", "added", frame["added"].dtype)
    check(frame["confidence"].dtype == "float64", "confidence", frame["confidence"].dtype)
    for content, row in zip(frame["content"], rows):
        check(list(content) == row["content"], "content of", row["statement_id"])
    known = frame["who_name"].dropna()
    check(known.value_counts().sum() == len(known), "speakers of pandas")


def with_csv(path, columns, rows):
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        check(next(reader) == columns, "columns of CSV and Parquet differ")
        count = 0
        for cells, row in zip(reader, rows, strict=True):
            for name, cell in zip(columns, cells, strict=True):
                check(cell == harmless(as_cell(row[name])) or same(cell, row[name]), row["statement_id"], name, repr(cell), repr(row[name]))
            count += 1
    # What a spreadsheet or a notebook does first.
    frame = pandas.read_csv(path)
    check(list(frame.columns) == columns and len(frame) == count, "CSV in pandas")


def harmless(cell):
    """A cell as CSV has it where a spreadsheet would run it."""
    runs = re.match(r"\s*[=+\-@＝＋－＠]|[\t\r\n]", cell) and not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", cell)
    return "'" + cell if runs else cell


def with_xlsx(path, columns, rows):
    book = openpyxl.load_workbook(path)
    check(book.sheetnames == ["Sheet1"], "sheets", book.sheetnames)
    sheet = book["Sheet1"]
    check(sheet.sheet_view.rightToLeft, "the sheet is read from left to right")
    check(sheet.freeze_panes == "A2", "frozen at", sheet.freeze_panes)
    header, *lines = sheet.iter_rows()
    check([cell.value for cell in header] == columns, "columns of XLSX and Parquet differ")
    for cells, row in zip(lines, rows, strict=True):
        for name, cell in zip(columns, cells, strict=True):
            value = row[name]
            check(cell.data_type != "f", "a formula", name, cell.value)
            if isinstance(value, datetime.date):
                check(cell.is_date, row["statement_id"], name, "is no date:", cell.value)
                day = value.replace(tzinfo=None) if isinstance(value, datetime.datetime) else datetime.datetime(value.year, value.month, value.day)
                # A cell keeps a time as a fraction of a day.
                check(abs(cell.value - day) < datetime.timedelta(seconds=1), row["statement_id"], name, cell.value, value)
            elif isinstance(value, (int, float)):
                check(cell.value == value, row["statement_id"], name, cell.value, value)
            else:
                check((cell.value or "") == as_cell(value), row["statement_id"], name, repr(cell.value), repr(value))
            link = cell.hyperlink and cell.hyperlink.target
            is_address = name == "url" and re.match("https?://", value or "")
            check(bool(link) == bool(is_address), row["statement_id"], name, "links to", link)


def as_cell(value):
    """A value of Parquet as CSV has it."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return f"{value['start']}-{value['end']}"
    if isinstance(value, list):
        spans = value and isinstance(value[0], dict)
        return (" " if spans else PIECE).join(map(as_cell, value))
    return str(value)


def same(cell, value):
    """For numbers and instants, which can be written in more than one way."""
    if isinstance(value, float):
        return float(cell) == value
    if isinstance(value, datetime.datetime):
        return datetime.datetime.fromisoformat(cell) == value
    return False


def with_jsonl(path, rows):
    found = 0
    with open(path, encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            check(record["format"] == "rawi.statements/1", "format", record["format"])
            text = record.get("text")
            check(text is None or hashlib.sha256(text.encode()).hexdigest() == record["text_sha256"], "hash of", record["id"])
            names = {s["id"]: s for s in record["speakers"]}
            for statement in record["statements"]:
                row = rows.get(statement["archive"]["id"])
                check(row, "no row for", statement["archive"]["id"])
                words, spans = statement["words"]["content"], statement["content"]
                check(row["content"] == [seen(w) for w in words], "content of", row["statement_id"])
                check([[s["start"], s["end"]] for s in row["content_span"]] == spans, "spans of", row["statement_id"])
                if text is not None:
                    check([text[s:e] for s, e in spans] == words, "text at the spans of", row["statement_id"])
                who = names.get(statement["who"])
                check(row["who"] == (who and seen(who["name"])), "who of", row["statement_id"])
                check(row["who_name"] == (who and seen(who["archive"]["name"])), "name of who of", row["statement_id"])
                found += 1
    check(found == len(rows), found, "statements in", path, "and", len(rows), "rows")


def seen(words):
    """Words as tables have them: without what nobody sees. Joiners between letters stay."""
    words = re.sub("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]", "", words)
    return re.sub(r"(?<!\S)[\u200c\u200d]+|[\u200c\u200d]+(?!\S)", "", words)


def examples(folder):
    """Those of the page on exports: they run, and SQL finds something where it is not about one speaker."""
    blocks = re.findall(r"```(sql|python)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    check({language for language, _ in blocks} == {"sql", "python"}, "examples in", PAGE)
    with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
        for language, block in blocks:
            if language == "python":
                exec(block, {})
                continue
            for query in block.strip().rstrip(";").split(";"):
                found = duckdb.sql(query).fetchall()
                check(found or "who_name = " in query, "no rows for", query)


main(pathlib.Path(sys.argv[1]))
