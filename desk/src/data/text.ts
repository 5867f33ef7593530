// Texts of the store are somebody else's: shown, never obeyed.

/** Characters that reorder or hide what stands around them. Joiners (U+200C, U+200D) belong to spelling and stay. */
const kControls = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/g;

/** What stands for a character that would not be seen, one for one, so that places in the text stay where they are. */
export const kShown = '\u2370'; // ⍰

export function visible(text: string): string {
  return text.replace(kControls, kShown);
}

/** An address that may be followed, or null: only the web, whatever an article says of itself. */
export function web_address(url: string | null | undefined): string | null {
  if (!url) return null;
  try {
    const parsed = new URL(url);
    return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed.href : null;
  } catch {
    return null;
  }
}

/** Spans count code points; strings of the browser count UTF-16 units. */
export class CodePoints {
  /** UTF-16 index of every code point, and of the end; null where the two are the same. */
  private readonly places: Uint32Array | null;

  constructor(readonly text: string) {
    if (!/[\uD800-\uDBFF]/.test(text)) {
      this.places = null;
      return;
    }
    const places: number[] = [];
    let at = 0;
    for (const c of text) {
      places.push(at);
      at += c.length;
    }
    places.push(at);
    this.places = Uint32Array.from(places);
  }

  at(point: number): number {
    if (!this.places) return Math.min(point, this.text.length);
    return this.places[Math.min(point, this.places.length - 1)] as number;
  }

  slice(start: number, end: number): string {
    return this.text.slice(this.at(start), this.at(end));
  }
}

/** `text` cut at a word's end behind `length` letters. */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text;
  const space = text.lastIndexOf(' ', length);
  return `${text.slice(0, space > length / 2 ? space : length)}…`;
}
