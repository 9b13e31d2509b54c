/** Media that is missing, broken, or not the patch's to read. */
import { linkSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Patch } from '../../runtime/document/types.ts';
import { film, patchOf } from './fixture/patch.ts';
import { openPlace, refused, type Place, type Refusal } from './fixture/weft.ts';

let place: Place;
beforeAll(async () => {
  place = openPlace();
  // a project in a folder of its own, so that there is an outside
  place.put('project/weft.project.json', {});
  const patch = place.put('make.weft.json', film({ duration: 2 }));
  for (const name of ['clip.mkv', 'clip.mp4', 'sound.wav', 'image.png']) {
    const made = await place.weft('render', patch, '-o', place.path(name));
    expect(made.code, made.err).toBe(0);
  }
  const whole = readFileSync(place.path('clip.mp4'));
  const clip = readFileSync(place.path('clip.mkv'));
  place.put('project/good.mkv', clip);
  place.put('project/empty.mp4', '');
  place.put('project/cut.mp4', whole.subarray(0, whole.length / 2));
  place.put('project/noise.mp4', Uint8Array.from({ length: 20_000 }, (_, i) => (i * 7919 + (i >> 3) * 104_729) & 255));
  place.put('project/words.mov', 'This is not a film.\n'.repeat(500));
  place.put('project/sound.wav', readFileSync(place.path('sound.wav')));
  place.put('project/cut.png', readFileSync(place.path('image.png')).subarray(0, 300));
  const torn = Buffer.from(clip);
  torn.fill(0xa5, Math.floor(torn.length * 0.4));
  place.put('project/torn.mkv', torn);
  const hurt = Buffer.from(clip);
  hurt.fill(0xa5, Math.floor(hurt.length * 0.4), Math.floor(hurt.length * 0.6));
  place.put('project/hurt.mkv', hurt);
  const list = '#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n../clip.mkv\n#EXT-X-ENDLIST\n';
  for (const name of ['list.m3u8', 'list.mp4', 'list.m3u']) place.put(`project/${name}`, list);
  for (const name of ['list.ffconcat', 'list.concat', 'list2.mp4']) place.put(`project/${name}`, "ffconcat version 1.0\nfile '../clip.mkv'\n");
  place.put('project/scene.sdp', 'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n');
  symlinkSync(place.path('clip.mkv'), place.path('project/link.mkv'));
  mkdirSync(place.path('elsewhere'));
  linkSync(place.path('clip.mkv'), place.path('elsewhere/clip.mkv'));
  symlinkSync(place.path('elsewhere'), place.path('project/folder'));
  symlinkSync('loop.mkv', place.path('project/loop.mkv'));
}, 600_000);
afterAll(() => place.gone());

const playing = (path: string, type = 'util.video_in'): Patch => {
  const [out, inlet, outlet] = type === 'util.audio_in' ? ['util.audio_out', 'in', 'audio'] : ['util.video_out', 'video', 'video'];
  return patchOf({ n_clip: { type, media: 'm' }, n_out: out! }, [`n_clip.${outlet} -> n_out.${inlet}`], { media: { m: { path } }, duration: 2 });
};

const cases: readonly [name: string, path: string, wanted: Refusal, type?: string][] = [
  ['a file that is not there', 'nowhere.mp4', { code: 'media.missing', says: /does not exist/ }],
  ['an empty file', 'empty.mp4', { code: 'media.empty', says: /empty\.mp4/ }],
  ['a film cut off before its index', 'cut.mp4', { code: 'media.corrupt', says: /cut\.mp4/ }],
  ['bytes without sense', 'noise.mp4', { code: 'media.corrupt', says: /noise\.mp4/ }],
  ['text that calls itself a film', 'words.mov', { code: 'media.corrupt', says: /words\.mov/ }],
  ['a film torn in the middle', 'torn.mkv', { code: 'media.corrupt', says: /torn\.mkv/ }],
  ['sound where a picture is asked for', 'sound.wav', { code: 'media.empty', says: /sound\.wav/ }],
  ['a still cut off', 'cut.png', { code: 'media.corrupt', says: /cut\.png/ }, 'util.image_in'],
  ['a still that is not there', 'nowhere.png', { code: 'media.missing', says: /does not exist/ }, 'util.image_in'],
  ['sound that is no sound', 'words.mov', { code: 'media.corrupt', says: /words\.mov/ }, 'util.audio_in'],
  ['a path that climbs out of the project', '../clip.mkv', { code: 'media.outside', says: /outside the project/ }],
  ['an absolute path elsewhere', '/etc/passwd', { code: 'media.outside', says: /outside the project/ }],
  ['an absolute path elsewhere that is not there', '/nowhere/at/all.mp4', { code: 'media.outside', says: /outside the project/ }],
  ['a link that leads out of the project', 'link.mkv', { code: 'media.outside', says: /outside the project/ }],
  ['a folder that leads out of the project', 'folder/clip.mkv', { code: 'media.outside', says: /outside the project/ }],
  ['a link that leads to itself', 'loop.mkv', { code: 'media.missing', says: /loop\.mkv/ }],
  ['an address', 'https://example.org/clip.mp4', { code: 'media.refused', says: /address/ }],
  ['a protocol of FFmpeg', 'concat:good.mkv|good.mkv', { code: 'media.refused', says: /address/ }],
  ['a device', 'folder', { code: 'media.outside', says: /outside/ }],
  ...['list.m3u8', 'list.m3u', 'list.mp4', 'list.ffconcat', 'list.concat', 'list2.mp4', 'scene.sdp'].map((file) =>
    [`a playlist or session that names others (${file})`, file, { code: 'media.refused', says: /playlist|list|other files|not opened/ }] as [string, string, Refusal]),
];

describe('refused with a sentence and the node, nothing written', () => {
  test.concurrent.each(cases)('%s', async (name, path, wanted, type) => {
    const at = `project/${name.replace(/\W+/g, '-')}.weft.json`;
    const patch = place.put(at, playing(path, type));
    await refused({ ...place, list: () => place.list().filter((f) => f.startsWith(at)) }, ['render', patch, '-o', `${patch}.${type === 'util.audio_in' ? 'wav' : 'mp4'}`], { ...wanted, node: 'n_clip' });
  });
});

test('sound that is damaged in the middle plays on, with a warning that names node and time', async () => {
  const patch = place.put('project/hurt.weft.json', playing('hurt.mkv', 'util.audio_in'));
  const { code, err } = await place.weft('render', patch, '-o', place.path('hurt.wav'));
  expect(code, err).toBe(0);
  expect(err.match(/^warning \[media\.corrupt\] node n_clip: .*hurt\.mkv.*damaged or missing at \d+\.\d\d s/gm), err).toHaveLength(1);
});

test('media outside the project plays once its folder is allowed with --library', async () => {
  const patch = place.put('project/library.weft.json', playing('link.mkv'));
  const { code, err } = await place.weft('render', patch, '-o', place.path('library.png'), '--library', place.folder);
  expect(code, err).toBe(0);
});

test('a library that is not there is refused', async () => {
  const patch = place.put('project/library2.weft.json', playing('good.mkv'));
  await refused(place, ['check', patch, '--library', place.path('nowhere')], { code: 'render.option', says: /--library/ });
});

test('a media entry that the patch does not have is refused', async () => {
  const patch = place.put('project/unknown.weft.json', { ...playing('good.mkv'), media: {} });
  await refused(place, ['check', patch], { code: 'media.unknown', node: 'n_clip', says: /media/ });
});

test('what probe cannot read is refused with a sentence', async () => {
  for (const name of ['nowhere.mp4', 'empty.mp4', 'words.mov', 'list.m3u8']) {
    const { code, out, err } = await place.weft('probe', place.path(`project/${name}`));
    expect(code, name).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(/^error \[media\.\w+\].*\.$/m);
  }
});
