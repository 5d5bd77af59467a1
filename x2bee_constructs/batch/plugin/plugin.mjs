// Cronicle plugin: starts a batch job by HTTP and stays until it has ended.
//
// Cronicle writes one line of JSON (the job) to standard input and reads lines of JSON from standard output: `progress`
// from 0 to 1, and at the end `complete` with `code` and `description`. Other lines go to the job's log. Aborts and
// timeouts come as SIGTERM, and child_kill_timeout (10 s) later as SIGKILL.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';

const number = (name, standard) => Number(process.env[name] ?? standard);
const POLL = number('X2BEE_POLL_SECONDS', 5) * 1000;
const PATIENCE = number('X2BEE_PATIENCE_SECONDS', 600) * 1000; // how long a service may be away before the run has failed
const ANSWER = number('X2BEE_ANSWER_SECONDS', 30) * 1000; // the longest answer to one request
const STOP = number('X2BEE_STOP_SECONDS', 8) * 1000; // less than Cronicle waits before it kills
const STOPPING = process.env.X2BEE_STOPPING ?? '/tmp/x2bee-stopping'; // there while the scheduler itself ends

const DONE = 'COMPLETED';
const AGAIN = new Set(['FAILED', 'STOPPED']);
const ENDED = new Set([DONE, 'FAILED', 'STOPPED', 'ABANDONED']);

let execution = null; // where it runs, once it does
let run = ''; // the key of the run, once it was asked for
let base = '';
let ending = false;

class Failed extends Error {
  constructor(code, text) { super(text); this.code = code; }
}

function say(message) { process.stdout.write(JSON.stringify(message) + '\n'); }
function log(text) { process.stdout.write(`${new Date().toISOString()} ${text}\n`); }
// `complete` must have been read before the process ends, so nothing else is written after it.
function complete(code, description) {
  ending = true;
  process.stdout.write(JSON.stringify({ complete: 1, code, description }) + '\n', () => process.exit(0));
}
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

async function read() {
  let text = '';
  for await (const part of process.stdin) text += part;
  return JSON.parse(text);
}

// The day by the event's own clock. It follows `now`, the minute the run was due, and not the clock on the wall: a run
// that is tried again or caught up after midnight is still that of its day.
function clock(job) {
  const zone = job.timezone || 'Asia/Seoul';
  const parts = Object.fromEntries(new Intl.DateTimeFormat('en-CA', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit',
  }).formatToParts(new Date(job.now * 1000)).map((part) => [part.type, part.value]));
  const day = new Date(Date.UTC(Number(parts.year), Number(parts.month) - 1, Number(parts.day)));
  const shifted = (days) => new Date(day.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  const before = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);
  return {
    run_date: shifted(0), previous_date: shifted(-1), month: shifted(0).slice(0, 7), previous_month: before,
    run_time: `${shifted(0)}T${parts.hour}:${parts.minute}`, last: shifted(1).endsWith('-01'), day: day.getUTCDate(),
  };
}

function wanted(guard, when) {
  if (!guard) return true;
  const days = guard.split(',').map((word) => word.trim());
  return days.includes(String(when.day)) || (when.last && days.includes('last'));
}

function parameters(text, when) {
  let given;
  try { given = JSON.parse(text || '{}'); } catch { throw new Failed(1, 'the parameters are not JSON'); }
  if (given === null || typeof given !== 'object' || Array.isArray(given)) throw new Failed(1, 'the parameters are no JSON object');
  const filled = (value) => (typeof value === 'string' ? value.replace(/\{(\w+)\}/g, (all, word) => when[word] ?? all) : value);
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, filled(value)]));
}

// One run, however often Cronicle starts it: a retry has the same job, and a run that is caught up after a scheduler
// died has another job for the same minute. What people start by hand is a run of its own: by who started it, with what,
// in which second, because Cronicle starts that again under another id too when it was shut down in the middle.
function keyOf(job) {
  if (!job.source) return `${job.event}-${job.now}`;
  const who = createHash('sha256').update(JSON.stringify([job.source, job.params])).digest('hex');
  return `${job.event}-${job.now}-${who.slice(0, 12)}`;
}

async function ask(method, path, options = {}) {
  let answer;
  try {
    answer = await fetch(base + path, {
      method, redirect: 'error', signal: AbortSignal.timeout(options.within ?? ANSWER),
      headers: { accept: 'application/json', ...(options.body ? { 'content-type': 'application/json' } : {}), ...options.headers },
      body: options.body ? JSON.stringify(options.body) : undefined,
    });
    const text = await answer.text();
    let body = {};
    try { body = JSON.parse(text); } catch { body = { detail: text.slice(0, 200) }; }
    return { status: answer.status, body: body ?? {} };
  } catch (error) {
    const reason = error.name === 'TimeoutError' ? 'no answer in time' : error.cause?.code ?? error.cause?.message ?? error.message;
    return { status: 0, body: { detail: String(reason) } };
  }
}

const said = ({ status, body }) => [status || '', body.title ?? '', body.detail ?? ''].filter(Boolean).join(' ');
const passing = (status) => status === 0 || status === 429 || status >= 500;

// Asks until there is an answer that will not change by waiting.
async function insist(method, path, options = {}) {
  const end = Date.now() + PATIENCE;
  for (let pause = 1000; ; pause = Math.min(pause * 2, 30_000)) {
    const answer = await ask(method, path, options);
    if (!passing(answer.status)) return answer;
    const left = end - Date.now();
    if (left <= 0) throw new Failed(1, `no answer from ${base}${path} for ${PATIENCE / 1000} s: ${said(answer)}`);
    log(`${method} ${path}: ${said(answer)}; trying again`);
    await sleep(Math.min(pause, left, POLL * 6));
  }
}

async function begin(job, when) {
  const key = keyOf(job);
  const name = job.params.job;
  const headers = { 'idempotency-key': key };
  const body = { parameters: parameters(job.params.parameters, when), scheduledAt: new Date(job.now * 1000).toISOString() };
  run = key;
  const answer = await insist('POST', `/batch/v1/jobs/${encodeURIComponent(name)}/executions`, { headers, body });
  if (answer.status === 409) throw new Failed(409, `${name} is already under way: ${said(answer)}`);
  if (answer.status !== 202 && answer.status !== 200) throw new Failed(answer.status, `${name} was not started: ${said(answer)}`);
  const found = answer.body;
  if (found?.id === undefined) throw new Failed(1, `${base} gave no execution id`);
  if (answer.status === 202) { log(`started execution ${found.id} (${key})`); return found; }
  log(`execution ${found.id} of this run is ${found.status}`);
  return AGAIN.has(found.status) ? restart(found) : found;
}

async function restart(found) {
  const answer = await insist('POST', `/batch/v1/executions/${encodeURIComponent(found.id)}/restart`);
  if (answer.status !== 202 && answer.status !== 200) throw new Failed(answer.status || 1, `execution ${found.id} was not restarted: ${said(answer)}`);
  log(`restarted as execution ${answer.body.id}`);
  return answer.body;
}

async function follow(found) {
  let shown = -1;
  for (let state = found; ; ) {
    execution = state.id;
    if (typeof state.progress === 'number' && state.progress !== shown) {
      shown = state.progress;
      say({ progress: Math.min(1, Math.max(0, shown)) });
    }
    if (ENDED.has(state.status)) return state;
    await sleep(POLL);
    if (ending) return new Promise(() => {});
    const answer = await insist('GET', `/batch/v1/executions/${encodeURIComponent(execution)}`);
    if (answer.status !== 200) throw new Failed(answer.status, `execution ${execution} is not known any more: ${said(answer)}`);
    state = answer.body;
  }
}

// Whether there is something to stop: the answer to the start may not have come, and the run be under way.
async function known() {
  if (execution === null && run) {
    const { status, body } = await ask('GET', `/batch/v1/runs/${encodeURIComponent(run)}`, { within: STOP / 2 });
    if (status === 200) execution = body.id;
  }
  return execution !== null;
}

// An abort stops the run. When the scheduler itself ends, the run goes on: it is found again by its key.
async function aborted() {
  if (ending) return;
  ending = true;
  if (existsSync(STOPPING)) {
    log('the scheduler ends; the run goes on and is found again by its key');
  } else if (await known()) {
    const answer = await ask('POST', `/batch/v1/executions/${encodeURIComponent(execution)}/stop`, { within: STOP / 2 });
    log(answer.status === 202 || answer.status === 200 ? `asked execution ${execution} to stop` : `could not stop execution ${execution}: ${said(answer)}`);
  }
  complete(1, 'stopped');
}

process.on('SIGTERM', () => { void aborted(); });
process.on('SIGINT', () => { void aborted(); });
// Nobody reads any more: Cronicle was killed. The run goes on.
process.stdout.on('error', () => process.exit(0));

async function main() {
  const job = await read();
  const when = clock(job);
  if (!wanted(job.params.only_on, when)) return complete(0, `nothing to do: ${when.run_date} is none of the days ${job.params.only_on}`);
  base = String(job.params.url ?? '').replace(/\/+$/, '');
  if (!/^https?:\/\//.test(base)) throw new Failed(1, `'${base}' is no address of a batch service`);
  const end = await follow(await begin(job, when));
  if (ending) return undefined;
  if (end.status === DONE) return complete(0, end.message ?? `execution ${end.id} completed`);
  return complete(1, `execution ${end.id} ${end.status.toLowerCase()}${end.message ? ': ' + end.message : ''}`);
}

main().catch((error) => { if (!ending) complete(error.code || 1, error.message); });
