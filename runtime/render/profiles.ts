/** Named sets of output settings. */
export interface Profile {
  width: number;
  height: number;
  fps: number;
  videoCodec: 'libx264' | 'prores_ks';
  audioCodec: 'aac' | 'pcm_s16le';
  /** bits per second; 0 where the codec has none */
  audioBitrate: number;
  /** forms of OUT that can hold it */
  forms: readonly string[];
}

export const profiles: Readonly<Record<string, Profile>> = {
  draft_480p_fast: { width: 854, height: 480, fps: 24, videoCodec: 'libx264', audioCodec: 'aac', audioBitrate: 96_000, forms: ['mp4', 'mov', 'mkv'] },
  preview_720p_fast: { width: 1280, height: 720, fps: 30, videoCodec: 'libx264', audioCodec: 'aac', audioBitrate: 128_000, forms: ['mp4', 'mov', 'mkv'] },
  social_1080p_h264: { width: 1920, height: 1080, fps: 30, videoCodec: 'libx264', audioCodec: 'aac', audioBitrate: 192_000, forms: ['mp4', 'mov', 'mkv'] },
  youtube_4k_h264: { width: 3840, height: 2160, fps: 30, videoCodec: 'libx264', audioCodec: 'aac', audioBitrate: 320_000, forms: ['mp4', 'mov', 'mkv'] },
  master_4k_prores: { width: 3840, height: 2160, fps: 30, videoCodec: 'prores_ks', audioCodec: 'pcm_s16le', audioBitrate: 0, forms: ['mov', 'mkv'] },
};

/** x264 preset of a profile: its name says whether speed or size comes first. */
export function presetOf(profileName: string | null): string {
  return profileName?.endsWith('_fast') ? 'veryfast' : 'medium';
}
