#include "gl/readback.h"

#include <cstring>

namespace weft::gl {
namespace {
constexpr size_t kFrames = 8;  // kept for reuse
}

Readback::~Readback() {
  clear();
  for (const Buffer& b : free_) glDeleteBuffers(1, &b.id);
}

void Readback::clear() {
  for (const Pending& p : pending_) {
    glDeleteSync(p.fence);
    free_.push_back({p.buffer, p.bytes});
  }
  pending_.clear();
}

void Readback::start(Texture& t, media::PixelFormat format, double seconds) {
  const bool half = format == media::PixelFormat::RgbaHalf;
  const size_t bytes = size_t(t.width) * t.height * (half ? 8 : 4);
  GLuint buffer = 0;
  for (size_t i = 0; i < free_.size() && !buffer; ++i)
    if (free_[i].bytes == bytes) {
      buffer = free_[i].id;
      free_.erase(free_.begin() + long(i));
    }
  if (buffer) {
    glBindBuffer(GL_PIXEL_PACK_BUFFER, buffer);
  } else {
    glGenBuffers(1, &buffer);
    glBindBuffer(GL_PIXEL_PACK_BUFFER, buffer);
    glBufferData(GL_PIXEL_PACK_BUFFER, GLsizeiptr(bytes), nullptr, GL_STREAM_READ);
  }
  glBindFramebuffer(GL_READ_FRAMEBUFFER, t.framebuffer());
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, t.width, t.height, GL_RGBA, half ? GL_HALF_FLOAT : GL_UNSIGNED_BYTE, nullptr);
  glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
  Pending p{buffer, bytes, glFenceSync(GL_SYNC_GPU_COMMANDS_COMPLETE, 0), {}};
  glFlush();
  p.head.width = t.width;
  p.head.height = t.height;
  p.head.format = format;
  p.head.opaque = false;
  p.head.seconds = seconds;
  pending_.push_back(std::move(p));
}

std::shared_ptr<media::Frame> Readback::frame(const media::Frame& head, size_t bytes) {
  std::shared_ptr<media::Frame> f;
  for (auto& kept : frames_)
    if (kept.use_count() == 1) f = kept;
  if (!f) {
    f = std::make_shared<media::Frame>();
    if (frames_.size() < kFrames) frames_.push_back(f);
  }
  f->width = head.width;
  f->height = head.height;
  f->format = head.format;
  f->opaque = head.opaque;
  f->seconds = head.seconds;
  f->pixels.resize(bytes);
  return f;
}

media::FramePtr Readback::collect(bool wait) {
  if (pending_.empty()) return nullptr;
  const Pending p = pending_.front();
  const GLenum state = glClientWaitSync(p.fence, GL_SYNC_FLUSH_COMMANDS_BIT, wait ? GL_TIMEOUT_IGNORED : 0);
  if (!wait && state == GL_TIMEOUT_EXPIRED) return nullptr;
  pending_.pop_front();
  glDeleteSync(p.fence);
  auto f = frame(p.head, p.bytes);
  glBindBuffer(GL_PIXEL_PACK_BUFFER, p.buffer);
  if (const void* at = glMapBufferRange(GL_PIXEL_PACK_BUFFER, 0, GLsizeiptr(p.bytes), GL_MAP_READ_BIT)) {
    std::memcpy(f->pixels.data(), at, p.bytes);
    glUnmapBuffer(GL_PIXEL_PACK_BUFFER);
  }
  glBindBuffer(GL_PIXEL_PACK_BUFFER, 0);
  free_.push_back({p.buffer, p.bytes});
  return f;
}

}  // namespace weft::gl
