#include "gl/uniforms.h"

namespace weft::gl {

uint32_t frameSeed(uint32_t seed, uint32_t frame) {
  uint32_t h = seed ^ (frame * 0x9e3779b9u);
  h ^= h >> 16;
  h *= 0x85ebca6bu;
  h ^= h >> 13;
  h *= 0xc2b2ae35u;
  return h ^ (h >> 16);
}

Uniforms::Uniforms(const Program& p, const plan::ShaderStep& s)
    : pass_(p.location("PASSINDEX")), size_(p.location("RENDERSIZE")), time_(p.location("TIME")),
      delta_(p.location("TIMEDELTA")), date_(p.location("DATE")), frame_(p.location("FRAMEINDEX")),
      beat_(p.location("BEAT")), nodesAt_(p.location("weft_nodes")) {
  for (const plan::Uniform& u : s.uniforms)
    if (GLint at = p.location(u.name); at >= 0) parameters_.push_back({at, &u});
  for (const plan::Seed& seed : s.seeds)
    seeds_.push_back({p.location(seed.uniform), p.location(seed.frame), seed.value});
  for (int n : s.nodes) nodes_.push_back(n);
  if (nodes_.size() > 8) nodes_.resize(8);
}

void Uniforms::set(const Canvas& c, const Drawing& d, int frameIndex, double timeDelta) const {
  for (const Parameter& p : parameters_) {
    float v[4] = {0, 0, 0, 0};
    const auto& rows = p.from->rows;
    for (size_t i = 0; i < rows.size() && i < 4; ++i) v[i] = d.rows[rows[i]];
    switch (p.from->type) {
      case plan::UniformType::Float: glUniform1f(p.at, v[0]); break;
      case plan::UniformType::Bool:
      case plan::UniformType::Event: glUniform1i(p.at, v[0] > 0.5f); break;
      case plan::UniformType::Int: glUniform1i(p.at, int(v[0])); break;
      case plan::UniformType::Vec2: glUniform2fv(p.at, 1, v); break;
      case plan::UniformType::Vec4: glUniform4fv(p.at, 1, v); break;
    }
  }
  for (const Seed& s : seeds_) {
    if (s.constant >= 0) glUniform1ui(s.constant, s.value);
    if (s.frame >= 0) glUniform1ui(s.frame, frameSeed(s.value, uint32_t(frameIndex)));
  }
  if (nodesAt_ >= 0) glUniform1iv(nodesAt_, GLsizei(nodes_.size()), nodes_.data());

  const double rate = c.plan.sampleRate;
  const auto& transport = d.rows.transport();
  if (time_ >= 0) glUniform1f(time_, float(double(d.time.position) / rate));
  if (delta_ >= 0) glUniform1f(delta_, float(timeDelta));
  if (frame_ >= 0) glUniform1i(frame_, frameIndex);
  if (beat_ >= 0) {
    const double beat = transport.beat + transport.beatsPerSample * double(d.time.position - transport.position);
    glUniform1f(beat_, float(beat));
  }
  if (date_ >= 0)
    glUniform4f(date_, float(d.time.date[0]), float(d.time.date[1]), float(d.time.date[2]), float(d.time.date[3]));
}

void Uniforms::setPass(int index, int width, int height) const {
  if (pass_ >= 0) glUniform1i(pass_, index);
  if (size_ >= 0) glUniform2f(size_, float(width), float(height));
}

}  // namespace weft::gl
