// Makes the records of setup.json that are not there yet, and gives the keys and the host the values of today.
// Safe to run again, also after it was broken off: each record is looked for by itself.
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');
const { promisify } = require('util');

const home = process.env.X2BEE_CRONICLE_HOME || '/opt/cronicle';
const load = (name) => require(path.join(home, 'node_modules', name));
const Tools = load('pixl-tools');
const bcrypt = load('bcryptjs');
const Storage = load('pixl-server-storage/standalone');

const hostname = (process.env.HOSTNAME || process.env.HOST || os.hostname()).toLowerCase();
const addresses = Object.values(os.networkInterfaces()).flat();
const ip = (addresses.find((one) => one.family === 'IPv4' && !one.internal) || { address: '127.0.0.1' }).address;
const salt = Tools.generateUniqueID(64, 'admin');

const WORDS = {
  _HOSTNAME_: () => hostname,
  _IP_: () => ip,
  _SALT_: () => salt,
  _PASSWORD_: () => bcrypt.hashSync(process.env.X2BEE_ADMIN_PASSWORD + salt),
  _API_KEY_: () => process.env.X2BEE_API_KEY,
  _READER_KEY_: () => process.env.X2BEE_READER_KEY,
};

// Of these the values of today hold: a renewed key, another address. What people made or changed stays otherwise.
const OURS = { 'global/api_keys': ['key', 'privileges'], 'global/servers': ['ip'], 'global/server_groups': ['regexp'] };

function filled(record) {
  const made = { ...record };
  for (const [key, value] of Object.entries(made)) {
    if (WORDS[value]) made[key] = key === 'regexp' ? `^(${Tools.escapeRegExp(WORDS[value]())})$` : WORDS[value]();
    else if (key === 'created' || key === 'modified') made[key] = Tools.timeNow(true);
  }
  return made;
}

async function ensure(storage) {
  const call = (name, ...args) => promisify(storage[name].bind(storage))(...args);
  const there = async (name, ...args) => {
    try {
      return await call(name, ...args);
    } catch (error) {
      if (/not found/i.test(String(error.message || error)) || error.code === 'NoSuchKey') return null;
      throw error;
    }
  };
  const setup = JSON.parse(fs.readFileSync(path.join(home, 'conf', 'setup.json'), 'utf8'));
  for (const [verb, key, record] of setup.storage) {
    if (verb === 'put') {
      if (!(await there('get', key))) await call('put', key, filled(record));
    } else if (verb === 'listCreate') {
      if (!(await there('get', key))) await call('listCreate', key, record);
    } else if (verb === 'listPush') {
      const name = ['id', 'username', 'hostname'].find((field) => field in record);
      const made = filled(record);
      const found = await there('listFind', key, { [name]: made[name] });
      if (!found) await call('listPush', key, made);
      else if ((OURS[key] || []).some((field) => JSON.stringify(found[field]) !== JSON.stringify(made[field]))) {
        const ours = Object.fromEntries(OURS[key].map((field) => [field, made[field]]));
        await call('listFindUpdate', key, { [name]: made[name] }, ours);
      }
    } else throw new Error(`setup.json has an unknown verb: ${verb}`);
  }
}

const config = JSON.parse(fs.readFileSync(path.join(home, 'conf', 'config.json'), 'utf8'));
for (const [variable, text] of Object.entries(process.env)) {
  const said = /^CRONICLE_Storage__(.+)$/.exec(variable);
  if (said) Tools.setPath(config, `Storage/${said[1].replace(/__/g, '/')}`, /^-?\d+$/.test(text) ? Number(text) : text);
}
process.chdir(home);
const storage = new Storage({ ...config.Storage, transactions: false, log_event_types: {} }, async (problem) => {
  try {
    if (problem) throw problem;
    await ensure(storage);
    console.log(`x2bee: records of ${hostname} are complete`);
    storage.shutdown(() => process.exit(0));
  } catch (error) {
    console.error(`x2bee: the storage cannot be prepared: ${error.message || error}`);
    process.exit(1);
  }
});
