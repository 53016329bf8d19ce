/** Of a report: readable in a browser and on paper. */
export const STYLE = `
body { margin: 0; background: #f8f9fa; color: #202124; font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1000px; margin: 0 auto; padding: 24px; }
h1 { font-size: 22px; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 17px; margin: 0 0 8px; }
section { background: #fff; border: 1px solid #dadce0; border-radius: 8px; padding: 16px; margin: 16px 0; overflow-x: auto; }
dl { display: flex; flex-wrap: wrap; gap: 12px 32px; margin: 16px 0; }
dt { color: #5f6368; font-size: 13px; }
dd { margin: 0; font-size: 20px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: right; padding: 3px 12px; border-bottom: 1px solid #eceff1; font-variant-numeric: tabular-nums; }
td { white-space: nowrap; }
th:first-child { text-align: left; font-weight: 500; }
.lines { margin: 0; padding: 0; list-style: none; font: 12px/1.6 ui-monospace, monospace; }
.lines li { white-space: pre-wrap; overflow-wrap: anywhere; border-bottom: 1px solid #f1f3f4; }
.warning { color: #b3261e; }
/* Smaller, their letters could not be read: the section scrolls. */
section > svg { display: block; min-width: 720px; max-width: 100%; height: auto; margin: 0 auto; }
@media (max-width: 600px) {
  main { padding: 12px; }
  th, td { padding: 3px 4px; font-size: 12px; }
}
summary { cursor: pointer; }
`;
