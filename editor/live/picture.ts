/** The newest program picture on a canvas; what comes while one is being decoded replaces what waits. */
export interface PictureView {
  show(jpeg: Blob): void;
  /** pictures drawn so far */
  readonly drawn: number;
}

export function pictureView(canvas: HTMLCanvasElement): PictureView {
  const context = canvas.getContext('2d', { alpha: false })!;
  let waiting: Blob | null = null;
  let busy = false;
  let drawn = 0;

  async function next(): Promise<void> {
    busy = true;
    for (let jpeg = waiting; jpeg !== null; jpeg = waiting) {
      waiting = null;
      try {
        const bitmap = await createImageBitmap(jpeg);
        if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) {
          canvas.width = bitmap.width;
          canvas.height = bitmap.height;
        }
        context.drawImage(bitmap, 0, 0);
        bitmap.close();
        drawn++;
      } catch { /* a picture that is none: the one before stays */ }
    }
    busy = false;
  }

  return {
    show(jpeg) {
      waiting = jpeg;
      if (!busy) void next();
    },
    get drawn() { return drawn; },
  };
}
