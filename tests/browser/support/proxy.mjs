// Stands between browser and server and refuses sockets while it is told to, as some company networks do.
import { once } from "node:events";
import { createServer, request } from "node:http";
import { connect } from "node:net";

export class Proxy {
  /** Whether sockets are answered with 403. */
  refuses = true;
  /** How often a socket was refused. */
  refused = 0;
  #server = createServer((incoming, outgoing) => this.#pass(incoming, outgoing));
  #target;
  #open = new Set();

  static async before(server) {
    const proxy = new Proxy();
    proxy.#target = server;
    proxy.#server.on("upgrade", (incoming, socket, head) => proxy.#upgrade(incoming, socket, head));
    proxy.#server.on("connection", (socket) => proxy.#keep(socket));
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  get address() {
    return `127.0.0.1:${this.#server.address().port}`;
  }

  async close() {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#open.forEach((socket) => socket.destroy());
    await closed;
  }

  #keep(socket) {
    this.#open.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#open.delete(socket));
  }

  #pass(incoming, outgoing) {
    const { method, url: path, headers } = incoming;
    const [host, port] = this.#target.address.split(":");
    const onward = request({ host, port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode, answer.rawHeaders);
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  }

  #upgrade(incoming, socket, head) {
    if (this.refuses) {
      this.refused += 1;
      socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
      return;
    }
    const [host, port] = this.#target.address.split(":");
    const onward = connect(Number(port), host);
    this.#keep(onward);
    const lines = [`${incoming.method} ${incoming.url} HTTP/1.1`];
    for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
      lines.push(`${incoming.rawHeaders[at]}: ${incoming.rawHeaders[at + 1]}`);
    }
    onward.write(`${lines.join("\r\n")}\r\n\r\n`);
    onward.write(head);
    onward.pipe(socket).pipe(onward);
    const end = () => [onward, socket].forEach((each) => each.destroy());
    onward.on("close", end);
    socket.on("close", end);
  }
}
