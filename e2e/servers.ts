import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listen, staticServer } from '../build/serve.mjs';

export interface Site {
  /** Where the app is, with a final slash. */
  address: string;
  stop(): Promise<void>;
}

async function stopServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
}

/** Serves a build on its own port, as a static host would: in a sub-folder, and without headers where `bare` says so. */
export async function serveSite(options: { port: number; dir?: string; base?: string; bare?: boolean }): Promise<Site> {
  const server = await staticServer(options);
  await listen(server, options.port);
  return { address: `http://localhost:${options.port}${options.base ?? '/'}`, stop: () => stopServer(server) };
}

export interface Outside {
  /** A proxy that every request beyond this machine goes through: it notes them, and answers. */
  proxy: string;
  /** A STUN server's address, for WebRTC, which takes no proxy. */
  stun: string;
  /** What arrived, in order: `GET http://…`, `CONNECT host:port`, `UDP`. */
  arrived: string[];
  stop(): Promise<void>;
}

/** The browser asks its maker for updates and accounts by itself, whatever page is open; pages' requests are seen apart. */
const browsersOwn = /\b(googleapis|google|gvt1)\.com\b/;

/** The world outside: whatever reaches it has left the page. */
export async function startOutside(): Promise<Outside> {
  const arrived: string[] = [];
  const note = (line: string) => {
    if (!browsersOwn.test(line)) arrived.push(line);
  };
  const server = createServer((request, response) => {
    note(`${request.method} ${request.url}`);
    response.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'text/plain' }).end();
  });
  // WebSockets and https go through a proxy as tunnels.
  server.on('connect', (request, socket) => {
    note(`CONNECT ${request.url}`);
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const udp = createSocket('udp4', () => note('UDP'));
  await new Promise<void>((done) => udp.bind(0, '127.0.0.1', done));
  return {
    proxy: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stun: `stun:127.0.0.1:${udp.address().port}`,
    arrived,
    async stop() {
      udp.close();
      await stopServer(server);
    },
  };
}
