"""Install duban from this folder, without any network: python install.py. Needs only Python itself.

Makes .venv and work beside this file. Written for any Python 3, so that an old one is told, not tripped over.
"""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main():
    content = json.loads((HERE / "bundle.json").read_text(encoding="utf-8"))
    problem = unfit(content, sys.version_info, sys.platform) or damaged(content, HERE / "wheels")
    if problem:
        print(problem)
        return 1
    print("正在安装，约需一两分钟……")
    python = HERE / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        made = subprocess.run([sys.executable, "-m", "venv", str(HERE / ".venv")], check=False)
        if made.returncode:
            print("建不成 Python 环境。Debian、Ubuntu 请先安装系统包 python3-venv。")
            return 1
    offline = ["--no-index", "--find-links", str(HERE / "wheels"), "--no-deps", "--disable-pip-version-check"]
    wanted = ["-r", str(HERE / "requirements.txt")]
    done = subprocess.run([str(python), "-m", "pip", "install", "--quiet", *offline, *wanted], check=False)
    if done.returncode == 0:
        environment = {**os.environ, "PYTHONUTF8": "1"}
        command = [str(python), "-m", "flows.cli", "init", str(HERE / "work")]
        done = subprocess.run(command, env=environment, check=False)
    print("安装完成。" if done.returncode == 0 else "安装未成，请把以上文字发给维护者。")
    return done.returncode


def unfit(content, version, platform):
    """Why this Python cannot use the bundle, in Chinese; "" where it can."""
    needed = content["python"]
    if "%d.%d" % tuple(version[:2]) != needed:  # noqa: UP031 - an old Python reads this line too
        return "此安装包要求 Python %s（64 位），当前为 %d.%d。" % (needed, version[0], version[1])  # noqa: UP031
    kind = "windows-x64" if platform == "win32" else platform + "-x64"
    if kind != content["target"]:
        return "此安装包用于 %s，当前电脑是 %s。" % (content["target"], kind)  # noqa: UP031
    if sys.maxsize < 2**32:
        return "此安装包要求 64 位 Python，当前为 32 位。"
    return ""


def damaged(content, wheels):
    """Which file is missing or was changed on the way, in Chinese; "" where all are whole."""
    for name, sha256 in content["wheels"].items():
        file = wheels / name
        if not file.exists() or hashlib.sha256(file.read_bytes()).hexdigest() != sha256:
            return "安装包不完整（" + name + "），请重新拷贝。"
    return ""


if __name__ == "__main__":
    sys.exit(main())
