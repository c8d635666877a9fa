"""A small folder with a copy of the launcher, a tiny package of its own, and no network."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BASE_PYTHON = Path(sys.base_prefix) / "bin" / "python3"
SAY_HELLO = (
    "import os, sys, tinybell\nprint('hello', tinybell.SOUND, sys.argv[1:], os.environ['PYTHONUTF8'])\n"
)


@dataclass
class Workshop:
    folder: Path

    @property
    def wheels(self) -> Path:
        return self.folder / "wheels"

    @property
    def packages(self) -> Path:
        return next((self.folder / ".venv").glob("lib/python3*/site-packages"))

    def needs(self, *wheels: Path, kind: str = "run") -> None:
        """Lock exactly these wheels."""
        lines = [_pin(wheel, hashlib.sha256(wheel.read_bytes()).hexdigest()) for wheel in wheels]
        (self.folder / "requirements" / f"{kind}.txt").write_text("\n".join(lines))

    def needs_other_content(self, wheel: Path) -> None:
        """Lock this wheel with the hash of something else."""
        lock = self.folder / "requirements" / "run.txt"
        lock.write_text(_pin(wheel, hashlib.sha256(b"something else").hexdigest()))

    def make_wheel(self, name: str, sound: str = "ding", version: str = "1.0") -> Path:
        self.wheels.mkdir(exist_ok=True)
        wheel = self.wheels / f"{name}-{version}-py3-none-any.whl"
        info = f"{name}-{version}.dist-info"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr(f"{name}.py", f"SOUND = {sound!r}\n")
            archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
            archive.writestr(
                f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            archive.writestr(
                f"{info}/RECORD", f"{name}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n"
            )
        return wheel

    def surroundings(self, **more: str) -> dict[str, str]:
        """Nothing of the machine: no index, no settings of pip, nothing on the PATH but our own folder."""
        return {
            "PATH": str(self.folder / "bin"),
            "HOME": str(self.folder),
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheels),
            "PIP_RETRIES": "0",
        } | more

    def start(self, *words: str, **more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [BASE_PYTHON, self.folder / "minim", *words],
            env=self.surroundings(**more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def minim(self, *words: str, **more: str) -> tuple[int, str, str]:
        """Exit code, what was printed, what was said."""
        process = self.start(*words, **more)
        printed, said = process.communicate(timeout=60)
        return process.returncode, printed, said

    def copy(self, folder: Path) -> Workshop:
        shutil.copytree(self.folder, folder, symlinks=True)
        return Workshop(folder)


def open_workshop(folder: Path) -> Workshop:
    """The launcher, a stand-in for minim that needs `tinybell`, and its lock file; nothing is installed yet."""
    workshop = Workshop(folder)
    for place in ("requirements", "bin", "src/minim/cli", "tests"):
        (folder / place).mkdir(parents=True)
    shutil.copy2(ROOT / "minim", folder / "minim")
    for package in ("src/minim", "src/minim/cli", "tests"):
        (folder / package / "__init__.py").touch()
    for entry in ("src/minim/cli", "tests"):
        (folder / entry / "__main__.py").write_text(SAY_HELLO)
    bell = workshop.make_wheel("tinybell")
    workshop.needs(bell)
    workshop.needs(bell, workshop.make_wheel("tinytester"), kind="test")
    return workshop


def _pin(wheel: Path, digest: str) -> str:
    name, version = wheel.name.split("-")[:2]
    return f"{name}=={version} \\\n    --hash=sha256:{digest}\n"
