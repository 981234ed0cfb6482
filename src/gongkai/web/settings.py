# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Django settings. An instance is a directory; everything secret in it is made on first use."""

from __future__ import annotations

import os
from pathlib import Path

from gongkai.web.instance import database, fixed_day, instance_dir, secret, site_facts

BASE_DIR = Path(__file__).resolve().parent
DEBUG = os.environ.get("GONGKAI_DEBUG") == "1"
SECRET_KEY = secret("django")
ALLOWED_HOSTS = os.environ.get("GONGKAI_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "django_prose_editor",  # its static files: the desk loads the editor from them
    "gongkai.ledger.apps.RoomConfig",
    "gongkai.organs.apps.RoomConfig",
    "gongkai.search.apps.RoomConfig",
    "gongkai.publishing.apps.RoomConfig",
    "gongkai.applications.apps.RoomConfig",
    "gongkai.engagement.apps.RoomConfig",
    "gongkai.supervision.apps.RoomConfig",
    "gongkai.annual_report.apps.RoomConfig",
    "gongkai.mailing.apps.RoomConfig",
    "gongkai.portal.apps.RoomConfig",
    "gongkai.desk.apps.RoomConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gongkai.web.middleware.ContentPolicy",
    "gongkai.web.middleware.BodyLimit",
    "gongkai.web.middleware.NoNull",
    "gongkai.web.middleware.EmptyInstance",
    "gongkai.web.middleware.ShortWay",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gongkai.desk.resuming.Unsaved",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
AUTH_USER_MODEL = "organs.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "locked.html"

ROOT_URLCONF = "gongkai.web.urls"
WSGI_APPLICATION = "gongkai.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "jinja2"],
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "gongkai.web.jinja.environment",
            "context_processors": ["gongkai.web.context.site"],
        },
    },
]
DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

FORM_RENDERER = "gongkai.web.forms.FieldRenderer"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = instance_dir() / "files"

LOGIN_URL = "/desk/sign-in/"
LOGIN_REDIRECT_URL = "/desk/"
SESSION_ENGINE = "gongkai.web.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
SECURE_HTTPS = os.environ.get("GONGKAI_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_HTTPS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
# As many opinions as are compared with each other may be alike, and are judged together.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
# A file that may be accepted stays in memory until it is sealed: it never lies on the disk as it came.
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024
# What an officer may add to a case: bytes of one file, its pages.
GONGKAI_FILE_BYTES = int(os.environ.get("GONGKAI_FILE_MB", "50")) * 1024 * 1024
GONGKAI_FILE_PAGES = int(os.environ.get("GONGKAI_FILE_PAGES", "500"))
FILE_UPLOAD_MAX_MEMORY_SIZE = max(FILE_UPLOAD_MAX_MEMORY_SIZE, GONGKAI_FILE_BYTES)
# Blocks put in place of a redacted word in text, whatever its length; 0 keeps the word's own length.
GONGKAI_REDACTION_BLOCKS = int(os.environ.get("GONGKAI_REDACTION_BLOCKS", "4"))
# A post to the portal larger than this is refused before it is read: three files and what was written.
GONGKAI_MOST_BYTES = 32 * 1024 * 1024
# The same for the desk: one file of a case and the form around it.
GONGKAI_DESK_MOST_BYTES = GONGKAI_FILE_BYTES + GONGKAI_MOST_BYTES
# Addresses of reverse proxies whose X-Forwarded-For is believed; floods are counted by what they say.
GONGKAI_PROXIES = frozenset(filter(None, os.environ.get("GONGKAI_PROXIES", "").split(",")))
# 来件 have no limit in law: after so many working days the desk calls them late.
GONGKAI_MATTER_WORKDAYS = int(os.environ.get("GONGKAI_MATTER_WORKDAYS", "20"))
# 咨询、建议 and 我为政府网站找错 are to be answered within so many working days (no statute names them).
GONGKAI_MESSAGE_WORKDAYS = int(os.environ.get("GONGKAI_MESSAGE_WORKDAYS", "5"))
GONGKAI_SITE_ERROR_WORKDAYS = int(os.environ.get("GONGKAI_SITE_ERROR_WORKDAYS", "3"))
# 公开征求意见 of what is no major decision: shorter than so many working days needs a reason (local rules differ).
GONGKAI_CONSULTATION_WORKDAYS = int(os.environ.get("GONGKAI_CONSULTATION_WORKDAYS", "7"))
# What was adopted is to be published so many working days after a consultation closed (local rules differ).
GONGKAI_FEEDBACK_WORKDAYS = int(os.environ.get("GONGKAI_FEEDBACK_WORKDAYS", "20"))
# Enquiries (咨询) have no limit in law either: the working days within which this instance wants them answered; 0 sets none.
GONGKAI_ENQUIRY_WORKDAYS = int(os.environ.get("GONGKAI_ENQUIRY_WORKDAYS", "5"))
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# 督办: working days past its limit from which an open finding is at the first, second, third level.
GONGKAI_ESCALATE_AFTER = tuple(int(n) for n in os.environ.get("GONGKAI_ESCALATE_AFTER", "1,5,10").split(","))

# 网站检查 started from the desk: hosts (or host:port) of the inner network that may be asked all the same, by comma.
GONGKAI_INNER_SITES = frozenset(filter(None, os.environ.get("GONGKAI_INNER_SITES", "").split(",")))
# What a look at a site has seen so far, so that it can be taken up again.
GONGKAI_INSPECTIONS = instance_dir() / "inspections"
# Long work ordered on the desk is begun at once in a process of its own; 0 leaves it to `gongkai work` (cron, a container).
GONGKAI_WORK_AT_ONCE = os.environ.get("GONGKAI_WORK_AT_ONCE", "1") == "1"

# 解读照抄: from this share of the policy's own words on an interpretation is stopped, from this on it is doubted.
GONGKAI_COPIED_STOP = float(os.environ.get("GONGKAI_COPIED_STOP", "0.8"))
GONGKAI_COPIED_WARN = float(os.environ.get("GONGKAI_COPIED_WARN", "0.6"))

# 主题分类 an editor chooses from, divided by |; without it the usual ones (`law.papers.THEMES`).
GONGKAI_THEMES = tuple(t for t in os.environ.get("GONGKAI_THEMES", "").split("|") if t.strip())

# The hash of new ledger rows: SM3 unless the instance asks for SHA-256. Old rows keep the algorithm they name.
GONGKAI_LEDGER_HASH = os.environ.get("GONGKAI_LEDGER_HASH", "sm3")
# Encrypts applicants' particulars at rest. Losing this file loses them; backing it up apart from the database is wise.
GONGKAI_PERSONAL_KEY = secret("personal", irreplaceable=True)
# 放假安排 an officer loaded, over the ones the calendar library knows.
GONGKAI_NOTICES = instance_dir() / "notices"
# This host's copy of the search index; may be thrown away, `gongkai index rebuild` writes it anew.
GONGKAI_INDEX = instance_dir() / "index"
# 邮件订阅: with no server named, mails are written to files in the instance's folder "mail" and go nowhere.
EMAIL_HOST = os.environ.get("GONGKAI_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("GONGKAI_SMTP_PORT", "465"))
EMAIL_HOST_USER = os.environ.get("GONGKAI_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("GONGKAI_SMTP_PASSWORD", "")
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = not EMAIL_USE_SSL and os.environ.get("GONGKAI_SMTP_PLAIN") != "1"
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = instance_dir() / "mail"
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("GONGKAI_MAIL_FROM", "gongkai@localhost")
# Public pages pressed to files, and what the site says of itself (its address, numbers, who reports errors to whom).
GONGKAI_PRESS = instance_dir() / "site"
GONGKAI_KEYS = instance_dir() / "keys"
GONGKAI_SITE = site_facts()
# The example county stands on its own day (the instance's file "today"); elsewhere None: the clock's.
GONGKAI_TODAY = fixed_day()
