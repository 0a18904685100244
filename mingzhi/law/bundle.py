"""一包文件（bundle）：一个地方的规则包连同各级上级的全部文件，合成一个 zip，有一个摘要。

推演、提请施行的都是它：将来软件升级、上级的规则变了，施行过的那一份仍是那一份。这里只认文字和字节，不碰磁盘。
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from mingzhi.law.pack import HEADER, Files, Pack, PackError, chained, pack_files, read_header

# 各地的包加起来也不过几百 KB；更大的不是规则包。
LARGEST = 8 * 1024 * 1024
MOST = 500


@dataclass(frozen=True)
class Bundle:
    """一个地方的包和它的各级上级：地名 → 文件名 → 文字。"""

    place: str
    layers: Mapping[str, Files]

    @property
    def digest(self) -> str:
        """各文件（名称和内容）合起来的 SHA-256 摘要，与打包的先后、时间无关。"""
        whole = hashlib.sha256()
        for path, text in self.files.items():
            whole.update(f"{path}\0{hashlib.sha256(text.encode()).hexdigest()}\n".encode())
        return whole.hexdigest()

    @property
    def files(self) -> dict[str, str]:
        """路径 → 文字，按路径。"""
        return {
            f"{place}/{name}": self.layers[place][name]
            for place in sorted(self.layers)
            for name in sorted(self.layers[place])
        }

    def load(self) -> Pack:
        """装载。写错抛 :class:`PackError`，说明哪个文件、哪条、哪个键。"""

        def find(place: str) -> Files:
            if place not in self.layers:
                raise PackError(f"这包文件里没有上级 {place}")
            return self.layers[place]

        return chained(self.place, find)

    def zipped(self) -> bytes:
        """同样的文件总是同样的字节。"""
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as out:
            for path, text in self.files.items():
                out.writestr(zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0)), text.encode())
        return held.getvalue()


def bundle_of(place: str) -> Bundle:
    """已有的一个地方，连同上级。"""
    return _completed(place, {})


def candidate(layers: Mapping[str, Files], place: str = "") -> Bundle:
    """交来的几个文件夹；里面没有的上级用已有的。place 不写的，取没有被别的包当作上级的那一个。"""
    if not layers:
        raise PackError(f"没有规则包：一个规则包是一个文件夹，里面有 {HEADER}")
    headers = {name: read_header(files, name) for name, files in layers.items()}
    by_id = {header.id: layers[name] for name, header in headers.items()}
    parents = {header.parent for header in headers.values()}
    lowest = [name for name in by_id if name not in parents]
    chosen = place or (lowest[0] if len(lowest) == 1 else "")
    if not chosen:
        raise PackError(f"交来的有几个地方：{'、'.join(sorted(lowest))}，请只交一个，或者写明是哪一个")
    found = _completed(chosen, by_id)
    found.load()
    return found


def _completed(place: str, given: Mapping[str, Files]) -> Bundle:
    layers: dict[str, Files] = {}
    current = place
    while current and current not in layers:
        layers[current] = given.get(current) or pack_files(current)
        current = read_header(layers[current], current).parent
    return Bundle(place, layers)


def unzipped(content: bytes) -> dict[str, Files]:
    """zip 里的各个包：文件夹名 → 文件。压缩时带不带外面一层文件夹都行。"""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = [each for each in archive.infolist() if not each.is_dir()]
        if len(entries) > MOST or sum(each.file_size for each in entries) > LARGEST:
            raise PackError("这个压缩包太大，不像是规则包。请只压缩规则包的文件夹")
        texts = {
            each.filename: archive.read(each).decode("utf-8-sig")
            for each in entries
            if each.filename.endswith(".yaml")
        }
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise PackError("打不开这个压缩包，请用普通的 zip 压缩规则包的文件夹") from error
    except UnicodeDecodeError as error:
        raise PackError("规则包里有不是 UTF-8 编码的文件，请另存为 UTF-8") from error
    layers: dict[str, dict[str, str]] = {}
    for path, text in texts.items():
        folder, _, name = path.rpartition("/")
        layers.setdefault(folder.rpartition("/")[2], {})[name] = text
    return {name or "交来的包": files for name, files in layers.items() if HEADER in files}
