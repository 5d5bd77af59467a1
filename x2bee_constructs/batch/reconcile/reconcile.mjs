// Makes Cronicle's plugin, categories and events what the plan says, by its HTTP API. Run as often as one likes: what is
// as declared is left alone, and so is everything that people made.
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

const number = (name, standard) => Number(process.env[name] ?? standard);
const URL_ = (process.env.CRONICLE_URL ?? '').replace(/\/+$/, '');
const KEY = process.env.CRONICLE_API_KEY ?? '';
const WAIT = number('X2BEE_WAIT_SECONDS', 300) * 1000; // for a primary: an election takes 60 s
const PAUSE = number('X2BEE_PAUSE_SECONDS', 5) * 1000;
const DRY = process.argv.includes('--dry-run');

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
class Refused extends Error {}
class Away extends Error {}

async function once(api, body) {
  let answer;
  try {
    answer = await fetch(`${URL_}/api/app/${api}/v1`, {
      method: 'POST', redirect: 'manual', signal: AbortSignal.timeout(30_000),
      headers: { 'content-type': 'application/json', 'x-api-key': KEY }, body: JSON.stringify(body ?? {}),
    });
  } catch (error) {
    throw new Away(`${api}: ${error.cause?.code ?? error.cause?.message ?? error.message}`);
  }
  const text = await answer.text();
  let said;
  try { said = JSON.parse(text); } catch { throw new Away(`${api}: HTTP ${answer.status} without JSON`); }
  // A server that is not primary says so, or sends one to where we may not go.
  if (said.code === 'master' || answer.status === 302) throw new Away(`${api}: ${said.description ?? 'no primary'}`);
  if (answer.status >= 500 || answer.status === 403) throw new Away(`${api}: HTTP ${answer.status}`);
  if (said.code !== 0) throw new Refused(`${api}: ${said.description ?? said.code}`);
  return said;
}

async function ask(api, body) {
  const end = Date.now() + WAIT;
  for (let told = ''; ; ) {
    try {
      return await once(api, body);
    } catch (error) {
      if (!(error instanceof Away) || Date.now() > end) throw error;
      if (error.message !== told) console.log(`waiting: ${told = error.message}`);
      await sleep(PAUSE);
    }
  }
}

// Fields of the declared that are not so there. Cronicle adds fields of its own, which nobody declares.
const differing = (declared, found) => Object.keys(declared).filter((field) => !isDeepStrictEqual(declared[field], found[field])).sort();
const count = { created: 0, changed: 0, deleted: 0, unchanged: 0 };
const wrong = [];

async function change(word, kind, one, api, body, detail = '') {
  console.log(`${word} ${kind} ${one.id} "${one.title}"${detail}`);
  try {
    if (!DRY) await ask(api, body);
    count[word] += 1;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    wrong.push(`${kind} ${one.id}: ${error.message}`);
  }
}

async function settle(kind, declared, rows, ours) {
  const there = new Map(rows.map((row) => [row.id, row]));
  for (const one of declared) {
    const found = there.get(one.id);
    if (!found) await change('created', kind, one, `create_${kind}`, one);
    else if (!ours(found)) wrong.push(`${kind} ${one.id} "${found.title}" is not ours: somebody made it with that id`);
    else {
      const fields = differing(one, found);
      if (fields.length) await change('changed', kind, one, `update_${kind}`, one, `: ${fields.join(', ')}`);
      else count.unchanged += 1;
    }
  }
}

// Events and categories are ours by their id and by the mark in what people read of them; both, so that neither a copy
// that people made of one nor an id of theirs is taken for one.
const owns = (plan) => (row) => row.id.startsWith(plan.prefix) && String(row.notes ?? row.description ?? '').includes(plan.mark);

async function leave(plan, events) {
  const wanted = new Set(plan.events.map((event) => event.id));
  for (const event of events) {
    if (!owns(plan)(event) || wanted.has(event.id)) continue;
    // Cronicle deletes no event that runs: it starts no more from now on, and goes with the next try of this Job.
    if (event.enabled && !DRY) await ask('update_event', { id: event.id, enabled: 0 });
    await change('deleted', 'event', event, 'delete_event', { id: event.id });
  }
}

// A category that no schedule names any more goes with its last event; one that people use as well stays.
async function tidy(plan, categories, events) {
  const wanted = new Set([...plan.categories.map((one) => one.id), ...events.map((event) => event.category)]);
  for (const one of categories) {
    if (owns(plan)(one) && !wanted.has(one.id)) await change('deleted', 'category', one, 'delete_category', { id: one.id });
  }
}

async function main() {
  if (!URL_ || !KEY) throw new Refused('CRONICLE_URL and CRONICLE_API_KEY are needed');
  const plan = JSON.parse(readFileSync(process.env.PLAN ?? new URL('./plan.json', import.meta.url), 'utf8'));
  const rows = async (api) => (await ask(api)).rows;
  await settle('plugin', [plan.plugin], await rows('get_plugins'), () => true);
  const categories = await rows('get_categories');
  await settle('category', plan.categories, categories, owns(plan));
  const events = await rows('get_schedule');
  await leave(plan, events); // first, so that a title that moves to another event is free
  await settle('event', plan.events, events, owns(plan));
  if (!DRY) await tidy(plan, categories, await rows('get_schedule'));
  const foreign = events.filter((event) => !owns(plan)(event)).length;
  console.log(`${Object.entries(count).map(([word, n]) => `${n} ${word}`).join(', ')}, ${foreign} of people left alone${DRY ? ' (dry run)' : ''}`);
  for (const line of wrong) console.error(`error: ${line}`);
  return wrong.length ? 1 : 0;
}

main().then((code) => { process.exitCode = code; }, (error) => { console.error(`error: ${error.message}`); process.exitCode = 1; });
