/**
 * An HTTP proxy on the loopback address that knows hosts by names which no other resolver does: what reaches one of
 * them came through here.
 */
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';

export interface TestProxy {
  address: string;
  /** Hosts that were asked for, in order. */
  hosts: string[];
  close(): Promise<void>;
}

/** `hosts`: name to the port on this machine that it stands for. */
export async function startProxy(ports: Record<string, number>): Promise<TestProxy> {
  const hosts: string[] = [];
  const server = http.createServer((request, response) => {
    const { hostname, pathname, search } = new URL(request.url ?? '/', 'http://nowhere');
    hosts.push(hostname);
    const port = ports[hostname];
    if (port === undefined) return response.writeHead(502).end();
    const options = {
      host: '127.0.0.1',
      port,
      path: pathname + search,
      method: request.method,
      headers: request.headers,
    };
    const onward = http.request(options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    return request.pipe(onward);
  });
  server.on('connect', (request, socket: net.Socket) => {
    const hostname = (request.url ?? '').replace(/:\d+$/, '');
    hosts.push(hostname);
    const port = ports[hostname];
    if (port === undefined) return socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    const onward = net.connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
    return socket;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hosts,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
