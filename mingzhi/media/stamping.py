"""在照片上印字：另做一张，原件从不动。字先排成一条，照片在单独的、有上限的进程里打开（worker.py）。

缩到 :data:`worker.LONGEST` 像素以内；拍摄时间、位置（EXIF）不带过去。
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import tempfile
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import IO

import typst

from mingzhi.instruments.fonts import fonts
from mingzhi.media import worker
from mingzhi.media.probing import WAIT, on_disk

STRIP = """#let data = json(bytes(sys.inputs.data))
#set page(width: auto, height: auto, margin: 6pt, fill: none)
#set text(font: data.fonts + ("Libertinus Serif",), lang: "zh", region: "cn", size: 28pt,
  weight: 700, fill: rgb(60, 60, 60), stroke: 0.6pt + white)
#data.text
"""
_lock = Lock()


class Unstamped(RuntimeError):
    """印不上：照片读不出来，或者太大。"""


@lru_cache(maxsize=32)
def strip(text: str) -> bytes:
    """一条字，PNG，底是透明的。"""
    with tempfile.TemporaryDirectory(prefix="mingzhi-strip-") as folder:
        main = Path(folder) / "strip.typ"
        main.write_text(STRIP, encoding="utf-8")
        chosen = fonts()
        faces = typst.Fonts(
            include_system_fonts=chosen.system, font_paths=[str(each) for each in chosen.folders]
        )
        data = json.dumps({"text": text, "fonts": list(chosen.number)}, ensure_ascii=False)
        with _lock:
            drawn = typst.Compiler(root=folder, font_paths=faces).compile(
                input=str(main), format="png", ppi=144, sys_inputs={"data": data}
            )
    assert isinstance(drawn, bytes)
    return drawn


def stamped(file: IO[bytes], text: str) -> bytes:
    """印了字的一张（JPEG）。印不上抛 :class:`Unstamped`：那就不给看，不会给没有印的。"""
    with tempfile.TemporaryFile() as out, on_disk(file) as given:
        given.seek(0)
        try:
            ended = subprocess.run(
                [
                    sys.executable,
                    "-I",
                    str(Path(worker.__file__)),
                    worker.MARK,
                    base64.b64encode(strip(text)).decode(),
                ],
                stdin=given,
                stdout=out,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={"LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"},
                timeout=WAIT,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Unstamped("印得太久，没有印完。") from error
        out.seek(0)
        made = out.read()
    if ended.returncode != 0 or not made.startswith(b"\xff\xd8\xff"):
        raise Unstamped("照片读不出来，或者大得不合常理。")
    return made
