from pathlib import Path

import pytest

from warta.config import TABLE, ConfigError, as_markdown, load, unsafe

DOCS = Path(__file__).parents[2] / "docs/settings.md"


def write(folder, text):
    (folder / "warta.toml").write_text(text)
    return load(folder, environ={})


def test_defaults(tmp_path):
    config = load(tmp_path, environ={})
    assert (config.port, config.language, config.data) == (8000, "id", tmp_path)


def test_the_environment_wins(tmp_path):
    (tmp_path / "warta.toml").write_text("port = 9000\n")
    assert load(tmp_path, environ={"WARTA_PORT": "9001"}).port == 9001


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("prot = 1\n", "Did you mean port?"),
        ('port = "high"\n', "port should be a whole number"),
        ("port = 70000\n", "port should be at most 65535"),
        ("port = true\n", "port should be a whole number"),
        ('language = "fr"\n', "language should be one of: id, en"),
        ('time_zone = "Asia/Nowhere"\n', "time_zone should be a time zone's name"),
        ('site_url = "news.example"\n', "site_url should be an address"),
        ("allowed_hosts = [1]\n", "allowed_hosts should be a list of texts"),
        ("port = \n", "is not a TOML file"),
    ],
)
def test_a_bad_file_is_refused_by_name(tmp_path, text, named):
    with pytest.raises(ConfigError, match=named.replace("?", r"\?")):
        write(tmp_path, text)


@pytest.mark.parametrize(("name", "value"), [("WARTA_PRT", "1"), ("WARTA_PORT", "x"), ("WARTA_DEBUG", "perhaps")])
def test_a_bad_environment_is_refused_by_name(tmp_path, name, value):
    with pytest.raises(ConfigError, match=name):
        load(tmp_path, environ={name: value})


def test_errors_and_repr_tell_no_secret(tmp_path):
    config = load(tmp_path, environ={"WARTA_SECRET_KEY": "s3cret" * 8})
    assert "s3cret" not in repr(config)


def test_an_unsafe_production_says_what_to_set(tmp_path):
    faults = unsafe(load(tmp_path, environ={"WARTA_DEBUG": "1"}))
    assert [fault.split(" ")[0] for fault in faults] == ["secret_key", "debug", "allowed_hosts"]
    safe = {"WARTA_SECRET_KEY": "k" * 40, "WARTA_ALLOWED_HOSTS": "news.example"}
    assert unsafe(load(tmp_path, environ=safe)) == []


def test_every_setting_is_documented():
    assert DOCS.read_text() == as_markdown()
    assert len({setting.name for setting in TABLE}) == len(TABLE)
