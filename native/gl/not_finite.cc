#include "gl/not_finite.h"

#include <algorithm>

namespace weft::gl {

NotFinite::NotFinite(Canvas& c) : c_(c), flags_(std::max<size_t>(1, c.plan.nodes.size())) {
  if (!c.info.storageBuffers) return;
  glGenBuffers(1, &buffer_);
  glBindBuffer(GL_SHADER_STORAGE_BUFFER, buffer_);
  glBufferData(GL_SHADER_STORAGE_BUFFER, GLsizeiptr(flags_.size() * sizeof(unsigned)), flags_.data(), GL_DYNAMIC_READ);
}

NotFinite::~NotFinite() {
  if (buffer_) glDeleteBuffers(1, &buffer_);
}

void NotFinite::bind() const {
  if (buffer_) glBindBufferBase(GL_SHADER_STORAGE_BUFFER, 0, buffer_);
}

void NotFinite::clear() {
  if (!buffer_) return;
  const std::vector<unsigned> zero(flags_.size());
  glMemoryBarrier(GL_BUFFER_UPDATE_BARRIER_BIT);
  glBindBuffer(GL_SHADER_STORAGE_BUFFER, buffer_);
  glBufferSubData(GL_SHADER_STORAGE_BUFFER, 0, GLsizeiptr(zero.size() * sizeof(unsigned)), zero.data());
}

void NotFinite::report() {
  if (!buffer_) return;
  const GLsizeiptr bytes = GLsizeiptr(flags_.size() * sizeof(unsigned));
  glMemoryBarrier(GL_BUFFER_UPDATE_BARRIER_BIT);
  glBindBuffer(GL_SHADER_STORAGE_BUFFER, buffer_);
  const auto* at = static_cast<const unsigned*>(glMapBufferRange(GL_SHADER_STORAGE_BUFFER, 0, bytes, GL_MAP_READ_BIT));
  if (!at) return;
  for (size_t n = 0; n < c_.plan.nodes.size(); ++n)
    if (at[n] && !flags_[n]) {
      flags_[n] = 1;
      c_.diagnostics.add({"number.not-finite", "warning",
                          "'" + c_.path(int(n)) + "' made a number that is not finite; it was replaced by 0. Look for a "
                          "division by zero, a root or a logarithm of a negative number in the node.",
                          c_.path(int(n)), {}, 0});
    }
  glUnmapBuffer(GL_SHADER_STORAGE_BUFFER);
}

}  // namespace weft::gl
