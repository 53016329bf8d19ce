import { get, type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { PageServer } from '../../../src/cli/page/page-server.ts';
import { type PageState, WatchedDrive } from '../../../src/cli/page/watched-drive.ts';
import { burnAudio, openDrive, pcmTrackFromBytes, serveDrive } from '../../../src/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function servedWithPage(device = 'sim:') {
  const page = await PageServer.listen(0, device, new WatchedDrive());
  const socketPath = join(temporaryFolder(), 's');
  const server = await serveDrive({ device, socketPath, through: page.watched.through });
  page.watched.watch(server);
  const close = async () => {
    await server.close();
    await page.close();
  };
  return { page, server, socketPath, close };
}

interface Got {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

function got(url: string, headers: OutgoingHttpHeaders = {}, method = 'GET'): Promise<Got> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers, method, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    asked.on('error', reject).end();
  });
}

const statesIn = (body: string): PageState[] =>
  [...body.matchAll(/^data: (.+)$/gm)].map(([, text]) => JSON.parse(text ?? '') as PageState);

test('the page and its parts are there under the address that nobody can guess, and nowhere else', async () => {
  const { page, close } = await servedWithPage('sim:?personality=liar');
  const { origin, port } = new URL(page.url);
  const html = await got(page.url);
  expect(html.status).toBe(200);
  expect(html.body).toContain('<h1>sim:?personality=liar</h1>');
  expect(html.headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/);
  for (const part of ['page.css', 'page.js']) expect((await got(`${page.url}${part}`)).status).toBe(200);
  for (const path of ['/', '/events', `${new URL(page.url).pathname}../`, `${new URL(page.url).pathname}nothing`])
    expect((await got(`${origin}${path}`)).status).toBe(404);
  expect((await got(page.url, {}, 'POST')).status).toBe(405);
  expect((await got(page.url, { host: `localhost:${port}` })).status).toBe(200);
  await close();
});

test.each([
  { host: 'evil.example' },
  { host: '127.0.0.1' },
  { host: '127.0.0.1:1' },
  { origin: 'http://evil.example' },
  { origin: 'null' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
])('a request with %j is refused: it is from a page of the web', async (headers) => {
  const { page, close } = await servedWithPage();
  for (const part of ['', 'page.js', 'events']) {
    const { status, body } = await got(`${page.url}${part}`, headers as OutgoingHttpHeaders);
    expect({ status, body }).toEqual({ status: 403, body: 'Open the address that `discwright serve` has printed.\n' });
  }
  await close();
});

test('the name of a device is text, whatever is in it', async () => {
  const page = await PageServer.listen(0, 'sim:<script>"&', new WatchedDrive());
  const { body } = await got(page.url);
  expect(body).toContain('<h1>sim:&lt;script&gt;&quot;&amp;</h1>');
  expect(body).not.toContain('<script>"');
  await page.close();
});

test('a burn is followed to its end, and the page is told when the server ends', async () => {
  const { page, socketPath, close } = await servedWithPage();
  const events = got(`${page.url}events`);
  await using drive = await openDrive(`unix:${socketPath}`);
  await burnAudio(drive, [pcmTrackFromBytes(new Uint8Array(20 * 176_400).fill(7), { name: 'noise' })]);
  await drive.close();
  await close();
  const { headers, body } = await events;
  expect(headers['content-type']).toBe('text/event-stream');
  expect(body).toMatch(/event: end\ndata:\n\n$/);
  const states = statesIn(body);
  expect(states.length).toBeGreaterThan(0);
  const last = states.at(-1);
  expect(last?.map).toContain('track 1, audio, session 1: 1500 blocks from LBA 0');
  expect(Object.fromEntries(last?.facts ?? [])).toMatchObject({ written: '3.5 MB', programs: '0' });
  expect(last?.lines.join('\n')).toMatch(/READ TOC: /);
  expect(last?.speed).toMatch(/^0.0,\S+( \S+)* 600.0,\S+$/);
  expect(last?.trouble).toBe('');
});

test('watching changes neither the time of a drive nor the commands that its faults count', async () => {
  const { page, server, close } = await servedWithPage();
  const watched = server.look();
  const { disc } = watched;
  expect(watched).toMatchObject({ nowMs: 0, bufferedBytes: 0, bufferBytes: 2_097_152 });
  expect(disc?.simulated).toBe(true);
  for (let index = 0; index < 5; index++) await page.watched.state();
  expect(server.look().nowMs).toBe(0);
  await close();
});

test('a seventeenth browser is refused, and one that leaves makes room', async () => {
  const { page, close } = await servedWithPage();
  const open = () =>
    new Promise<IncomingMessage>((resolve, reject) => {
      get(`${page.url}events`, { agent: false }, resolve).on('error', reject);
    });
  const watchers = await Promise.all(Array.from({ length: 16 }, open));
  expect((await got(`${page.url}events`)).status).toBe(503);
  for (const watcher of watchers) watcher.on('error', () => {}).resume();
  await close();
});

test('a port that another program has is refused with what to do', async () => {
  const other = createServer();
  const port = await new Promise<number>((resolve) => {
    other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port));
  });
  const refused = PageServer.listen(port, 'sim:', new WatchedDrive()).finally(() => other.close());
  await expect(refused).rejects.toThrow(`the page cannot have port ${port}: another program has it`);
  await expect(refused).rejects.toMatchObject({ remedy: expect.stringContaining('0 for any that is free') });
});
