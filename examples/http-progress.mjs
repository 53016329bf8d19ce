// A web server that burns and sends its progress to whoever follows it, as server-sent events. It ends after the burn.
//   node examples/http-progress.mjs [DEVICE [FILE.wav ...]]
// Without a device: a simulated drive. The program follows its own burn, as a browser would:
//   const events = new EventSource('/progress'); events.addEventListener('progress', ({ data }) => ...)
import { once } from 'node:events';
import { createServer } from 'node:http';
import { burnAudio, openAudioFile, openDrive, pcmTrackFromBytes } from 'discwright';

const [device = 'sim:', ...files] = process.argv.slice(2);
const tracks =
  files.length > 0
    ? await Promise.all(files.map((file) => openAudioFile(file)))
    : ['one', 'two'].map((name) => pcmTrackFromBytes(new Uint8Array(10 * 176_400), { name }));

const followers = new Set();
/** What was sent so far: a browser that comes late gets it too. */
const sent = [];
const tell = (event, data) => {
  const text = `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
  sent.push(text);
  for (const follower of followers) follower.write(text);
};

// Only this machine, and no page of the web that had its name pointed here: such a page sends its own name as the host.
const server = createServer((request, response) => {
  if (request.headers.host !== address) response.writeHead(403).end();
  else if (request.method !== 'GET' || request.url !== '/progress') response.writeHead(404).end();
  else {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(sent.join(''));
    followers.add(response);
    response.on('close', () => followers.delete(response));
  }
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = `127.0.0.1:${server.address().port}`;
console.log('GET /progress');
const followed = follow(`http://${address}/progress`);

const drive = await openDrive(device);
try {
  const burn = burnAudio(drive, tracks);
  let last = '';
  for await (const step of burn) {
    const { phase, track } = step;
    const percent =
      step.lengthBlocks > 0 ? Math.floor((100 * (step.writtenBlocks ?? 0)) / step.lengthBlocks) : undefined;
    const state = `${phase} ${track} ${percent}`;
    if (state !== last) tell('progress', { phase, track, percent });
    last = state;
  }
  const { disc } = await burn;
  tell('done', { disc: disc.status });
} catch (error) {
  // An error of this package has a toJSON: message, details and what to do.
  tell('failed', error);
  process.exitCode = 1;
} finally {
  await drive.close();
  for (const follower of followers) follower.end();
  server.close();
}
await followed;

async function follow(url) {
  const { body } = await fetch(url);
  let phase = '';
  let text = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const events = text.split('\n\n');
    text = events.pop();
    for (const event of events) {
      const [, name, data] = /^event: (.*)\ndata: (.*)$/.exec(event);
      const seen = JSON.parse(data);
      if (name === 'progress' && seen.phase === phase) continue;
      phase = seen.phase;
      console.log(`${name}: ${data}`);
    }
  }
}
