"""What Binder would build: rendered by repo2docker's own build packs, with no container engine."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="repo2docker needs POSIX")


@pytest.fixture(scope="module")
def pack():
    """The build pack that repo2docker chooses for this repository: the first that detects it."""
    from repo2docker.app import Repo2Docker

    app = Repo2Docker()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        packs = (build_pack(base_image=app.base_image) for build_pack in app.buildpacks)
        found = next(pack for pack in packs if pack.detect())
        found.platform = "linux/amd64"
        yield found


@pytest.fixture(autouse=True)
def in_the_root(progress_file, monkeypatch):
    """Build packs look around in the working folder."""
    monkeypatch.chdir(ROOT)


@pytest.fixture(scope="module")
def dockerfile(pack):
    return pack.render()


def place(dockerfile: str, text: str) -> int:
    """The number of the one line that holds this text."""
    (found,) = [i for i, line in enumerate(dockerfile.splitlines()) if text in line]
    return found


def test_it_is_a_plain_python_environment_of_the_named_version(pack):
    assert type(pack).__name__ == "PythonBuildPack"
    named = (ROOT / "binder" / "runtime.txt").read_text("utf-8").strip()
    assert f"python-{pack.python_version}" == named == "python-3.12"


def test_the_pinned_requirements_are_installed_in_the_repository(pack, dockerfile):
    (script,) = [text for _, text in pack.get_assemble_scripts()]
    assert script.endswith('pip install --no-cache-dir -r "binder/requirements.txt"')
    # The file refers to others, so the repository must be there before it is read.
    copied = place(dockerfile, "COPY --chown=1000:1000 src/ ${REPO_DIR}")
    assert copied < place(dockerfile, '-r "binder/requirements.txt"')


def test_settings_follow_the_installation_and_the_start_script_is_used(pack, dockerfile):
    assert pack.get_post_build_scripts() == ["binder/postBuild"]
    installed = place(dockerfile, '-r "binder/requirements.txt"')
    assert installed < place(dockerfile, "RUN ./binder/postBuild")
    assert pack.get_start_script() == "${REPO_DIR}/binder/start"


def test_nothing_in_the_root_is_taken_instead(pack):
    """Once there is a binder folder, files of the same names elsewhere do not count."""
    assert Path(pack.binder_dir) == Path("binder")
    assert pack.binder_path("requirements.txt") == str(Path("binder") / "requirements.txt")
