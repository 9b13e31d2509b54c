#include <algorithm>
#include <nlohmann/json.hpp>

#include "plan/plan.h"

namespace weft::plan {
namespace {

using Json = nlohmann::json;

// A plan that does not hold together is a bug of the compiler, never of the user; it must still not crash the engine.
struct Bad {
  std::string what;
};

int index(const Json& j, int size, const char* what, int least = 0) {
  int v = j.get<int>();
  if (v < least || v >= size) throw Bad{std::string(what) + " " + std::to_string(v) + " is outside its table of " + std::to_string(size)};
  return v;
}

std::vector<int> indices(const Json& j, int size, const char* what, int least = 0) {
  std::vector<int> out;
  out.reserve(j.size());
  for (const auto& e : j) out.push_back(index(e, size, what, least));
  return out;
}

class Decoder {
 public:
  explicit Decoder(const Json& j) : j_(j) {}

  Plan read() {
    if (j_.at("format") != 1) throw Bad{"the plan has another format"};
    header();
    tables();
    const auto& sound = j_.at("sound");
    plan_.buffers = sound.at("buffers");
    plan_.signals = sound.at("signals");
    if (plan_.buffers < 1 || plan_.signals < 4) throw Bad{"the reserved slots are missing"};
    for (const auto& c : sound.at("constants")) plan_.constants.emplace_back(index(c.at(0), plan_.signals, "signal"), c.at(1).get<float>());
    for (const auto& t : sound.at("taps")) plan_.taps.push_back(indices(t.at("buffers"), plan_.buffers, "buffer"));
    rowMods();
    for (const auto& s : sound.at("steps")) plan_.sound.push_back(soundStep(s));
    const auto& picture = j_.at("picture");
    plan_.textures = picture.at("textures");
    for (const auto& p : picture.at("programs")) program(p);
    for (const auto& s : picture.at("steps")) plan_.picture.push_back(pictureStep(s));
    const auto& output = j_.at("output");
    plan_.outputPicture = index(output.at("picture"), plan_.textures, "texture", -1);
    if (const auto& s = output.at("sound"); !s.is_null())
      plan_.outputSound = {index(s.at(0), plan_.buffers, "buffer"), index(s.at(1), plan_.buffers, "buffer")};
    return std::move(plan_);
  }

 private:
  void header() {
    plan_.patchId = j_.at("patch").at("id");
    plan_.patchSeed = j_.at("patch").at("seed").get<uint32_t>();
    const auto& c = j_.at("canvas");
    plan_.width = c.at("width");
    plan_.height = c.at("height");
    plan_.depth = c.at("depth");
    plan_.pictureDelay = c.at("pictureDelay");
    plan_.fps = {c.at("fps").at(0), c.at("fps").at(1)};
    if (plan_.width < 1 || plan_.height < 1 || plan_.width > 16384 || plan_.height > 16384 || plan_.fps.num < 1 || plan_.fps.den < 1)
      throw Bad{"the canvas has an impossible size or rate"};
    plan_.sampleRate = j_.at("sampleRate");
    plan_.bpm = j_.at("tempo").at("bpm");
    plan_.beatsPerBar = j_.at("tempo").at("beatsPerBar");
  }

  void tables() {
    for (const auto& n : j_.at("nodes")) plan_.nodes.push_back({n.at("path"), n.at("type"), n.at("seed").get<uint32_t>()});
    for (const auto& d : j_.at("dsp")) {
      plan_.dsp.push_back({d.at("key"), d.at("machineCode"), d.at("inputs"), d.at("outputs")});
      if (d.contains("wide") && !d.at("wide").is_null()) plan_.dsp.back().wide = d.at("wide");
    }
    for (const auto& m : j_.at("media")) plan_.media.push_back({m.at("id"), m.at("path"), m.at("kind")});
    for (const auto& r : j_.at("rows")) {
      static const std::pair<const char*, RowKind> kinds[] = {
          {"float", RowKind::Float}, {"long", RowKind::Long}, {"bool", RowKind::Bool}, {"event", RowKind::Event}};
      Row row;
      row.id = r.at("id");
      row.node = node(r);
      row.kind = named(r.at("kind"), kinds);
      row.min = r.at("min");
      row.max = r.at("max");
      row.scale = r.at("scale") == "log" ? Scale::Log : Scale::Linear;
      if (r.contains("values")) row.values = r.at("values").get<std::vector<double>>();
      row.record = r.at("record");
      plan_.recordSize = std::max(plan_.recordSize, row.record + 1);
      plan_.rows.push_back(std::move(row));
    }
  }

  void rowMods() {
    static const std::pair<const char*, Mode> modes[] = {{"set", Mode::Set}, {"multiply", Mode::Multiply}, {"add", Mode::Add}};
    size_t i = 0;
    for (const auto& r : j_.at("rows")) {
      for (const auto& m : r.at("mods"))
        plan_.rows[i].mods.push_back({signal(m.at("signal")), m.at("stage") == "automation" ? Stage::Automation : Stage::Modulation,
                                      named(m.at("mode"), modes), m.at("depth").get<float>()});
      ++i;
    }
  }

  void program(const Json& p) {
    Program out;
    out.key = p.at("key");
    if (!p.at("vertex").is_null()) out.vertex = p.at("vertex").get<std::string>();
    out.fragment = p.at("fragment");
    for (const auto& f : p.at("files")) out.files.push_back({index(f.at("node"), count(plan_.nodes), "node"), f.at("file")});
    plan_.programs.push_back(std::move(out));
  }

  template <class T>
  static int count(const std::vector<T>& v) { return int(v.size()); }
  template <class T, size_t N>
  static T named(const Json& j, const std::pair<const char*, T> (&table)[N]) {
    const auto& name = j.get_ref<const std::string&>();
    for (const auto& [key, value] : table)
      if (name == key) return value;
    throw Bad{"'" + name + "' is not known here"};
  }

  int node(const Json& s) const { return index(s.at("node"), count(plan_.nodes), "node"); }
  int signal(const Json& s) const { return index(s, plan_.signals, "signal"); }
  int buffer(const Json& s) const { return index(s, plan_.buffers, "buffer"); }
  int texture(const Json& s) const { return index(s, plan_.textures, "texture"); }
  int row(const Json& s, int least = 0) const { return index(s, count(plan_.rows), "row", least); }
  int media(const Json& s) const { return index(s, count(plan_.media), "media"); }
  Rows rows(const Json& s) const {
    Rows out;
    for (const auto& [name, r] : s.at("rows").items()) out.emplace(name, row(r, -1));
    return out;
  }
  int clip(const Json& s) {
    int c = s.at("clip").get<int>();
    if (c < 0 || c > 1 << 20) throw Bad{"a clip has no number"};
    plan_.clips = std::max(plan_.clips, c + 1);
    return c;
  }
  int analysis(const Json& s) {
    int a = s.at("analysis").get<int>();
    if (a < 0 || a > 1 << 20) throw Bad{"an analysis has no number"};
    plan_.analyses = std::max(plan_.analyses, a + 1);
    return a;
  }
  int delay(const Json& s) {
    int d = s.at("state").get<int>();
    if (d < 0 || d > 1 << 20) throw Bad{"a delay has no number"};
    plan_.delays = std::max(plan_.delays, d + 1);
    return d;
  }

  SoundStep soundStep(const Json& s) {
    const auto& op = s.at("op").get_ref<const std::string&>();
    if (op == "stack") return StackStep{indices(s.at("rows"), count(plan_.rows), "row")};
    if (op == "dsp") return dsp(s);
    if (op == "mix") return MixStep{buffer(s.at("out")), indices(s.at("ins"), plan_.buffers, "buffer"), s.value("gain", 1.f)};
    if (op == "add") return AddStep{signal(s.at("out")), indices(s.at("ins"), plan_.signals, "signal")};
    if (op == "ramp") return RampStep{buffer(s.at("out")), signal(s.at("in"))};
    if (op == "clip") return ClipStep{node(s), clip(s), media(s.at("media")), indices(s.at("outs"), plan_.buffers, "buffer"), rows(s)};
    if (op == "deviceIn") return DeviceInStep{node(s), indices(s.at("outs"), plan_.buffers, "buffer"), rows(s)};
    if (op == "fromPicture") return FromPictureStep{node(s), analysis(s), indices(s.at("outs"), plan_.signals, "signal")};
    if (op == "tap") return TapStep{index(s.at("tap"), count(plan_.taps), "tap")};
    if (op == "out") return OutStep{node(s), {buffer(s.at("ins").at(0)), buffer(s.at("ins").at(1))}, rows(s)};
    throw Bad{"sound step '" + op + "' is not known"};
  }

  SoundStep dsp(const Json& s) {
    static const std::pair<const char*, DspRate> rates[] = {{"audio", DspRate::Audio}, {"signal", DspRate::Signal}, {"extract", DspRate::Extract}};
    DspStep out;
    out.node = node(s);
    out.program = index(s.at("program"), count(plan_.dsp), "dsp program");
    out.rate = named(s.at("rate"), rates);
    const int ins = out.rate == DspRate::Signal ? plan_.signals : plan_.buffers;
    const int outs = out.rate == DspRate::Audio ? plan_.buffers : plan_.signals;
    const auto& program = plan_.dsp[size_t(out.program)];
    for (const auto& i : s.at("instances")) {
      out.instances.push_back({indices(i.at("ins"), ins, "input"), indices(i.at("outs"), outs, "output")});
      if (count(out.instances.back().ins) != program.inputs || count(out.instances.back().outs) != program.outputs)
        throw Bad{"an instance of '" + plan_.nodes[size_t(out.node)].path + "' does not fit its program"};
    }
    for (const auto& z : s.at("zones")) out.zones.push_back({z.at("address"), row(z.at("row")), z.at("button")});
    out.bypass = row(s.at("bypass"), -1);
    out.through = indices(s.at("through"), out.rate == DspRate::Signal ? plan_.signals : plan_.buffers, "through", -1);
    out.together = s.value("together", -1);
    return out;
  }

  PictureStep pictureStep(const Json& s) {
    const auto& op = s.at("op").get_ref<const std::string&>();
    if (op == "clip") return PictureClipStep{node(s), clip(s), media(s.at("media")), texture(s.at("out")), rows(s)};
    if (op == "image") return ImageStep{node(s), media(s.at("media")), texture(s.at("out")), rows(s)};
    if (op == "shader") return shader(s);
    if (op == "delayOut") return DelayOutStep{node(s), delay(s), texture(s.at("out")), rows(s)};
    if (op == "delayIn") return DelayInStep{node(s), delay(s), texture(s.at("in"))};
    if (op == "kernel") return KernelStep{node(s), s.at("service"), indices(s.at("ins"), plan_.textures, "texture"), texture(s.at("out")), rows(s)};
    if (op == "analyse") return AnalyseStep{node(s), s.at("service"), texture(s.at("in")), analysis(s), s.at("outputs"), rows(s)};
    if (op == "text")
      return TextStep{node(s), s.at("text"), s.at("font").is_null() ? std::string() : s.at("font").get<std::string>(), texture(s.at("out")), rows(s)};
    if (op == "screen") return ScreenStep{node(s), texture(s.at("in")), rows(s)};
    throw Bad{"picture step '" + op + "' is not known"};
  }

  Size size(const Json& j) const {
    Size out;
    if (j.is_null()) return out;
    for (const auto& t : j) {
      if (t.is_number()) {
        out.push_back({SizeToken::Number, t.get<double>(), {}, -1});
        continue;
      }
      const auto& word = t.get_ref<const std::string&>();
      if (word == "$WIDTH") out.push_back({SizeToken::Width, 0, {}, -1});
      else if (word == "$HEIGHT") out.push_back({SizeToken::Height, 0, {}, -1});
      else if (word.size() > 1 && word[0] == '#') out.push_back({SizeToken::Row, 0, {}, row(Json(std::stoi(word.substr(1))))});
      else out.push_back({SizeToken::Op, 0, word, -1});
    }
    return out;
  }

  DataTexture dataTexture(const Json& t) const {
    DataTexture out;
    out.name = t.at("name");
    out.kind = t.at("kind");
    if (out.kind == "table") {
      out.width = t.at("width");
      out.height = t.at("height");
      out.data = t.at("data").get<std::vector<float>>();
      if (out.data.size() != size_t(out.width) * size_t(out.height) * 4) throw Bad{"a table has the wrong size"};
    } else if (out.kind == "cubemap") {
      out.paths = t.at("paths").get<std::vector<std::string>>();
    } else {
      out.paths = {t.at("path").get<std::string>()};
    }
    return out;
  }

  PictureStep shader(const Json& s) {
    static const std::pair<const char*, UniformType> types[] = {{"float", UniformType::Float}, {"bool", UniformType::Bool}, {"int", UniformType::Int},
                                                                {"event", UniformType::Event}, {"vec2", UniformType::Vec2}, {"vec4", UniformType::Vec4}};
    ShaderStep out;
    out.node = node(s);
    out.nodes = indices(s.at("nodes"), count(plan_.nodes), "node");
    out.program = index(s.at("program"), count(plan_.programs), "program");
    for (const auto& i : s.at("images")) out.images.push_back({i.at("name"), texture(i.at("texture"))});
    for (const auto& a : s.at("audioImages"))
      out.audioImages.push_back({a.at("name"), index(a.at("tap"), count(plan_.taps), "tap", -1), a.at("kind") == "audioFFT", a.at("max").is_null() ? 0 : a.at("max").get<int>()});
    for (const auto& t : s.at("textures")) out.textures.push_back(dataTexture(t));
    for (const auto& u : s.at("uniforms")) {
      Uniform uniform{u.at("name"), named(u.at("type"), types), indices(u.at("rows"), count(plan_.rows), "row")};
      const size_t need = uniform.type == UniformType::Vec4 ? 4 : uniform.type == UniformType::Vec2 ? 2 : 1;
      if (uniform.rows.size() != need) throw Bad{"uniform '" + uniform.name + "' has the wrong number of rows"};
      out.uniforms.push_back(std::move(uniform));
    }
    for (const auto& e : s.at("seeds")) out.seeds.push_back({e.at("uniform"), e.at("frame"), e.at("value").get<uint32_t>()});
    for (const auto& t : s.at("targets")) out.targets.push_back({t.at("name"), size(t.at("width")), size(t.at("height")), t.at("persistent"), t.at("float")});
    for (const auto& p : s.at("passes")) out.passes.push_back({index(p.at("target"), count(out.targets), "target", -1), p.at("output")});
    out.out = texture(s.at("out"));
    out.bypass = row(s.at("bypass"), -1);
    out.through = index(s.at("through"), plan_.textures, "texture", -1);
    out.kernel = s.value("kernel", "");
    return out;
  }

  const Json& j_;
  Plan plan_;
};

}  // namespace

std::variant<Plan, Error> decode(std::string_view text) {
  try {
    const Json j = Json::parse(text);
    return Decoder(j).read();
  } catch (const Bad& bad) {
    return Error{"engine.failed", "The plan does not hold together: " + bad.what + "."};
  } catch (const std::exception& e) {
    return Error{"engine.failed", std::string("The plan could not be read: ") + e.what() + "."};
  }
}

}  // namespace weft::plan
