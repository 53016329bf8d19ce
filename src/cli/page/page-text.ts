import { GRAPH } from './speed-graph.ts';

/** @param device as the user named the drive */
export const pageHtml = (device: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(device)} - discwright</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="page.css">
<script src="page.js" defer></script>
</head>
<body>
<main>
<h1>${escaped(device)}</h1>
<p id="phase" role="status">connecting</p>
<p id="trouble" hidden></p>
<dl id="facts"></dl>
<div class="columns">
<section><h2>Disc</h2><div id="map"></div></section>
<section><h2>Write speed and buffer</h2>
<svg id="graph" viewBox="0 0 ${GRAPH.width} ${GRAPH.height}" preserveAspectRatio="none" role="img" aria-labelledby="graph-words">
<title>Write speed and buffer</title>
<polyline id="buffer" points="" /><polyline id="speed" points="" />
</svg>
<p id="legend"><span class="speed">speed</span> <span class="buffer">buffer</span></p>
<p id="graph-words"></p>
</section>
</div>
<section><h2>Last commands</h2><ol id="lines"></ol></section>
</main>
</body>
</html>
`;

export const PAGE_CSS = `
body { margin: 0; background: #f8f9fa; color: #202124; font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1000px; margin: 0 auto; padding: 16px; }
h1 { font-size: 20px; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 16px; margin: 0 0 8px; }
#phase { font-size: 26px; margin: 4px 0 8px; }
#trouble { color: #b3261e; margin: 0 0 8px; overflow-wrap: anywhere; }
dl { display: flex; flex-wrap: wrap; gap: 8px 28px; margin: 0; }
dt { color: #5f6368; font-size: 13px; }
dd { margin: 0; font-size: 18px; font-variant-numeric: tabular-nums; min-width: 70px; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr)); gap: 0 16px; }
section { background: #fff; border: 1px solid #dadce0; border-radius: 8px; padding: 12px; margin: 12px 0 0; min-width: 0; }
#map svg { display: block; width: 100%; height: auto; max-width: 420px; margin: 0 auto; }
#graph { display: block; width: 100%; height: 160px; background: #f1f3f4; }
polyline { fill: none; stroke-width: 2; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
#speed { stroke: #0072b2; }
#buffer { stroke: #009e73; }
#legend, #graph-words { margin: 6px 0 0; font-size: 13px; color: #5f6368; }
#legend span::before { content: ''; display: inline-block; width: 18px; border-top: 3px solid; margin: 0 6px 4px 0; }
#legend .speed::before { border-color: #0072b2; }
#legend .buffer::before { border-color: #009e73; margin-left: 12px; }
#lines { margin: 0; padding: 0; list-style: none; font: 12px/1.6 ui-monospace, monospace; }
#lines li { overflow-wrap: anywhere; border-bottom: 1px solid #f1f3f4; }
`;

/** Runs in the browser. Text stays text: nothing that a program sent to the drive becomes part of the page's markup. */
export const PAGE_SCRIPT = `
const byId = (id) => document.getElementById(id);
const put = (id, text) => { byId(id).textContent = text; };
const element = (name, text) => Object.assign(document.createElement(name), { textContent: text });
let map = '';

function show(state) {
  put('phase', state.phase);
  put('trouble', state.trouble);
  byId('trouble').hidden = state.trouble === '';
  byId('facts').replaceChildren(...state.facts.map(([name, value]) => {
    const fact = document.createElement('div');
    fact.append(element('dt', name), element('dd', value));
    return fact;
  }));
  byId('lines').replaceChildren(...state.lines.map((line) => element('li', line)));
  byId('speed').setAttribute('points', state.speed);
  byId('buffer').setAttribute('points', state.buffer);
  put('graph-words', state.graphWords);
  if (state.map === map) return;
  map = state.map;
  if (map === '') put('map', 'There is no disc in the drive.');
  else byId('map').replaceChildren(new DOMParser().parseFromString(map, 'image/svg+xml').documentElement);
}

const source = new EventSource('events');
source.addEventListener('message', ({ data }) => show(JSON.parse(data)));
source.addEventListener('end', () => {
  source.close();
  put('phase', 'the server has ended');
});
source.addEventListener('error', () => put('phase', 'not connected to the server'));
`;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
