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
/** Below it print of a document can hardly be read: a first guess, to be set by photographs of real phones. It only warns. */
const SHARP_FROM = 45;

/** The size within `most`, in whole pixels; never larger than it is. */
export function fitted(width: number, height: number, most: number): { width: number; height: number } {
  const scale = Math.min(1, most / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * Variance of the Laplacian (Pech-Pacheco et al. 2000): edges make it large, a blur makes it small.
 * @param pixels RGBA, row by row
 */
export function sharpness(pixels: Uint8ClampedArray, width: number, height: number): number {
  const grey = new Float32Array(width * height);
  for (let i = 0; i < grey.length; i++) {
    grey[i] = 0.299 * (pixels[4 * i] ?? 0) + 0.587 * (pixels[4 * i + 1] ?? 0) + 0.114 * (pixels[4 * i + 2] ?? 0);
  }
  const at = (x: number, y: number): number => grey[y * width + x] ?? 0;
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const edge = 4 * at(x, y) - at(x - 1, y) - at(x + 1, y) - at(x, y - 1) - at(x, y + 1);
      sum += edge;
      squares += edge * edge;
      count++;
    }
  }
  return count > 0 ? squares / count - (sum / count) ** 2 : 0;
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
