// Starts Cronicle: completes its records first, and hands no secret on to what it runs.
'use strict';
const fs = require('fs');
const path = require('path');
const { spawnSync } = require('child_process');

const home = process.env.X2BEE_CRONICLE_HOME || '/opt/cronicle';
const stopping = process.env.X2BEE_STOPPING || '/tmp/x2bee-stopping';
const SECRETS = ['CRONICLE_secret_key', 'X2BEE_ADMIN_PASSWORD', 'X2BEE_API_KEY', 'X2BEE_READER_KEY'];

const missing = SECRETS.filter((name) => !process.env[name]);
if (missing.length) {
  console.error(`x2bee: no value for ${missing.join(', ')}; see the ExternalSecret of this scheduler`);
  process.exit(1);
}

// A container that starts again has the files of the one before. Its processes are gone, and their numbers may be
// other processes' now: Cronicle would take a detached job for one that goes on.
const jobs = path.join(home, 'logs', 'jobs');
for (const name of fs.existsSync(jobs) ? fs.readdirSync(jobs) : []) {
  if (!name.endsWith('-detached.json')) continue;
  const file = path.join(jobs, name);
  try {
    fs.writeFileSync(file, JSON.stringify({ ...JSON.parse(fs.readFileSync(file, 'utf8')), pid: 0 }));
  } catch (error) {
    console.error(`x2bee: ${file} cannot be read, and is left to Cronicle: ${error.message}`);
  }
}
fs.rmSync(stopping, { force: true });
fs.rmSync(path.join(home, 'logs', 'cronicled.pid'), { force: true });

const ensured = spawnSync(process.execPath, [path.join(__dirname, 'ensure.js')], { stdio: 'inherit' });
if (ensured.status !== 0) process.exit(ensured.status || 1);

// Before Cronicle's own handler, which ends the jobs: what they run asks whether the scheduler itself ends.
process.on('SIGTERM', () => fs.writeFileSync(stopping, ''));

// Archives of its log are for its own pages; the lines went to the container's output.
const archives = path.join(home, 'logs', 'archives');
setInterval(() => {
  for (const name of fs.existsSync(archives) ? fs.readdirSync(archives) : []) {
    const file = path.join(archives, name);
    if (Date.now() - fs.statSync(file).mtimeMs > 3 * 86400 * 1000) fs.rmSync(file, { force: true });
  }
}, 3600 * 1000).unref();

require(path.join(home, 'lib', 'main.js'));

// Jobs get the environment as it is when they start; Cronicle has read its own part before it can run any.
const wait = setInterval(() => {
  if (!fs.existsSync(path.join(home, 'logs', 'cronicled.pid'))) return;
  clearInterval(wait);
  for (const name of SECRETS) delete process.env[name];
}, 100);
