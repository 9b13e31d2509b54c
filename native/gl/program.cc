#include "gl/program.h"

#include <regex>
#include <vector>

#include "gl/source_line.h"

namespace weft::gl {
namespace {

constexpr const char* kDefaultVertex = R"(
out vec2 isf_FragNormCoord;
void main() {
  vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
  isf_FragNormCoord = corner;
  gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
}
)";

std::string preamble(const GlInfo& i) {
  std::string s;
  if (i.es) {
    s = "#version 310 es\n#define WEFT_ES 1\n";
    for (const char* type : {"float", "int", "sampler2D", "samplerCube", "sampler3D"})
      s += std::string("precision highp ") + type + ";\n";
  } else {
    s = i.major * 10 + i.minor >= 45 ? "#version 450 core\n" : "#version 410 core\n";
  }
  if (i.storageBuffers) s += "#define WEFT_STORAGE 1\n";
  return s;
}

std::variant<GLuint, CompileError> compileStage(GLenum stage, const std::string& head, std::string_view body) {
  const GLuint shader = glCreateShader(stage);
  const char* texts[] = {head.data(), body.data()};
  const GLint lengths[] = {GLint(head.size()), GLint(body.size())};
  glShaderSource(shader, 2, texts, lengths);
  glCompileShader(shader);
  GLint ok = 0;
  glGetShaderiv(shader, GL_COMPILE_STATUS, &ok);
  if (ok) return shader;
  GLint n = 0;
  glGetShaderiv(shader, GL_INFO_LOG_LENGTH, &n);
  std::string log(size_t(n > 0 ? n : 1), '\0');
  glGetShaderInfoLog(shader, n, nullptr, log.data());
  glDeleteShader(shader);
  return readLog(log.c_str());
}

}  // namespace

CompileError readLog(const std::string& log) {
  static const std::regex mesa(R"((\d+):(\d+)\(\d+\): error: ([^\n]*))");
  static const std::regex nvidia(R"((\d+)\((\d+)\) : error [A-Z]?\d*:? ?([^\n]*))");
  static const std::regex others(R"(ERROR: (\d+):(\d+): ([^\n]*))");
  std::smatch m;
  for (const auto* form : {&mesa, &nvidia, &others})
    if (std::regex_search(log, m, *form)) {
      CompileError e{m[3].str(), std::stoi(m[1].str()), std::stoi(m[2].str())};
      placeOf(e.source, e.line);
      return e;
    }
  std::string first = log.substr(0, log.find('\n'));
  return {first.empty() ? "The driver refused the shader without a reason." : first, 0, 0};
}

std::variant<std::unique_ptr<Program>, CompileError> compileProgram(const GlInfo& info,
                                                                    const std::optional<std::string>& vertex,
                                                                    std::string_view fragment, int pass) {
  std::string head = preamble(info);
  if (pass >= 0) head += "#define WEFT_PASS " + std::to_string(pass) + "\n";
  auto vs = compileStage(GL_VERTEX_SHADER, head, vertex ? std::string_view(*vertex) : kDefaultVertex);
  if (auto* e = std::get_if<CompileError>(&vs)) return *e;
  auto fs = compileStage(GL_FRAGMENT_SHADER, head, fragment);
  if (auto* e = std::get_if<CompileError>(&fs)) {
    glDeleteShader(std::get<GLuint>(vs));
    return *e;
  }
  const GLuint id = glCreateProgram();
  for (GLuint shader : {std::get<GLuint>(vs), std::get<GLuint>(fs)}) {
    glAttachShader(id, shader);
    glDeleteShader(shader);
  }
  glLinkProgram(id);
  GLint ok = 0;
  glGetProgramiv(id, GL_LINK_STATUS, &ok);
  if (ok) return std::make_unique<Program>(id);
  GLint n = 0;
  glGetProgramiv(id, GL_INFO_LOG_LENGTH, &n);
  std::string log(size_t(n > 0 ? n : 1), '\0');
  glGetProgramInfoLog(id, n, nullptr, log.data());
  glDeleteProgram(id);
  CompileError e = readLog(log.c_str());
  if (e.message.rfind("error: ", 0) == 0) e.message.erase(0, 7);
  return e;
}

Program::Program(GLuint program) : id(program) {
  GLint count = 0, longest = 0;
  glGetProgramiv(id, GL_ACTIVE_UNIFORMS, &count);
  glGetProgramiv(id, GL_ACTIVE_UNIFORM_MAX_LENGTH, &longest);
  std::vector<char> name(size_t(longest) + 1);
  for (GLint i = 0; i < count; ++i) {
    GLint size = 0;
    GLenum type = 0;
    glGetActiveUniform(id, GLuint(i), longest + 1, nullptr, &size, &type, name.data());
    std::string s = name.data();
    const GLint at = glGetUniformLocation(id, s.c_str());
    if (size_t bracket = s.find('['); bracket != std::string::npos) s.resize(bracket);
    locations_.emplace(std::move(s), at);
  }
}

Program::~Program() { glDeleteProgram(id); }

GLint Program::location(const std::string& name) const {
  auto it = locations_.find(name);
  return it == locations_.end() ? -1 : it->second;
}

}  // namespace weft::gl
