"""The servers that are compared, each with the settings that let it use both what the machine has and our sources.

Every one makes pictures 800 wide at quality 80, keeps nothing, and has as many workers as the machine has cores.
"""

import os
import shutil
from dataclasses import dataclass
from typing import Callable

from folders import BARE_SERVER, ROOT, THUMBOR
from processes import ServerProcess, free_port

CORES = os.cpu_count()
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
IMAGE_FILTER = "/usr/lib/nginx/modules/ngx_http_image_filter_module.so"

NGINX_HEAD = """
daemon off; master_process on; worker_processes {workers}; pid {folder}/nginx.pid; error_log {folder}/error.log crit;
{modules}
events {{ worker_connections 1024; }}
http {{
    access_log off; sendfile on; keepalive_requests 1000000; default_type image/jpeg;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{ listen 127.0.0.1:{port}; {server} }}
}}
"""


def nginx(folder, server, workers, modules=""):
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    text = NGINX_HEAD.format(folder=folder, server=server, workers=workers, modules=modules, port=port)
    (folder / "nginx.conf").write_text(text)
    return ServerProcess([NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")], port, folder)


def origin(folder, pictures):
    """Serves /NUMBER/NAME from the folder `pictures`, whatever the number: as many addresses as one likes."""
    return nginx(folder, f"root {pictures}; rewrite ^/[0-9]+/(.*)$ /$1 break;", workers=1)


def stillwater(folder, _):
    port = free_port()
    command = [ROOT / ".build/release/stillwater", "serve", "--bind", f"127.0.0.1:{port}"]
    command += ["--admin-bind", f"127.0.0.1:{free_port()}", "--allow-private-sources"]
    return ServerProcess([str(part) for part in command], port, folder)


def bare(folder, _):
    """The HTTP libraries alone: what is received is dropped, and bytes are answered that say nothing."""
    port = free_port()
    return ServerProcess([str(BARE_SERVER), str(port)], port, folder)


def thumbor(folder, _):
    port = free_port()
    config = folder / "thumbor.conf"
    config.write_text(
        "STORAGE = 'thumbor.storages.no_storage'\nRESULT_STORAGE = None\nQUALITY = 80\nALLOW_UNSAFE_URL = True\n"
        "AUTO_WEBP = False\nHTTP_LOADER_MAX_CLIENTS = 64\n"
    )
    command = [str(THUMBOR), "--ip", "127.0.0.1", "--port", str(port), "--conf", str(config)]
    return ServerProcess([*command, "--processes", str(CORES)], port, folder)


def image_filter(folder, origin_port):
    server = (
        f"location ~ ^/image(/.*)$ {{ proxy_pass http://127.0.0.1:{origin_port}$1; proxy_buffering on;"
        " image_filter resize 800 -; image_filter_jpeg_quality 80; image_filter_buffer 64M; }"
    )
    return nginx(folder, server, CORES, f"load_module {IMAGE_FILTER};")


@dataclass(frozen=True)
class Server:
    name: str
    start: Callable
    # The path for a source's path at the origin.
    path: Callable
    needs: str

    def is_installed(self):
        return os.path.exists(self.needs)


def _at(origin_port, source):
    return f"http://127.0.0.1:{origin_port}{source}"


SERVERS = [
    Server(
        "stillwater",
        stillwater,
        lambda port, source: f"/unsigned/rs:fit:800:0/q:80/plain/{_at(port, source)}",
        str(ROOT / ".build/release/stillwater"),
    ),
    Server(
        "thumbor",
        thumbor,
        lambda port, source: f"/unsafe/800x0/filters:quality(80)/{_at(port, source)}",
        str(THUMBOR),
    ),
    Server("nginx image filter", image_filter, lambda port, source: f"/image{source}", IMAGE_FILTER),
]
