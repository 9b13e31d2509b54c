/** A patch with something of everything, as text: canonical, so that it can be compared byte by byte. */
export const street = `{
  "format": "weft-patch",
  "version": 1,
  "id": "p_k3v9q2",
  "title": "Street pulse",
  "seed": 7,
  "canvas": { "width": 1280, "height": 720, "fps": "30000/1001", "depth": 8, "pictureDelay": 2 },
  "audio": { "sampleRate": 48000 },
  "tempo": { "bpm": 120, "beatsPerBar": 4 },
  "media": {
    "m_street": { "path": "../media/street.mp4" }
  },
  "nodes": {
    "n_clip": { "type": "util.video_in", "media": "m_street", "params": { "rate": 1 } },
    "n_curve": {
      "type": "util.curves",
      "title": "Curves of the street",
      "params": {
        "curve": [[0, 0], [0.1, 0.2], [0.2, 0.3], [0.4, 0.5], [0.6, 0.7], [0.8, 0.85], [0.9, 0.95], [1, 1]],
        "gain": -1.5e-7,
        "$mix": 0.9
      },
      "wasUnknown": [1, { "a": null, "b": "ü\\u0001" }]
    },
    "n_low": { "type": "mod.band", "params": { "high": 120, "low": 40 } },
    "n_pair": { "type": "patch.pair", "params": { "amount": 0.25 } },
    "n_vhs": { "type": "fx.vhs", "seed": 3, "params": { "amount": 0.3, "$mix": 0.9 } }
  },
  "wires": {
    "w_1": { "from": "n_clip.video", "to": "n_vhs.inputImage" },
    "w_2": { "from": "n_low.out", "to": "n_vhs.amount", "stage": "modulation", "mode": "add", "depth": 0.6 },
    "w_3": { "from": "n_vhs.out", "to": "n_curve.inputImage" },
    "w_4": { "from": "n_curve.out", "to": "n_pair.picture" },
    "w_5": { "from": "n_clip.audio", "to": "n_low.in" },
    "w_6": { "from": "n_low.out", "to": "n_curve.tint.r", "stage": "modulation", "mode": "multiply", "depth": -0.5 }
  },
  "definitions": {
    "pair": {
      "title": "A pair",
      "inlets": { "both": ["n_a.inputImage", "n_b.mask"], "picture": "n_a.inputImage" },
      "outlets": { "out": "n_b.out" },
      "params": { "amount": "n_b.amount" },
      "nodes": {
        "n_a": { "type": "fx.noise" },
        "n_b": { "type": "fx.bloom" }
      },
      "wires": {
        "w_1": { "from": "n_a.out", "to": "n_b.inputImage" }
      },
      "layout": {
        "n_a": { "x": 0, "y": 0 },
        "n_b": { "x": 200, "y": 0 }
      }
    }
  },
  "layout": {
    "n_clip": { "x": 0, "y": 0 },
    "n_curve": { "x": 401, "y": 10.5 },
    "n_pair": { "x": 600, "y": 0 },
    "n_vhs": { "x": 200, "y": 0, "width": 90 }
  },
  "notes": {
    "t_1": { "text": "Begin here.", "x": 0, "y": -80 }
  },
  "zFuture": { "kept": true }
}
`;
