# 明执：医疗保障行政执法三项制度平台。全新的 Debian 12 只需 python3 与 make。
# 每个目标先准备环境（tools/bootstrap.sh；没有变化时立即返回），所以不需要别的步骤。

.DEFAULT_GOAL := help
.PHONY: help run demo test bench bench-tamper check lint types imports migrations lock env env-dev

BIN := .venv/bin
# 测试用几个进程；浏览器测试与 PostgreSQL 测试各自留在同一个进程里。
WORKERS ?= 2
# 只跑一部分：make test PYTEST="tests/law -x"
PYTEST ?=

help: ## 列出可用的命令
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: env ## 载入示例并启动（127.0.0.1:8000），Ctrl-C 停止
	@$(BIN)/mingzhi run

demo: env ## 不用浏览器，把示例案件从投诉办到归档，产物在 var/demo/
	@$(BIN)/mingzhi demo

test: env-dev ## 全部测试（root 下自动装 chromium 与中文字体）
	@sh tools/test-needs.sh
	@$(BIN)/pytest -n $(WORKERS) --dist loadgroup $(PYTEST)

bench: ## 快慢，一律写成比值（与别家的库、与光读数据相比）；挑几项：make bench ONLY="standing workdays"
	@sh tools/bootstrap.sh bench
	@$(BIN)/python -m bench $(ONLY)

bench-tamper: env ## 随机篡改一万次，都须查出；老实的一万次，不许误报。少做几次：BENCH_EDITS=400
	@$(BIN)/python -m bench tamper

check: lint types imports migrations test ## CI 所做的一切：格式、类型、分层、迁移、测试

lint: env-dev ## 代码检查与格式
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

types: env-dev ## 类型检查
	@$(BIN)/mypy

imports: env-dev ## 各房间的先后：谁可以引用谁
	@$(BIN)/lint-imports --no-logo

migrations: env ## 数据表的定义与迁移是否一致
	@$(BIN)/django-admin makemigrations --check --dry-run --pythonpath . --settings mingzhi.settings

lock: ## 重新解析依赖，写入不含下载地址的 uv.lock
	@sh tools/lock.sh

env:
	@sh tools/bootstrap.sh

env-dev:
	@sh tools/bootstrap.sh dev
