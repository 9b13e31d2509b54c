// The plan as native code sees it. Mirrors runtime/plan/types.ts; read the comments there.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "plan/diagnostics.h"

namespace weft::plan {

inline constexpr int kBlock = 64;
inline constexpr int kSignalZero = 0, kSignalTime = 1, kSignalBeat = 2, kSignalFrame = 3;
inline constexpr int kSilence = 0;
inline constexpr int kNoTexture = 0;

struct Rational {
  int64_t num = 1, den = 1;
};

enum class RowKind { Float, Long, Bool, Event };
enum class Scale { Linear, Log };
enum class Stage { Modulation, Automation };
enum class Mode { Set, Multiply, Add };

struct Mod {
  int signal;
  Stage stage;
  Mode mode;
  float depth;
};

struct Row {
  std::string id;
  int node;
  RowKind kind;
  double min, max;
  Scale scale;
  std::vector<double> values;  // Long: the values it may take; may be empty
  std::vector<Mod> mods;
  int record;  // place in the tick record or -1
};

struct Node {
  std::string path, type;
  uint32_t seed;
};

struct DspProgram {
  std::string key, machineCode;
  int inputs, outputs;
  std::string wide = {};  // empty: none
};

struct Media {
  std::string id, path, kind;
};

using Rows = std::unordered_map<std::string, int>;  // parameter name -> row

struct StackStep { std::vector<int> rows; };
struct DspInstance { std::vector<int> ins, outs; };
struct DspZone { std::string address; int row; bool button; };
enum class DspRate { Audio, Signal, Extract };
struct DspStep {
  int node, program;
  DspRate rate;
  std::vector<DspInstance> instances;
  std::vector<DspZone> zones;
  int bypass;
  std::vector<int> through;  // instance-major: index instance * outputs + output
  int together = -1;         // steps next to each other with the same number are computed at once
};
struct MixStep { int out; std::vector<int> ins; float gain = 1; };
struct AddStep { int out; std::vector<int> ins; };
struct RampStep { int out, in; };
struct ClipStep { int node, clip, media; std::vector<int> outs; Rows rows; };
struct DeviceInStep { int node; std::vector<int> outs; Rows rows; };
struct FromPictureStep { int node, analysis; std::vector<int> outs; };
struct TapStep { int tap; };
struct OutStep { int node; int ins[2]; Rows rows; };
using SoundStep = std::variant<StackStep, DspStep, MixStep, AddStep, RampStep, ClipStep, DeviceInStep, FromPictureStep, TapStep, OutStep>;

struct Program {
  std::string key;
  std::optional<std::string> vertex;
  std::string fragment;
  struct File { int node; std::string file; };
  std::vector<File> files;
};

enum class UniformType { Float, Bool, Int, Event, Vec2, Vec4 };
struct Uniform { std::string name; UniformType type; std::vector<int> rows; };

struct DataTexture {
  std::string name, kind;  // kind: table, cube-lut, image, cubemap
  int width = 0, height = 0;
  std::vector<float> data;
  std::vector<std::string> paths;
};

struct SizeToken { enum Kind { Number, Op, Width, Height, Row } kind; double number = 0; std::string op; int row = -1; };
using Size = std::vector<SizeToken>;  // empty: canvas

struct ShaderTarget { std::string name; Size width, height; bool persistent, isFloat; };
struct ShaderPass { int target; bool output; };
struct ShaderImage { std::string name; int texture; };
struct AudioImage { std::string name; int tap; bool fft; int max; };  // max 0: no limit
struct Seed { std::string uniform, frame; uint32_t value; };

struct PictureClipStep { int node, clip, media, out; Rows rows; };
struct ImageStep { int node, media, out; Rows rows; };
struct ShaderStep {
  int node;
  std::vector<int> nodes;
  int program;
  std::vector<ShaderImage> images;
  std::vector<AudioImage> audioImages;
  std::vector<DataTexture> textures;
  std::vector<Uniform> uniforms;
  std::vector<Seed> seeds;
  std::vector<ShaderTarget> targets;
  std::vector<ShaderPass> passes;
  int out, bypass, through;
  std::string kernel;  // that draws the same where GL is software; empty: none
};
struct DelayOutStep { int node, state, out; Rows rows; };
struct DelayInStep { int node, state, in; };
struct KernelStep { int node; std::string service; std::vector<int> ins; int out; Rows rows; };
struct AnalyseStep { int node; std::string service; int in, analysis, outputs; Rows rows; };
struct TextStep { int node; std::string text; std::string font; int out; Rows rows; };
struct ScreenStep { int node, in; Rows rows; };
using PictureStep = std::variant<PictureClipStep, ImageStep, ShaderStep, DelayOutStep, DelayInStep, KernelStep, AnalyseStep, TextStep, ScreenStep>;

struct Plan {
  std::string patchId;
  uint32_t patchSeed = 0;
  int width = 0, height = 0, depth = 8, pictureDelay = 2;
  Rational fps;
  int sampleRate = 48000;
  double bpm = 120;
  int beatsPerBar = 4;
  std::vector<Node> nodes;
  std::vector<Row> rows;
  std::vector<DspProgram> dsp;
  std::vector<Media> media;
  int buffers = 1, signals = 4;
  std::vector<std::pair<int, float>> constants;
  std::vector<std::vector<int>> taps;
  std::vector<SoundStep> sound;
  int textures = 1;
  std::vector<Program> programs;
  std::vector<PictureStep> picture;
  int outputPicture = -1;
  std::optional<std::pair<int, int>> outputSound;
  int recordSize = 0;  // rows with record >= 0
  int clips = 0;       // number of clips (highest clip index + 1)
  int analyses = 0, delays = 0;
};

// Reads the JSON text of a plan. Every index is checked against its table. Error code "engine.failed". [any]
std::variant<Plan, Error> decode(std::string_view json);

}  // namespace weft::plan
