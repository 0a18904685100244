"""设置：只此一份，全部从环境变量读取；什么都不设，就是本机上的示例。

法律上的数字不在这里，在规则包里。
"""

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


def on(name: str, default: bool) -> bool:
    """环境变量当作开关：1、true、yes、on 为开。"""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in ("1", "true", "yes", "on")


PACKAGE = Path(__file__).resolve().parent
PROJECT = PACKAGE.parent

# 数据目录：数据库、材料、密钥都在这里；备份它就是备份全部。
DATA = Path(os.environ.get("MINGZHI_DATA") or PROJECT / "var").expanduser().resolve()
DATA.mkdir(parents=True, exist_ok=True)
MINGZHI_DATA = DATA
# 材料（文件）按内容寻址，各存一份。
MINGZHI_EXHIBITS = DATA / "exhibits"
# 材料存在哪里：不写就是上面的文件夹；对象存储写成 s3+https://…，见 docs/settings.md。
MINGZHI_STORE = os.environ.get("MINGZHI_STORE", "").strip()
# 本单位写的规则包：数据目录的 packs 里的，和 MINGZHI_PACKS 指的文件夹里的。
PACK_FOLDERS = [DATA / "packs", *map(Path, filter(None, [os.environ.get("MINGZHI_PACKS", "").strip()]))]

# 示例：没有给密钥就当作示例。示例只应答本机地址，登录页列出示例账号。
SAMPLE = MINGZHI_SAMPLE = on("MINGZHI_SAMPLE", default="MINGZHI_SECRET_KEY" not in os.environ)
# 示例账号共用的密码，写在登录页上；正式使用没有示例账号。
MINGZHI_SAMPLE_PASSWORD = "shili-2026"
DEBUG = on("MINGZHI_DEBUG", default=False)


def secret_key() -> str:
    """签名用的密钥：正式使用必须给出；示例第一次启动时生成一个，存在数据目录里。"""
    given = os.environ.get("MINGZHI_SECRET_KEY", "")
    if given:
        return given
    if not SAMPLE:
        raise ImproperlyConfigured("没有设置 MINGZHI_SECRET_KEY。正式使用必须给出，且不得更换。")
    kept = DATA / "secret"
    try:
        # 两个进程同时第一次启动时，只有一个写得进去，另一个读它写的。
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(get_random_secret_key())
    except FileExistsError:
        pass
    key = kept.read_text(encoding="utf-8").strip()
    if not key:
        raise ImproperlyConfigured(f"{kept} 是空的。删除它，下次启动会重新生成。")
    return key


SECRET_KEY = secret_key()
HOSTS = os.environ.get("MINGZHI_HOSTS", "127.0.0.1,localhost,[::1]")
ALLOWED_HOSTS = [host.strip() for host in HOSTS.split(",") if host.strip()]
PORT = int(os.environ.get("MINGZHI_PORT", "8000"))

# 时间 ---------------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True


def fixed_now() -> datetime | None:
    """固定的「现在」（MINGZHI_NOW=2025-10-13T09:00），只供示例和测试；不写时区即上海。"""
    given = os.environ.get("MINGZHI_NOW", "").strip()
    if not given:
        return None
    if not SAMPLE:
        raise ImproperlyConfigured("MINGZHI_NOW 只供示例和测试，正式使用不得设置。")
    moment = datetime.fromisoformat(given)
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(TIME_ZONE))


MINGZHI_NOW = fixed_now()

# 存证 ---------------------------------------------------------------------------------------------

# 日志的名称；不写取自公钥。定下以后不要改：检查点、见证都认它。
MINGZHI_LOG_NAME = os.environ.get("MINGZHI_LOG_NAME", "").strip()
# 每隔多少分钟签一份检查点，从零点数起。
MINGZHI_CHECKPOINT_MINUTES = int(os.environ.get("MINGZHI_CHECKPOINT_MINUTES", "60"))
# 国密（SM2）再签一遍：software 用软件密钥，模块:函数 接密码设备，空的不签。
MINGZHI_SM2 = os.environ.get("MINGZHI_SM2", "software" if SAMPLE else "").strip()
# 时间戳机构（RFC 3161）的网址，和信任的根证书（PEM 文件）；空的不盖。
MINGZHI_TSA = os.environ.get("MINGZHI_TSA", "").strip()
MINGZHI_TSA_ROOTS = os.environ.get("MINGZHI_TSA_ROOTS", "").strip()
# 请谁见证本机关的日志：“网址 见证人公钥”，几个用分号隔开。
MINGZHI_WITNESSES = [
    each.strip() for each in os.environ.get("MINGZHI_WITNESSES", "").split(";") if each.strip()
]
# 为谁见证：对方日志的公钥，几个用分号隔开。
MINGZHI_WITNESSED = [
    each.strip() for each in os.environ.get("MINGZHI_WITNESSED", "").split(";") if each.strip()
]

# 语音识别（模块:函数），起草声音的文字记录；空的没有，人工整理。
MINGZHI_SPEECH = os.environ.get("MINGZHI_SPEECH", "").strip()

# 数据库 -------------------------------------------------------------------------------------------


def sqlite(path: str) -> dict[str, Any]:
    """SQLite：一台机器就够。写在开始时就上锁（IMMEDIATE），提交即落盘（FULL），等锁至多 20 秒。"""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }


def postgres(url: str) -> dict[str, Any]:
    """PostgreSQL：一台机器不够时用。连接地址的写法是 libpq 的。"""
    from psycopg import conninfo

    parts = dict(conninfo.conninfo_to_dict(url))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": parts,
    }


def database(url: str) -> dict[str, Any]:
    """MINGZHI_DATABASE_URL：sqlite:///路径 或 postgres://…；不写就是数据目录里的 SQLite。"""
    if not url:
        return sqlite(str(DATA / "mingzhi.sqlite3"))
    if url.startswith(("postgres://", "postgresql://")):
        return postgres(url)
    if url.startswith("sqlite:///"):
        return sqlite(url.removeprefix("sqlite:///"))
    raise ImproperlyConfigured(
        "MINGZHI_DATABASE_URL 应为 sqlite:////绝对路径 或 postgres://用户:密码@主机/库名。"
    )


DATABASES = {"default": database(os.environ.get("MINGZHI_DATABASE_URL", "").strip())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# 房间 ---------------------------------------------------------------------------------------------

# 按办案的先后。还没有 apps.py 的房间尚未建成，先不装。
ROOMS = [
    "record",
    "people",
    "instruments",
    "review",
    "disclosure",
    "archive",
    "supervision",
    "rulebook",
    "media",
    "desk",
    "portal",
    "api",
]
BUILT = [f"mingzhi.{room}" for room in ROOMS if (PACKAGE / room / "apps.py").exists()]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks.backends.database",
    *BUILT,
]

MIDDLEWARE = [
    "mingzhi.people.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "mingzhi.people.middleware.actor",
    "mingzhi.people.troubles.StoreTroubles",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "mingzhi.urls"
WSGI_APPLICATION = "mingzhi.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mingzhi.people.middleware.today",
                *(["mingzhi.desk.frame.frame"] if "mingzhi.desk" in BUILT else []),
            ],
        },
    }
]

# 后台工作：排队在数据库里，由 db_worker 做；事务提交了才算排上。
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.database.DatabaseBackend",
        "ENQUEUE_ON_COMMIT": True,
    }
}

# 静态文件：由本站自己发，直接取自各房间的 static 目录，不用先收集。
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True

# 产品默认，不是法律的数字：写到一半的临时文件放几天算没有人要了；没有传完、也没有人接着传的上传留几天。
MINGZHI_HALF_WRITTEN = timedelta(days=int(os.environ.get("MINGZHI_HALF_WRITTEN", "1")))
MINGZHI_ABANDONED = timedelta(days=int(os.environ.get("MINGZHI_ABANDONED", "30")))

# 一份文书或一段录像先写到磁盘，不占内存；边写边算摘要，存入时不再抄一份。
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "mingzhi.record.receiving.ReceivingHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# 登录 ---------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "people:sign-in"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "people:sign-in"
# 产品默认，不是法律的数字：连续输错几次停多久；多久不操作要重新登录。
MINGZHI_SIGN_IN_TRIES = int(os.environ.get("MINGZHI_SIGN_IN_TRIES", "5"))
MINGZHI_SIGN_IN_PAUSE = timedelta(minutes=int(os.environ.get("MINGZHI_SIGN_IN_PAUSE", "15")))
SESSION_COOKIE_AGE = 60 * int(os.environ.get("MINGZHI_SESSION_MINUTES", "480"))

# 加密传输由前面的反向代理承担；示例在本机，不加密。
HTTPS = on("MINGZHI_HTTPS", default=not SAMPLE)

SESSION_COOKIE_NAME = "mingzhi"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_SAVE_EVERY_REQUEST = True
CSRF_COOKIE_NAME = "mingzhi-form"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "mingzhi.people.views.stale_form"
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600

AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# 日志到标准错误，由运行它的系统收存；里面不写当事人信息。
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("MINGZHI_LOG", "WARNING").upper()},
}
