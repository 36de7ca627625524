"""Every operation of the OpenAPI document, asked by schemathesis with what the document allows and what it does not."""

import re
import subprocess
import sys
from pathlib import Path

from conftest import TOKEN

HERE = Path(__file__).parent
# Requests made up for each operation in the last phase; those of the phases before follow from the document.
EXAMPLES = 20


def test_every_operation(server):
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        f"--config-file={HERE / 'schemathesis.toml'}",
        "run",
        f"{server.url}/openapi.json",
        f"--header=Authorization: Bearer {TOKEN}",
        f"--max-examples={EXAMPLES}",
        "--seed=1",
        "--generation-database=none",
        "--no-color",
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=server.folder)
    selected, tested = (re.search(rf"{word}: (\d+)", done.stdout) for word in ("Selected", "Tested"))
    assert done.returncode == 0, done.stdout[-12_000:] + done.stderr[-2_000:]
    assert selected and tested and selected[1] == tested[1] and int(tested[1]) >= 17, done.stdout[-3_000:]
