// Answers Prometheus with what Cronicle's API says of its events; the names are those of metrics.py.
'use strict';
const http = require('http');
const path = require('path');

const home = process.env.X2BEE_CRONICLE_HOME || '/opt/cronicle';
const moment = require(path.join(home, 'node_modules', 'moment-timezone'));

const PREFIX = 'x2bee_batch_';
const LOOK_BACK_DAYS = 400;

// When an event should last have started, in seconds: the newest minute up to `now` that its timing has, or null.
// Whole days and hours that cannot fit are passed over at once.
function lastDue(timing, timezone, now) {
  if (!timing) return null;
  const fits = (name, value) => !timing[name] || !timing[name].length || timing[name].includes(value);
  const at = moment.tz(now * 1000, timezone).startOf('minute');
  const end = at.clone().subtract(LOOK_BACK_DAYS, 'days');
  while (at.isAfter(end)) {
    const day = fits('years', at.year()) && fits('months', at.month() + 1) && fits('days', at.date()) && fits('weekdays', at.day());
    if (!day) at.startOf('day').subtract(1, 'minute');
    else if (!fits('hours', at.hour())) at.startOf('hour').subtract(1, 'minute');
    else if (!fits('minutes', at.minute())) at.subtract(1, 'minute');
    else return at.unix();
  }
  return null;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

// The metrics of one event: its definition, its newest finished jobs, and those that go on.
function ofEvent(event, history, active, now, zone) {
  const starts = [...history.map((job) => job.time_start), ...active.map((job) => job.time_start)].filter(Boolean);
  const well = history.filter((job) => !job.code);
  const due = event.enabled ? lastDue(event.timing, event.timezone || zone, now) : null;
  const said = { enabled: event.enabled ? 1 : 0 };
  // Before it was last changed it may have had another timing, or been switched off.
  if (due && due >= (event.modified || 0)) said.due_timestamp_seconds = due;
  if (starts.length) said.last_start_timestamp_seconds = Math.max(...starts);
  if (well.length) said.last_success_timestamp_seconds = Math.max(...well.map((job) => job.time_start + job.elapsed));
  if (history.length) {
    said.last_code = Number(history[0].code) || (history[0].code ? 1 : 0);
    said.last_elapsed_seconds = history[0].elapsed;
  }
  if (well.length >= 3) said.usual_elapsed_seconds = median(well.slice(0, 20).map((job) => job.elapsed));
  said.running_seconds = active.length ? Math.max(...active.map((job) => now - job.time_start)) : 0;
  return said;
}

const escaped = (text) => String(text).replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, ' ');

function text(scheduler, events) {
  const rows = new Map();
  const add = (name, labels, value) => {
    if (!Number.isFinite(value)) return;
    if (!rows.has(name)) rows.set(name, [`# TYPE ${PREFIX}${name} gauge`]);
    rows.get(name).push(`${PREFIX}${name}${labels} ${value}`);
  };
  for (const [name, value] of Object.entries(scheduler)) add(`scheduler_${name}`, '', value);
  for (const { event, category, said } of events) {
    const labels = `{event="${escaped(event.id)}",title="${escaped(event.title)}",category="${escaped(category)}"}`;
    for (const [name, value] of Object.entries(said)) add(`event_${name}`, labels, value);
  }
  return `${[...rows.values()].flat().join('\n')}\n`;
}

async function collect(base, key) {
  const ask = async (name, params = '') => {
    const options = { headers: { 'X-API-Key': key }, signal: AbortSignal.timeout(8000) };
    const answer = JSON.parse(await (await fetch(`${base}/api/app/${name}/v1${params}`, options)).text());
    if (answer.code) throw new Error(`${name}: ${answer.description || answer.code}`);
    return answer;
  };
  let age = NaN;
  try {
    age = (await ask('status')).tick_age;
    const [schedule, active] = [await ask('get_schedule', '?offset=0&limit=1000'), await ask('get_active_jobs')];
    const now = Date.now() / 1000;
    const running = Object.values(active.jobs || {});
    const events = [];
    for (const event of schedule.rows || []) {
      const past = await ask('get_event_history', `?id=${encodeURIComponent(event.id)}&offset=0&limit=40`);
      const jobs = (past.rows || []).filter((job) => job.action === undefined || job.action === 'job_complete');
      const own = running.filter((job) => job.event === event.id);
      const said = ofEvent(event, jobs, own, now, process.env.TZ || 'UTC');
      events.push({ event, category: event.category, said });
    }
    // Only a primary answers get_schedule.
    return text({ primary: 1, tick_age_seconds: age }, events);
  } catch (error) {
    console.error(`x2bee: ${error.message}`);
    return text({ primary: 0, tick_age_seconds: age }, []);
  }
}

module.exports = { collect, lastDue, median, ofEvent, text };

if (require.main === module) {
  const [port, base] = process.argv.slice(2);
  http.createServer(async (request, response) => {
    if (request.url !== '/metrics') return void response.writeHead(404).end();
    const body = await collect(base, process.env.X2BEE_READER_KEY);
    response.writeHead(200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' }).end(body);
  }).listen(Number(port), process.env.X2BEE_LISTEN || '0.0.0.0');
  process.on('SIGTERM', () => process.exit(0));
}
