// Dates as the record has them (a year, a month or a day of the Gregorian calendar, or an interval of two), for people.

import { settings } from '../shell/settings.svelte';
import { t } from './words';

const kDay = 86_400_000;

/** First moment of `date` ("2021", "2021-04", "2021-04-09") in UTC milliseconds; NaN if it is none. */
export function start_of(date: string): number {
  return parts_of(date) ? Date.parse(date.length === 4 ? `${date}-01-01` : date.length === 7 ? `${date}-01` : date.slice(0, 10)) : NaN;
}

/** First moment after it. */
export function end_of(date: string): number {
  const parts = parts_of(date);
  if (!parts) return NaN;
  const [year, month] = parts;
  if (date.length === 4) return Date.UTC(year + 1, 0, 1);
  if (date.length === 7) return Date.UTC(year, month, 1);
  return start_of(date) + kDay;
}

function parts_of(date: string): [number, number] | null {
  const match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(date);
  return match ? [Number(match[1]), Number(match[2] ?? 1)] : null;
}

/** Milliseconds to "2021-04-09". */
export function to_day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

const formats = new Map<string, Intl.DateTimeFormat>();

export function format(options: Intl.DateTimeFormatOptions, calendar = 'gregory'): Intl.DateTimeFormat {
  const locale = `${settings.language === 'ar' ? 'ar' : 'en-GB'}-u-nu-latn-ca-${calendar}`;
  const key = locale + JSON.stringify(options);
  let found = formats.get(key);
  if (!found) formats.set(key, (found = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options })));
  return found;
}

export function date_words(date: string): string {
  const time = start_of(date);
  if (Number.isNaN(time)) return date;
  if (date.length === 4) return date;
  if (date.length === 7) return format({ year: 'numeric', month: 'long' }).format(time);
  return format({ year: 'numeric', month: 'long', day: 'numeric' }).format(time);
}

/** A TIMEX3 value: a date in words; what is not a date (P3W, 2023-W20) as it is. */
export function timex_words(value: string): string {
  return /^\d{4}(-\d\d){0,2}$/.test(value) ? date_words(value) : value;
}

/** "9 أبريل 2021", "10 – 29 يوليو 2015", "بلا تاريخ". */
export function interval_words(from: string | null | undefined, to: string | null | undefined): string {
  if (!from && !to) return t('time.undated');
  if (!from || !to || from === to) return date_words((from ?? to) as string);
  const a = start_of(from);
  const b = start_of(to);
  if (from.length >= 10 && to.length >= 10 && a < b) {
    return format({ year: 'numeric', month: 'long', day: 'numeric' }).formatRange(a, b);
  }
  return t('time.from_to', { from: date_words(from), to: date_words(to) });
}

export function hijri_words(date: string): string {
  const words = format({ year: 'numeric', month: 'long', day: 'numeric' }, 'islamic-umalqura').format(start_of(date));
  return settings.language === 'ar' && !words.includes('هـ') ? t('time.hijri', { date: words }) : words;
}

/** A moment of processing, in the user's own time zone. */
export function moment_words(moment: string): string {
  const time = Date.parse(moment);
  if (Number.isNaN(time)) return moment;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return format({ year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: zone }).format(time);
}
