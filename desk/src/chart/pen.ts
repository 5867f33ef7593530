// What charts draw with. A scene is drawn once by a function over a Pen: on a canvas for the screen and for PNG, into text for SVG,
// so that what is exported is what is seen.

export interface Stroke {
  fill?: string;
  stroke?: string;
  width?: number;
  dash?: readonly number[];
  alpha?: number;
}

export interface Lettering {
  colour: string;
  size?: number;
  bold?: boolean;
  align?: 'left' | 'right' | 'center';
  direction?: 'ltr' | 'rtl';
  /** Drawn behind the letters, so that lines under them do not disturb. */
  halo?: string;
}

/** Places are in CSS pixels from the top left. */
export interface Pen {
  line(x1: number, y1: number, x2: number, y2: number, style: Stroke): void;
  circle(x: number, y: number, r: number, style: Stroke): void;
  /** The half of a disc behind its vertical diameter. */
  half(x: number, y: number, r: number, style: Stroke): void;
  rect(x: number, y: number, width: number, height: number, radius: number, style: Stroke): void;
  polygon(points: readonly (readonly [number, number])[], style: Stroke): void;
  text(x: number, y: number, words: string, style: Lettering): void;
}

export const kFont = "'Plex', 'Noto Sans Arabic', sans-serif";

export class CanvasPen implements Pen {
  constructor(private readonly to: CanvasRenderingContext2D) {}

  line(x1: number, y1: number, x2: number, y2: number, style: Stroke): void {
    this.to.beginPath();
    this.to.moveTo(x1, y1);
    this.to.lineTo(x2, y2);
    this.paint(style);
  }

  circle(x: number, y: number, r: number, style: Stroke): void {
    this.to.beginPath();
    this.to.arc(x, y, r, 0, 2 * Math.PI);
    this.paint(style);
  }

  half(x: number, y: number, r: number, style: Stroke): void {
    this.to.beginPath();
    this.to.arc(x, y, r, -Math.PI / 2, Math.PI / 2);
    this.to.closePath();
    this.paint(style);
  }

  rect(x: number, y: number, width: number, height: number, radius: number, style: Stroke): void {
    this.to.beginPath();
    if (radius > 0) this.to.roundRect(x, y, width, height, radius);
    else this.to.rect(x, y, width, height);
    this.paint(style);
  }

  polygon(points: readonly (readonly [number, number])[], style: Stroke): void {
    this.to.beginPath();
    points.forEach(([x, y], i) => (i ? this.to.lineTo(x, y) : this.to.moveTo(x, y)));
    this.to.closePath();
    this.paint(style);
  }

  text(x: number, y: number, words: string, style: Lettering): void {
    const to = this.to;
    to.font = `${style.bold ? 600 : 400} ${style.size ?? 12}px ${kFont}`;
    to.textAlign = style.align ?? 'left';
    to.direction = style.direction ?? 'ltr';
    to.textBaseline = 'middle';
    if (style.halo) {
      to.strokeStyle = style.halo;
      to.lineWidth = 3;
      to.lineJoin = 'round';
      to.strokeText(words, x, y);
    }
    to.fillStyle = style.colour;
    to.fillText(words, x, y);
  }

  private paint(style: Stroke): void {
    const to = this.to;
    if (style.alpha !== undefined) to.globalAlpha = style.alpha;
    if (style.fill) {
      to.fillStyle = style.fill;
      to.fill();
    }
    if (style.stroke) {
      to.strokeStyle = style.stroke;
      to.lineWidth = style.width ?? 1;
      to.setLineDash(style.dash ? [...style.dash] : []);
      to.stroke();
    }
    if (style.alpha !== undefined) to.globalAlpha = 1;
  }
}

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] as string).replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '');
const short = (n: number): string => String(Math.round(n * 100) / 100);

export class SvgPen implements Pen {
  private readonly parts: string[] = [];

  constructor(private readonly width: number, private readonly height: number) {}

  line(x1: number, y1: number, x2: number, y2: number, style: Stroke): void {
    this.add('line', `x1="${short(x1)}" y1="${short(y1)}" x2="${short(x2)}" y2="${short(y2)}"`, style);
  }

  circle(x: number, y: number, r: number, style: Stroke): void {
    this.add('circle', `cx="${short(x)}" cy="${short(y)}" r="${short(r)}"`, style);
  }

  half(x: number, y: number, r: number, style: Stroke): void {
    this.add('path', `d="M${short(x)} ${short(y - r)}a${short(r)} ${short(r)} 0 0 1 0 ${short(2 * r)}z"`, style);
  }

  rect(x: number, y: number, width: number, height: number, radius: number, style: Stroke): void {
    this.add('rect', `x="${short(x)}" y="${short(y)}" width="${short(Math.max(0, width))}" height="${short(Math.max(0, height))}"${radius ? ` rx="${short(radius)}"` : ''}`, style);
  }

  polygon(points: readonly (readonly [number, number])[], style: Stroke): void {
    this.add('polygon', `points="${points.map(([x, y]) => `${short(x)},${short(y)}`).join(' ')}"`, style);
  }

  text(x: number, y: number, words: string, style: Lettering): void {
    const rtl = style.direction === 'rtl';
    const align = style.align ?? 'left';
    const anchor = align === 'center' ? 'middle' : (align === 'left') !== rtl ? 'start' : 'end'; // in SVG the start of a right-to-left text is its right
    const halo = style.halo ? ` stroke="${style.halo}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"` : '';
    this.parts.push(
      `<text x="${short(x)}" y="${short(y)}" font-size="${style.size ?? 12}"${style.bold ? ' font-weight="600"' : ''} fill="${style.colour}"${halo} text-anchor="${anchor}" ` +
        `direction="${style.direction ?? 'ltr'}" dominant-baseline="central">${escaped(words)}</text>`,
    );
  }

  finish(background: string, title: string): string {
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${short(this.width)} ${short(this.height)}" width="${short(this.width)}" height="${short(this.height)}" ` +
      `font-family="IBM Plex Sans Arabic, Noto Sans Arabic, sans-serif"><title>${escaped(title)}</title><rect width="100%" height="100%" fill="${background}"/>${this.parts.join('')}</svg>\n`
    );
  }

  private add(tag: string, places: string, style: Stroke): void {
    this.parts.push(
      `<${tag} ${places} fill="${style.fill ?? 'none'}"` +
        (style.stroke ? ` stroke="${style.stroke}" stroke-width="${style.width ?? 1}"${style.dash?.length ? ` stroke-dasharray="${style.dash.join(' ')}"` : ''}` : '') +
        `${style.alpha === undefined ? '' : ` opacity="${style.alpha}"`}/>`,
    );
  }
}

export type Scene = (pen: Pen, width: number, height: number) => void;

export function scene_to_svg(scene: Scene, width: number, height: number, background: string, title: string): string {
  const pen = new SvgPen(width, height);
  scene(pen, width, height);
  return pen.finish(background, title);
}

/** Twice the pixels of the screen's, as it goes into documents. */
export async function scene_to_png(scene: Scene, width: number, height: number, background: string): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = width * 2;
  canvas.height = height * 2;
  const to = canvas.getContext('2d') as CanvasRenderingContext2D;
  to.scale(2, 2);
  to.fillStyle = background;
  to.fillRect(0, 0, width, height);
  scene(new CanvasPen(to), width, height);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no image'))), 'image/png'));
}
