// Exits 0 if the scheduler's clock ticks; with `ready` also only if it is primary.
'use strict';
const [mode, port] = process.argv.slice(2);
const LATE = 60; // seconds; Cronicle itself calls that an emergency

async function main() {
  const base = `http://127.0.0.1:${port}/api/app`;
  const ask = async (path) => (await fetch(base + path, { signal: AbortSignal.timeout(4000) })).text();
  const status = JSON.parse(await ask('/status/v1'));
  if (!(status.tick_age <= LATE)) throw new Error(`its clock last ticked ${status.tick_age} s ago`);
  // The answer is JavaScript for its pages; it has the primary's name once there is one.
  if (mode === 'ready' && !/"master_hostname":"[^"]+"/.test(await ask('/config'))) throw new Error('not primary yet');
}

main().catch((error) => {
  console.error(`x2bee: ${error.message}`);
  process.exit(1);
});
