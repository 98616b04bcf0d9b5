/** Moments come as UTC; people read them in Amsterdam. */

const ZONE = "Europe/Amsterdam";
const HOUR = { timeZone: ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const DAY = { timeZone: ZONE, weekday: "long", day: "numeric", month: "long", year: "numeric" };

const hours = new Intl.DateTimeFormat("en-GB", HOUR);
const seconds = new Intl.DateTimeFormat("en-GB", { ...HOUR, second: "2-digit" });
const days = new Intl.DateTimeFormat("en-GB", DAY);
const dayKeys = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE });

let ahead = 0; // milliseconds the playground's clock is ahead of this computer's

export function setClock(now) {
  ahead = Date.parse(now) - Date.now();
}

export function now() {
  return new Date(Date.now() + ahead);
}

export const clockTime = (moment) => hours.format(moment);
export const clockTimeWithSeconds = (moment) => seconds.format(moment);
export const longDay = (moment) => days.format(moment);
export const dayKey = (moment) => dayKeys.format(moment);

/** The day as a separator in a chat says it: in the language of its person, in Latin digits. */
export function dayIn(language, moment) {
  try {
    return new Intl.DateTimeFormat(`${language}-u-nu-latn-ca-gregory`, DAY).format(moment);
  } catch {
    return days.format(moment); // the person carries a language code that is none
  }
}
