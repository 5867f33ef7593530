// What the desk says, in the language that the user chose. `ar.ts` and `en.ts` hold the words; one that lacks a key does not
// compile. Names and texts of the store are data: they stay in their own language and are never looked up here.

import { settings } from '../shell/settings.svelte';
import { ar } from './ar';
import { en } from './en';

/** A sentence with {places}, or one for each plural that the language has (Arabic has six). */
export type Phrase = string | Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
export type Key = keyof typeof en;
export type Words = Record<Key, Phrase>;

const languages: Record<'ar' | 'en', Words> = { ar, en };
const plurals = { ar: new Intl.PluralRules('ar'), en: new Intl.PluralRules('en') };

/** Numbers in the digits that the articles have mostly; `latn` keeps one set in both languages. */
const numbers = new Intl.NumberFormat('en', { useGrouping: true });

export function number(n: number): string {
  return numbers.format(n);
}

/** The words of `key`. `values.n` chooses the plural. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  const phrase = languages[settings.language][key];
  const n = values.n;
  const text = typeof phrase === 'string' ? phrase : (phrase[plurals[settings.language].select(Number(n))] ?? phrase.other);
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === 'number' ? number(value) : value;
  });
}

/** The words of `prefix.value`, or the value itself: a newer server may know values that this desk does not. */
export function name_of(prefix: string, value: string): string {
  const key = `${prefix}.${value}`;
  return key in languages.en ? t(key as Key) : value;
}
