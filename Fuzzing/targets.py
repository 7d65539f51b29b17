"""What is fuzzed: the targets, how each is built, and what its first inputs are."""

import io
import os
import struct
import subprocess
import tarfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

from compile import compile_module

FOLDER = Path(__file__).resolve().parent
SOURCES = FOLDER.parent / "Sources"
FIXTURES = FOLDER.parent / "Tests/Fixtures"
WORK = FOLDER / ".work"
CORPUS = FOLDER / "corpus"
C_FLAGS = "-std=gnu17 -g -O1 -fno-omit-frame-pointer -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined".split()
# A file of harnesses that says which allocation fails.
MEMORY_FLAGS = [f"-Wl,--wrap={name}" for name in ("malloc", "calloc", "realloc")]
C_COVERAGE = ["-fprofile-instr-generate", "-fcoverage-mapping"]


@dataclass
class Program:
    """A file that fuzzes; Swift ones have several targets."""

    name: str
    # C: folders below Sources, of which all files are compiled; Swift: the module.
    modules: list
    libraries: list = field(default_factory=list)
    flags: list = field(default_factory=list)
    # Files or folders of a Swift module that are enough.
    parts: list = field(default_factory=list)
    is_swift: bool = False

    def build(self, folder, with_coverage=False):
        """The program's path, built anew if it has to be."""
        folder.mkdir(parents=True, exist_ok=True)
        output = folder / self.name
        if self.is_swift:
            compile_module(self.modules[0], output, self.libraries, self.parts, with_coverage)
            return output
        inputs = [FOLDER / "c" / f"{self.name}.c", *(FOLDER / "c" / f for f in ("input.h", "memory.h", "memory.c")), Path(__file__)]
        inputs += [file for module in self.modules for file in (SOURCES / module).rglob("*.[ch]")]
        if output.exists() and all(path.stat().st_mtime < output.stat().st_mtime for path in inputs):
            return output
        includes = [f"-I{SOURCES / module / part}" for module in self.modules for part in ["include", "."]]
        # The linker says of each of the sanitizers' symbols that it can't export it.
        linked = subprocess.run(
            ["clang", *C_FLAGS, *(C_COVERAGE if with_coverage else []), *self.flags, *includes, inputs[0],
             *[file for file in inputs if file.suffix == ".c" and file != inputs[0]],
             *pkg_config("--cflags", "--libs", *self.libraries), "-lm", *MEMORY_FLAGS, "-o", output], capture_output=True, text=True)
        if linked.returncode != 0:
            raise SystemExit("\n".join(line for line in linked.stderr.splitlines() if "Cannot export" not in line))
        return output


@dataclass
class Target:
    """One kind of input."""

    name: str
    program: Program
    seeds: Callable
    # Bytes of the longest input that the fuzzer makes.
    longest: int = 65_536
    # Seconds that one input may take at the most.
    timeout: int = 10
    # Bytes of the kept inputs, about.
    kept_bytes: int = 40_000


def pkg_config(*arguments):
    if all(argument.startswith("--") for argument in arguments):
        return []
    return subprocess.run(["pkg-config", *arguments], check=True, capture_output=True, text=True).stdout.split()


# --- Seeds ------------------------------------------------------------------------------------------------------------


def fixtures(*folders, before=b"", longest=65_536):
    """Pictures of the tests, in folders of Tests/Fixtures, with `before` in front."""

    def seeds():
        for folder in folders:
            for file in sorted((FIXTURES / folder).iterdir()):
                if file.is_file() and file.stat().st_size <= longest:
                    yield before + file.read_bytes()

    return seeds


def jpeg_seeds():
    """Scales of three planes stand before a JPEG file."""
    scales = [b"\x3f\x3f\x3f", b"\x00\x09\x09", b"\x1b\x3f\x3f", b"\x2d\x12\x24"]
    for number, file in enumerate(sorted((FIXTURES / "jpeg").glob("*.jpg"))):
        yield scales[number % 4] + file.read_bytes()
    made = WORK / "jpeg-seeds"
    made.mkdir(parents=True, exist_ok=True)
    maker = made / "make"
    subprocess.run(
        ["clang", "-O1", FOLDER / "c/jpeg-seeds.c", "-o", maker, *pkg_config("--cflags", "--libs", "libjpeg")], check=True)
    subprocess.run([maker, made], check=True)
    for number, file in enumerate(sorted(made.glob("*.jpg"))):
        seed = bytearray(file.read_bytes())
        # Two bits of each scale say which allocation fails.
        if number % 3 == 0:
            seed[0] |= (number // 3 & 3) << 6
            seed[1] |= (number // 12 & 3) << 6
        yield bytes(seed)


def parameter_seeds():
    """Bytes that are taken for parameters and samples: some of each first byte."""
    for kind in range(256):
        yield bytes([kind, kind * 7 & 255, 0, 40 + kind % 50, 0, 30 + kind % 60, kind, kind * 3 & 255, *range(kind % 64)])


def exif_blocks():
    """Blocks of EXIF in the tests' pictures."""
    for seed in fixtures("jpeg", "png", "webp", "transform", longest=1 << 20)():
        start = seed.find(b"Exif\0\0")
        if start >= 0:
            yield seed[start:start + 2000]
    # One entry of each type, in either order of bytes.
    for order, mark in ((">", b"MM\0*"), ("<", b"II*\0")):
        tags = [0x010F, 0x0110, 0x0112, 0x8298, 0x829A, 0x8769, 0x9003]
        entries = b"".join(struct.pack(order + "HHII", tag, 1 + at % 10, 1, 8) for at, tag in enumerate(tags))
        yield mark + struct.pack(order + "IH", 8, len(tags)) + entries + struct.pack(order + "I", 8)


def profiles():
    """ICC profiles in the tests' PNG files, and small ones with one tag."""
    for seed in fixtures("png", longest=1 << 20)():
        start = seed.find(b"iCCP")
        if start >= 0:
            length = struct.unpack(">I", seed[start - 4:start])[0]
            content = seed[start + 4:start + 4 + length]
            yield zlib.decompress(content[content.index(b"\0") + 2:])[:8192]
    for kind in (b"desc", b"mluc", b"curv", b"para"):
        tag = kind + struct.pack(">5I", 0, 1, 12, 20, 28) + b"\0s\0R\0G\0B"
        tags = struct.pack(">I", 1) + b"desc" + struct.pack(">II", 144, len(tag))
        yield b"\0" * 16 + b"RGB XYZ " + b"\0" * 104 + tags + tag


def zlib_streams():
    for level in (0, 1, 9):
        for text in (b"", b"a" * 5000, bytes(range(256)) * 4, b"stillwater " * 30):
            yield zlib.compress(text, level)


def multipart_bodies():
    head = b"--b\r\nContent-Disposition: form-data; name=\"a\""
    yield b"\x04" + head + b"\r\n\r\nx\r\n" + head + b"; filename*=UTF-8''%c3%a4\r\nContent-Type: image/png\r\n\r\n\r\n--b\r\n--b--\r\n"
    yield b"\xff" + b"preamble\r\n" + head + b"\r\nContent-Transfer-Encoding: binary\r\n\r\n--b \r\n--b--"


def field_values():
    yield from (
        b'text/html; charset="utf-8"; a=b', b"form-data; name=\"a\\\"b\"; filename*=UTF-8''%e2%82%ac", b"max-age=60, private, no-store",
        b"Sun, 06 Nov 1994 08:49:37 GMT", b"Sunday, 06-Nov-94 08:49:37 GMT", b"Sun Nov  6 08:49:37 1994",
        b'"a", W/"b", *', b"image/avif,image/webp;q=0.5,*/*;q=0.001")


ANSWERS = (
    (0, ["Content-Type: image/PNG; charset=x", "Content-Length: 9223372036854775807", "ETag: W/\"a\"", "Accept-Ranges: bytes"]),
    (0, ["Content-Encoding: gzip, deflate", "Content-Length: 5", "Cache-Control: max-age=60, private", "Expires: 0"]),
    (0, ["Content-Encoding: aws-chunked", "ETag: unquoted", "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT  "]),
    (3, ["Content-Range: bytes 0-9223372036854775807/9223372036854775807", "Content-Length: 10"]),
    (4, ["Content-Range: bytes 5-9/10", "ETag: \"x\""]), (4, ["Content-Range: bytes 0-0/*"]), (3, ["Content-Range: bytes */10"]),
    (6, ["Location: //b.example:8080/a/../b?c#d", "Set-Cookie: a=b; Domain=.example; Path=/x; Max-Age=0; Secure"]),
    (7, ["Location: ../gr\xfcn.png?x y", "Set-Cookie: a=b; Expires=Sun, 06-Nov-2094 08:49:37 GMT; HttpOnly"]),
    (9, ["Location: https://u:p@xn--bcher-kva.example", "Set-Cookie: c=\"d e\"; Path=/x/"]), (8, ["Location: http://[::1]:80/"]),
    (12, ["Retry-After: 9223372036854775807"]), (13, ["Retry-After: Sun, 2147483647 Dec 9999 2147483647:59:59 GMT"]), (13, ["Retry-After: 120"]))


def answer_heads():
    """Heads of origins' answers: a byte for the status, then fields."""
    for status, fields in ANSWERS:
        yield bytes([status]) + "\n".join(fields).encode("latin-1")


def wires():
    """Whole answers as they come over the wire; a byte in front says in which pieces."""
    for number, (status, fields) in enumerate(ANSWERS):
        head = "\r\n".join([f"HTTP/1.1 {200 + status} OK", *fields]).encode("latin-1")
        yield bytes([number * 19]) + head + b"\r\n\r\nbody"
    for answer in (
            b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\ncontent-length: 3\r\n\r\nabc",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: x\r\n\r\n3;a=b\r\nabc\r\n0\r\nX: \xfc\r\n\r\n",
            b"\r\nHTTP/1.0 304 Not Modified\nETag: \"a\"\n\nHTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200\r\nA: b\r\n c\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", b"HTTP/1.1 200 OK\r\nA: " + b"x" * 600 + b"\r\n\r\n"):
        yield b"\x04" + answer
        yield b"\xff" + answer


def urls():
    """Paths of requests as clients of other servers write them."""
    lines = (FIXTURES / "client-urls.csv").read_text().splitlines()[1:]
    for line in lines[39::40][:200]:
        path = line.rsplit(",/", 1)[-1]
        yield b"unsafe/" + path.partition("/")[2].encode()
    yield b"unsafe/rs:fill:300:400:1/g:fp:0.5:0.5/c:10:20:no/t:10:ff00ff/wm:0.5:re:10:10:0.2/-/bl:3/plain/http://a/b%20c.jpg@webp"


def json_bodies():
    yield from (
        b'{"source": "local:///a.jpg", "sizes": [1600, {"width": 800, "height": 600, "fit": "fill", "format": "webp", "quality": 70}]}',
        b'{"sources": ["http://a/b", "http://a/c"], "sizes": "800x600:fill@webp,q=75, x200", "store": "{stem}-{width}.{ext}"}',
        b'{"sources": ["http://a/b"], "sizes": "x200", "store": "{stem}/{width}.{ext}", "label": "a", "force": true, '
        b'"attempts": 3, "losses": 2, "failureShare": 0.5, "webhook": {"url": "https://a/b", "every": 10}}',
        b'{"source": "http://a", "sizes": [{"width": 9, "then": [{"blur": 2}], "preset": "a", "crop": {"width": 0.5}}], '
        b'"hashsum": "md5:00", "expires": 9, "filename": "a", "fallback_image_url": "http://b", "skip_processing": ["gif"]}',
        b'{"sizes": [{"width": 1e2, "watermark": {"opacity": 0.5}, "background": "\\u0066ff"}]}')


def drawings():
    """The tests' drawings, and some with what they have not: style sheets, data, references."""
    yield from fixtures("svg")()
    png = b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
    head = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
    for body in (
            b"<style>@import url('http://a/b.css'); @media screen { .a > b[c=\"d\"] { fill: url(#g) !important; x: \\66 oo; } } "
            b"@font-face { src: url(data:font/woff;base64,AA) } /* c */ <!-- -- > </style>",
            b"<rect style='fill: url( \"#g\" ); background: url(javascript:x); filter: url(http://a/#f)' width='1e3%'/>",
            b"<image href='data:image/png;base64," + png + b"' xlink:href='data:image/svg+xml,%3Csvg/%3E'/>",
            b"<image href='data:image/jpeg;base64,/9j/4AAQSkZJRgABAQAAAQABAAD/wAARCAABAAEDASIAAhEBAxEB'/>",
            b"<image href='data:image/gif;base64,R0lGODlhAQABAAAAACw='/><image href='data:image/webp,RIFF%04%00%00%00WEBP'/>",
            b"<use href='#a'/><use xlink:href='other.svg#b'/><a href='javascript:x'><text>&#x41;&amp;</text></a>",
            b"<linearGradient id='g'><stop offset='0' stop-color='red'/></linearGradient><animate attributeName='href' to='x'/>",
            b"<script>x</script><foreignObject><p/></foreignObject><g onclick='x' fill='none'><![CDATA[x]]></g>"):
        yield head + body + b"</svg>"
    yield b"<?xml version='1.0' encoding='UTF-8'?><!DOCTYPE svg [<!ENTITY a 'b'>]>" + head + b"&a;</svg>"


def manifests():
    yield from (
        b'sku,source,stem\r\n1,http://a/b.jpg,\r\n"2,""x""","local:///c d.png","e\r\nf"\r\n3,http://a/b.jpg\r\n',
        b'{"source": "http://a/b", "sku": "1"}\n"http://a/c"\n{"source": 1}\n{"sku": "\\u00e4"\n',
        b"\xef\xbb\xbfhttp://a/b\n\n# c\n")


def profile_files():
    """A profile with one sample, as bytes of its message."""
    yield bytes.fromhex("0a04080110021206" "0a0101120105" "2208080118052202080" "12a0408011003" "3200320161320162320166")


def messages():
    yield from (bytes([length]) + name + b"\0" * 40 for name in (
        b"ready", b"header", b"rendered", b"facts", b"profiled", b"failed", b"render", b"profile") for length in [len(name)])


# --- Targets ----------------------------------------------------------------------------------------------------------

JPEG = Program("jpeg", ["CPlanarJPEG"], ["libjpeg"])
JPEG_WRITER = Program("jpeg-writer", ["CPlanarJPEG"], ["libjpeg"])
PNG = Program("png", ["CPNG"], ["libisal", "libdeflate", "zlib"])
PNG_WRITER = Program(
    "png-writer", ["CPNG"], ["libisal", "libdeflate", "zlib"],
    ["-DCPNG_LARGEST_WHOLE=12000", "-DCPNG_STRIP_BYTES=1500", "-DCPNG_CHUNK_BYTES=700", "-DCPNG_SMALL_PICTURE=4000",
     "-DCPNG_TINY_PICTURE=500"])
RESAMPLER = Program("resampler", ["CResampler"])
SAMPLES = Program("samples", ["CResampler"])
WEBP = Program("webp", ["CPlanarWebP"], ["libwebp"])
CODECS = Program(
    "codecs", ["Codecs"],
    ["vips", "libheif", "dav1d", "libwebp", "libjpeg", "libisal", "libdeflate", "zlib", "libarchive", "jemalloc",
     "libjxl", "libtiff-4"],
    is_swift=True)
GRAMMAR = Program("grammar", ["RequestGrammar"], ["libcrypto"], is_swift=True)
DRAWINGS = Program("drawings", ["SVGSafety"], ["libxml-2.0"], is_swift=True)
PROFILING = Program("profiling", ["Profiling"], ["zlib", "jemalloc"], parts=["Format", "Model", "Process/SystemCall.swift", "ProfilingError.swift"], is_swift=True)
JOBS = Program("jobs", ["Jobs"], ["sqlite3", "libcrypto"], parts=["Manifest", "Model", "JobClock.swift", "JobError.swift", "JobStore.swift"], is_swift=True)
HTTP = Program("http", ["HTTPAPI"], ["libcrypto"], parts=["Syntax"], is_swift=True)
SOURCES_MODULE = Program("sources", ["Sources"], ["zlib", "libidn2", "libcrypto", "jemalloc", "libxml-2.0"], is_swift=True)
MESSAGES = Program(
    "messages", ["Isolation"], CODECS.libraries + ["libseccomp", "libxml-2.0"], parts=["Messages", "IsolationError.swift"],
    is_swift=True)

PICTURES = ["jpeg", "png", "gif", "webp", "tiff", "avif", "heic", "bmp", "ico", "jxl", "bad"]

TARGETS = {target.name: target for target in [
    Target("jpeg", JPEG, jpeg_seeds, kept_bytes=400_000),
    Target("jpeg-writer", JPEG_WRITER, parameter_seeds, longest=4096),
    Target("png", PNG, fixtures("png"), kept_bytes=200_000),
    Target("png-writer", PNG_WRITER, parameter_seeds, longest=4096),
    Target("resampler", RESAMPLER, parameter_seeds, longest=4096),
    Target("samples", SAMPLES, parameter_seeds, longest=2048),
    Target("webp", WEBP, fixtures("webp", before=b"\x01")),
    Target("beginning", CODECS, fixtures(*PICTURES)),
    Target("structure", CODECS, fixtures(*PICTURES)),
    Target("meaning", CODECS, fixtures("png", "gif", "tiff", "avif", "heic", "pictures")),
    Target("header", CODECS, fixtures("jpeg", "png")),
    Target("bitmap", CODECS, fixtures("bmp", "ico")),
    Target("avif", CODECS, fixtures("avif", "heic")),
    Target("exif", CODECS, exif_blocks, longest=4096),
    Target("profile", CODECS, profiles, longest=8192),
    Target("deflate", CODECS, zlib_streams, longest=4096),
    Target("messages", MESSAGES, messages, longest=4096),
    Target("multipart", HTTP, multipart_bodies, longest=4096),
    Target("fields", HTTP, field_values, longest=1024),
    Target("percent", SOURCES_MODULE, urls, longest=1024),
    Target("answer", SOURCES_MODULE, answer_heads, longest=2048),
    Target("wire", SOURCES_MODULE, wires, longest=2048),
    Target("url", GRAMMAR, urls),
    Target("json", GRAMMAR, json_bodies),
    Target("svg", DRAWINGS, drawings),
    Target("pprof", PROFILING, profile_files),
    Target("manifest", JOBS, manifests),
]}


# --- The corpus -------------------------------------------------------------------------------------------------------


def kept(name):
    """The inputs of a target that the project keeps."""
    archive = CORPUS / f"{name}.tar.xz"
    if not archive.exists():
        return
    with tarfile.open(archive) as file:
        yield from (file.extractfile(entry).read() for entry in file)


def keep(name, inputs):
    """Writes the kept inputs of a target: the same archive of the same inputs."""
    CORPUS.mkdir(exist_ok=True)
    with tarfile.open(CORPUS / f"{name}.tar.xz", "w:xz", format=tarfile.USTAR_FORMAT) as file:
        for number, data in enumerate(sorted(set(inputs), key=lambda data: (len(data), data))):
            entry = tarfile.TarInfo(f"{number}")
            entry.size = len(data)
            file.addfile(entry, io.BytesIO(data))


def unpack(target, folder):
    """Kept inputs and seeds of a target, as files in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for number, data in enumerate(dict.fromkeys([*kept(target.name), *target.seeds()])):
        (folder / f"{number}").write_bytes(data)


def environment(target):
    """What a target's program is started with."""
    return {**os.environ, "FUZZ_TARGET": target.name, "SWIFT_BACKTRACE": "enable=no", "VIPS_WARNING": "0"}
