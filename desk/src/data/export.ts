// What is seen, as a file: CSV for tables, JSON for programs. Charts add SVG and PNG (chart/).

export type Cell = string | number | boolean | null | undefined | readonly (string | null)[];
export type Row = Record<string, Cell>;

/** RFC 4180 with a byte order mark, without which spreadsheets take Arabic for Latin. A cell that a spreadsheet would run as a formula gets a quote. */
export function to_csv(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value: Cell): string => {
    let text = Array.isArray(value) ? value.filter(Boolean).join('; ') : value === null || value === undefined ? '' : String(value);
    if (typeof value !== 'number' && /^[=+\-@\t\r]/.test(text)) text = `'${text}`;
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `\uFEFF${[columns.join(','), ...rows.map((row) => columns.map((c) => cell(row[c])).join(','))].join('\r\n')}\r\n`;
}

export function download(name: string, content: Blob | string, type = 'text/plain;charset=utf-8'): void {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const url = URL.createObjectURL(blob);
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
