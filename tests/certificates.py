"""A certificate for this machine that nobody has signed but itself."""

import subprocess
from pathlib import Path


def make_certificate(folder: Path) -> Path:
    """The certificate with its key, in PEM; beside it, as .crt, the certificate alone."""
    path = folder / "server.pem"
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1,IP:127.0.0.2"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run([*made, "-addext", names, "-keyout", path, "-out", path.with_suffix(".crt")], check=True,
                   capture_output=True)  # fmt: skip
    path.write_bytes(path.read_bytes() + path.with_suffix(".crt").read_bytes())
    return path
