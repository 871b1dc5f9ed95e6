// Requests as they are written, without a browser's or a library's help: bytes in, bytes out.
import { request } from 'node:http';
import { connect } from 'node:net';

/** One request; `headers` are added. The answer has `status`, `headers` (lower case) and `body` (bytes). */
export function ask(base, target, { method = 'GET', headers = {}, body } = {}) {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path: target, method, headers, agent: false }, answer => {
      const pieces = [];
      answer.on('data', piece => pieces.push(piece));
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(pieces) }));
    });
    sent.setTimeout(60_000, () => sent.destroy(new Error(`no answer to ${target} in 60 s`)));
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Bytes that no library would send; the whole answer as text. */
export function askRaw(base, bytes) {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const pieces = [];
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.setTimeout(60_000, () => socket.destroy(new Error('no answer in 60 s')));
    socket.on('data', piece => pieces.push(piece));
    socket.on('close', () => resolve(Buffer.concat(pieces).toString('utf8')));
    socket.on('error', error => pieces.length ? resolve(Buffer.concat(pieces).toString('utf8')) : reject(error));
  });
}
