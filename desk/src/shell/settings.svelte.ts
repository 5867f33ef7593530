// What the user chose for this browser. Kept in localStorage; a browser without it forgets, and the desk works all the same.

export type Language = 'ar' | 'en';
export type Theme = 'system' | 'light' | 'dark';

function kept(key: string): string | null {
  try {
    return localStorage.getItem(`isnad.${key}`);
  } catch {
    return null;
  }
}

export function keep(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`isnad.${key}`);
    else localStorage.setItem(`isnad.${key}`, value);
  } catch {
    // private window, or no space: then it is not kept
  }
}

function first_language(): Language {
  const chosen = kept('language');
  if (chosen === 'ar' || chosen === 'en') return chosen;
  return navigator.languages.some((l) => l.startsWith('ar')) || !navigator.languages.some((l) => l.startsWith('en')) ? 'ar' : 'en';
}

function first_theme(): Theme {
  const chosen = kept('theme');
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}

export const settings = $state({
  language: first_language(),
  theme: first_theme(),
  /** How corrections are signed. */
  author: kept('author') ?? '',
});

export function choose_language(language: Language): void {
  settings.language = language;
  keep('language', language);
}

export function choose_theme(theme: Theme): void {
  settings.theme = theme;
  keep('theme', theme === 'system' ? null : theme);
}

export function choose_author(author: string): void {
  settings.author = author;
  keep('author', author || null);
}

export function recall(key: string): string | null {
  return kept(key);
}

/** True where text and time run from right to left. */
export function rtl(): boolean {
  return settings.language === 'ar';
}
