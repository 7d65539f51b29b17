"""An origin for the soak, in a process of its own: pictures by name, quick, slow, stalled or without a length.

    soak_origin.py PORT FOLDER

`/quick/NAME` sends a file at once, `/chunked/NAME` without its length, `/slow/NAME` within about a second, `/stall/NAME` its
first half and then nothing.
"""

import asyncio
import sys
from pathlib import Path

PIECE = 64 * 1024


async def answer(reader, writer, files):
    try:
        while line := await reader.readline():
            path = line.split()[1].decode().split("?")[0]
            while (await reader.readline()).strip():
                pass
            _, manner, name = path.split("/", 2)
            body = files.get(name)
            if body is None:
                writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            else:
                await send(writer, manner, body)
            await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError, IndexError, ValueError):
        pass  # The client has gone.
    finally:
        writer.close()


async def send(writer, manner, body):
    if manner == "chunked":
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for start in range(0, len(body), PIECE):
            piece = body[start : start + PIECE]
            writer.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            await writer.drain()
        writer.write(b"0\r\n\r\n")
        return
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body))
    if manner == "slow":
        for part in range(10):
            writer.write(body[len(body) * part // 10 : len(body) * (part + 1) // 10])
            await writer.drain()
            await asyncio.sleep(0.1)
    elif manner == "stall":
        writer.write(body[: len(body) // 2])
        await asyncio.sleep(3600)
    else:
        writer.write(body)


async def main(port, folder):
    files = {path.name: path.read_bytes() for path in Path(folder).iterdir()}
    server = await asyncio.start_server(lambda r, w: answer(r, w, files), "127.0.0.1", port, backlog=512)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
