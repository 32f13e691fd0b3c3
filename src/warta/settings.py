"""Django's settings, all of them made from the table in `config.py`."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from warta import __version__, config
from warta.readers.ways import cache, providers

WARTA = config.load()
DATA = WARTA.data
PACKAGE = Path(__file__).parent
VERSION = __version__

DEBUG = WARTA.debug
SECRET_KEY = WARTA.secret_key or ("only-for-commands-that-serve-nobody" if not WARTA.is_demo else "")
ALLOWED_HOSTS = list(WARTA.allowed_hosts) or (["127.0.0.1", "localhost", "[::1]"] if WARTA.is_demo else [])
ROOT_URLCONF = "warta.urls"
WSGI_APPLICATION = "warta.wsgi.application"
AUTH_USER_MODEL = "readers.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "warta.site",
    "warta.distribution",
    "warta.epaper",
    "warta.intake",
    "warta.discovery",
    "warta.subscriptions",
    "warta.advertising",
    "warta.audience",
    "warta.desk",
    "warta.readers",
    "warta.stories",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "warta.site.middleware.EdgeSays",
    "django.middleware.security.SecurityMiddleware",
    "warta.site.middleware.SafetyHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "warta.site.middleware.LanguageOfTheAddress",
    "warta.site.middleware.FormsStayHere",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "warta.site.account.middleware.TokenOfTheSession",
    "warta.desk.middleware.NewsroomDoor",
    "warta.site.middleware.OldAddresses",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["warta.site.templatetags.parts"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "warta.site.context.publication",
            ],
        },
    }
]


def _sqlite(name: str, synchronous: str) -> dict[str, object]:
    """Django's words for a SQLite file of the data folder, as DESIGN's engines say."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / name,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; PRAGMA cache_size=-32000;",
        },
    }


def _database(url: str) -> dict[str, object]:
    """Django's words for the database in `url`; empty: SQLite in the data folder."""
    if not url:
        return _sqlite("warta.sqlite3", "FULL")
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise config.ConfigError("database_url should begin with postgresql://, or be empty for SQLite.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database(WARTA.database_url)}
# What is read stands in a file of its own; PostgreSQL holds all (audience/router.py).
READS = "default" if WARTA.database_url else "reads"
DATABASE_ROUTERS = ["warta.audience.router.ReadsRouter"]
if not WARTA.database_url:
    DATABASES[READS] = _sqlite("reads.sqlite3", "NORMAL") | {"TEST": {"MIGRATE": False}}

# Language and time
LANGUAGE_CODE = WARTA.language
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("id-id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = WARTA.time_zone
WAGTAIL_USER_TIME_ZONES = [WARTA.time_zone]

# Files
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "warta.site.assets.JoinedStorage"},
}
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a long story is a form of thousands of small fields
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# Accounts
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional" if WARTA.is_demo else "mandatory"
ACCOUNT_ADAPTER = "warta.readers.adapter.AccountAdapter"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
# By code, so that a reader goes on in the same window, to the story they came from. The sample lets in at once.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = not WARTA.is_demo
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ACCOUNT_FORMS = {
    "signup": "warta.readers.forms.SignupForm",
    "request_login_code": "warta.readers.forms.RequestLoginCodeForm",
    "reset_password": "warta.readers.forms.ResetPasswordForm",
}
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before addresses change: who has the address has the account
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_ADAPTER = "warta.readers.factors.FactorAdapter"
MFA_FORMS = {
    "add_webauthn": "warta.readers.forms.PasskeyForm",
    "signup_webauthn": "warta.readers.forms.PasskeySignupForm",
    "edit_webauthn": "warta.readers.forms.PasskeyNameForm",
}
# Always, not only where a passkey stands alone: allauth keeps one state for both, and a stolen key without its PIN
# could answer at the one door what was asked at the other.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}  # asking and answering are counted
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = not WARTA.is_demo  # it needs a confirmed address
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = WARTA.is_demo
USERSESSIONS_TRACK_ACTIVITY = False  # a write for each page would be too dear
SOCIALACCOUNT_ADAPTER = "warta.readers.adapter.SocialAdapter"
SOCIALACCOUNT_PROVIDERS = providers(WARTA)
INSTALLED_APPS += [f"allauth.socialaccount.providers.{name}" for name in SOCIALACCOUNT_PROVIDERS]  # others: no address
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # of an address that the provider confirmed; never a colleague's
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_LOGIN_ON_GET = False
READER_HOLDINGS = [
    "warta.readers.holdings.HOLDINGS",
    "warta.site.account.held.HOLDINGS",
]

# What processes share for a while, and what each keeps for itself
CACHES = {
    "default": cache(WARTA.cache_url, DATA / "limits.sqlite3"),
    "near": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

# Ways to be paid
WARTA_PROVIDERS = [
    f"warta.subscriptions.providers.{name}"
    for name in ("midtrans.Midtrans", "stripe.Stripe", "bank.Bank", "bank.Vouchers")
]

# Newsroom
WAGTAIL_SITE_NAME = "Warta"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "warta.desk.search"}}
WAGTAILADMIN_BASE_URL = WARTA.site_url or f"http://{WARTA.host}:{WARTA.port}"
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # no third party, in the newsroom either
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILIMAGES_IMAGE_MODEL = "stories.Photo"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = WARTA.upload_bytes
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 100_000_000
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_JPEG_QUALITY = 78
WAGTAILIMAGES_WEBP_QUALITY = 74
WAGTAILIMAGES_AVIF_QUALITY = 58
WAGTAILEMBEDS_RESPONSIVE_HTML = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "txt", "xlsx"]
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WARTA_PREVIEW = "warta.site.preview"

# Work in the background
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


# Letters
def _email(url: str) -> dict[str, object]:
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": DATA / "outbox"}
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise config.ConfigError("email_url should look like smtp://user:password@host:587 (or smtps://).")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.hostname not in ("127.0.0.1", "localhost"),
    }


globals().update(_email(WARTA.email_url))
DEFAULT_FROM_EMAIL = WARTA.email_from
SERVER_EMAIL = WARTA.email_from

# Safety
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = WARTA.https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = False  # the proxy in front does it, and it alone knows
SECURE_HSTS_SECONDS = 63_072_000 if WARTA.https else 0
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_TRUSTED_ORIGINS = [WARTA.site_url] if WARTA.site_url else []
CSRF_FAILURE_VIEW = "warta.site.views.errors.csrf_failure"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"not_of_floods": {"()": "warta.readers.limits.NotOfFloods"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": WARTA.log_level},
    "loggers": {
        "django.request": {"filters": ["not_of_floods"]},
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
        "PIL": {"level": "WARNING"},
        "stripe": {"level": "WARNING"},  # below that it tells what is sent
        "httpx": {"level": "WARNING"},
        "httpcore": {"level": "WARNING"},
        "urllib3": {"level": "WARNING"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # strangers try names all day
    },
}
