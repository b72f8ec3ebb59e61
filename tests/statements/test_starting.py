"""What `veche label` does not need is not imported when it starts."""

import subprocess
import sys


def test_labelling_starts_without_the_analyzer_of_personal_data():
    code = "import sys, pipeline.labelling, pipeline.statements.label; print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    imported = set(found.stdout.split())
    assert "pipeline.clean.spelling" in imported
    assert not imported & {"presidio_analyzer", "spacy"}
