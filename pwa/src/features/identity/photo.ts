/**
 * Makes a photo ready to be sent: turned upright, at most 2400 px, as JPEG drawn anew, so that nothing but the picture
 * leaves the phone (cameras write place, time and device beside it).
 */

export type PhotoProblem = 'not_a_photo' | 'too_large' | 'too_small';

export class PhotoError extends Error {
  constructor(readonly problem: PhotoProblem) {
    super(problem);
    this.name = 'PhotoError';
  }
}

export interface Photo {
  blob: Blob;
  width: number;
  height: number;
  isBlurred: boolean;
}

const FILE_MAX_BYTES = 40 * 1024 * 1024;
const SIDE_MIN = 480;
const SIDE_MAX = 2400;
const QUALITY = 0.88;
const LOOK_AT = 640;
/**
 * Below it print of a document can hardly be read: cards drawn bright, dim and pale, blurred and with a sensor's noise,
 * lie at 0.22 to 0.6 where the print is legible and below 0.15 where it is not. It only warns.
 */
const SHARP_FROM = 0.15;
const CONTRAST_MIN = 8;

/** The size within `most`, in whole pixels; never larger than it is. */
export function fitted(width: number, height: number, most: number): { width: number; height: number } {
  const scale = Math.min(1, most / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * The steepest edges as a share of the contrast: the Laplacian of the smoothed picture (after Pech-Pacheco et al. 2000),
 * its 99.5th percentile, for print covers little of a card. Smoothed, for else a camera's noise would pass for edges.
 * @param pixels RGBA, row by row
 */
export function sharpness(pixels: Uint8ClampedArray, width: number, height: number): number {
  const grey = new Float32Array(width * height);
  for (let i = 0; i < grey.length; i++) {
    grey[i] = 0.299 * (pixels[4 * i] ?? 0) + 0.587 * (pixels[4 * i + 1] ?? 0) + 0.114 * (pixels[4 * i + 2] ?? 0);
  }
  const smooth = smoothed(smoothed(grey, 1), width);
  const edges: number[] = [];
  for (let y = 2; y < height - 2; y++) {
    for (let x = 2; x < width - 2; x++) {
      const i = y * width + x;
      edges.push(Math.abs(4 * at(smooth, i) - at(smooth, i - 1) - at(smooth, i + 1) - at(smooth, i - width) - at(smooth, i + width)));
    }
  }
  const contrast = share(smooth, 0.98) - share(smooth, 0.02);
  return share(Float32Array.from(edges), 0.995) / Math.max(CONTRAST_MIN, contrast);
}

function at(values: Float32Array, i: number): number {
  return values[i] ?? 0;
}

/** Each value with its neighbours, a quarter of each, `step` apart. */
function smoothed(values: Float32Array, step: number): Float32Array {
  return values.map((value, i) => value / 2 + ((values[i - step] ?? value) + (values[i + step] ?? value)) / 4);
}

/** The value that so much of all lies below. */
function share(values: Float32Array, part: number): number {
  return at(values.slice().sort(), Math.min(values.length - 1, Math.floor(part * values.length)));
}

function drawn(image: ImageBitmap, size: { width: number; height: number }): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = size.width;
  canvas.height = size.height;
  const brush = canvas.getContext('2d', { willReadFrequently: true });
  if (!brush) throw new PhotoError('not_a_photo');
  brush.fillStyle = '#fff';
  brush.fillRect(0, 0, size.width, size.height);
  brush.drawImage(image, 0, 0, size.width, size.height);
  return canvas;
}

function looksBlurred(image: ImageBitmap): boolean {
  const size = fitted(image.width, image.height, LOOK_AT);
  const pixels = drawn(image, size).getContext('2d')?.getImageData(0, 0, size.width, size.height).data;
  return pixels !== undefined && sharpness(pixels, size.width, size.height) < SHARP_FROM;
}

/**
 * Reads a chosen or taken file.
 * @throws PhotoError
 */
export async function prepare(file: Blob): Promise<Photo> {
  if (file.size > FILE_MAX_BYTES) throw new PhotoError('too_large');
  const image = await createImageBitmap(file).catch(() => null);
  if (!image) throw new PhotoError('not_a_photo');
  try {
    if (Math.min(image.width, image.height) < SIDE_MIN) throw new PhotoError('too_small');
    const size = fitted(image.width, image.height, SIDE_MAX);
    if (Math.min(size.width, size.height) < SIDE_MIN) throw new PhotoError('too_small');
    const canvas = drawn(image, size);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
    if (!blob) throw new PhotoError('not_a_photo');
    return { blob, ...size, isBlurred: looksBlurred(image) };
  } finally {
    image.close();
  }
}
