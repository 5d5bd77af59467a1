// What exporter.js makes of the events on standard input; `moment-timezone` is stood in for by a clock in UTC.
'use strict';
const Module = require('module');
const path = require('path');

class At {
  constructor(ms) { this.d = new Date(ms); }
  clone() { return new At(this.d.getTime()); }
  startOf(unit) {
    if (unit === 'day') this.d.setUTCHours(0, 0, 0, 0);
    else if (unit === 'hour') this.d.setUTCMinutes(0, 0, 0);
    else this.d.setUTCSeconds(0, 0);
    return this;
  }
  subtract(n, unit) { this.d = new Date(this.d.getTime() - n * { days: 864e5, day: 864e5, minute: 6e4 }[unit]); return this; }
  isAfter(other) { return this.d > other.d; }
  unix() { return this.d.getTime() / 1000; }
  year() { return this.d.getUTCFullYear(); }
  month() { return this.d.getUTCMonth(); }
  date() { return this.d.getUTCDate(); }
  day() { return this.d.getUTCDay(); }
  hour() { return this.d.getUTCHours(); }
  minute() { return this.d.getUTCMinutes(); }
}
const load = Module._load;
Module._load = (name, ...rest) => (name.endsWith('moment-timezone') ? { tz: (ms) => new At(ms) } : load(name, ...rest));
const exporter = require(path.resolve(process.argv[2]));
const given = JSON.parse(require('fs').readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(given.map(([name, ...values]) => exporter[name](...values))));
