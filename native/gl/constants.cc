#include "gl/constants.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace weft::gl {
namespace {

// In the text of a node that divides in ways that could not be put under the guard of runtime/compile/glsl/divide.ts.
constexpr std::string_view kDivides = "/* weft_divides */";

// The shortest text that reads back as the same float.
std::string literal(float v) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, v).ptr;
  std::string s(text, end);
  if (s.find_first_of(".e") == std::string::npos) s += ".0";
  return s;
}

const char* typeOf(plan::UniformType t) {
  switch (t) {
    case plan::UniformType::Float: return "float";
    case plan::UniformType::Bool:
    case plan::UniformType::Event: return "bool";
    case plan::UniformType::Int: return "int";
    case plan::UniformType::Vec2: return "vec2";
    case plan::UniformType::Vec4: break;
  }
  return "vec4";
}

// As Uniforms sets it.
std::string valueOf(const plan::Uniform& u, const plan::Plan& p, std::span<const float> bases) {
  auto base = [&](size_t i) {
    const float v = bases[size_t(u.rows[i])];
    return p.rows[size_t(u.rows[i])].kind == plan::RowKind::Long ? std::round(v) : v;
  };
  switch (u.type) {
    case plan::UniformType::Bool:
    case plan::UniformType::Event: return base(0) > 0.5f ? "true" : "false";
    case plan::UniformType::Int: return std::to_string(int(base(0)));
    case plan::UniformType::Float: return literal(base(0));
    default: break;
  }
  std::string s = typeOf(u.type);
  for (size_t i = 0; i < u.rows.size(); ++i) s += (i ? ", " : "(") + literal(base(i));
  return s + ")";
}

bool stands(const plan::Uniform& u, const plan::Plan& p, std::span<const float> bases) {
  if (u.type == plan::UniformType::Event) return false;
  const size_t wanted = u.type == plan::UniformType::Vec4 ? 4 : u.type == plan::UniformType::Vec2 ? 2 : 1;
  return u.rows.size() == wanted && std::all_of(u.rows.begin(), u.rows.end(), [&](int r) {
    return size_t(r) < bases.size() && p.rows[size_t(r)].record < 0 && std::isfinite(bases[size_t(r)]);
  });
}

bool replace(std::string& text, const std::string& from, const std::string& to) {
  bool found = false;
  for (size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size(), found = true) text.replace(at, from.size(), to);
  return found;
}

}  // namespace

std::optional<plan::Program> withConstants(const plan::Plan& p, const plan::ShaderStep& s, std::span<const float> bases) {
  plan::Program out = p.programs[size_t(s.program)];
  out.key += " with";
  bool any = false;
  // Only the effect containers' amounts then, which nothing is divided by.
  const bool divides = out.fragment.find(kDivides) != std::string::npos || (out.vertex && out.vertex->find(kDivides) != std::string::npos);
  for (const plan::Uniform& u : s.uniforms) {
    if (!stands(u, p, bases) || (divides && u.name.rfind("weft_", 0) != 0)) continue;
    const std::string name = std::string(typeOf(u.type)) + " " + u.name;
    const std::string value = valueOf(u, p, bases);
    const std::string from = "uniform " + name + ";", to = "const " + name + " = " + value + ";";
    out.key += " " + u.name + "=" + value;
    // Mesa folds what stands there plainly, and less of what comes out of a function.
    const bool sure = u.type == plan::UniformType::Float && bases[size_t(u.rows[0])] != 0;
    for (std::string* text : {&out.fragment, out.vertex ? &*out.vertex : nullptr}) {
      if (!text) continue;
      any |= replace(*text, from, to);
      if (sure) replace(*text, "weft_by(" + u.name + ")", u.name);
    }
  }
  if (!any) return std::nullopt;
  const std::string head = "#define WEFT_CONSTANTS 1\n";
  out.fragment.insert(0, head);
  if (out.vertex) out.vertex->insert(0, head);
  return out;
}

}  // namespace weft::gl
