from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from cli.output import stdout_kept_clean, write_json


def test_only_the_record_reaches_stdout(capfd: pytest.CaptureFixture[str]) -> None:
    with stdout_kept_clean():
        print("a Python library")
        os.write(1, b"a native library\n")
        subprocess.run([sys.executable, "-c", "print('a child')"], check=True)
    os.write(1, b"the record\n")
    out, err = capfd.readouterr()
    assert out == "the record\n"
    assert {"a Python library", "a native library", "a child"} <= set(err.splitlines())


def test_stdout_comes_back_after_a_failure(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ZeroDivisionError), stdout_kept_clean():
        raise ZeroDivisionError
    os.write(1, b"here\n")
    assert capfd.readouterr().out == "here\n"


def test_records_are_utf_8_whatever_the_locale_says() -> None:
    script = "from cli.output import write_json; write_json({'a': '\\u1eef \\ud800'})"
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=True,
        env=os.environ | {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )
    assert json.loads(done.stdout.decode("utf-8")) == {"a": "ữ \ud800"}


def test_one_line_unless_people_look(capfd: pytest.CaptureFixture[str]) -> None:
    write_json({"a": [1, 2]})
    assert capfd.readouterr().out == '{"a":[1,2]}\n'
