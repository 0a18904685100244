"""import-linter 的一种约定：某个房间只可直接引用列出的房间，其余一概不可。

自带的 forbidden 要把不许引用的一一列出，新增的房间会漏网；「公示门户是盲的」要的是反过来说
（docs/architecture.md：portal 只可引用 disclosure 与 ledger）。尚未建成的房间算作遵守。
"""

from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class OnlyContract(Contract):
    """``source`` 之下的模块，在本项目之内只可直接引用 ``allowed`` 之下的模块。"""

    type_name = "only"

    source = fields.StringField()
    allowed = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        source = cast("str", self.source)
        allowed = cast("list[str] | None", self.allowed) or []
        ours = f"{source.partition('.')[0]}."
        strangers = sorted(
            (importer, imported)
            for importer in graph.modules
            if within(importer, source)
            for imported in graph.find_modules_directly_imported_by(importer)
            if imported.startswith(ours) and not any(within(imported, room) for room in [source, *allowed])
        )
        return ContractCheck(kept=not strangers, metadata={"strangers": strangers})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["strangers"]:
            output.print_error(f"{importer} may not import {imported}")
        output.new_line()


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")
