"""Before a secret is read, the process may leave no core file and not be looked into."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux kernel")
def test_no_core_file_and_no_other_program_reads_its_memory() -> None:
    code = (
        "import ctypes, resource\n"
        "from coordtui.cli.harden import harden\n"
        "harden()\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))\n"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, check=True, encoding="utf-8")
    assert done.stdout == "(0, 0) 0\n"
