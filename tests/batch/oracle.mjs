// Which minutes Cronicle would start an event in, by its own rule and JavaScript's clock.
import { readFileSync } from 'node:fs';
const days = { Sun: 0, Mon: 1, Tue: 2, Wed: 3, Thu: 4, Fri: 5, Sat: 6 };
const answer = JSON.parse(readFileSync(0, 'utf8')).map(({ timing, zone, start, end }) => {
  const clock = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', weekday: 'short', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' });
  const found = [];
  for (let cursor = start; cursor < end; cursor += 60) {
    const shown = Object.fromEntries(clock.formatToParts(new Date(cursor * 1000)).map((part) => [part.type, part.value]));
    const is = { minutes: +shown.minute, hours: +shown.hour, weekdays: days[shown.weekday], days: +shown.day, months: +shown.month, years: +shown.year };
    if (Object.entries(timing).every(([key, values]) => !values.length || values.indexOf(is[key]) !== -1)) found.push(cursor);
  }
  return found;
});
process.stdout.write(JSON.stringify(answer));
