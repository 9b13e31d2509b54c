// GLSL programs: the version line in front, compile, link, where the errors lie. All [render].
#pragma once
#include <epoxy/gl.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>

#include "gl/context.h"

namespace weft::gl {

struct CompileError {
  std::string message;  // the driver's sentence, without its position
  int source = 0;       // source string number of the #line in force
  int line = 0;         // 1-based line of that source; 0: not known
};

class Program {
 public:
  explicit Program(GLuint id);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  const GLuint id;
  // -1 when the program does not use the name.
  GLint location(const std::string& name) const;

 private:
  std::unordered_map<std::string, GLint> locations_;
};

// vertex: null for the default one, which gives isf_FragNormCoord 0..1 from the bottom left.
// pass: PASSINDEX becomes this constant, so that the other passes' code is not there; -1: it stays a uniform.
std::variant<std::unique_ptr<Program>, CompileError> compileProgram(const GlInfo&,
                                                                    const std::optional<std::string>& vertex,
                                                                    std::string_view fragment, int pass = -1);

// First error in a driver's log: Mesa "0:12(3): error: …", NVIDIA "0(12) : error C…: …", others "ERROR: 0:12: …".
CompileError readLog(const std::string& log);

}  // namespace weft::gl
